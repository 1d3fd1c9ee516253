"""Columns and rows that only count: 行次, 序号, and the numbers under the heads are labels of rows and columns, never figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex
from msgspec import structs

from gongkai.document import Grid, GridCell
from gongkai.tables.fragments import Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, squeeze
from gongkai.text.numerals import read_figure

_COUNTING = frozenset(("行次", "栏次", "序号", "行号", "栏号", "编号", "no", "No", "NO"))
_STEMS = "甲乙丙丁戊"
_COUNT = regex.compile(r"[(\[]?(\d{1,3})[)\]]?[.、]?")
_RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_Row = Sequence[GridCell]


def drop_line_numbers(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces, grids without the cells that only count their rows or columns."""
    known = frozenset(name for vocabulary in vocabularies for name in vocabulary.rows)
    for piece in pieces:
        if isinstance(piece, Solid) and piece.grid.rows_known:
            yield Solid(_without(piece.grid, known), piece.block)
        else:
            yield piece


def _without(grid: Grid, known: frozenset[str]) -> Grid:
    if not any(squeeze(cell.text) in _COUNTING or _count(cell.text) == 1 for cell in grid.cells):
        return grid
    rows = [row for row in grid.rows() if row]
    even = grid.spans_known or len({len(row) for row in rows}) == 1
    gone = set(_counting_rows(rows, known))
    if even:
        gone |= set(_counting_columns(grid))
    return structs.replace(grid, cells=tuple(cell for cell in grid.cells if cell not in gone)) if gone else grid


def _counting_columns(grid: Grid) -> Iterable[GridCell]:
    """Yield the cells of the columns whose head says that they count, and in which the numbers rise."""
    for head in grid.cells:
        if squeeze(head.text) not in _COUNTING or head.column_span != 1:
            continue
        column = [
            cell for cell in grid.cells if cell.column == head.column and cell.row > head.row and cell.column_span == 1
        ]
        column = [
            cell for cell in column if squeeze(cell.text) not in _COUNTING
        ]  # the head of a table that is printed again
        numbers = [_count(cell.text) for cell in column if cell.text.strip()]
        if numbers and _rise(numbers):
            yield from (head, *column)


def _rise(numbers: Sequence[int | None]) -> bool:
    """Whether all are numbers, each higher than the one before, or counting from one again."""
    return all(n is not None for n in numbers) and all(
        b is not None and a is not None and (b > a or b == 1) for a, b in pairwise(numbers)
    )


def _counting_rows(rows: Sequence[_Row], known: frozenset[str]) -> Iterable[GridCell]:
    """Yield the cells of rows that number the columns: 1 2 3 or (1) (2) (3) right below the heads, above rows of figures."""
    for at, row in enumerate(rows[:-1]):
        texts = [squeeze(cell.text) for cell in row if cell.text.strip()]
        stems = [text for text in texts if text in _COUNTING or text in _STEMS]
        numbers = [_count(text) for text in texts if text not in stems]
        counts = numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1
        if at and counts and (stems or texts[0] != "1" or _has_labels(rows[at + 1], known)):
            yield from row
            return
        if any(read_figure(text).status == "reported" for text in texts):
            return  # the figures have begun


def _has_labels(row: _Row, known: frozenset[str]) -> bool:
    return any(core(cell.text) in known for cell in row)


@lru_cache(maxsize=1 << 12)
def _count(text: str) -> int | None:
    """Read a number that counts: 1, (1), ①, 1. ."""
    folded = squeeze(text)
    if len(folded) == 1 and folded in _RINGS:
        return _RINGS.index(folded) + 1
    match = _COUNT.fullmatch(folded)
    return int(match[1]) if match else None
