"""A whole report as Markdown: its title, its sections with their headings, and every table in the section where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gongkai.forms.model import Form
from gongkai.report import PrintedGrid, Report, Section
from gongkai.show.grids import grid_lines, view_lines
from gongkai.show.values import plain, views_of

_SPECIAL = regex.compile(r"([\\`*_\[\]<>|])")
_LEADING = regex.compile(r"^(\s*)([#>+-]|\d+\.)(?=\s)")


def report_markdown(report: Report, *, forms: tuple[Form, ...] | None = None) -> str:
    """Return the report as Markdown, ended by a line feed; ``forms`` are the user's own."""
    blocks = [f"# {_safe(report.title)}"] if report.title else []
    grids = list(report.grids)
    seen = {section.key for section in _walk(report.sections)}
    blocks += [block for grid in grids if grid.section not in seen for block in _grid(grid)]
    for section in report.sections:
        blocks += _section(section, report, 2)
    for view in views_of(report, forms):
        blocks += [f"**{_safe(view.name)}**", _table(view_lines(view))]
    if report.notes:
        blocks += [f"{_safe(note.mark) + ' ' if note.mark else ''}{_safe(note.text)}" for note in report.notes]
    return "\n\n".join(blocks) + "\n"


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _section(section: Section, report: Report, level: int) -> Iterator[str]:
    if section.heading:
        yield f"{'#' * min(level, 6)} {_safe(section.heading)}"
    yield from (_safe(line) for line in section.text.split("\n") if line.strip())
    for grid in report.grids:
        if grid.section == section.key:
            yield from _grid(grid)
    for child in section.children:
        yield from _section(child, report, level + 1)


def _grid(grid: PrintedGrid) -> Iterator[str]:
    said = grid.unit and any(f"{sign}{grid.unit}" in (grid.caption or "") for sign in "：:（(")
    unit = f"（单位：{_safe(grid.unit)}）" if grid.unit and not said else ""
    if grid.caption or unit:
        yield f"**{_safe(grid.caption or '')}**{unit}" if grid.caption else unit
    deep = max((len(path) for path in grid.columns), default=0) or 1
    lines = grid_lines(grid)
    head = [" / ".join(dict.fromkeys(filter(None, column))) for column in zip(*lines[:deep], strict=True)]
    yield _table([head, *lines[deep:]])


def _table(lines: list[list[str]]) -> str:
    rows = [f"| {' | '.join(_safe(cell) for cell in line)} |" for line in lines]
    rows.insert(1, f"|{' --- |' * len(lines[0])}")
    return "\n".join(rows)


def _safe(text: str | None) -> str:
    """One line in which no character of the source is taken for a mark of Markdown."""
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", plain(text or "")))
