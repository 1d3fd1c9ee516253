"""How far the figures of a report are confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from gongkai.report import Cell, Check, Table, Verification

_ARITHMETIC = ("row_total", "subtotal", "balance", "inequality")
_PLACED = ("label", "grid")
_Id = tuple[str, str, str]
"""Table, row and column of a cell."""


def verify(tables: dict[str, Table], checks: tuple[Check, ...]) -> Verification:
    """Count the reported cells that a passing sum confirms, a failing one touches, or neither.

    A sum confirms a cell only where the cell's place was read from labels and the sum did not help to choose the reading: sums alone
    cannot tell two swapped columns apart.
    """
    cells = [(key, cell) for key, table in tables.items() for cell in table.cells]
    reported = [(key, cell) for key, cell in cells if cell.status == "reported"]
    failing, confirmed = _failing(checks), _confirmed(checks)
    contradicted = sum(1 for key, cell in reported if _id(key, cell) in failing)
    verified = sum(1 for key, cell in reported if _id(key, cell) in confirmed and cell.anchor in _PLACED)
    return Verification(
        cells=len(cells),
        reported=len(reported),
        verified=verified,
        contradicted=contradicted,
        unchecked=len(reported) - verified - contradicted,
    )


def unconfirmed(tables: dict[str, Table], checks: tuple[Check, ...]) -> dict[str, Table]:
    """Return the tables with every figure that no passing sum confirms made unreadable: for text that another program recognised.

    A sum of zeros says nothing, and an inequality too little.
    """
    confirmed = _confirmed(c for c in checks if c.status == "fail" or (c.left and c.kind != "inequality"))
    return {
        key: structs.replace(table, cells=tuple(_doubted(cell, _id(key, cell) in confirmed) for cell in table.cells))
        for key, table in tables.items()
    }


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
