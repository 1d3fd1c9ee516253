"""A document as one flat stream: lines and marked cells as fragments, real grids whole.

Text that a converter flattened is read alike whether it kept its cell marks or not: a fragment is a line, or a cell of text
whose marks are still there, with what stands before it (nothing, a mark, the end of a row, an empty line).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from gongkai.document import Document, Grid, Paragraph, Place
from gongkai.tables.mend.repeated import with_spans

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
    """A grid whose spans are known; it is read by its rows, not as a stream."""

    grid: Grid
    block: int


Piece = Fragment | Solid


def flatten(document: Document) -> tuple[Piece, ...]:
    """Return the document's blocks as one stream, in reading order."""
    pieces = [piece for index, block in enumerate(document.blocks) for piece in _pieces(index, block)]
    if pieces and isinstance(last := pieces[-1], Fragment):
        pieces[-1] = msgspec.structs.replace(last, last=True)
        if not document.complete:
            # The last figure of a file that was cut short may have lost digits: it is no figure.
            pieces[-1] = msgspec.structs.replace(last, last=True, text=last.text.rstrip("0123456789.,"), paragraph=None)
    return tuple(pieces)


def _pieces(index: int, block: Paragraph | Grid) -> Iterator[Piece]:
    if isinstance(block, Paragraph):
        yield Fragment(text=block.text, place=block.place, block=index, before="line", paragraph=block)
    elif block.spans_known:
        yield Solid(block, index)
    elif (grid := with_spans(block)) is not None:
        yield Solid(grid, index)
    else:
        yield from _cells(index, block)


def _cells(index: int, grid: Grid) -> Iterator[Fragment]:
    """Yield marked cells; where two rows of one cell follow each other, the mark stands behind each cell and ends no row."""
    sizes = Counter(cell.row for cell in grid.cells)
    row = -1
    for cell in grid.cells:
        ends = cell.row != row and not sizes[cell.row] == sizes[row] == 1
        before: Break = "row" if ends else "cell"
        row = cell.row
        yield Fragment(text=cell.text, place=cell.place, block=index, before=before, cell=True)
