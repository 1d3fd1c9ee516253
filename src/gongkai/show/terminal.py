"""A whole report as text for a terminal: who and when, the tables as the form prints them, what does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.forms.model import Form
from gongkai.messages.catalogue import Said, counted, in_chinese, say
from gongkai.messages.language import Language
from gongkai.report import Contact, FormMatch, Report, Section
from gongkai.show.drawing import draw
from gongkai.show.grids import grid_views
from gongkai.show.values import Mark, View, checks_told, issue_told, plain, views_of
from gongkai.show.width import text_width

_LEGEND: tuple[Mark, ...] = ("contradicted", "ambiguous", "missing", "unreadable")


def report_text(
    report: Report, *, colour: bool = False, forms: tuple[Form, ...] | None = None, language: Language = "en"
) -> str:
    """Return the report as lines of text, ended by a line feed; ``forms`` are the user's own.

    Everything that is said of it is said in ``language``; what it prints stays as printed.
    """
    views = (*views_of(report, forms), *grid_views(report, language))
    lines = [*_facts(report, language)]
    for view in views:
        lines += ["", *_table(view, colour, language)]
    lines += [*_legend(views, language), *_sections(report, language), *_checks(report, forms, language)]
    lines += _remarks(report, language)
    return "\n".join(lines) + "\n"


def _facts(report: Report, language: Language) -> Iterator[str]:
    yield plain(report.title or say("text.no_title").in_(language))
    source, found, period = report.source, report.verification, report.period
    names = ("cells", "reported", "verified", "contradicted", "unchecked")
    read = {"name": source.name, "format": source.format, "reader": source.reader, "id": report.report_id}
    facts: dict[str, Said | str | int | None] = {
        "agency": report.agency,
        "year": report.year,
        "period": say("text.period", start=period.start, end=period.end) if period else None,
        "published": report.published,
        "contact": _contact(report.contact),
        "form": _form(report.form),
        "source": say("text.source", **read),
        "status": say(f"word.{report.status}") if language == "zh" else report.status,
        "cells": say("text.cells", **{name: getattr(found, name) for name in names}),
    }
    for name, value in facts.items():
        text = value.in_(language) if isinstance(value, Said) else str(value) if value is not None else "-"
        head = say(f"name.{name}").in_(language)
        yield f"  {head}{' ' * max(1, 10 - text_width(head))}{plain(text)}"


def _form(form: FormMatch) -> Said:
    if form.id:
        return say("text.form", id=form.id, score=f"{form.score:.2f}")
    if not form.reasons:
        return say("text.none_fits")
    reason = form.reasons[-1]
    return say("text.none_fits_for", reason=Said(reason, in_chinese(reason) or reason))


def _contact(contact: Contact) -> str | None:
    parts = (contact.office, contact.address, contact.phone, contact.postcode, contact.email)
    return ", ".join(part for part in parts if part) or None


def _table(view: View, colour: bool, language: Language) -> Iterator[str]:
    yield f"{view.name}  [{view.key}]"
    yield from draw(view.layout, view.cells, colour=colour)
    for label, values in view.extra:
        yield f"  {say('text.also', label=label, values=values).in_(language)}"


def _legend(views: tuple[View, ...], language: Language) -> Iterator[str]:
    """Explain the marks that were used."""
    used = {cell.mark for view in views for cell in view.cells.values()}
    explained = [say(f"text.{mark}").in_(language) for mark in _LEGEND if mark in used]
    if explained:
        yield from ("", *explained)


def _sections(report: Report, language: Language) -> Iterator[str]:
    yield ""
    yield say("name.sections").in_(language)
    for section in report.sections:
        characters = len(section.text) + sum(len(child.text) for child in section.children)
        size = say("text.characters", n=characters)
        if section.children:
            size = say("text.characters_in", n=characters, subsections=counted("subsection", len(section.children)))
        yield f"  {section.key:<22}{plain(section.heading or '-')} {size.in_(language)}"
        if report.form.id is None:
            yield from _subsections(section.children, "    ", language)


def _subsections(sections: tuple[Section, ...], indent: str, language: Language) -> Iterator[str]:
    """The outline below: of a document of no known form nobody knows it beforehand."""
    for section in sections:
        size = say("text.characters", n=len(section.text)).in_(language)
        yield f"{indent}{section.key:<20}{plain(section.heading or '-')} {size}"
        yield from _subsections(section.children, f"{indent}  ", language)


def _checks(report: Report, forms: tuple[Form, ...] | None, language: Language) -> Iterator[str]:
    failed = sum(check.status == "fail" for check in report.checks)
    passed = sum(check.status == "pass" for check in report.checks)
    skipped = len(report.checks) - passed - failed
    yield ""
    yield say("text.checks", passed=passed, failed=failed, skipped=skipped).in_(language)
    for check, told in checks_told(report, forms):
        severity = say(f"name.{check.severity}").in_(language)
        yield f"  {severity}: {plain(told.in_(language))}"


def _remarks(report: Report, language: Language) -> Iterator[str]:
    if report.issues:
        yield ""
        yield say("name.issues").in_(language)
    for issue in report.issues:
        where = f" ({plain(issue.location)})" if issue.location else ""
        severity = say(f"name.{issue.severity}").in_(language)
        yield f"  {severity}: {issue.code}: {plain(issue_told(issue, language))}{where}"
    if report.comments:
        yield ""
        yield say("text.comments").in_(language)
    for comment in report.comments:
        yield f"  {plain(comment.author or '-')}: {plain(comment.text)}"
