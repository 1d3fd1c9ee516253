"""A document as one flat stream: lines and marked cells as fragments, real grids whole.

Text that a converter flattened is read alike whether it kept its cell marks or not: a fragment is a line, or a cell of text
whose marks are still there, with what stands before it (nothing, a mark, the end of a row, an empty line).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, TypeGuard

import msgspec
from msgspec import Struct

from gongkai.document import Document, Grid, Paragraph, Place
from gongkai.text.numerals import GETA

Break = Literal["cell", "line", "row"]


class Fragment(Struct, frozen=True, gc=False, kw_only=True):
    """A line of text or a marked cell. ``block`` is its block in the document; ``before`` what parts it from the fragment above.
    ``joins`` marks a piece that was cut off the one above and, if it is no part of a table, belongs to it;
    ``last`` the end of the document.
    """

    text: str
    place: Place
    block: int
    before: Break
    cell: bool = False
    joins: bool = False
    last: bool = False
    paragraph: Paragraph | None = None

    def locate(self, start: int, end: int) -> Place:
        """Return the finest known place of ``text[start:end]``."""
        return self.paragraph.locate(start, end) if self.paragraph else self.place


class Solid(Struct, frozen=True):
    """A grid; where its spans are known it is read by its rows, not as a stream."""

    grid: Grid
    block: int


Piece = Fragment | Solid


def pieces_of(document: Document) -> tuple[Piece, ...]:
    """Return the document's blocks in reading order: paragraphs as lines, grids whole."""
    return tuple(_piece(index, block) for index, block in enumerate(document.blocks))


def _piece(index: int, block: Paragraph | Grid) -> Piece:
    if isinstance(block, Grid):
        return Solid(block, index)
    return Fragment(text=block.text, place=block.place, block=index, before="line", paragraph=block)


def flow(pieces: Iterable[Piece], *, complete: bool = True) -> tuple[Piece, ...]:
    """Return the pieces with the cells of marked text one by one, for what they span is not known.

    ``complete`` is False where the file was cut short: its last figure may have lost digits, and cannot be read.
    """
    flat = [each for piece in pieces for each in (_cells(piece) if _is_marked(piece) else (piece,))]
    last = flat[-1] if flat else None
    if isinstance(last, Fragment) and (last.cell or last.paragraph is not None):
        flat[-1] = msgspec.structs.replace(last, last=True)
        if not complete:
            flat[-1] = msgspec.structs.replace(last, last=True, text=_cut(last), paragraph=None)
    return tuple(flat)


def _cut(last: Fragment) -> str:
    """The text of a piece without its last digits; where they are a figure of their own it is seen, and which one is not."""
    kept = last.text.rstrip("0123456789.,")
    return kept + GETA if last.text != kept and (not kept.strip() or kept[-1:].isspace()) else kept


def _is_marked(piece: Piece) -> TypeGuard[Solid]:
    return isinstance(piece, Solid) and not piece.grid.spans_known


def _cells(solid: Solid) -> Iterator[Fragment]:
    """Yield marked cells; where two rows of one cell follow each other, the mark stands behind each cell and ends no row."""
    sizes = Counter(cell.row for cell in solid.grid.cells)
    row = -1
    for cell in solid.grid.cells:
        ends = cell.row != row and not sizes[cell.row] == sizes[row] == 1
        before: Break = "row" if ends else "cell"
        row = cell.row
        yield Fragment(text=cell.text, place=cell.place, block=solid.block, before=before, cell=True)
