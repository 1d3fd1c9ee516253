"""Marked tables that are none: a page's text, cut into cells wherever it has a gap, as some converters of PDF print it.

A cell of a real table holds one figure. Where cells hold several (``| 91 209 | 188 163 |``), marks stand at arbitrary places: they say
neither which figures are a column nor where a cell is blank. The rows are lines of a page, and are read as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from gongkai.document import Paragraph
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import narrow

_CELLS = 3  # so many cells with several figures are no accident: a note, last year's figure, a slip of the pen
_SHARE = 0.1  # of the cells with digits: in pages cut at their gaps a third and more hold several, slips of the pen are one in some dozens
_DIGIT = regex.compile(r"\d")
_SEVERAL = regex.compile(r"[^\S\n]*-?\d[\d,.]*(?:[^\S\n]+-?\d[\d,.]*)+[^\S\n]*")
_THOUSANDS = regex.compile(r"\s*-?\d{1,3}(?: \d{3})+\s*")


def put_lines_together(pieces: tuple[Piece, ...], _: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces, rows of pseudo-tables as lines; where there is one such table, all that are marked are taken for such."""
    marked = [piece for piece in pieces if isinstance(piece, Solid) and not piece.grid.spans_known]
    if not _are_none([cell.text for piece in marked for cell in piece.grid.cells]):
        yield from pieces
        return
    for piece in pieces:
        if isinstance(piece, Solid) and not piece.grid.spans_known:
            yield from _lines(piece)
        else:
            yield piece


def _are_none(texts: Sequence[str]) -> bool:
    """Whether so many of the cells hold several figures that the marks between them tell nothing."""
    several = sum(map(_holds_several, texts))
    return several >= _CELLS and several > _SHARE * sum(1 for text in texts if _DIGIT.search(text))


def _holds_several(text: str) -> bool:
    folded = narrow(text)
    return _SEVERAL.fullmatch(folded) is not None and _THOUSANDS.fullmatch(folded) is None


def _lines(piece: Solid) -> Iterator[Fragment]:
    """Yield the rows of a pseudo-table as lines; what a cell holds on lines of its own stands above the rest of its row."""
    for row in piece.grid.rows():
        cells = [cell.text.strip().split("\n") for cell in row if cell.text.strip()]
        above = [line for cell in cells for line in cell[:-1]]
        for text in (*above, "  ".join(cell[-1] for cell in cells)):
            if text.strip():
                whole = Paragraph(text=text, place=row[0].place)
                yield Fragment(text=text, place=whole.place, block=piece.block, before="line", paragraph=whole)
