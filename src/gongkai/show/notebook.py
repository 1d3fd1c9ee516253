"""A report as HTML for a notebook: no script, everything that comes from the source escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from gongkai.messages.catalogue import say
from gongkai.messages.language import Language
from gongkai.report import Report, Section
from gongkai.show.grids import grid_views
from gongkai.show.layout import Box, Layout
from gongkai.show.values import Shown, View, checks_told, issue_told, plain, views_of

_CELL = "border:1px solid #999;padding:1px 5px;"
_ROLES = {
    "head": "text-align:center;font-weight:bold",
    "label": "text-align:left;font-weight:normal",
    "value": "text-align:right",
}
_MARKS = {
    "contradicted": "background:#fdd",
    "ambiguous": "background:#ffd",
    "missing": "color:#999",
    "unreadable": "background:#eef",
}


def report_html(report: Report, language: Language = "en") -> str:
    """Return the report as one ``<div>``: facts, tables with the form's own spans, failing checks, issues, texts.

    What is said of it is said in ``language``; what it prints stays as printed.
    """
    parts = [f"<h3>{_safe(report.title or report.source.name)}</h3>", _facts(report, language)]
    parts += [_table(view, language) for view in (*views_of(report), *grid_views(report, language))]
    parts.append(_list(_say("html.failing", language), [told.in_(language) for _, told in checks_told(report)]))
    issues = (
        f"{_say(f'name.{issue.severity}', language)}: {issue.code}: {issue_told(issue, language)}"
        for issue in report.issues
    )
    parts.append(_list(_say("name.issues", language), issues))
    parts += _sections(report.sections)
    return f'<div class="gongkai-report">{"".join(parts)}</div>'


def _say(key: str, language: Language, **values: str | int) -> str:
    return say(key, **values).in_(language)


def _safe(text: object) -> str:
    return escape(plain(str(text)))


def _facts(report: Report, language: Language) -> str:
    found = report.verification
    facts = (
        report.agency or _say("html.no_agency", language),
        report.year or _say("html.no_year", language),
        report.form.id or _say("html.no_form", language),
        _say(f"word.{report.status}", language) if language == "zh" else report.status,
        _say("html.reported", language, reported=found.reported, cells=found.cells),
        _say("html.verified", language, verified=found.verified, contradicted=found.contradicted),
        report.source.name,
    )
    return f"<p>{' · '.join(map(_safe, facts))}</p>"


def _table(view: View, language: Language) -> str:
    extra = [f"{label}: {values}" for label, values in view.extra]
    caption = f'<caption style="text-align:left">{_safe(view.name)} [{_safe(view.key)}]</caption>'
    also = _list(_say("html.also", language), extra)
    rows = "".join(_rows(view.layout, view, language))
    return f'<table style="border-collapse:collapse;margin:8px 0">{caption}{rows}</table>{also}'


def _rows(layout: Layout, view: View, language: Language) -> Iterator[str]:
    for row in range(layout.rows):
        boxes = sorted((box for box in layout.boxes if box.row == row), key=lambda box: box.column)
        yield f"<tr>{''.join(_box(box, view, language) for box in boxes)}</tr>"


def _box(box: Box, view: View, language: Language) -> str:
    shown = view.cells.get(box.cell, Shown("·", "missing")) if box.cell else Shown(box.text)
    style = _MARKS.get(shown.mark or "", "")
    hint = f' title="{_safe(_say(f"html.{shown.mark}", language))}"' if shown.mark else ""
    spans = f' rowspan="{box.row_span}" colspan="{box.column_span}"'
    tag = "td" if box.cell else "th"
    return f'<{tag}{spans} style="{_CELL}{_ROLES[box.role]};{style}"{hint}>{_safe(shown.text)}</{tag}>'


def _list(title: str, items: Iterable[str]) -> str:
    entries = "".join(f"<li>{_safe(item)}</li>" for item in items)
    return f"<p>{title}</p><ul>{entries}</ul>" if entries else ""


def _sections(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        paragraphs = "".join(f"<p>{_safe(line)}</p>" for line in section.text.split("\n") if line)
        inner = "".join(_sections(section.children))
        yield f"<details><summary>{_safe(section.heading or section.key)}</summary>{paragraphs}{inner}</details>"
