"""Heads that a drawn box breaks over lines: 本年新 | 本年新 | 总数量 above 制作数量 | 公开数量 | (blank) are one row of three heads.

A program that draws tables with bars gives each line of a cell a line of its own, which reads like a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from gongkai.document import Grid, GridCell
from gongkai.tables.fragments import Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core

Row = tuple[GridCell, ...]
_SHORTEST = 2  # letters of a head that goes on; one may be anything


def join_wrapped_heads(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces; in marked text a row of which every cell goes on a head above it, in as many columns, is put to that row."""
    names = frozenset(name for vocabulary in vocabularies for name in vocabulary.heads)
    for piece in pieces:
        marked = isinstance(piece, Solid) and not piece.grid.spans_known
        yield structs.replace(piece, grid=_joined(piece.grid, names)) if isinstance(piece, Solid) and marked else piece


def _joined(grid: Grid, names: frozenset[str]) -> Grid:
    """Return a grid with such rows joined; as it is where it has none."""
    kept: list[Row] = []
    for row in grid.rows():
        if kept and _goes_on(kept[-1], row, names):
            both = zip(kept[-1], row, strict=True)
            kept[-1] = tuple(structs.replace(a, text=f"{a.text}\n{b.text}") if b.text.strip() else a for a, b in both)
        else:
            kept.append(row)
    cells = tuple(cell for row in kept for cell in row)
    return structs.replace(grid, cells=cells) if len(cells) < len(grid.cells) else grid


def _goes_on(above: Sequence[GridCell], below: Sequence[GridCell], names: frozenset[str]) -> bool:
    """Whether all words of a row make heads with what stands above them, which is no head without them."""
    if len(above) != len(below) or len(below) < _SHORTEST:
        return False
    long = False
    for one, other in zip(above, below, strict=True):
        if other.text.strip():
            begun, rest = core(one.text), core(other.text)
            if not begun or begun in names or begun + rest not in names:
                return False
            long = long or len(rest) >= _SHORTEST
    return long
