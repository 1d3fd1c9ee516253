"""Splits a grid that holds more than one table, or tables and prose, at its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from gongkai.document import Grid, GridCell
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core
from gongkai.text.numerals import read_figure

PROSE = "prose"
T = TypeVar("T")


def part_grids(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces, every grid that holds more than one table, or tables and prose, split at its rows."""
    for piece in pieces:
        if isinstance(piece, Solid) and piece.grid.spans_known:
            yield from _part(piece, vocabularies)
        else:
            yield piece


def _part(piece: Solid, vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    rows = list(piece.grid.rows())
    owners = [_row_owner(row, vocabularies) for row in rows]
    for start, end, owner in stretches(_settle(owners, rows)):
        cells = tuple(c for row in rows[start:end] for c in row)
        if owner == PROSE:
            yield from (_prose(cell, piece.block) for cell in cells if cell.text.strip())
        elif cells:
            yield Solid(_slice(piece.grid, cells, start, end), piece.block)


def _row_owner(row: tuple[GridCell, ...], vocabularies: tuple[Vocabulary, ...]) -> str | None:
    """Return the key of the one table whose labels stand in the row, ``prose`` for running text, None where it does not say."""
    texts = [cell.text for cell in row if cell.text.strip()]
    words = [text for text in texts if read_figure(text).status == "unreadable"]
    scores = {v.key: sum([_weight(v, text) for text in words]) for v in vocabularies}
    best = max(scores.values(), default=0)
    winners = [key for key, score in scores.items() if score == best and best > 1]
    if len(winners) == 1:
        return winners[0]
    return PROSE if not winners and len(texts) == 1 and words and len(core(words[0])) > 4 else None


@lru_cache(maxsize=1 << 13)
def _weight(vocabulary: Vocabulary, text: str) -> int:
    grade = vocabulary.strength(text)
    return grade * min(len(core(text)), 4) if grade > 1 else grade


def _settle(owners: list[str | None], rows: Sequence[tuple[GridCell, ...]]) -> list[str]:
    """Give rows that do not say whose they are to the table around them; the rows of a strange grid stay together."""
    known = [o for o in owners if o not in (None, PROSE)]
    if not known:
        only_prose = all(len([c for c in row if c.text.strip()]) <= 1 for row in rows)
        return [PROSE if only_prose else ""] * len(owners)
    coming = [o for o in owners if o not in (None, PROSE)][::-1]
    settled: list[str] = []
    for owner in owners:
        following = coming[-1] if coming else None
        if coming and owner == following:
            coming.pop()
        settled.append(owner or (settled[-1] if settled and settled[-1] != PROSE else None) or following or PROSE)
    return settled


def stretches(owners: list[T]) -> Iterator[tuple[int, int, T]]:
    """Yield (start, end, owner) for each run of equal owners."""
    start = 0
    for index in range(1, len(owners) + 1):
        if index == len(owners) or owners[index] != owners[start]:
            yield start, index, owners[start]
            start = index


def _prose(cell: GridCell, block: int) -> Fragment:
    return Fragment(text=cell.text, place=cell.place, block=block, before="line")


def _slice(grid: Grid, cells: tuple[GridCell, ...], start: int, end: int) -> Grid:
    """Return rows ``start`` to ``end`` as a grid of their own; places keep the source's numbers."""
    if start == 0 and end >= grid.row_count:
        return grid
    moved = tuple(
        GridCell(
            row=c.row - start,
            column=c.column,
            text=c.text,
            row_span=min(c.row_span, end - c.row),
            column_span=c.column_span,
            place=c.place,
        )
        for c in cells
    )
    return Grid(cells=moved, place=grid.place)
