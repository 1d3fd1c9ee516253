"""Reads a table from flattened text: runs of figures, and the labels they stand beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from gongkai.forms.model import TableForm
from gongkai.tables.columns import Columns, columns_of_rows
from gongkai.tables.fragments import Fragment
from gongkai.tables.heads import Heads, heads_of_text
from gongkai.tables.layouts import Owned, choose, loosen, other_layouts
from gongkai.tables.locate import locate
from gongkai.tables.options import Totals
from gongkai.tables.ownership import share_out
from gongkai.tables.placing import place_row
from gongkai.tables.reading import Reading, Value
from gongkai.tables.stream_heads import block_heads
from gongkai.tables.stretch import Stretch, has_figure, holes, rows_of, take_apart
from gongkai.tables.tokens import Token
from gongkai.tables.windows import Padded, windows

_TWICE = 2  # so many rows printed twice are a second table, and a short label may be either's
_SHORT = 4


def read_stream(
    fragments: tuple[Fragment, ...], table: TableForm, totals: Totals, sisters: frozenset[str]
) -> tuple[Reading, ...]:
    """Read the lines of ``table`` from ``fragments``; rows of no known label, or under heads of another form (``sisters``), come
    with ``line`` None.
    """
    stretch = take_apart(fragments, table)
    if all(block.spec.across for block in table.blocks):
        return tuple(_read_across(stretch, table, totals, sisters))
    return tuple(_read_rows(stretch, table, totals, sisters))


def _read_across(stretch: Stretch, table: TableForm, totals: Totals, sisters: frozenset[str]) -> Iterator[Reading]:
    """Read a table whose rows stand side by side: one run of figures, or one for each row, in the order of the heads."""
    for index, line in enumerate(table.lines):
        heads = heads_of_text(stretch.words, table.blocks[line.block], sisters)
        rows = [row for run in stretch.runs for row in rows_of(run.tokens)]
        printed = [i for i, row in enumerate(rows) if has_figure(row)]
        own = rows[printed[0] : printed[-1] + 1] if printed else rows[-1:]
        values = _values([t for row in own for t in row])
        lines = len({value.line for value in values})
        runs = sum(has_figure(run.tokens) for run in stretch.runs)
        if not stretch.marked and (runs > 1 or (lines > 1 and not heads.whole)):
            yield Reading(line=index, label="", loose=values, reason="the heads and figures stand in no certain order")
            continue
        found = windows([Padded(values, len(line.slots), None, 0)])[0].cells
        fitting = None if found is None else tuple(values[i] for i in found)
        yield place_row(index, line, values, fitting, heads, totals, marked=stretch.marked)


def _read_rows(stretch: Stretch, table: TableForm, totals: Totals, sisters: frozenset[str]) -> Iterator[Reading]:
    spans = locate(stretch.words, table)
    heads = tuple(block_heads(stretch, table, spans, sisters))
    shares = share_out(stretch, table, spans)
    owned, strangers = shares.owned, shares.strangers
    layouts = [owned, *other_layouts(stretch, table, owned)]
    broken, cut = ({table.items[s.item].line for s in spans} for spans in (shares.broken, shares.cut))
    readings = [
        tuple(
            loosen(r) if r.line in cut else _ask_sums(r) if r.line in broken else r
            for r in _labelled(layout, stretch, table, totals, heads)
        )
        for layout in layouts
    ]
    if len(layouts) > 1:
        strangers = []
    for reading in readings[0] if len(layouts) == 1 else choose(readings, table):
        block = table.lines[reading.line].block if reading.line is not None else 0
        yield _disown(reading) if heads[block].foreign else reading
    for label, tokens in strangers:
        yield Reading(line=None, label=label, loose=_values(tokens))


def _ask_sums(reading: Reading) -> Reading:
    """Leave it to the sums whether a row's figures are whole."""
    if not reading.placed:
        return reading
    slots = {placed.slot: placed.value for placed in reading.placed}
    option = tuple(slots.get(i) for i in range(max(slots) + 1))
    reason = "figures of the row stand on other lines: a page's number, the end of a figure, or another row's"
    return Reading(
        line=reading.line, label=reading.label, loose=tuple(slots.values()), options=(option,), reason=reason
    )


def _disown(reading: Reading) -> Reading:
    """Turn a row that stands under another form's heads into one that this form does not know."""
    values = tuple(p.value for p in reading.placed) or reading.loose
    return Reading(line=None, label=reading.label, loose=values)


def _labelled(
    owned: Owned, stretch: Stretch, table: TableForm, totals: Totals, heads: tuple[Heads, ...]
) -> Iterator[Reading]:
    """Yield a reading for each label with figures; how the rows are padded is decided for all of them together."""
    doubtful = _doubtful(owned, table)
    holed = frozenset(i for i, block in enumerate(table.blocks) if stretch.rows_marked and holes(stretch, block))
    deepest = max(len(line.parents) for line in table.lines)
    rows: list[tuple[int, Padded]] = []
    order = {id(token): i for i, token in enumerate(stretch.tokens)} if stretch.marked else {}
    spans = sorted(owned)
    for number, span in enumerate(spans):
        index = table.items[span.item].line
        if index is not None and owned[span]:
            following = table.items[spans[number + 1].item].line if number + 1 < len(spans) else None
            below = following if not stretch.rows_marked else None
            row = _padded(index, below, _values(owned[span]), table, deepest, holed)
            labels = _labels_before(order.get(id(owned[span][0]), 0), stretch)
            rows.append((index, msgspec.structs.replace(row, labels=labels)))
    columns = {} if stretch.marked else dict(_columns(rows, table))
    for (index, row), window in zip(rows, windows([row for _, row in rows]), strict=True):
        line = table.lines[index]
        kept = columns.get(line.block)
        fitting = None if window.cells is None else tuple(row.values[i] for i in window.cells)
        if fitting is None and kept is not None:
            fitting = kept.place(row.values)
        reading = place_row(index, line, row.values, fitting, heads[line.block], totals, marked=stretch.marked)
        if index in doubtful or window.hopeless:
            yield Reading(line=index, label=line.label, loose=row.values)
        elif stretch.beside and len({value.line for value in row.values}) > 1:
            yield _ask_sums(reading) if any(value.printed.value for value in row.values) else loosen(reading)
        else:
            yield reading


def _labels_before(at: int, stretch: Stretch) -> int:
    """Count the cells of labels that stand before the token ``at`` in its row."""
    count = 0
    while at > 0 and stretch.tokens[at].before != "row" and stretch.tokens[at - 1].kind == "words":
        at -= 1
        count += 1
    return max(1, count)


def _doubtful(owned: Owned, table: TableForm) -> frozenset[int]:
    """Return the lines whose label is too short to tell whose it is, where another table with the same labels stands beside."""
    lines = Counter(table.items[span.item].line for span, tokens in owned.items() if tokens)
    if sum(count > 1 for count in lines.values()) < _TWICE:
        return frozenset()
    return frozenset(i for i, line in enumerate(table.lines) if all(len(name) < _SHORT for name in line.names))


def _padded(
    index: int, below: int | None, values: tuple[Value, ...], table: TableForm, deepest: int, holed: frozenset[int]
) -> Padded:
    """Describe a row's padding: rows at one depth of the label tree are padded alike, where row ends are marked; where they are
    not, the merged labels of the row below count too.
    """
    line = table.lines[index]
    depth = len(line.parents)
    under = len(table.lines[below].parents) if below is not None else None
    return Padded(values, len(line.slots), (line.block, depth, under), deepest - depth, line.block in holed)


def _columns(rows: list[tuple[int, Padded]], table: TableForm) -> Iterator[tuple[int, Columns]]:
    """Yield the columns of each block whose figures stand in columns."""
    for number, block in enumerate(table.blocks):
        own = [row.values for index, row in rows if table.lines[index].block == number]
        columns = columns_of_rows(own, len(block.columns))
        if columns is not None:
            yield number, columns


def _values(tokens: list[Token]) -> tuple[Value, ...]:
    return tuple(
        Value(t.text, t.printed, t.place, t.before == "none", t.line, t.span) for t in tokens if t.printed is not None
    )
