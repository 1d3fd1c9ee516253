"""Evaluates the sums that a form declares on the cells of a report. Never knows how a cell was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET, Struct, structs

from gongkai.checks.told import Sum, sum_told
from gongkai.forms.equations import Equation, Key, Terms
from gongkai.messages.catalogue import Said, say
from gongkai.report import Cell, Check, CheckStatus, Table
from gongkai.text.units import MONEY, base_of, factor_of, kind_of

_NO_FIGURE = ("missing", "ambiguous", "unreadable")


class Instance(Struct, frozen=True, gc=False):
    """A check of the form on one row or column of a report: both sides of its equation."""

    equation: Equation
    left: Sum
    right: Sum


def check_table(
    equations: tuple[Equation, ...], table: Table, chose: frozenset[str] = frozenset()
) -> tuple[Check, ...]:
    """Evaluate the sums of a table's form; ``chose`` are ids of checks that chose between readings."""
    instances = _instances(equations, table)
    unprinted = frozenset(key for instance in instances for key in _unprinted_total(instance))
    return tuple(_check(instance, unprinted, chose) for instance in instances)


def unprinted_totals(equations: tuple[Equation, ...], table: Table) -> frozenset[Key]:
    """Return the cells of totals that were left blank over parts that are not zero."""
    return frozenset(key for instance in _instances(equations, table) for key in _unprinted_total(instance))


def _instances(equations: tuple[Equation, ...], table: Table) -> list[Instance]:
    cells = {(c.row, c.column): c for c in table.cells}
    return [Instance(e, _sum(e.left, cells), _sum(e.right, cells)) for e in equations]


def _sum(terms: Terms, cells: dict[Key, Cell]) -> Sum:
    return sum_of([(sign, cells[key]) for sign, key in terms])


def sum_of(terms: Sequence[tuple[int, Cell]]) -> Sum:
    """Add signed cells; a blank or not-applicable cell counts as 0."""
    cells = tuple([cell for _, cell in terms])
    total = sum([sign * (cell.value or 0) for sign, cell in terms])
    value = round(total, 6) if isinstance(total, float) else total
    return Sum(cells, tuple([(cell.row, cell.column) for cell in cells]), value)


def _unprinted_total(instance: Instance) -> Iterator[Key]:
    """Yield the cell of a total that was left blank over parts that are not zero: it is not printed, and counts as nothing else."""
    if len(instance.right.cells) == 1 and instance.right.cells[0].status == "blank" and instance.left.value:
        yield instance.right.keys[0]


def _check(instance: Instance, unprinted: frozenset[Key], chose: frozenset[str]) -> Check:
    spec, left, right = instance.equation.spec, instance.left, instance.right
    name = instance.equation.id
    status = _status(instance, unprinted)
    known = status != "skipped"
    said = sum_told(instance.equation, left, right) if status == "fail" else None
    return Check(
        id=name,
        table=spec.table,
        kind=spec.kind,
        severity=spec.severity,
        status=status,
        chose=name in chose,
        left=left.value if known else None,
        right=right.value if known else None,
        cells=left.keys + right.keys,
        message=said.en if said else "",
        message_zh=said.zh if said else UNSET,
    )


def _status(instance: Instance, unprinted: frozenset[Key]) -> CheckStatus:
    """Skip a check where a cell is missing, unreadable or ambiguous, where its total is not printed, or none of its parts, or where
    figures are printed in several units.
    """
    left, right = instance.left, instance.right
    statuses = {cell.status for cell in left.cells + right.cells}
    if not statuses.isdisjoint(_NO_FIGURE) or not unprinted.isdisjoint(left.keys + right.keys):
        return "skipped"
    if not any(cell.status == "reported" for cell in right.cells):
        return "skipped"
    units = {cell.unit for cell in left.cells + right.cells if cell.value}
    if len(units) > 1 and len({_measure(unit) for unit in units}) > 1:
        return "skipped"
    if right.value and all(cell.status == "blank" for cell in left.cells):
        return "skipped"
    return "pass" if _holds(instance) else "fail"


def _measure(unit: str | None) -> tuple[int, str | None]:
    """Return the scale of a unit, and its currency: 件 and 项 may be added, 元 and 美元 may not."""
    return factor_of(unit), base_of(unit) if kind_of(unit) == MONEY else None


def _holds(instance: Instance) -> bool:
    over, spec = round(instance.left.value - instance.right.value, 6), instance.equation.spec
    return (over if spec.compare == "<=" else abs(over)) <= spec.tolerance


def excused(check: Check, table: Table) -> Check:
    """Return a failing sum of rows as not held where the table prints rows that the form does not know: they may be its parts."""
    if check.status != "fail" or check.kind != "subtotal" or not table.extra:
        return check
    said = say("check.excused", what=Said(check.message, check.message_zh or check.message))
    return structs.replace(check, status="skipped", left=None, right=None, message=said.en, message_zh=said.zh)
