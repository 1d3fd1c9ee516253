"""The figures of each report by table, row and column: what sentences, other tables and the year after may repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from gongkai.report import Report, Table

Spot = tuple[str, str, str]
"""Table, row and column of a cell that every report may have: open rows have no place of their own."""


class Filled(Struct, frozen=True):
    """One report and its figures."""

    report: Report
    figures: Mapping[Spot, Decimal]


def figures_of(report: Report, tables: Mapping[str, Table]) -> Filled:
    """Take the figures of the fixed rows; blank cells are nought, shares are left out."""
    found: dict[Spot, Decimal] = {}
    for key, table in tables.items():
        open_rows = {row.key for row in table.rows or () if row.level}
        for cell in table.cells:
            if cell.row not in open_rows and cell.unit not in ("%", "‰"):
                if cell.value is not None:
                    found[key, cell.row, cell.column] = Decimal(str(cell.value))
                elif cell.status in ("blank", "not_applicable"):
                    found[key, cell.row, cell.column] = Decimal(0)
    return Filled(report, found)


def name_of_spot(spot: Spot) -> str:
    """How a form file names a cell."""
    return ".".join(spot)


def agree(pairs: Sequence[tuple[Decimal, Decimal]]) -> tuple[int, int, int]:
    """Count pairs above zero that are the same, those that differ, and how many different figures the former are."""
    same = [one for one, other in pairs if one == other != 0]
    return len(same), sum(one != other for one, other in pairs), len(set(same))
