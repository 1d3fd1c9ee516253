"""Evaluates the sums that a form declares on the cells of a report. Never knows how a cell was read."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gongkai.forms.expression import Term, terms_of
from gongkai.forms.schema import CheckSpec
from gongkai.report import Cell, Check, CheckStatus, Table
from gongkai.text.numerals import Number

Key = tuple[str, str]
_NO_FIGURE = ("missing", "ambiguous", "unreadable")


class Sum(Struct, frozen=True):
    """One side of a check: signed cells."""

    terms: tuple[tuple[int, Cell], ...]

    @property
    def value(self) -> Number:
        """A blank or not-applicable cell counts as 0."""
        total = sum(sign * (cell.value or 0) for sign, cell in self.terms)
        return round(total, 6) if isinstance(total, float) else total

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple((cell.row, cell.column) for _, cell in self.terms)


def check_table(specs: tuple[CheckSpec, ...], key: str, table: Table) -> tuple[Check, ...]:
    """Evaluate the checks of ``specs`` that speak of table ``key``."""
    return tuple(check for spec in specs if spec.table == key for check in _evaluate(spec, table))


def _evaluate(spec: CheckSpec, table: Table) -> Iterator[Check]:
    cells = {(c.row, c.column): c for c in table.cells}
    for name, left, right in _instances(spec, cells):
        yield _check(spec, name, left, right)


def _instances(spec: CheckSpec, cells: dict[Key, Cell]) -> Iterator[tuple[str, Sum, Sum]]:
    """Yield one (name, left, right) for each row or column that has all the cells that the check names."""
    left, right = terms_of(spec.left), terms_of(spec.right)
    if spec.each is None:
        flat = {f"{row}.{column}": cell for (row, column), cell in cells.items()}
        yield "", _sum(left, flat), _sum(right, flat)
        return
    own, other = (0, 1) if spec.each == "row" else (1, 0)
    for name in dict.fromkeys(key[own] for key in cells):
        line = {key[other]: cell for key, cell in cells.items() if key[own] == name}
        sides = _sum(left, line), _sum(right, line)
        if all(side.terms for side in sides):
            yield name, *sides


def _sum(terms: tuple[Term, ...], cells: dict[str, Cell]) -> Sum:
    names = tuple(cells)
    return Sum(tuple((term.sign, cells[name]) for term in terms for name in term.select(names)))


def _check(spec: CheckSpec, name: str, left: Sum, right: Sum) -> Check:
    status = _status(spec, left, right)
    known = status != "skipped"
    return Check(
        id=f"{spec.id}.{name}" if name else spec.id,
        table=spec.table,
        kind=spec.kind,
        severity=spec.severity,
        status=status,
        left=left.value if known else None,
        right=right.value if known else None,
        cells=left.keys + right.keys,
        message=_message(spec, name, left, right) if status == "fail" else "",
    )


def _status(spec: CheckSpec, left: Sum, right: Sum) -> CheckStatus:
    """A check is skipped where a cell is missing, unreadable or ambiguous, and where its total is not printed."""
    cells = [cell for _, cell in left.terms + right.terms]
    total_printed = any(cell.status == "reported" for _, cell in right.terms)
    if any(cell.status in _NO_FIGURE for cell in cells) or not total_printed:
        return "skipped"
    if spec.compare == "<=":
        return "pass" if left.value <= right.value else "fail"
    return "pass" if left.value == right.value else "fail"


def _message(spec: CheckSpec, name: str, left: Sum, right: Sum) -> str:
    where = f" of {name}" if name else ""
    return f"{spec.table}: {spec.left} = {left.value}{where}, but {spec.right} is printed as {right.value}"
