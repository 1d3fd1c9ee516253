"""From a Report to the rows of each CSV file, in the order of the columns that ``columns`` declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import regex
from msgspec import Struct

from gongkai.dataset.long_tables import long_columns
from gongkai.forms.model import Form
from gongkai.forms.variables import variables_of
from gongkai.messages.catalogue import in_chinese
from gongkai.report import Check, Identity, Report, Section
from gongkai.text.bounds import Proved
from gongkai.text.numerals import decimal_text
from gongkai.verdict import verdicts_of

Value = str | int | float | bool | None
Row = tuple[Value, ...]

SHOWN = ("reported", "corrected")
"""Statuses of cells that have a value."""
_HEADS = frozenset("'=+-@\t\r")
_FORMULA = regex.compile(r"'*[=+\-@\t\r]")
_GUARDED = regex.compile(r"'+[=+\-@\t\r]")


class Failure(Struct, frozen=True):
    """A source that gave no report; ``sha256`` is None where its bytes could not be read."""

    path: str
    sha256: str | None
    error: str
    message: str


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula; ``unguard`` takes it away again."""
    return "'" + text if text[:1] in _HEADS and _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Undo ``guard``."""
    return text[1:] if _GUARDED.match(text) else text


def cell_of(value: Value) -> str:
    """Write one value as a CSV cell: decimals in full, never ``1e-05``; null as nothing; text guarded."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value) if value[:1] in _HEADS else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return decimal_text(value) if isinstance(value, float) else str(value)


def report_row(report: Report, families: Mapping[str, str] = MappingProxyType({})) -> Row:
    """Give the row of ``reports.csv``; ``families`` names the family of each form."""
    source, found, told = report.source, report.verification, report.evidence
    outcomes = Counter(check.status for check in report.checks)
    return (
        report.report_id,
        source.path,
        source.sha256,
        source.format,
        report.form.id,
        report.agency,
        report.year,
        report.title,
        report.published,
        found.reported,
        found.verified,
        found.contradicted,
        outcomes["pass"],
        outcomes["fail"],
        report.status,
        *_identity(report.identity),
        source.url or None,
        source.captured or None,
        families.get(report.form.id or "") or report.form.id,
        *(found.by if found else None for found in (told.title, told.agency, told.year)),
    )


def _identity(found: Identity) -> Row:
    level = (found.agency_level, found.evidence.agency_level)
    division = (found.division_code, found.division_name, found.division_level, found.evidence.division)
    return (found.agency_name, *level, *division, found.province_code, found.province_name)


def cell_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``cells.csv``."""
    verdicts = verdicts_of(report.tables, report.checks)
    for key, table in report.tables.items():
        proved = {(one.row, one.column): one for one in table.proved or ()}
        for c in table.cells:
            read = (c.value, c.status, c.raw, c.note, c.unit, c.anchor)
            found = proved.get((c.row, c.column)) if c.status == "ambiguous" else None
            implied = _implied(found) if found else (None, None, None)
            yield (report.report_id, key, c.row, c.column, *read, verdicts.get((key, c.row, c.column)), *implied)


def _implied(found: Proved) -> Row:
    """Give ``implied``, ``at_least`` and ``at_most`` of an open cell: zero is implied where no solution has anything else there."""
    return (0 if found.at_least == found.at_most == 0 else None, found.at_least, found.at_most)


def section_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``sections.csv``, each section before its subsections."""
    for section in _flatten(report.sections):
        yield (report.report_id, section.key, section.heading, section.level, section.text)


def _flatten(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flatten(section.children)


def check_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``checks.csv``."""
    for check in report.checks:
        yield check_row(report.report_id, check)


def check_row(report_id: str, c: Check) -> Row:
    """Give one row of ``checks.csv``."""
    cells = " ".join(f"{row}__{column}" for row, column in c.cells)
    return (report_id, c.id, c.table, c.kind, c.severity, c.status, c.chose, c.left, c.right, cells, c.message, _zh(c))


def _zh(check: Check) -> str | None:
    return check.message_zh or in_chinese(check.message)


def comment_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``comments.csv``."""
    for comment in report.comments:
        yield (report.report_id, comment.author, comment.text, comment.section)


def issue_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``issues.csv``."""
    for issue in report.issues:
        yield (
            report.report_id,
            issue.code,
            issue.severity,
            issue.message,
            issue.location,
            issue.message_zh or in_chinese(issue.message),
        )


def wide_rows(report: Report, table: str, names: Iterable[str]) -> Iterator[Row]:
    """Give the row of a wide table, ``files.WHO`` before its columns ``names`` (``row__column``); none where the table is absent."""
    if table in report.tables:
        values = {f"{c.row}__{c.column}": c.value for c in report.tables[table].cells if c.status in SHOWN}
        who = (report.identity.agency_name, report.year, report.identity.province_name)
        yield (report.report_id, *who, *(values.get(name) for name in names))


def failure_row(failure: Failure) -> Row:
    """Give the row of ``failures.csv``."""
    return (failure.path, failure.sha256, failure.error, failure.message, in_chinese(failure.message))


def codebook_rows(forms: Iterable[Form], stata: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    """Give the rows of ``codebook.csv``; ``stata`` says what Stata calls a column of a wide table."""
    for form in forms:
        for table in form.tables:
            for column in long_columns(table):
                about = (column.zh, column.en, column.unit, form.id)
                yield (table.key, "*", column.name, *about, column.name, stata.get((table.key, column.name)))
            for v in variables_of(table) if table.open is None else ():
                names = (v.name, stata[v.table, v.name])
                yield (v.table, v.row.key, v.column.key, v.label_zh, v.label_en, v.unit, v.form, *names)
