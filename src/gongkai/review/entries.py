"""What the collection's pages need of one report: a line of the list, and what the pictures add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from gongkai.dataset.measures import Measures, SumSpec
from gongkai.forms.expression import terms_of
from gongkai.forms.naming import rule_of
from gongkai.report import Report
from gongkai.review.model import CheckView, TableView
from gongkai.review.states import DOUBTFUL, State
from gongkai.text.numerals import Number

Spot = tuple[str, str, str, str]
"""Form, table, row and column of a cell."""


class Entry(Struct, frozen=True, kw_only=True):
    """One report. ``states`` counts its cells, ``failed`` names the checks that fail (without the row or column that they speak of),
    ``doubtful`` the cells that are contradicted or open, ``tables`` the (form, table) pairs that it has, ``sums`` what it adds to the
    measures of the collection, ``decided`` counts the decisions about it in ``corrections.csv``.
    """

    report_id: str
    path: str
    name: str
    agency: str | None
    year: int | None
    title: str | None
    form: str | None
    format: str
    status: str
    states: dict[State, int]
    failed: tuple[str, ...]
    doubtful: tuple[tuple[Spot, State], ...]
    tables: tuple[tuple[str, str], ...]
    sums: dict[str, Number]
    decided: int = 0


def entry_of(
    report: Report, tables: Iterable[TableView], checks: Iterable[CheckView], rules: Collection[str], measures: Measures
) -> Entry:
    """Sum up a report; ``rules`` are the ids of the checks that the forms declare."""
    tables = tuple(tables)
    cells = [(table, view) for table in tables for view in table.cells]
    failing = {rule_of(c.check.id, rules): None for c in checks if c.check.status == "fail"}
    return Entry(
        report_id=report.report_id,
        path=report.source.path,
        name=report.source.name,
        agency=report.agency,
        year=report.year,
        title=report.title,
        form=report.form.id,
        format=report.source.format,
        status=report.status,
        states=dict(Counter(view.state for _, view in cells)),
        failed=tuple(failing),
        doubtful=tuple(
            ((table.form, table.key, v.cell.row, v.cell.column), v.state) for table, v in cells if v.state in DOUBTFUL
        ),
        tables=tuple((table.form, table.key) for table in tables),
        sums=_sums(tables, measures),
    )


def _sums(tables: Iterable[TableView], measures: Measures) -> dict[str, Number]:
    """Return what a report reports of each measure; a measure of which it reports nothing is left out."""
    columns: dict[tuple[str, str], dict[str, Number]] = {}
    for table in tables:
        for view in table.cells:
            if view.cell.value is not None:
                columns.setdefault((table.key, view.cell.column), {})[view.cell.row] = view.cell.value
    found = {m.key: _sum(m.of, columns) for m in measures.all}
    return {key: value for key, value in found.items() if value is not None}


def _sum(specs: Iterable[SumSpec], columns: Mapping[tuple[str, str], Mapping[str, Number]]) -> Number | None:
    for spec in specs:
        rows = columns.get((spec.table, spec.column), {})
        values = [
            term.sign * rows[row] for term in terms_of(spec.rows) for row in term.select(tuple(rows)) if row in rows
        ]
        if values:
            return sum(values)
    return None
