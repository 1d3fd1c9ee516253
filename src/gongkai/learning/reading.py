"""The tables of a filled report as a learned form reads them."""

from __future__ import annotations

from msgspec import structs

from gongkai.checks.arithmetic import check_table
from gongkai.forms.model import Form, TableForm
from gongkai.forms.read_sums import equations_in
from gongkai.printed.read import read_printed
from gongkai.printed.repeated import units_in
from gongkai.printed.sections import heading_of
from gongkai.report import Check, Report, Table


def tables_of(form: Form, report: Report) -> dict[str, Table]:
    """Read one report's tables with a form, those that are there."""
    headings = [heading_of(report.sections, grid.section) for grid in report.grids]
    reading = read_printed(form, report.grids, headings, report.title)
    return {key: table for key, table in reading.tables.items() if key in reading.found}


def each_unit(form: TableForm, table: Table) -> list[Table]:
    """The tables of all units of a table that repeats, each under the form's own keys; the table itself where it does not."""
    if form.spec.repeats is None:
        return [table]
    found: list[Table] = []
    for unit in units_in(cell.row for cell in table.cells):
        lead = f"{unit}."
        cells = [
            structs.replace(cell, row=cell.row.removeprefix(lead)) for cell in table.cells if cell.row.startswith(lead)
        ]
        rows = [
            structs.replace(row, key=row.key.removeprefix(lead)) for row in table.rows or () if row.key.startswith(lead)
        ]
        found.append(structs.replace(table, cells=tuple(cells), rows=tuple(rows)))
    return found


def checks_of(form: Form, tables: dict[str, Table]) -> list[Check]:
    """The outcome of every sum of the form in one report's tables."""
    known = {table.key: table for table in form.tables}
    return [
        check
        for key, table in tables.items()
        for check in check_table(equations_in(form, known[key], table), table, frozenset())
    ]
