"""Holds the reports of one agency on consecutive years against each other, by what their forms declare under ``panel``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import UNSET, Struct

from gongkai.checks.arithmetic import sum_of, unprinted_totals
from gongkai.checks.told import Sum, side_told
from gongkai.forms.equations import Key
from gongkai.forms.expression import terms_of
from gongkai.forms.model import Form, TableForm
from gongkai.forms.naming import name_of
from gongkai.forms.schema import PanelSpec
from gongkai.messages.catalogue import Said, say
from gongkai.report import Cell, Check, CheckStatus, Report, Table

Spot = tuple[str, str, str]
"""Table, row and column of a cell."""
_NO_FIGURE = ("missing", "ambiguous", "unreadable")


class Link(Struct, frozen=True):
    """A cross-year check of report ``report_id``, whose ``cells`` are that report's; ``earlier_id`` is the report on the year before
    that it was held against, named in the check's message.
    """

    report_id: str
    earlier_id: str
    check: Check


class _Side(Struct, frozen=True):
    """A sum of one report's cells, each with its sign; ``printed``: every row it uses was filled in and no total of it left out."""

    sum: Sum
    signs: tuple[int, ...]
    printed: bool


def link_years(earlier: Sequence[Report], later: Sequence[Report], forms: Iterable[Form]) -> tuple[Link, ...]:
    """Hold each report of ``later`` against those of ``earlier``, all of one agency, the years next to each other.

    Where the year before was reported twice, a check stands once: as all of those have it, else skipped.
    """
    known = {form.id: form for form in forms}
    return tuple(link for report in later for link in _of_report(report, earlier, known))


def _of_report(report: Report, earlier: Sequence[Report], forms: Mapping[str, Form]) -> Iterator[Link]:
    found: dict[str, list[Link]] = {}
    for before in earlier:
        for link in _links(before, report, forms):
            found.setdefault(link.check.id, []).append(link)
    yield from map(_agreed, found.values())


def _agreed(links: list[Link]) -> Link:
    """Return the one outcome that several earlier reports of the same year lead to."""
    judged = [link for link in links if link.check.status != "skipped"] or links
    if len({(link.check.left, link.check.right) for link in judged}) == 1:
        return judged[0]
    told = say("check.differ", ids=", ".join(link.earlier_id for link in judged))
    words = {"message": told.en, "message_zh": told.zh}
    check = msgspec.structs.replace(judged[0].check, status="skipped", left=None, right=None, **words)
    return msgspec.structs.replace(judged[0], check=check)


class _Declared(Struct, frozen=True):
    """One declaration of a form, and the table of a report that it speaks of."""

    spec: PanelSpec
    table: Table
    form: TableForm


def _links(earlier: Report, later: Report, forms: Mapping[str, Form]) -> Iterator[Link]:
    given = {declared.spec.id: declared for declared in _declared(earlier, forms)}
    for own in _declared(later, forms):
        spec = own.spec
        if spec.id not in given:
            continue
        before = _sides(given[spec.id].spec.hands_on, given[spec.id])
        after = _sides(spec.takes_over, own)
        change = _sides(spec.change, own) if spec.change else {}
        for name in [name for name in after if name in before and (not spec.change or name in change)]:
            sides = before[name], change.get(name), after[name]
            told = _told(own, name, sides, (earlier, later))
            yield Link(later.report_id, earlier.report_id, _check(spec, name, sides, earlier, told))


def _declared(report: Report, forms: Mapping[str, Form]) -> Iterator[_Declared]:
    """Yield what the forms of a report's tables declare: a table may follow another form than its report.

    A table that lacks cells of the form at hand was read with another version of it, and is left out.
    """
    for key, table in report.tables.items():
        form = forms.get(table.form)
        found = form.table(key) if form else None
        if form is None or found is None:
            continue
        if {(slot.row, slot.column) for slot in found.slots} <= {(cell.row, cell.column) for cell in table.cells}:
            yield from (_Declared(spec, table, found) for spec in form.spec.panel if spec.table == key)


def _sides(expression: str, declared: _Declared) -> dict[str, _Side]:
    """Write a sum out for each row or column, or once under the empty name; those that lack a cell are left out."""
    cells = {(cell.row, cell.column): cell for cell in declared.table.cells}
    unprinted = unprinted_totals(declared.form.equations, declared.table)
    filled = {cell.row for cell in cells.values() if cell.status not in ("blank", *_NO_FIGURE)}
    terms = terms_of(expression)
    sides: dict[str, _Side] = {}
    for group, keys in _groups(cells, declared.spec.each).items():
        names = tuple(keys)
        found = [[(term.sign, cells[keys[name]]) for name in term.select(names)] for term in terms]
        if all(found):
            picked = tuple(cell for of_term in found for cell in of_term)
            added = sum_of(picked)
            printed = all(row in filled for row, _ in added.keys) and unprinted.isdisjoint(added.keys)
            sides[group] = _Side(added, tuple(sign for sign, _ in picked), printed)
    return sides


def _groups(keys: Iterable[Key], each: str | None) -> dict[str, dict[str, Key]]:
    """Return, for each row, each column or once, what a sum may call its cells."""
    groups: dict[str, dict[str, Key]] = {}
    for row, column in keys:
        group, name = {"row": (row, column), "column": (column, row)}.get(each or "", ("", f"{row}.{column}"))
        groups.setdefault(group, {})[name] = (row, column)
    return groups


_Sides = tuple[_Side, _Side | None, _Side]
"""What is handed on, how it changes, what is taken over."""


def _check(spec: PanelSpec, name: str, sides: _Sides, earlier: Report, told: Said) -> Check:
    before, change, after = sides
    parts = [side for side in sides if side is not None]
    known = all(side.printed and _known(side.sum) for side in parts)
    left = before.sum.value + (change.sum.value if change else 0)
    left = round(left, 6) if isinstance(left, float) else left
    status: CheckStatus = "skipped" if not known else "pass" if left == after.sum.value else "fail"
    return Check(
        id=f"{spec.id}.{name}" if name else spec.id,
        table=spec.table,
        kind="cross_year",
        severity=spec.severity,
        status=status,
        left=left if known else None,
        right=after.sum.value if known else None,
        cells=tuple(key for side in parts[1:] for key in side.sum.keys),
        message=told.en if status == "fail" else f"held against {earlier.report_id} ({earlier.year})",
        message_zh=told.zh if status == "fail" else UNSET,
    )


def _known(side: Sum) -> bool:
    return all(cell.status not in _NO_FIGURE for cell in side.cells)


def _told(own: _Declared, name: str, sides: _Sides, reports: tuple[Report, Report]) -> Said:
    """Say what both years print, in the labels of the later one's form."""
    names, axis, (earlier, later) = own.form.called, own.spec.each, reports
    first, change, last = sides
    before = side_told(names, first.sum, first.signs, axis, earlier.year)
    after = side_told(names, last.sum, last.signs, axis, later.year)
    if change is None:
        what = say("check.unequal", left=before, right=after)
    else:
        changed = side_told(names, change.sum, change.signs, axis, later.year)
        what = say("check.changed", before=before, change=changed, after=after)
    if axis:
        what = say("check.of", subject=name_of(names, name, axis), what=what)
    return say("check.held", id=earlier.report_id, year=earlier.year, what=what)


def differences(first: Report, second: Report) -> tuple[tuple[Spot, Cell, Cell], ...]:
    """Name the cells (table, row, column) in which two reports on the same year say different things.

    Cells that one of them does not decide, or does not have, are no difference.
    """
    one, two = _figures(first), _figures(second)
    return tuple((key, one[key], two[key]) for key in one if key in two and _says(one[key]) != _says(two[key]))


def _says(cell: Cell) -> tuple[float | None, str | None]:
    """Return the number and what it counts: 70487元 is not 70487万元."""
    return cell.value, None if cell.value is None else cell.unit


def _figures(report: Report) -> dict[Spot, Cell]:
    return {
        (key, cell.row, cell.column): cell
        for key, table in report.tables.items()
        for cell in table.cells
        if cell.status not in _NO_FIGURE
    }
