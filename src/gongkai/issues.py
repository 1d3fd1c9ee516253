"""What a person should know about a report: why it has no tables, which sections its form has and it has not, which cells are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import UNSET, structs

from gongkai.document import Document, Issue
from gongkai.forms.model import Form, TableForm
from gongkai.forms.publications import Other
from gongkai.messages.catalogue import in_chinese
from gongkai.outline.outline import Outline
from gongkai.report import Table

_OF_OUTLINES = ("section_missing", "heading_misnumbered")


def outline_issues(outline: Outline, chosen: Form | None) -> Iterator[Issue]:
    """Yield what is odd about the outline, held against a form's sections only where a form fixes them."""
    fixed = chosen is not None and chosen.spec.outline == "fixed"
    yield from (issue for issue in outline.issues if fixed or issue.code not in _OF_OUTLINES)


def form_issues(document: Document, chosen: Form | None, other: Other | None) -> Iterator[Issue]:
    """Say why a report has no tables."""
    if chosen is not None:
        return
    if other is not None:
        message = (
            f"this reads like {other.name} ({other.name_en}), which follows no form known here: its sections are kept"
        )
        yield Issue(code="other_publication", severity="info", message=message)
    elif document.pictures:
        count = len(document.pictures)
        message = (
            f"no table of a known form was found; {count} pictures stand in the text, and a table may be one of them"
        )
        yield Issue(code="table_is_picture", severity="warning", message=message)
    else:
        message = "no table of a known form was found: sections and tables, if any, are given as printed"
        yield Issue(code="form_unknown", severity="warning", message=message)


def table_issues(tables: Mapping[str, Table], reasons: Mapping[str, str]) -> Iterator[Issue]:
    """Yield what is left open in each table; ``reasons`` say why, for every table that was found."""
    for key, table in tables.items():
        statuses = [cell.status for cell in table.cells]
        if key not in reasons and "missing" in statuses:
            yield Issue(code="table_missing", severity="warning", message=f"table {key} was not found", location=key)
            continue
        for status in ("missing", "ambiguous", "unreadable"):
            count = statuses.count(status)
            if count:
                message = f"table {key}: {count} of {len(statuses)} cells are {status}"
                detail = f" ({reasons[key]})" if reasons.get(key) and status == "ambiguous" else ""
                yield Issue(code=f"cells_{status}", severity="warning", message=message + detail, location=key)
        for row in table.extra:
            message = f"table {key}: the form has no row “{row.label}”, its figures are kept under extra"
            yield Issue(code="unknown_row", severity="info", message=message, location=key)


def unit_issues(tables: Mapping[str, Table], forms: Iterable[Form]) -> Iterator[Issue]:
    """Say which figures are printed in another unit than the form's: none is converted, so they stand in columns of the form's unit."""
    slots = {(form.id, table.key): table.slots for form in forms for table in form.tables}
    for key, table in tables.items():
        units = {(slot.row, slot.column): slot.unit for slot in slots.get((table.form, key), ())}
        for cell in table.cells:
            own = units.get((cell.row, cell.column))
            if cell.value is not None and own is not None and cell.unit != own:
                name = f"{cell.row}__{cell.column}"
                message = f"table {key}: {name} is printed in {cell.unit}, the form's unit is {own}: not converted"
                yield Issue(code="unit_differs", severity="warning", message=message, location=f"{key}.{name}")


def rung_issues(rungs: Mapping[str, tuple[str, ...]]) -> Iterator[Issue]:
    """Say which reading each table is from, where a file was read in several ways."""
    if len(set(rungs.values())) > 1 or any(len(names) > 1 for names in rungs.values()):
        for key, names in rungs.items():
            message = f"table {key} was read by {' and '.join(names)}"
            yield Issue(code="table_rung", severity="info", message=message, location=key)


def by_title(issues: Iterable[Issue], tables: Mapping[str, Table], forms: Iterable[Form]) -> tuple[Issue, ...]:
    """Name tables and cells as their form does, in both languages: no person knows them by their keys."""
    known = {(form.id, table.key): table for form in forms for table in form.tables}
    found = {key: known[table.form, key] for key, table in tables.items() if (table.form, key) in known}
    return tuple(_titled(issue, found) for issue in issues)


def _titled(issue: Issue, tables: Mapping[str, TableForm]) -> Issue:
    key, _, cell = (issue.location or "").partition(".")
    table = tables.get(key)
    if table is None or not issue.message.startswith(f"table {key}"):
        return issue
    row, _, column = cell.partition("__")
    labels = [names.get(name) for names, name in ((table.called.rows, row), (table.called.columns, column))]
    en, zh = (" · ".join(getattr(one, language) for one in labels if one) or cell for language in ("en", "zh"))
    rest = issue.message.removeprefix(f"table {key}")
    message = f"table “{table.spec.label_en or table.spec.label}”{rest.replace(cell, en, 1) if cell else rest}"
    chinese = f"table {table.spec.label}{rest.replace(cell, zh, 1) if cell else rest}"
    return structs.replace(issue, message=message, message_zh=in_chinese(chinese) or UNSET)
