"""A whole report as Markdown: its title, its sections with their headings, and every table in the section where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import regex

from gongkai.forms.model import Form
from gongkai.report import Note, PrintedGrid, Report, Section
from gongkai.show.grids import grid_lines, view_lines
from gongkai.show.values import plain, views_of

_SPECIAL = regex.compile(r"([\\`*_\[\]<>|])")
_LEADING = regex.compile(r"^(\s*)([#>+-]|\d+\.)(?=\s)")


def report_markdown(report: Report, *, forms: tuple[Form, ...] | None = None) -> str:
    """Return the report as Markdown, ended by a line feed, in printed order; ``forms`` are the user's own.

    A form's table stands behind the text of the section of its name, where there is one.
    """
    blocks = [f"# {_safe(report.title)}"] if report.title else []
    seen = {section.key for section in _walk(report.sections)}
    blocks += [block for grid in report.grids if grid.section not in seen for block in _grid(grid)]
    views = {view.key: [f"**{_safe(view.name)}**", _table(view_lines(view))] for view in views_of(report, forms)}
    for section in report.sections:
        blocks += _section(section, report, views, 2)
    blocks += [block for key, view in views.items() if key not in seen for block in view]
    blocks += [_note(note) for note in report.notes if note.section not in seen]
    return "\n\n".join(blocks) + "\n"


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _section(section: Section, report: Report, views: Mapping[str, list[str]], level: int) -> Iterator[str]:
    if section.heading:
        yield f"{'#' * min(level, 6)} {_safe(section.heading)}"
    lines = section.text.split("\n") if section.text else []
    own = [grid for grid in report.grids if grid.section == section.key]
    for at in range(len(lines) + 1):
        yield from (
            block for grid in own if min(grid.after, len(lines)) == at for block in _grid(grid, section.heading)
        )
        if at < len(lines) and lines[at].strip():
            yield _safe(lines[at])
    yield from views.get(section.key, ())
    yield from (_note(note) for note in report.notes if note.section == section.key)
    for child in section.children:
        yield from _section(child, report, views, level + 1)


def _note(note: Note) -> str:
    return f"{_safe(note.mark) + ' ' if note.mark else ''}{_safe(note.text)}"


def _grid(grid: PrintedGrid, above: str | None = None) -> Iterator[str]:
    """The blocks of a table; a caption that is the heading right ``above`` is not printed twice."""
    said = grid.unit and any(f"{sign}{grid.unit}" in (grid.caption or "") for sign in "：:（(")
    unit = f"（单位：{_safe(grid.unit)}）" if grid.unit and not said else ""
    caption = grid.caption if grid.caption != above else None
    if caption or unit:
        yield f"**{_safe(caption)}**{unit}" if caption else unit
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
