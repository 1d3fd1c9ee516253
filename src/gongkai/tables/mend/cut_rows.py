"""Rows that the end of a page cuts in two: the label begins on one page and ends on the next, the figures stand on either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import TypeGuard

from msgspec import structs

from gongkai.document import Grid, GridCell
from gongkai.tables.fragments import Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number
from gongkai.text.numerals import read_figure

_BITS = 3  # lines
_Row = tuple[GridCell, ...]
_Pair = tuple[GridCell, GridCell]


def join_cut_rows(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces with every row whole that the end of a page had cut in two.

    Two half rows are one row only where their labels together are one of a form's, or one of them has it whole and the other none,
    and no column has a figure in both.
    """
    names = _names(vocabularies)
    whole = list(pieces)
    for at in range(1, len(whole)):
        below = whole[at]
        if not _is_grid(below):
            continue
        before = _before(whole, at, names)
        above = whole[before]
        if _is_grid(above):
            upper, lower = _joined(above.grid, below.grid, names)
            whole[before], whole[at] = Solid(upper, above.block), Solid(lower, below.block)
    yield from whole


@lru_cache(maxsize=8)
def _names(vocabularies: tuple[Vocabulary, ...]) -> frozenset[str]:
    return frozenset(name for vocabulary in vocabularies for name in vocabulary.rows | vocabulary.heads)


@lru_cache(maxsize=8)
def _soup(names: frozenset[str]) -> str:
    """Run names together, so that one look tells whether any of them holds a bit."""
    return "|".join(names)


def _is_grid(piece: Piece) -> TypeGuard[Solid]:
    return isinstance(piece, Solid) and piece.grid.spans_known


def _before(pieces: Sequence[Piece], at: int, names: frozenset[str]) -> int:
    """Return the piece above, past a few lines that are a bit of a label: the end of the page cut it, and no rule closes its cell."""
    lines: list[str] = []
    for before in range(at - 1, max(-1, at - 2 - _BITS), -1):
        piece = pieces[before]
        if isinstance(piece, Solid):
            if not lines:
                return before
            bit = _name("".join(reversed(lines)))
            return before if bit in _soup(names) else at - 1
        lines.append(piece.text)
    return at - 1


def _joined(above: Grid, below: Grid, names: frozenset[str]) -> tuple[Grid, Grid]:
    last, first = _last_row(above), _first_row(above, below)
    pairs = list(zip(reversed(last), reversed(first), strict=False))
    if not pairs or not (_is_cut(pairs, names) or _is_parted(last, first, names)):
        return above, below
    new = {
        _key(up): structs.replace(_bearer(up, down), row=up.row, column=up.column, text=up.text + down.text)
        for up, down in pairs
    }
    gone = {_key(down) for _, down in pairs if down.row_span == 1 or not down.text.strip()}
    upper = tuple(_spanning(cell, new.get(_key(cell))) for cell in above.cells)
    lower = tuple(cell for cell in below.cells if _key(cell) not in gone)
    return structs.replace(above, cells=upper), structs.replace(below, cells=lower)


def _key(cell: GridCell) -> tuple[int, int]:
    return cell.row, cell.column


def _spanning(cell: GridCell, new: GridCell | None) -> GridCell:
    return cell if new is None else structs.replace(new, row_span=cell.row_span, column_span=cell.column_span)


def _bearer(up: GridCell, down: GridCell) -> GridCell:
    """Return the half that holds the figure: its place is the figure's."""
    return down if down.text.strip() and not up.text.strip() else up


def _last_row(grid: Grid) -> _Row:
    return next((row for row in reversed(list(grid.rows())) if row), ())


def _first_row(above: Grid, below: Grid) -> _Row:
    """Return the first row below the heads that the page repeats."""
    heads = (_texts(row) for row in above.rows())
    rows = list(below.rows())
    repeated = sum(1 for _ in takewhile(lambda pair: pair[0] == _texts(pair[1]), zip(heads, rows, strict=False)))
    return rows[repeated] if repeated < len(rows) else ()


def _texts(row: _Row) -> list[str]:
    return [core(cell.text) for cell in row]


def _is_cut(pairs: Sequence[_Pair], names: frozenset[str]) -> bool:
    values = [(up, down) for up, down in pairs if not (_is_words(up) or _is_words(down))]
    if any(up.text.strip() and down.text.strip() for up, down in values):
        return False
    cut = [(up.text, down.text) for up, down in pairs if _is_words(up) and _is_words(down)]
    whole = [_name(down) not in names and _name(up + down) in names for up, down in cut]
    return (
        any(whole[:1])
        if any(up.text.strip() or down.text.strip() for up, down in values)
        else bool(whole) and all(whole)
    )


def _is_parted(last: _Row, first: _Row, names: frozenset[str]) -> bool:
    """Whether one of two rows has a whole label, the other an empty cell in its place, and figures where the first is empty."""
    return any(_lacks_label(bare, named, names) for named, bare in ((last, first), (first, last)))


def _lacks_label(bare: _Row, named: _Row, names: frozenset[str]) -> bool:
    label = max((i for i, cell in enumerate(named) if _is_words(cell)), default=-1)
    values = len(named) - label - 1
    if label < 0 or not values or len(bare) <= values or _name(named[label].text) not in names:
        return False
    pairs = list(zip(named[label + 1 :], bare[-values:], strict=True))
    return (
        not bare[-values - 1].text.strip()
        and any(other.text.strip() for _, other in pairs)
        and not any(_is_words(other) or (own.text.strip() and other.text.strip()) for own, other in pairs)
    )


def _is_words(cell: GridCell) -> bool:
    return bool(cell.text.strip()) and read_figure(cell.text).status == "unreadable"


def _name(text: str) -> str:
    return core(strip_number(text))
