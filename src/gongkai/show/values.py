"""What is written into a cell when a report is shown, and which forms the tables follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import regex
from msgspec import Struct

from gongkai.document import Issue
from gongkai.forms.as_read import as_read
from gongkai.forms.load import load_local, packaged_forms
from gongkai.forms.model import Form, TableForm
from gongkai.forms.naming import check_named, rules_named
from gongkai.messages.catalogue import Said, said, say
from gongkai.messages.language import Language
from gongkai.report import Cell, Check, Report, Table
from gongkai.show.layout import Layout, layout_of, layout_of_keys
from gongkai.text.numerals import Number, decimal_text

Mark = Literal["contradicted", "ambiguous", "missing", "unreadable"]
_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}\p{Co}\u202a-\u202e\u2066-\u2069]+")


class Shown(Struct, frozen=True):
    """A cell as shown: its text and what is to be said about it."""

    text: str
    mark: Mark | None = None


class View(Struct, frozen=True):
    """One table of a report made ready for drawing; ``name`` is the form's own title of it, else its key."""

    key: str
    name: str
    layout: Layout
    cells: dict[tuple[str, str], Shown]
    extra: tuple[tuple[str, str], ...]


_SIGNS: Mapping[str, Shown] = MappingProxyType(
    {"blank": Shown(""), "ambiguous": Shown("?", "ambiguous"), "missing": Shown("·", "missing")}
)


@lru_cache(maxsize=64)
def _layout(form: TableForm) -> Layout:
    return layout_of(form)


def table_form(table: Table, key: str, forms: tuple[Form, ...] | None = None) -> TableForm | None:
    """Find the form's table that ``table`` follows; None where it is a form of the user's own that is not at hand."""
    known = (*(forms or ()), *packaged_forms(), *load_local())
    form = next((f for f in known if f.id == table.form and f.table(key) is not None), None)
    found = form.table(key) if form is not None else None
    return as_read(found, table) if form is not None and found is not None and form.printed else found


def views_of(report: Report, forms: tuple[Form, ...] | None = None) -> tuple[View, ...]:
    """Make every table of ``report`` ready for drawing."""
    return tuple(_view(report, key, table, table_form(table, key, forms)) for key, table in report.tables.items())


def _view(report: Report, key: str, table: Table, form: TableForm | None) -> View:
    failing = {cell for c in report.checks if c.status == "fail" and c.table == key for cell in c.cells}
    cells = {(c.row, c.column): show_cell(c, (c.row, c.column) in failing) for c in table.cells}
    extra = tuple((plain(row.label), plain(" ".join(row.values))) for row in table.extra)
    layout = _layout(form) if form else layout_of_keys(table)
    return View(key, form.spec.label if form else key, layout, cells, extra)


def show_cell(cell: Cell, contradicted: bool = False) -> Shown:
    """Write one cell: blank as nothing, ambiguous ``?``, missing ``·``, contradicted with ``!``, a reviewer's with ``*``, others as
    printed.
    """
    match cell.status:
        case "reported":
            text = _digits(cell.value)
            return Shown(f"{text}!", "contradicted") if contradicted else Shown(text)
        case "corrected":
            return Shown(f"{_digits(cell.value)}*")
        case "blank" | "ambiguous" | "missing":
            return _SIGNS[cell.status]
        case "unreadable":
            return Shown(f"“{_short(plain(cell.raw))}”" if cell.raw else "", "unreadable")
        case "not_applicable":
            return Shown(_short(plain(cell.raw or "/")))


def _digits(value: Number | None) -> str:
    if value is None:
        return ""
    return decimal_text(value) if isinstance(value, float) else str(value)


def checks_told(report: Report, forms: tuple[Form, ...] | None = None) -> Iterator[tuple[Check, Said]]:
    """Yield the checks that fail, each with what is said of it in the form's labels: its table, its name, and what does not hold."""
    known = (*(forms or ()), *packaged_forms(), *load_local())
    for check in report.checks:
        if check.status != "fail":
            continue
        table = report.tables.get(check.table)
        form = table_form(table, check.table, forms) if table else None
        what = Said(check.message, check.message_zh or check.message)
        if not check.message:
            name = check_named(check.id, check.kind, form, rules_named(known))
            what = say("text.held", name=name, left=check.left, right=check.right)
        title = Said(form.spec.label_en or form.spec.label, form.spec.label) if form else Said(check.table, check.table)
        yield check, say("check.of", subject=title, what=what)


def issue_told(issue: Issue, language: Language) -> str:
    """Give what an issue says in one language."""
    return issue.message_zh if language == "zh" and issue.message_zh else said(issue.message, language)


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def plain(text: str) -> str:
    """Put ``text`` on one line without characters that would steer a terminal or turn the writing direction."""
    return " ".join(_CONTROL.sub(" ", text).split())
