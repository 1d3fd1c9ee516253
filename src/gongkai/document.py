"""What a reader makes of a file: blocks in reading order, each with its place. Knows nothing of forms.

Values hold no cycles, so the garbage collector need not look at them (``gc=False``): a report is thousands of them.

Offsets count characters of the block's own text. Boxes are PDF points with the origin at the top left of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

Severity = Literal["info", "warning", "error"]
BBox = tuple[float, float, float, float]
_COLUMN = attrgetter("column")
_PROSE_CELL = 60  # letters; with a full stop in it, such a cell is a paragraph that a table lays out
_MOSTLY = 0.8  # of the letters: labels and figures beside the paragraphs of a box are few


class Place(Struct, frozen=True, gc=False, kw_only=True):
    """Where something was read; what does not apply to the format is None.

    ``page`` and ``line`` count from 1, ``table`` from 0 in document order, ``cell`` is (row, column) in that table's grid.
    ``confidence``, 0 to 1, is there only where a picture was read: that of the least certain character. ``address`` is there only
    in workbooks: sheet and cell as its user names them, ``Sheet1!B7``.
    """

    page: int | None = None
    bbox: BBox | None = None
    line: int | None = None
    table: int | None = None
    cell: tuple[int, int] | None = None
    confidence: float | UnsetType = UNSET
    address: str | UnsetType = UNSET


NOWHERE = Place()


class Issue(Struct, frozen=True, gc=False, kw_only=True):
    """Something a person should know about a report; part of the output. ``message_zh``: where it names a table by its title."""

    code: str
    severity: Severity
    message: str
    location: str | None = None
    message_zh: str | UnsetType = UNSET


class Mark(Struct, frozen=True, gc=False):
    """A piece of a paragraph, ``text[start:end]``, whose place is known more finely than the paragraph's."""

    start: int
    end: int
    place: Place


class Paragraph(Struct, frozen=True, gc=False, kw_only=True):
    """A paragraph, or one printed line where the source knows lines only.

    ``level`` is the outline level that the source itself declares (a Word heading style, ``<h2>``), 1 to 9.
    ``continues`` says that the next paragraph is the same one, wrapped by the page's width.
    ``gap`` counts the blank lines before it (text files only). ``words`` says where the pieces between the gaps of a printed line
    stand, in the readings of pages that look at it.
    """

    text: str
    place: Place = NOWHERE
    marks: tuple[Mark, ...] = ()
    level: int | None = None
    continues: bool = False
    gap: int = 0
    words: tuple[Mark, ...] = ()

    def locate(self, start: int, end: int) -> Place:
        """Return the finest known place of ``text[start:end]``."""
        for mark in self.marks:
            if mark.start <= start and end <= mark.end:
                return mark.place
        return self.place


class GridCell(Struct, frozen=True, gc=False, kw_only=True):
    """One cell; ``row`` and ``column`` are those of its upper left corner. Line breaks inside stay as ``\\n``.

    ``set_in`` is how far its first line begins to the right of its left side, in half characters, as far as the source says.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    place: Place = NOWHERE
    set_in: float = 0.0


class Grid(Struct, frozen=True, gc=False, kw_only=True):
    """Cells in reading order.

    ``spans_known`` is False for text that still has its cell marks (TAB, ``|``): ``column`` is then only the ordinal in the row,
    and merged cells may have left any number of blank cells or none. ``rows_known`` is False where the text marks cells
    but not the ends of rows; all cells then stand in row 0.
    """

    cells: tuple[GridCell, ...]
    place: Place = NOWHERE
    spans_known: bool = True
    rows_known: bool = True

    @property
    def row_count(self) -> int:
        """Number of rows, counting those that only a span reaches."""
        return max([c.row + c.row_span for c in self.cells], default=0)

    def rows(self) -> Iterator[tuple[GridCell, ...]]:
        """Yield the cells that begin in each row, left to right (empty tuples for rows without any)."""
        by_row: list[list[GridCell]] = [[] for _ in range(self.row_count)]
        for cell in self.cells:
            by_row[cell.row].append(cell)
        for row in by_row:
            yield tuple(sorted(row, key=_COLUMN))

    @property
    def is_box(self) -> bool:
        """Whether the grid only lays out running text: most of its letters stand in paragraphs."""
        texts = [cell.text for cell in self.cells if cell.text.strip()]
        prose = sum(len(text) for text in texts if len(text) >= _PROSE_CELL and "。" in text)
        return prose > 0 and prose >= _MOSTLY * sum(map(len, texts))


Block = Paragraph | Grid


class Remark(Struct, frozen=True, kw_only=True):
    """A reviewer's comment that was left in the file; ``block`` is the index of the block it hangs on."""

    author: str | None
    text: str
    block: int


class Footnote(Struct, frozen=True, kw_only=True):
    """A footnote, an endnote or a remark under a table, set aside from the text; ``block`` is the index of the block it hangs on.

    ``mark`` is the printed sign (``1``, ``①``, ``*``), None where there is none.
    """

    mark: str | None
    text: str
    block: int


class Picture(Struct, frozen=True, kw_only=True, eq=False):
    """A picture that stands before block ``block``; its content is not read.

    ``load`` gives the bytes of its file, None where they are not to be had; it is None for pictures in cells, and where the reader
    sees to them itself. ``address`` is where a web page says that the file lies. ``seen`` says that what stands on it was read, and
    is among the blocks before it.
    """

    block: int
    place: Place = NOWHERE
    address: str | None = None
    load: Callable[[], bytes | None] | None = None
    seen: bool = False

    def __eq__(self, other: object) -> bool:
        """Pictures are equal that stand at one place: how their bytes are had says nothing."""
        return isinstance(other, Picture) and self._what == other._what

    def __hash__(self) -> int:
        return hash(self._what)

    @property
    def is_loose(self) -> bool:
        """Whether it can be had, and stands on no page, whose reader would look at it."""
        return self.load is not None and self.place.page is None

    @property
    def _what(self) -> tuple[int, Place, str | None]:
        return self.block, self.place, self.address


class Document(Struct, frozen=True, kw_only=True):
    """One file as one reader (and one of its rungs) saw it.

    ``reader`` names both, as in ``pdf:text``; ``pages`` is None for formats without pages; ``encoding`` is for text only.
    Page numbers, running heads, deleted text and bookmarks are not in the blocks.
    ``complete`` is False for text that ends inside a line, in a digit: the file may have been cut short there.
    ``unread`` are the pages whose text this reading could not have, or not believe: pictures, hidden text, fonts without meaning.
    ``second_hand`` says that another program recognised the text on pictures, and may have misread it.
    ``placed`` says that the places of words are known where lines may be those of a table.
    ``title`` is what the file's metadata or the page's head declares, a hint only.
    """

    blocks: tuple[Block, ...]
    reader: str
    remarks: tuple[Remark, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    pictures: tuple[Picture, ...] = ()
    pages: int | None = None
    encoding: str | None = None
    complete: bool = True
    unread: tuple[int, ...] = ()
    second_hand: bool = False
    placed: bool = False
    title: str | None = None
    published: str | None = None
    issues: tuple[Issue, ...] = ()


Rungs = Iterator[Document]
"""A reader's readings of one file, cheapest first; a dearer one is made only when it is asked for."""
Reader = Callable[[bytes], Rungs]


def with_blocks(document: Document, blocks: Iterable[Block], moved: Sequence[int]) -> Document:
    """Return the document with other blocks: what hung on its block ``i`` hangs on block ``moved[i]`` now.

    ``moved`` has one place more than the document has blocks, for pictures behind the last of them.
    """
    last = len(document.blocks)
    return msgspec.structs.replace(
        document,
        blocks=tuple(blocks),
        remarks=tuple(msgspec.structs.replace(r, block=moved[r.block]) for r in document.remarks),
        footnotes=tuple(msgspec.structs.replace(n, block=moved[n.block]) for n in document.footnotes),
        pictures=tuple(msgspec.structs.replace(p, block=moved[min(p.block, last)]) for p in document.pictures),
    )
