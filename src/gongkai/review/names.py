"""What the forms call a report's cells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gongkai.dataset.facts import STATE
from gongkai.forms.model import Form
from gongkai.forms.variables import Variable, variables_of
from gongkai.messages.catalogue import Said
from gongkai.report import Report
from gongkai.review.states import CellId
from gongkai.show.values import table_form

NAMES_OF_FACTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agency": ("机关", "Agency"),
        "year": ("年度", "Year"),
        "province": ("省份", "Province"),
        "published": ("公布日期", "Published"),
        STATE: ("审核状态", "State of the review"),
    }
)
"""What a report's facts are called."""
Variables = dict[CellId, Variable]


def called(cell: CellId, forms: tuple[Form, ...]) -> Said:
    """Say what a cell is called, wherever a form has it; a fact of the report by its own name."""
    table, row, column = cell
    if not table and not row:
        return Said(*reversed(NAMES_OF_FACTS[column])) if column in NAMES_OF_FACTS else Said(column, column)
    for form in forms:
        found = form.table(table)
        for v in variables_of(found) if found else ():
            if (v.row.key, v.column.key) == (row, column):
                return Said(v.label_en, v.label_zh)
    return Said(f"{row} · {column}", f"{row} · {column}")


def names_of(report: Report, forms: tuple[Form, ...]) -> Variables:
    """Return what the forms say of a report's cells; nothing where a form is not at hand."""
    found: Variables = {}
    for key, table in report.tables.items():
        form = table_form(table, key, forms)
        found |= {(key, v.row.key, v.column.key): v for v in (variables_of(form) if form else ())}
    return found
