"""The rows of a table's grids that hold values, each with its labels and the heads that stand above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct

from gongkai.document import Grid, GridCell
from gongkai.forms.model import Item, TableForm
from gongkai.tables.grid.heads import HeadRows, head_rows
from gongkai.text.fold import core
from gongkai.text.numbering import leading_number, strip_number
from gongkai.text.numerals import read_cell

_COLUMN = attrgetter("column")


class GridRow(Struct, frozen=True):
    """One row of a grid: the cells that begin in it, and those that reach into it from above."""

    index: int
    own: tuple[GridCell, ...]
    hanging: tuple[GridCell, ...]


class ValueRow(Struct, frozen=True):
    """A row of values with its label cells (outermost first) and the heads that stand above it."""

    labels: tuple[GridCell, ...]
    values: tuple[GridCell, ...]
    heads: HeadRows


def _rows(grid: Grid) -> Iterator[GridRow]:
    tall = [c for c in grid.cells if c.row_span > 1]
    for index, own in enumerate(grid.rows()):
        hanging = (c for c in tall if c.row < index < c.row + c.row_span)
        yield GridRow(index, own, tuple(sorted(hanging, key=_COLUMN)))


def found_rows(grids: Sequence[Grid], table: TableForm) -> Iterator[ValueRow]:
    """Yield the rows that hold values, each under the heads that stand above it, on this page or the one before."""
    above: list[GridRow] = []
    heads, values_from = HeadRows(), 0
    for grid in grids:
        for row in (*_rows(grid), None):  # heads may end a page, and their rows begin the next one
            if row is not None and _is_head(row, table):
                above.append(row)
                continue
            if above:
                heads = head_rows([(*r.own, *r.hanging) for r in above])
                values_from = _first_value_column(heads, table)
                above = []
            labels, values = _labels_and_values(row, table, values_from) if row is not None else ((), ())
            if values or labels:
                yield ValueRow(labels, values, heads)


def _is_head(row: GridRow, table: TableForm) -> bool:
    """Whether a row holds heads: labels of columns or blocks, and neither a row's name nor a figure."""
    if any(_is_figure(c) for c in row.own):
        return False
    texts = [c for c in row.own if c.text.strip()]
    roles = [_role(c.text, table) for c in texts]
    if any(role == "row" for role in roles):
        return False
    return any(role in ("column", "column_group", "block", "stub") for role in roles)


@lru_cache(maxsize=1 << 13)
def _role(text: str, table: TableForm) -> str | None:
    """Return the role of the item that a cell's text names; a numbered label is a row's before it is a head's."""
    roles = [item.role for item in _items_named(text, table)]
    if "row" in roles and ("column" not in roles or leading_number(text)):
        return "row"
    return next((role for role in roles if role != "row"), None)


def items_named(cell: GridCell, table: TableForm) -> tuple[Item, ...]:
    """Return the form's items whose name is in a cell, with or without a remark in brackets."""
    return _items_named(cell.text, table)


@lru_cache(maxsize=1 << 13)
def _items_named(text: str, table: TableForm) -> tuple[Item, ...]:
    name, bare = core(strip_number(text)), core(strip_number(text).split("（")[0].split("(")[0])
    return tuple(item for item in table.items if name in item.names or (bare and bare in item.names))


@lru_cache(maxsize=1 << 13)
def _names_row(text: str, table: TableForm) -> bool:
    return any(item.role in ("row", "group") for item in _items_named(text, table))


def _is_figure(cell: GridCell) -> bool:
    return read_cell(cell.text).status in ("reported", "not_applicable")


def _first_value_column(heads: HeadRows, table: TableForm) -> int:
    """Return the grid column of the leftmost head that names a column: words to the left of it are labels."""
    names = {name for block in table.blocks for column in block.columns for name in column.names}
    return min((h.start for h in heads.leaves if core(strip_number(h.path[-1])) in names), default=0)


def _labels_and_values(
    row: GridRow, table: TableForm, values_from: int
) -> tuple[tuple[GridCell, ...], tuple[GridCell, ...]]:
    """Part a row at its last label: the last cell that a form knows as a label, or else the last words before a figure; words under
    no head are labels too, known or not.
    """
    cells = sorted((*row.own, *row.hanging), key=_COLUMN)
    worded = [c for c in cells if read_cell(c.text).status == "unreadable"]
    known = [c for c in worded if _names_row(c.text, table)]
    first_figure = min([c.column for c in row.own if _is_figure(c)], default=1 << 30)
    leading = [c for c in worded if c.column < first_figure]
    under_stubs = [c for c in worded if c.column + c.column_span <= values_from and c.row == row.index]
    last = known[-1] if known else leading[-1] if leading else under_stubs[-1] if under_stubs else None
    if last is not None:
        last = next((c for c in reversed(leading) if last.column < c.column < values_from), last)
    own_last = last is not None and last.row == row.index
    if last is None or not (own_last or any(_is_figure(c) for c in row.own)):
        return (), tuple(row.own) if last is None else ()
    labels = tuple(c for c in worded if c.column <= last.column)
    return labels, tuple(c for c in row.own if c.column > last.column)
