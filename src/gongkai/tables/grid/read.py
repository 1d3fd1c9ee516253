"""Reads a table from grids whose spans are known: Word, HTML, ruled pages.

The last label of a row names it, what follows are its values. Heads and values are paired by their ordinal in the row, since
the spans of a head row and of the rows below it need not agree; where the numbers differ, by overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.document import Grid
from gongkai.forms.model import TableForm
from gongkai.report import Anchor
from gongkai.tables.grid.heads import GridHeads, heads_of_grid
from gongkai.tables.grid.lines import lines_of
from gongkai.tables.grid.pairs import certain_pairs, has_strays, pairs_of, value_of
from gongkai.tables.grid.rows import ValueRow, found_rows
from gongkai.tables.reading import Placed, Reading, Value


def read_grids(grids: Sequence[Grid], table: TableForm, sisters: frozenset[str]) -> tuple[Reading, ...]:
    """Read the lines of ``table`` from the grids that hold it, in their order (a table may go on over pages).

    ``sisters`` are heads of other forms for the same table: a row under them is none of this form's.
    """
    rows = tuple(found_rows(grids, table))
    lines = lines_of(rows, table)
    heads = [_under(row, line, table, sisters) for row, line in zip(rows, lines, strict=True)]
    skewed = any(each is not None and has_strays(row.values, each) for row, each in zip(rows, heads, strict=True))
    own = [(row, each) for row, each in zip(rows, heads, strict=True) if each is not None and not each.foreign]
    readings = (
        _reading(row, line, table, each, skewed=skewed) for row, line, each in zip(rows, lines, heads, strict=True)
    )
    return (*readings, *_own_columns(own))


def _own_columns(rows: Sequence[tuple[ValueRow, GridHeads]]) -> Iterator[Reading]:
    """Yield what stands under each head that the form does not have, beside heads that it has: a column of the agency's own."""
    columns: dict[tuple[str, ...], list[Value]] = {}
    for row, heads in rows:
        for slot, head in zip(heads.slots or (), heads.cells, strict=False):
            if slot is not None:
                continue
            name = " ".join(head.path[-1].split())
            under = [c for c in row.values if head.start <= c.column and c.column + c.column_span <= head.end]
            if name and len(under) == 1 and row.labels:
                columns.setdefault(head.path, []).append(value_of(under[0]))
    for path, values in columns.items():
        yield Reading(line=None, label=" ".join(path[-1].split()), loose=tuple(values))


def _under(row: ValueRow, index: int | None, table: TableForm, sisters: frozenset[str]) -> GridHeads | None:
    """Return the heads over a row's values; None where its line is unknown."""
    if index is None:
        return None
    line = table.lines[index]
    return heads_of_grid(row.heads, table, line.block, len(line.slots), sisters)


def _reading(row: ValueRow, index: int | None, table: TableForm, heads: GridHeads | None, *, skewed: bool) -> Reading:
    label = " ".join(row.labels[-1].text.split()) if row.labels else ""
    if index is None or heads is None or heads.foreign:
        return Reading(line=None, label=label, loose=_values(row))
    line = table.lines[index]
    pairs = (certain_pairs if skewed else pairs_of)(row.values, heads, len(line.slots))
    if pairs is None:
        return Reading(line=index, label=label, loose=_values(row), reason="cells do not fit")
    row_read = bool(row.labels) or not line.key
    placed = tuple([Placed(slot, value_of(cell), _anchor(slot, heads, row_read)) for slot, cell in pairs])
    return Reading(line=index, label=label, placed=placed)


def _values(row: ValueRow) -> tuple[Value, ...]:
    return tuple(map(value_of, row.values))


def _anchor(slot: int, heads: GridHeads, row_read: bool) -> Anchor:
    if not heads.read:
        return "order"
    return "label" if row_read and slot in heads.read else "grid"
