"""Marked rows of equal length in which merged cells are printed once for each column that they span: a grid, given back its spans.

A library that hands out the cells of a Word table row by row repeats a merged cell. No form prints one label twice side by side, so
words that stand in neighbouring cells are one cell; equal figures are one where the heads above them are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import structs

from gongkai.document import Grid, GridCell
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core
from gongkai.text.numerals import GETA, is_value

_LEAST = 2  # neighbours alike that tell the habit


def give_spans(pieces: tuple[Piece, ...], _: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces, marked rows in which cells are repeated as the grids that they were."""
    for piece in pieces:
        found = None if isinstance(piece, Fragment) or piece.grid.spans_known else with_spans(piece.grid)
        yield piece if found is None or isinstance(piece, Fragment) else Solid(found, piece.block)


def with_spans(grid: Grid) -> Grid | None:
    """Return the grid with its merged cells, None where no cell is repeated or the rows are not of one length."""
    rows = [row for row in grid.rows() if row]
    if not grid.rows_known or len({len(row) for row in rows}) != 1 or len(rows[0]) < _LEAST:
        return None
    if sum(_same_words(a, b) for row in rows for a, b in pairwise(row)) < _LEAST:
        return None
    joined: list[bool] = [False] * len(rows[0])
    cells: list[GridCell] = []
    for row in rows:
        alike = [False, *(_same_words(a, b) for a, b in pairwise(row))]
        if not any(_is_value(cell) for cell in row):
            joined = alike
        merged = [
            a or (j and i > 0 and core(row[i].text) == core(row[i - 1].text) and not _is_words(row[i]))
            for i, (a, j) in enumerate(zip(alike, joined, strict=True))
        ]
        cells += _merge(_with_doubts(row, joined), merged)
    return structs.replace(grid, cells=tuple(cells), spans_known=True)


def _with_doubts(row: tuple[GridCell, ...], joined: list[bool]) -> tuple[GridCell, ...]:
    """Return a row whose cells are merged otherwise than its heads with a sign for what cannot be told in its blank cells: a figure and a
    blank that stand under one head were never one cell, and whose the figure is nothing says.
    """
    odd = {
        i
        for i, (one, other) in enumerate(pairwise(row), 1)
        if joined[i] and bool(one.text.strip()) != bool(other.text.strip()) and not (_is_words(one) or _is_words(other))
    }
    doubted = {place for i in odd for place in (i - 1, i) if not row[place].text.strip()}
    return tuple(structs.replace(cell, text=GETA) if i in doubted else cell for i, cell in enumerate(row))


def _is_words(cell: GridCell) -> bool:
    """Whether a cell holds words."""
    return bool(cell.text.strip()) and not _is_value(cell)


def _is_value(cell: GridCell) -> bool:
    return is_value(cell.text)


def _same_words(one: GridCell, other: GridCell) -> bool:
    return _is_words(one) and _is_words(other) and core(one.text) == core(other.text)


def _merge(row: tuple[GridCell, ...], merged: list[bool]) -> list[GridCell]:
    """Join each cell that is marked so with the one before it; columns are ordinals."""
    cells: list[GridCell] = []
    for column, (cell, joins) in enumerate(zip(row, merged, strict=True)):
        if joins:
            cells[-1] = structs.replace(cells[-1], column_span=cells[-1].column_span + 1)
        else:
            cells.append(structs.replace(cell, column=column, column_span=1))
    return cells
