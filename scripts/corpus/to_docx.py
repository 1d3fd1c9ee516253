"""Prints a report as Word does: gridSpan and vMerge tables, plain headings, and what editing leaves behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph
from msgspec import Struct

from corpus.archive import fixed_zip
from corpus.flow import Text, flow
from corpus.model import Truth
from corpus.word_xml import (
    bookmark_in,
    content_control_around,
    numbering_definition,
    set_numbering,
    table_element,
    text_box_in,
    track_changes_in,
)
from gongkai.text.numbering import leading_number

_LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


class WordOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the Word file uses beside plain paragraphs and tables."""

    automatic_numbering: bool = False
    styled_headings: bool = False
    content_control: bool = False
    tracked_changes: bool = False
    bookmark: bool = False
    title_in_text_box: bool = False
    split_runs: bool = False


PLAIN = WordOptions()


def to_docx(truth: Truth, options: WordOptions = PLAIN) -> bytes:
    """Print ``truth``; the same truth and options give the same bytes."""
    document = docx.Document()
    _fix_properties(document)
    printer = _Printer(document, options)
    for part in flow(truth):
        if isinstance(part, Text):
            printer.paragraph(part)
        else:
            printer.append(table_element(part, deleted=options.tracked_changes))
    _fix_comment_times(document)
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


class _Printer:
    def __init__(self, document: Document, options: WordOptions) -> None:
        self.document, self.options = document, options
        self.numbering = numbering_definition(document) if options.automatic_numbering else None
        self.bookmarks = 0
        self.counts = [0, 0]

    def append(self, element: Any) -> None:  # noqa: ANN401  (an lxml element)
        """Put a table before the section properties that end the body, in a content control where asked."""
        self.document.element.body.insert_element_before(element, "w:sectPr")
        if self.options.content_control:
            content_control_around(element)

    def paragraph(self, part: Text) -> None:
        """Print one paragraph."""
        style = (
            {"heading": "Heading 1", "subheading": "Heading 2"}.get(part.role) if self.options.styled_headings else None
        )
        paragraph = self.document.add_paragraph(style=style)
        text = self._numbered(paragraph, part)
        if part.role == "title" and self.options.title_in_text_box:
            text_box_in(paragraph, text)
        else:
            self._runs(paragraph, text, part)
        self._align(paragraph, part)
        self._leftovers(paragraph, part)

    def _numbered(self, paragraph: Paragraph, part: Text) -> str:
        """Leave the numbering of a heading to Word, where asked and where Word would count alike."""
        mark = leading_number(part.text)
        if self.numbering is None or mark is None or part.role not in ("heading", "subheading") or mark.level > 2:
            return part.text
        above = self.counts[: mark.level - 1]
        if mark.number != self.counts[mark.level - 1] + 1:
            return part.text
        self.counts = [*above, mark.number, *([0] * (2 - mark.level))]
        set_numbering(paragraph, self.numbering, mark.level - 1)
        return part.text[mark.end :]

    def _runs(self, paragraph: Paragraph, text: str, part: Text) -> None:
        for piece in _pieces(text) if self.options.split_runs else (text,):
            run = paragraph.add_run(piece)
            run.bold = part.role in ("title", "heading") or None
        if part.comment is not None:
            self.document.add_comment(
                paragraph.runs, text=part.comment.text, author=part.comment.author, initials=part.comment.author[:2]
            )

    def _align(self, paragraph: Paragraph, part: Text) -> None:
        if part.role in ("title", "release"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif part.role == "closing":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _leftovers(self, paragraph: Paragraph, part: Text) -> None:
        if part.role == "text" and self.options.bookmark:
            bookmark_in(paragraph, self.bookmarks)
            self.bookmarks += 1
        if part.role == "text" and self.options.tracked_changes:
            track_changes_in(paragraph)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into runs as Word does after some editing."""
    for start in range(0, len(text), 7):
        yield text[start : start + 7]


def _fix_properties(document: Document) -> None:
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    properties.created = properties.modified = _LONG_AGO.replace(tzinfo=None)


def _fix_comment_times(document: Document) -> None:
    for comment in document.comments:
        comment._comment_elm.date = _LONG_AGO
