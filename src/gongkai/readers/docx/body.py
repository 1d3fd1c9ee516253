"""Blocks in reading order from the body of a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import msgspec
import regex
from msgspec import Struct

from gongkai.document import NOWHERE, Block, Footnote, Grid, GridCell, Issue, Paragraph, Picture, Place, Remark
from gongkai.readers.docx.chunks import Chunks, moved
from gongkai.readers.docx.facts import DELETED, MOVED_AWAY, NUMBER, VANISH, Facts
from gongkai.readers.docx.inline import Inline, comment_ids, read_inline
from gongkai.readers.docx.notes import NoteMark
from gongkai.readers.docx.numbering import Numbering
from gongkai.readers.docx.plain import plain_text
from gongkai.readers.docx.styles import OUTLINE, to_level
from gongkai.readers.docx.table import Slot, is_layout, slots
from gongkai.readers.docx.xml import (
    ALTERNATE,
    COMMENT_START,
    PARAGRAPH,
    ROW,
    TABLE,
    TRANSPARENT,
    Element,
    branches,
    switched_on,
    w,
)
from gongkai.text.numerals import GETA, read_figure

_ORNAMENT = regex.compile(rf"(?<![\d{GETA}]){GETA}+(?![\d{GETA}])")
_EMBEDDED = frozenset((w("altChunk"), w("subDoc")))


class _Line(Struct, frozen=True, kw_only=True):
    """A paragraph on its way; ``runs_on`` where its mark is deleted or hidden, so that the next one follows in it."""

    text: str
    label: str = ""
    level: int | None = None
    boxes: tuple[Element, ...] = ()
    runs_on: bool = False

    def joined(self, following: _Line) -> _Line:
        return _Line(
            text=self.text + following.text,
            label=self.label or following.label,
            level=following.level if self.level is None else self.level,
            boxes=self.boxes + following.boxes,
            runs_on=following.runs_on,
        )


class Body:
    """Reads one body, once. ``blocks`` and the rest fill up as :meth:`read` goes on.

    ``comments`` gives the block that each comment id hangs on; ``remarks`` are those of embedded files.
    """

    def __init__(self, facts: Facts, numbering: Numbering, marks: Mapping[Element, NoteMark], chunks: Chunks) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.comments: dict[str, int] = {}
        self.remarks: list[Remark] = []
        self.footnotes: list[Footnote] = []
        self.issues: list[Issue] = []
        self.formulas = 0
        self._facts = facts
        self._numbering = numbering
        self._marks = marks
        self._shown_marks = {reference: mark.shown for reference, mark in marks.items()}
        self._chunks = chunks
        self._tables = 0

    def read(self, container: Element, place: Place = NOWHERE) -> None:
        """Append what ``container`` holds to ``blocks``."""
        for item in self._story(container, place):
            if isinstance(item, Paragraph):
                self.blocks.append(item)
            elif item.tag == TABLE:
                self._table(item)
            else:
                self.blocks += self._embedded(item)

    def _embedded(self, element: Element) -> tuple[Block, ...]:
        """Read the file that ``element`` stands for, and note all but its blocks."""
        chunk = self._chunks.read(element)
        if chunk is None:
            return ()
        found = moved(chunk.document, len(self.blocks), self._tables)
        self._tables += chunk.tables
        self.remarks += found.remarks
        self.footnotes += found.footnotes
        self.pictures += found.pictures
        self.issues += found.issues
        return found.blocks

    def _table(self, table: Element) -> None:
        place = Place(table=self._tables)
        self._tables += 1
        cells = slots(table, self._facts)
        if is_layout(table, cells, self._facts):
            for slot in cells:
                self.read(slot.element, _cell_place(place, slot))
        elif cells:
            self.blocks.append(Grid(cells=tuple(self._cell(slot, place) for slot in cells), place=place))
        self._note_comments(comment_ids(table), max(len(self.blocks) - 1, 0))  # those of rows and cells not printed

    def _cell(self, slot: Slot, table: Place) -> GridCell:
        place = _cell_place(table, slot)
        return GridCell(
            row=slot.row,
            column=slot.column,
            text=self._text(slot.element, place),
            row_span=slot.row_span,
            column_span=slot.column_span,
            place=place,
            set_in=self._facts.set_in.get(slot.element, 0.0),
        )

    def _text(self, cell: Element, place: Place) -> str:
        plain = plain_text(cell, self._facts)
        text = "\n".join(self._lines(cell, place)) if plain is None else plain
        covered = self._facts.covered
        return _covered(text) if covered and covered.intersection(cell.iterancestors(ROW)) else text

    def _lines(self, container: Element, place: Place) -> Iterator[str]:
        """Yield the printed lines of a cell, those of frames around a part of it included."""
        for item in self._story(container, place, in_cell=True):
            if isinstance(item, Paragraph):
                yield item.text
            elif item.tag != TABLE:
                for block in self._embedded(item):
                    yield from (block.text,) if isinstance(block, Paragraph) else (cell.text for cell in block.cells)
            else:
                self._tables += 1
                for slot in slots(item, self._facts):
                    yield from self._lines(slot.element, place)

    def _story(self, container: Element, place: Place, *, in_cell: bool = False) -> Iterator[Paragraph | Element]:
        """Yield printed paragraphs and tables in order, the text boxes of a paragraph after it."""
        open_line: _Line | None = None
        for element in self._elements(container):
            if element.tag == PARAGRAPH:
                line = self._line(element, place, in_cell=in_cell)
                open_line = line if open_line is None else open_line.joined(line)
                if open_line.runs_on:
                    continue
            if open_line is not None:
                yield from self._printed(open_line, place, in_cell=in_cell)
                open_line = None
            if element.tag != PARAGRAPH:
                yield element
        if open_line is not None:
            yield from self._printed(open_line, place, in_cell=in_cell)

    def _printed(self, line: _Line, place: Place, *, in_cell: bool) -> Iterator[Paragraph | Element]:
        """Yield the paragraph if it shows anything. A number alone counts in a cell (the 序号 column)."""
        if line.text.strip() or (in_cell and line.label):
            yield Paragraph(
                text=line.label + line.text if line.text.strip() else line.label.strip(), place=place, level=line.level
            )
        for box in line.boxes:
            yield from self._story(box, place, in_cell=in_cell)

    def _elements(self, container: Element) -> Iterator[Element]:
        """Yield paragraphs and tables through every wrapper; note comments and embedded files on the way."""
        for child in container:
            tag = child.tag
            if tag in (PARAGRAPH, TABLE) or tag in _EMBEDDED:
                yield child
            elif tag in TRANSPARENT:
                yield from self._elements(child)
            elif tag == ALTERNATE:
                yield from next(filter(None, (list(self._elements(branch)) for branch in branches(child))), [])
            elif tag == COMMENT_START:
                self._note_comments((child.get(w("id"), ""),))

    def _inline(self, paragraph: Element, place: Place, *, in_cell: bool) -> Inline:
        """Read a paragraph and note what hangs on it. What a cell shows and is no text cannot be read, and is not nothing."""
        shown = self._facts.shown
        if in_cell and (small := self._facts.looks.small_digits(paragraph)):
            shown = {**shown, **small}
        inline = read_inline(paragraph, shown, self._shown_marks)
        if inline.comments:
            self._note_comments(inline.comments)
        if inline.pictures:
            self.pictures += [self._picture(file, place, in_cell=in_cell) for file in inline.pictures]
        for reference in inline.notes:
            note = self._marks[reference]
            self.footnotes.append(Footnote(mark=note.mark, text=note.text, block=len(self.blocks)))
        if in_cell and (inline.drawn or inline.formulas):
            return msgspec.structs.replace(inline, text=inline.text + GETA)
        self.formulas += inline.formulas
        return (
            inline if in_cell or GETA not in inline.text else msgspec.structs.replace(inline, text=_ornate(inline.text))
        )

    def _picture(self, file: str, place: Place, *, in_cell: bool) -> Picture:
        load = None if in_cell else partial(self._chunks.picture, file)
        return Picture(block=len(self.blocks), place=place, load=load)

    def _line(self, paragraph: Element, place: Place, *, in_cell: bool) -> _Line:
        inline = self._inline(paragraph, place, in_cell=in_cell)
        said = self._facts.of(paragraph)
        if DELETED in said or MOVED_AWAY in said:
            return _Line(text=inline.text, boxes=inline.boxes, runs_on=True)
        mark_hidden = switched_on(said.get(VANISH))
        if mark_hidden and not inline.text.strip():
            return _Line(text="", boxes=inline.boxes, runs_on=True)
        style = self._facts.style(said)
        numbered = self._numbering.place(said.get(NUMBER), style)
        return _Line(
            text=inline.text,
            label=self._numbering.count(*numbered) if numbered else "",
            level=style.level if OUTLINE not in said else to_level(said[OUTLINE]) or None,
            boxes=inline.boxes,
            runs_on=mark_hidden,
        )

    def _note_comments(self, ids: tuple[str, ...], block: int | None = None) -> None:
        """Hang comments that are not known yet on ``block``, or on the one that comes next."""
        for comment in ids:
            self.comments.setdefault(comment, len(self.blocks) if block is None else block)


def _covered(text: str) -> str:
    """Return what stands for a cell over which something may lie: words are known by their form, figures and blanks by nothing."""
    return text if read_figure(text).status == "unreadable" else GETA


def _ornate(text: str) -> str:
    """Drop what cannot be read from running text where it is an ornament, and keep it where it is a part of a figure."""
    return _ORNAMENT.sub("", text)


def _cell_place(table: Place, slot: Slot) -> Place:
    return Place(table=table.table, cell=(slot.row, slot.column))
