"""The figures of each report by table, row and column: what sentences, other tables and the year after may repeat."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from gongkai.report import Report, Table

Spot = tuple[str, str, str]
"""Table, row and column of a cell that every report may have: open rows have no place of their own."""


class Filled(Struct, frozen=True):
    """One report and its figures."""

    report: Report
    figures: Mapping[Spot, Decimal]


def figures_of(report: Report, tables: Mapping[str, Table], repeated: Collection[str] = ()) -> Filled:
    """Take the figures of the fixed rows; blank cells are nought, shares are left out. Of ``repeated`` tables all units are added up."""
    found: dict[Spot, Decimal] = {}
    unknown: set[Spot] = set()
    for key, table in tables.items():
        open_rows = {row.key for row in table.rows or () if row.level}
        for cell in table.cells:
            if cell.row in open_rows or cell.unit in ("%", "‰"):
                continue
            row = cell.row.partition(".")[2] if key in repeated else cell.row
            spot = (key, row, cell.column)
            if cell.value is not None:
                found[spot] = found.get(spot, Decimal(0)) * (key in repeated) + Decimal(str(cell.value))
            elif cell.status in ("blank", "not_applicable"):
                found.setdefault(spot, Decimal(0))
            else:
                unknown.add(spot)
    return Filled(
        report, {spot: value for spot, value in found.items() if spot[0] not in repeated or spot not in unknown}
    )


def name_of_spot(spot: Spot) -> str:
    """How a form file names a cell."""
    return ".".join(spot)


def agree(pairs: Sequence[tuple[Decimal, Decimal]]) -> tuple[int, int, int]:
    """Count pairs above zero that are the same, those that differ, and how many different figures the former are."""
    same = [one for one, other in pairs if one == other != 0]
    return len(same), sum(one != other for one, other in pairs), len(set(same))
