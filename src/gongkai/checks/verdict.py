"""How far the figures of a report are confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.report import Cell, Check, Table, Verification

_ARITHMETIC = ("row_total", "subtotal", "balance", "inequality")
_PLACED = ("label", "grid")


def verify(tables: dict[str, Table], checks: tuple[Check, ...]) -> Verification:
    """Count the reported cells that a passing sum confirms, a failing one touches, or neither.

    A sum confirms a cell only where the cell's place was read from labels and the sum did not help to choose the reading: sums alone
    cannot tell two swapped columns apart.
    """
    cells = [(key, cell) for key, table in tables.items() for cell in table.cells]
    reported = [(key, cell) for key, cell in cells if cell.status == "reported"]
    failing = _touched(c for c in checks if c.status == "fail" and c.severity == "error")
    passing = _touched(c for c in checks if c.status == "pass" and c.kind in _ARITHMETIC and not c.chose)
    contradicted = sum(1 for key, cell in reported if _id(key, cell) in failing)
    verified = sum(
        1
        for key, cell in reported
        if _id(key, cell) in passing and _id(key, cell) not in failing and cell.anchor in _PLACED
    )
    return Verification(
        cells=len(cells),
        reported=len(reported),
        verified=verified,
        contradicted=contradicted,
        unchecked=len(reported) - verified - contradicted,
    )


def _id(table: str, cell: Cell) -> tuple[str, str, str]:
    return table, cell.row, cell.column


def _touched(checks: Iterable[Check]) -> frozenset[tuple[str, str, str]]:
    return frozenset((check.table, row, column) for check in checks for row, column in check.cells)
