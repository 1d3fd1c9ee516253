"""Two readings of one table, from two rungs: what they agree on stands, what they contradict each other on is ambiguous."""

from __future__ import annotations

import msgspec

from gongkai.report import Cell, Table
from gongkai.text.numerals import GETA

_PLACED = ("reported", "blank", "not_applicable")


def closed(table: Table) -> bool:
    """Whether every cell has a place that labels or a grid decided, so that a dearer reading could add nothing.

    Sums are not asked here: a published total that is wrong is no fault of the reading.
    """
    return all(cell.status in _PLACED and cell.anchor in ("label", "grid") for cell in table.cells)


def agree(one: Table, other: Table | None) -> bool:
    """Whether two readings give the same figures for the same cells, wherever they found them."""
    if other is None or one.form != other.form:
        return False
    figures = [{(c.row, c.column): (c.status, c.value) for c in table.cells} for table in (one, other)]
    return figures[0] == figures[1]


def merge(first: Table, second: Table) -> Table:
    """Join two readings of a table, the fuller one first; the second where both are as full."""
    if first.form != second.form:
        return max((second, first), key=_fullness)
    base, other = (first, second) if _fullness(first) > _fullness(second) else (second, first)
    cells = tuple(_join(a, b) for a, b in zip(base.cells, other.cells, strict=True))
    return Table(form=base.form, cells=cells, extra=base.extra)


def _fullness(table: Table) -> int:
    return sum(cell.status in _PLACED for cell in table.cells)


def _join(cell: Cell, other: Cell) -> Cell:
    if cell.status == "missing" or (cell.status == "blank" and GETA in (other.raw or "")):
        return other  # a sign that one reading saw is there, though another overlooked it
    if cell.status == other.status == "reported" and cell.value != other.value:
        return msgspec.structs.replace(cell, status="ambiguous", value=None, anchor=None)
    return cell
