"""Undoes what a converter or a page did to a table, before anything is read.

A mend takes the pieces of a document, with the labels of the known forms, and gives pieces: it can be left out, and tried alone.
Those of GRIDS mend grids while they are whole, those of LINES what is left as lines and marked cells. Their order matters: rows are
joined over the end of a page before grids are parted at their rows, and a long line is cut before broken heads are looked for in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.document import Document
from gongkai.tables.fragments import Piece, flow, pieces_of
from gongkai.tables.mend.cut_rows import join_cut_rows
from gongkai.tables.mend.grid_parts import part_grids
from gongkai.tables.mend.halves import put_halves_apart
from gongkai.tables.mend.line_numbers import drop_line_numbers
from gongkai.tables.mend.pseudo import put_lines_together
from gongkai.tables.mend.repeated import give_spans
from gongkai.tables.mend.side_by_side import join_heads
from gongkai.tables.mend.unfold import unfold_lines
from gongkai.tables.mend.wrapped_heads import join_wrapped_heads
from gongkai.tables.vocabulary import Vocabulary

Pieces = tuple[Piece, ...]
Mend = Callable[[Pieces, tuple[Vocabulary, ...]], Iterator[Piece]]

GRIDS: tuple[Mend, ...] = (
    put_lines_together,
    put_halves_apart,
    drop_line_numbers,
    join_cut_rows,
    give_spans,
    join_wrapped_heads,
    part_grids,
)
LINES: tuple[Mend, ...] = (unfold_lines, join_heads)


def mended(
    document: Document,
    vocabularies: tuple[Vocabulary, ...],
    grids: tuple[Mend, ...] = GRIDS,
    lines: tuple[Mend, ...] = LINES,
) -> Pieces:
    """Return a document's pieces in reading order, with every mend done."""
    pieces = pieces_of(document)
    for mend in grids:
        pieces = tuple(mend(pieces, vocabularies))
    pieces = flow(pieces, complete=document.complete)
    for mend in lines:
        pieces = tuple(mend(pieces, vocabularies))
    return pieces
