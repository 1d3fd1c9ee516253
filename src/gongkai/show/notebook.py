"""A report as HTML for a notebook: no script, everything that comes from the source escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from gongkai.report import Report, Section
from gongkai.show.grids import grid_views
from gongkai.show.layout import Box, Layout
from gongkai.show.values import Shown, View, plain, views_of

_CELL = "border:1px solid #999;padding:1px 5px;"
_ROLES = {
    "head": "text-align:center;font-weight:bold",
    "label": "text-align:left;font-weight:normal",
    "value": "text-align:right",
}
_MARKS = {
    "contradicted": ("background:#fdd", "touched by a check that fails"),
    "ambiguous": ("background:#ffd", "printed, but not certain where"),
    "missing": ("color:#999", "not found in the source"),
    "unreadable": ("background:#eef", "printed, but no number"),
}


def report_html(report: Report) -> str:
    """Return the report as one ``<div>``: facts, tables with the form's own spans, failing checks, issues, texts."""
    parts = [f"<h3>{_safe(report.title or report.source.name)}</h3>", _facts(report)]
    parts += [_table(view) for view in (*views_of(report), *grid_views(report))]
    failing = [f"{c.id}: {c.message or f'{c.left} ≠ {c.right}'}" for c in report.checks if c.status == "fail"]
    parts.append(_list("Checks that fail", failing))
    parts.append(_list("Issues", [f"{i.severity}: {i.code}: {i.message}" for i in report.issues]))
    parts += _sections(report.sections)
    return f'<div class="gongkai-report">{"".join(parts)}</div>'


def _safe(text: object) -> str:
    return escape(plain(str(text)))


def _facts(report: Report) -> str:
    found = report.verification
    facts = (
        report.agency or "agency unknown",
        report.year or "year unknown",
        report.form.id or "no form fits",
        report.status,
        f"{found.reported} of {found.cells} cells reported",
        f"{found.verified} verified, {found.contradicted} contradicted",
        report.source.name,
    )
    return f"<p>{' · '.join(map(_safe, facts))}</p>"


def _table(view: View) -> str:
    extra = [f"{label}: {values}" for label, values in view.extra]
    caption = f'<caption style="text-align:left">{_safe(view.name)} [{_safe(view.key)}]</caption>'
    rows = "".join(_rows(view.layout, view))
    return f'<table style="border-collapse:collapse;margin:8px 0">{caption}{rows}</table>{_list("Also printed", extra)}'


def _rows(layout: Layout, view: View) -> Iterator[str]:
    for row in range(layout.rows):
        boxes = sorted((box for box in layout.boxes if box.row == row), key=lambda box: box.column)
        yield f"<tr>{''.join(_box(box, view) for box in boxes)}</tr>"


def _box(box: Box, view: View) -> str:
    shown = view.cells.get(box.cell, Shown("·", "missing")) if box.cell else Shown(box.text)
    style, title = _MARKS.get(shown.mark or "", ("", ""))
    hint = f' title="{title}"' if title else ""
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
