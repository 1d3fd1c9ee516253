"""What the forms call a report's cells."""

from __future__ import annotations

from gongkai.forms.model import Form
from gongkai.forms.variables import Variable, variables_of
from gongkai.report import Report
from gongkai.review.states import CellId
from gongkai.show.values import table_form

Variables = dict[CellId, Variable]


def names_of(report: Report, forms: tuple[Form, ...]) -> Variables:
    """Return what the forms say of a report's cells; nothing where a form is not at hand."""
    found: Variables = {}
    for key, table in report.tables.items():
        form = table_form(table, key, forms)
        found |= {(key, v.row.key, v.column.key): v for v in (variables_of(form) if form else ())}
    return found
