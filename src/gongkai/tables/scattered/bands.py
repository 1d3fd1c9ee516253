"""A table of several blocks, printed block by block: what stands between the heads of one and those of the next is its own.

A converter that loses the order within a block (550 above 行政许可) may keep that of blocks. It is believed where every block is there, in
the form's order, with exactly as many figures as it has cells: then nothing drifted from one to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.forms.model import TableForm
from gongkai.tables.reading import Reading, Value
from gongkai.tables.text.heads import block_heads
from gongkai.tables.text.labels import Span
from gongkai.tables.text.owners import owner_of
from gongkai.tables.text.placing import Shape, place_row
from gongkai.tables.text.rows import values_of
from gongkai.tables.text.stretch import Run, Stretch

_Band = tuple[Run, ...]


def by_bands(stretch: Stretch, table: TableForm, spans: tuple[Span, ...]) -> tuple[Reading, ...]:
    """Return a reading of every line of a table of several blocks, or nothing where a figure may be another block's, or another row's."""
    bands = _bands(stretch, table, spans)
    if len(table.blocks) < 2 or bands is None:
        return ()
    heads = block_heads(stretch, table, spans, frozenset())
    found: list[Reading] = []
    for number, band in enumerate(bands):
        rows = list(_rows(band, number, stretch, table, spans))
        if len(rows) < sum(line.block == number for line in table.lines):
            return ()
        for index, values in rows:
            line = table.lines[index]
            found.append(place_row(index, line, values, values, heads[number], {}, Shape(marked=False)))
    return tuple(found)


def _bands(stretch: Stretch, table: TableForm, spans: Sequence[Span]) -> list[_Band] | None:
    """Return the runs of figures of each block; None where the blocks do not follow each other, or have not just their figures."""
    own = [[s for s in spans if table.items[s.item].block == number] for number in range(len(table.blocks))]
    if not all(own):
        return None
    starts = [*(min(s.start for s in each) for each in own), len(stretch.words) + 1]
    if any(max(s.end for s in each) > start for each, start in zip(own, starts[1:], strict=True)):
        return None
    runs = [run for run in stretch.runs if any(token.kind == "figure" for token in run.tokens)]
    if any(run.at <= starts[0] for run in runs):
        return None
    bands = [
        tuple(r for r in runs if starts[n] < r.at <= starts[n + 1] or (n + 1 == len(own) and r.at > starts[n]))
        for n in range(len(own))
    ]
    sizes = [sum(len(line.slots) for line in table.lines if line.block == number) for number in range(len(own))]
    return bands if [sum(len(run.tokens) for run in band) for band in bands] == sizes else None


def _rows(
    band: _Band, number: int, stretch: Stretch, table: TableForm, spans: tuple[Span, ...]
) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """Yield the figures of each line of a block: all of them where it has one line, else those behind each label, as many as are due."""
    lines = [index for index, line in enumerate(table.lines) if line.block == number]
    if len(lines) == 1:
        yield lines[0], values_of([token for run in band for token in run.tokens])
        return
    for run in band:
        owner = owner_of(run, spans, stretch)
        index = table.items[owner.item].line if owner is not None else None
        if index in lines and len(run.tokens) == len(table.lines[index].slots):
            yield index, values_of(run.tokens)
