"""A report's tables as its form prints them, with what is known of each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gongkai.forms.model import Form
from gongkai.forms.naming import check_named, rules_named
from gongkai.messages.catalogue import Said
from gongkai.report import Check, Report
from gongkai.review.model import CellView, CheckView, Slot, TableView
from gongkai.review.states import DOUBTFUL, CellId, State, states_of
from gongkai.show.layout import Box, Layout
from gongkai.show.values import View, show_cell, table_form, views_of

_PRINTED = ("reported", "corrected", "unreadable", "not_applicable")
_Touching = Mapping[CellId, tuple[int, ...]]
"""The numbers of the checks that speak of each cell."""
_NONE: _Touching = MappingProxyType({})


def tables_of(
    report: Report, checks: tuple[Check, ...], forms: tuple[Form, ...], decided: _Touching = _NONE
) -> tuple[tuple[TableView, ...], tuple[CheckView, ...]]:
    """Lay out the tables of ``report``; ``checks`` are its own and those that hold it against other years.

    ``decided`` are the numbers of the decisions about each cell.
    """
    cells = _cells(report, checks, decided)
    views = []
    for view in views_of(report, forms):
        table = report.tables[view.key]
        form = table_form(table, view.key, forms)
        own = tuple(cells[view.key, c.row, c.column] for c in table.cells)
        views.append(
            TableView(
                key=view.key,
                form=table.form,
                name=view.name,
                name_en=form.spec.label_en if form else "",
                rows=tuple(_rows(view, cells)),
                cells=own,
                extra=view.extra,
            )
        )
    rules = rules_named(forms)
    named = {key: table_form(table, key, forms) for key, table in report.tables.items()}
    found = ((check, check_named(check.id, check.kind, named.get(check.table), rules)) for check in checks)
    return tuple(views), tuple(_check(number, *each, cells) for number, each in enumerate(found))


def printed_rows(layout: Layout) -> tuple[tuple[Box, ...], ...]:
    """Return the boxes that begin in each row, left to right."""
    rows: list[list[Box]] = [[] for _ in range(layout.rows)]
    for box in layout.boxes:
        rows[box.row].append(box)
    return tuple(tuple(sorted(row, key=lambda box: box.column)) for row in rows)


def _rows(view: View, cells: Mapping[CellId, CellView]) -> Iterator[tuple[Slot, ...]]:
    for row in printed_rows(view.layout):
        yield tuple(Slot(box, cells.get((view.key, *box.cell)) if box.cell else None) for box in row)


def _check(number: int, check: Check, name: Said, cells: Mapping[CellId, CellView]) -> CheckView:
    found = (cells.get((check.table, row, column)) for row, column in check.cells)
    return CheckView(number, check, name, tuple(view.number for view in found if view is not None))


def _cells(report: Report, checks: tuple[Check, ...], decided: _Touching) -> dict[CellId, CellView]:
    """Number the cells in form order and judge them."""
    touching = _touching(checks)
    warned = {(c.table, *cell) for c in checks if c.status == "fail" for cell in c.cells}
    states = states_of(report)
    views: dict[CellId, CellView] = {}
    for key, table in report.tables.items():
        gone = all(states[key, c.row, c.column] == "missing" for c in table.cells)
        for index, cell in enumerate(table.cells):
            which = (key, cell.row, cell.column)
            views[which] = CellView(
                number=len(views),
                table=key,
                cell=cell,
                state=states[which],
                text=show_cell(cell).text.rstrip("*") if cell.status in _PRINTED else "",
                checks=touching.get(which, ()),
                stop=_is_stop(states[which], which in warned) and (not gone or index == 0),
                warned=which in warned and states[which] != "contradicted",
                decisions=decided.get(which, ()),
            )
    return views


def _is_stop(state: State, warned: bool) -> bool:
    return warned or state in DOUBTFUL


def _touching(checks: tuple[Check, ...]) -> _Touching:
    found: dict[CellId, list[int]] = {}
    for number, check in enumerate(checks):
        for row, column in check.cells:
            found.setdefault((check.table, row, column), []).append(number)
    return {which: tuple(numbers) for which, numbers in found.items()}
