"""The report from top to bottom: the paragraphs and tables that every printer prints, in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from corpus.grid import PrintedTable
from corpus.model import CommentTruth, SectionTruth, Truth

Role = Literal["title", "release", "preamble", "heading", "subheading", "text", "closing"]


class Text(Struct, frozen=True):
    """One paragraph; a ``comment`` hangs on the whole of it."""

    text: str
    role: Role
    comment: CommentTruth | None = None


Part = Text | PrintedTable


def flow(truth: Truth) -> tuple[Part, ...]:
    """Give the report in print order."""
    head = [Text(line, "title") for line in truth.title_lines]
    release = [Text(truth.release_line, "release")] if truth.release_line else []
    return (*head, *release, *(part for section in truth.sections for part in _section(section, truth)))


def _section(section: SectionTruth, truth: Truth) -> Iterator[Part]:
    role: Role = {"preamble": "preamble", "closing": "closing"}.get(section.key, "text")  # type: ignore[assignment]
    comment = next((c for c in truth.comments if c.section == section.key), None)
    paragraphs = section.text.split("\n") if section.text else []
    if section.inline and section.heading is not None:
        paragraphs = [f"{section.heading}。{paragraphs[0] if paragraphs else ''}", *paragraphs[1:]]
    elif section.heading is not None:
        yield Text(section.heading, "heading" if section.level == 1 else "subheading")
    for index, paragraph in enumerate(paragraphs):
        yield Text(paragraph, role, comment if index == 0 else None)
    for key, home in truth.homes.items():
        if home == section.key:
            yield from (
                part if isinstance(part, PrintedTable) else Text(part, "text") for part in truth.twice.get(key, ())
            )
            if key not in truth.twice:
                yield truth.layouts[key]
    for child in section.children:
        yield from _section(child, truth)
