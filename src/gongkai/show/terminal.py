"""A whole report as text for a terminal: who and when, the tables as the form prints them, what does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.forms.model import Form
from gongkai.forms.variables import variables_of
from gongkai.messages.catalogue import said
from gongkai.messages.language import Language
from gongkai.report import Check, Contact, Report, Section
from gongkai.show.drawing import draw
from gongkai.show.grids import grid_views
from gongkai.show.values import View, plain, table_form, views_of

_LEGEND = {
    "contradicted": "! touched by a check that fails",
    "ambiguous": "? printed, but not certain where",
    "missing": "· not found in the source",
    "unreadable": "“…” printed, but no number",
}


def report_text(
    report: Report, *, colour: bool = False, forms: tuple[Form, ...] | None = None, language: Language = "en"
) -> str:
    """Return the report as lines of text, ended by a line feed; ``forms`` are the user's own.

    Checks and issues are told in ``language``.
    """
    views = (*views_of(report, forms), *grid_views(report))
    lines = [*_facts(report)]
    for view in views:
        lines += ["", *_table(view, colour)]
    lines += [*_legend(views), *_sections(report), *_checks(report, forms, language), *_remarks(report, language)]
    return "\n".join(lines) + "\n"


def _facts(report: Report) -> Iterator[str]:
    source, found, form = report.source, report.verification, report.form
    period = f"{report.period.start} to {report.period.end}" if report.period else None
    yield plain(report.title or "(no title found)")
    facts = {
        "agency": report.agency,
        "year": report.year,
        "period": period,
        "published": report.published,
        "contact": _contact(report.contact),
        "form": f"{form.id} (score {form.score:.2f})"
        if form.id
        else f"none fits: {form.reasons[-1]}"
        if form.reasons
        else "none fits",
        "source": f"{source.name} ({source.format}, read by {source.reader}, id {report.report_id})",
        "status": report.status,
        "cells": f"{found.cells}, of them {found.reported} reported: {found.verified} verified, "
        f"{found.contradicted} contradicted, {found.unchecked} unchecked",
    }
    for name, value in facts.items():
        yield f"  {name:<10}{plain(str(value)) if value is not None else '-'}"


def _contact(contact: Contact) -> str | None:
    parts = (contact.office, contact.address, contact.phone, contact.postcode, contact.email)
    return ", ".join(part for part in parts if part) or None


def _table(view: View, colour: bool) -> Iterator[str]:
    yield f"{view.name}  [{view.key}]"
    yield from draw(view.layout, view.cells, colour=colour)
    for label, values in view.extra:
        yield f"  also printed: {label}: {values}"


def _legend(views: tuple[View, ...]) -> Iterator[str]:
    """Explain the marks that were used."""
    used = {cell.mark for view in views for cell in view.cells.values()}
    explained = [text for mark, text in _LEGEND.items() if mark in used]
    if explained:
        yield from ("", *explained)


def _sections(report: Report) -> Iterator[str]:
    yield ""
    yield "sections"
    for section in report.sections:
        number = len(section.children)
        inside = f", {number} subsection{'s' if number > 1 else ''}" if number else ""
        characters = len(section.text) + sum(len(child.text) for child in section.children)
        yield f"  {section.key:<22}{plain(section.heading or '-')} ({characters} characters{inside})"
        if report.form.id is None:
            yield from _subsections(section.children, "    ")


def _subsections(sections: tuple[Section, ...], indent: str) -> Iterator[str]:
    """The outline below: of a document of no known form nobody knows it beforehand."""
    for section in sections:
        yield f"{indent}{section.key:<20}{plain(section.heading or '-')} ({len(section.text)} characters)"
        yield from _subsections(section.children, f"{indent}  ")


def _checks(report: Report, forms: tuple[Form, ...] | None, language: Language) -> Iterator[str]:
    failing = [check for check in report.checks if check.status == "fail"]
    passed = sum(check.status == "pass" for check in report.checks)
    skipped = len(report.checks) - passed - len(failing)
    yield ""
    yield f"checks: {passed} pass, {len(failing)} fail, {skipped} skipped"
    for check in failing:
        message = (check.message_zh or check.message) if language == "zh" else check.message
        yield f"  {check.severity}: {check.id}: {plain(message) or f'{check.left} against {check.right}'}"
        if label := _label(report, check, forms):
            sign = "≠" if check.kind != "inequality" else ">" if (check.left or 0) > (check.right or 0) else "<"
            yield f"         {plain(label)}：{check.left} {sign} {check.right}"


def _label(report: Report, check: Check, forms: tuple[Form, ...] | None) -> str | None:
    """Name what a check is about as the form does: its table, and the row or the column that all its cells share."""
    table = report.tables.get(check.table)
    form = table_form(table, check.table, forms) if table else None
    found = [v for v in variables_of(form) if (v.row.key, v.column.key) in check.cells] if form else []
    shared = [labels.pop() for labels in ({v.row.zh for v in found}, {v.column.zh for v in found}) if len(labels) == 1]
    return " · ".join((form.spec.label, *(" / ".join(zh) for zh in shared))) if form and shared else None


def _remarks(report: Report, language: Language) -> Iterator[str]:
    if report.issues:
        yield ""
        yield "issues"
    for issue in report.issues:
        where = f" ({plain(issue.location)})" if issue.location else ""
        yield f"  {issue.severity}: {issue.code}: {plain(said(issue.message, language))}{where}"
    if report.comments:
        yield ""
        yield "comments left in the file"
    for comment in report.comments:
        yield f"  {plain(comment.author or '-')}: {plain(comment.text)}"
