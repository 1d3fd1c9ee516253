"""How far the figures of a report are confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from msgspec import structs

from gongkai.report import Cell, Check, Table, Verification

Verdict = Literal["verified", "contradicted", "unchecked"]
_ARITHMETIC = ("row_total", "subtotal", "balance", "inequality")
_PLACED = ("label", "grid")
_Id = tuple[str, str, str]
"""Table, row and column of a cell."""


def verify(tables: dict[str, Table], checks: tuple[Check, ...]) -> Verification:
    """Count the reported cells that a passing sum confirms, a failing one touches, or neither."""
    counts = Counter(verdicts_of(tables, checks).values())
    return Verification(
        cells=sum(len(table.cells) for table in tables.values()),
        reported=counts.total(),
        verified=counts["verified"],
        contradicted=counts["contradicted"],
        unchecked=counts["unchecked"],
    )


def verdicts_of(tables: dict[str, Table], checks: tuple[Check, ...]) -> dict[_Id, Verdict]:
    """Say of each reported cell how far it is confirmed.

    A sum confirms a cell only where the cell's place was read from labels and the sum did not help to choose the reading: sums alone
    cannot tell two swapped columns apart.
    """
    failing, confirmed = _failing(checks), _confirmed(checks)

    def verdict(cell: Cell, which: _Id) -> Verdict:
        if which in failing:
            return "contradicted"
        return "verified" if which in confirmed and cell.anchor in _PLACED else "unchecked"

    reported = ((_id(key, c), c) for key, table in tables.items() for c in table.cells if c.status == "reported")
    return {which: verdict(cell, which) for which, cell in reported}


def unconfirmed(tables: dict[str, Table], checks: tuple[Check, ...]) -> dict[str, Table]:
    """Return the tables with every figure that no passing sum confirms made unreadable: for text that another program recognised."""
    sure = proved(checks)
    return {
        key: structs.replace(table, cells=tuple(_doubted(cell, _id(key, cell) in sure) for cell in table.cells))
        for key, table in tables.items()
    }


def proved(checks: Iterable[Check]) -> frozenset[_Id]:
    """Return the cells (table, row, column) that a passing sum confirms and no failing one contradicts; a sum of zeros says nothing, and
    an inequality too little.
    """
    return _confirmed(c for c in checks if c.status == "fail" or (c.left and c.kind != "inequality"))


def _doubted(cell: Cell, sure: bool) -> Cell:
    if sure or cell.status != "reported":
        return cell
    return structs.replace(cell, status="unreadable", value=None, note=None)


def _failing(checks: Iterable[Check]) -> frozenset[_Id]:
    return _touched(check for check in checks if check.status == "fail" and check.severity == "error")


def _confirmed(checks: Iterable[Check]) -> frozenset[_Id]:
    checks = tuple(checks)
    passing = (c for c in checks if c.status == "pass" and c.kind in _ARITHMETIC and not c.chose)
    return _touched(passing) - _failing(checks)


def _id(table: str, cell: Cell) -> _Id:
    return table, cell.row, cell.column


def _touched(checks: Iterable[Check]) -> frozenset[_Id]:
    return frozenset((check.table, row, column) for check in checks for row, column in check.cells)
