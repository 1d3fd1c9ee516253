"""Sums over several tables of one report: a total that stands in two tables is the same in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import UNSET

from gongkai.checks.arithmetic import sum_of
from gongkai.checks.told import number
from gongkai.forms.expression import terms_of
from gongkai.forms.model import Form
from gongkai.forms.naming import whole_side
from gongkai.forms.schema import AcrossSpec
from gongkai.messages.catalogue import Said, say
from gongkai.report import Cell, Check, Table
from gongkai.text.numerals import Number

_NO_FIGURE = ("missing", "ambiguous", "unreadable")
Signed = list[tuple[int, Cell]]


def check_across(form: Form, tables: Mapping[str, Table]) -> Iterator[Check]:
    """Hold the sums; one whose tables or rows are not there is left out, one without a printed right side is skipped."""
    cells = {f"{key}.{c.row}.{c.column}": c for key, table in tables.items() for c in table.cells}
    several = _of_all_units(form, tables)
    for spec in form.spec.across:
        sides = [_select(side, cells, several) for side in (spec.left, spec.right)]
        if all(sides):
            yield _check(spec, sides[0], sides[1], form)


def _of_all_units(form: Form, tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """Of tables that repeat: the cells of all units by the name that a form has for one of them."""
    found: dict[str, list[str]] = {}
    for key in (table.key for table in form.tables if table.spec.repeats is not None and table.key in tables):
        for cell in tables[key].cells:
            _, _, row = cell.row.partition(".")
            found.setdefault(f"{key}.{row}.{cell.column}", []).append(f"{key}.{cell.row}.{cell.column}")
    return found


def _select(side: str, cells: Mapping[str, Cell], several: Mapping[str, list[str]]) -> Signed:
    names = tuple(cells)
    terms = [(term.sign, several.get(term.key) or term.select(names)) for term in terms_of(side)]
    return [(sign, cells[name]) for sign, found in terms for name in found] if all(found for _, found in terms) else []


def _check(spec: AcrossSpec, left: Signed, right: Signed, form: Form) -> Check:
    table = terms_of(spec.right)[0].key.partition(".")[0]
    one, other = sum_of(left), sum_of(right)
    statuses = {cell.status for _, cell in (*left, *right)}
    known = statuses.isdisjoint(_NO_FIGURE) and any(cell.status == "reported" for _, cell in right)
    known = known and any(cell.status == "reported" for _, cell in left)
    holds = round(abs(one.value - other.value), 6) <= spec.tolerance
    said = None if holds or not known else _told(spec, one.value, other.value, form)
    return Check(
        id=spec.id,
        table=table,
        kind="balance",
        severity=spec.severity,
        status="skipped" if not known else "pass" if holds else "fail",
        left=one.value if known else None,
        right=other.value if known else None,
        cells=other.keys,
        message=said.en if said else "",
        message_zh=said.zh if said else UNSET,
    )


def _told(spec: AcrossSpec, one: Number, other: Number, form: Form) -> Said:
    """Say what both tables print, in their labels."""
    tables = {table.key: table for table in form.tables}
    left, right = (whole_side(side, tables) for side in (spec.left, spec.right))
    return say("check.across", left=left, one=number(one), right=right, other=number(other))
