"""Two tables side by side in one grid (收入 | 支出): their rows have nothing to do with each other, so one is read after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from gongkai.document import Grid, GridCell
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core
from gongkai.text.numerals import read_cell

_MOST = 4  # tables side by side


def put_halves_apart(pieces: tuple[Piece, ...], _: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces, of each such grid the right half below the left one."""
    for piece in pieces:
        yield piece if isinstance(piece, Fragment) else Solid(_one_below_the_other(piece.grid), piece.block)


def _one_below_the_other(grid: Grid) -> Grid:
    """Move the right halves of a grid below the left one."""
    width = _width(grid) if grid.spans_known else 0
    if not width:
        return grid
    height = grid.row_count
    cells = [
        structs.replace(cell, row=cell.row + cell.column // width * height, column=cell.column % width)
        for cell in grid.cells
    ]
    return structs.replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _width(grid: Grid) -> int:
    """Return the width of the parts of a grid whose heads repeat, each with words in its first column; 0 where there are none."""
    rows = [row for row in grid.rows() if row]
    columns = max((cell.column + cell.column_span for cell in grid.cells), default=0)
    for width in _parts(rows, columns):
        crossing = (
            cell for cell in grid.cells if cell.column // width != (cell.column + cell.column_span - 1) // width
        )
        if all(cell.column_span == columns for cell in crossing) and _all_worded(grid, width, columns):
            return width
    return 0


def _parts(rows: Sequence[tuple[GridCell, ...]], columns: int) -> Iterator[int]:
    """Yield the widths at which a row of heads says the same again."""
    for row in rows:
        texts = [core(cell.text) for cell in row]
        if len(texts) != columns or any(read_cell(cell.text).status == "reported" for cell in row):
            continue
        for count in range(2, _MOST + 1):
            width, rest = divmod(columns, count)
            if not rest and width > 1 and all(texts) and texts == texts[:width] * count and len(set(texts)) > 1:
                yield width
        return


def _all_worded(grid: Grid, width: int, columns: int) -> bool:
    """Whether the first column of each part holds words below its head and no figure, and that of one part in two rows at least: the
    shorter part may have one row.
    """
    counts = []
    for first in range(0, columns, width):
        texts = [cell.text for cell in grid.cells if cell.column == first and cell.column_span < columns]
        if any(read_cell(text).status == "reported" for text in texts):
            return False
        counts.append(sum(read_cell(text).status == "unreadable" for text in texts))
    return min(counts) > 1 and max(counts) > 2
