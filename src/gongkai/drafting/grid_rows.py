"""What each row of a blank table is: a title, heads, a row of values to be filled in, or a group's label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from gongkai.document import Grid, GridCell
from gongkai.text.fold import core, one_line
from gongkai.text.numerals import read_figure

Kind = Literal["title", "head", "values", "bare", "group", "pairs", "empty"]
_FILLERS = frozenset("xX×_")


class GridRow(Struct, frozen=True):
    """One row: the cells that stand in it, those that reach into it from above included, left to right."""

    index: int
    cells: tuple[GridCell, ...]
    kind: Kind

    @property
    def own(self) -> tuple[GridCell, ...]:
        """The cells that begin in this row."""
        return tuple(cell for cell in self.cells if cell.row == self.index)


def words(cell: GridCell) -> str:
    """Return a cell's text on one line."""
    return one_line(cell.text)


def is_open(cell: GridCell) -> bool:
    """Whether a cell waits for a figure: nothing stands in it, a dash, a zero, or only what stands for a figure (××, __)."""
    text = words(cell)
    return not core(text).strip("0") or _FILLERS.issuperset(text) or read_figure(text).status == "not_applicable"


def rows_of(grid: Grid) -> tuple[GridRow, ...]:
    """Return the rows of a grid with what they are."""
    width = max((c.column + c.column_span for c in grid.cells), default=0)
    found = []
    for index in range(grid.row_count):
        cells = tuple(
            sorted((c for c in grid.cells if c.row <= index < c.row + c.row_span), key=lambda cell: cell.column)
        )
        found.append(GridRow(index, cells, _kind(index, cells, width)))
    return tuple(found)


def _kind(index: int, cells: tuple[GridCell, ...], width: int) -> Kind:
    own = [cell for cell in cells if cell.row == index]
    worded = [cell for cell in cells if not is_open(cell)]
    if not own:
        return "empty"
    if not worded:
        return "bare" if any(not words(cell) for cell in own) else "empty"
    if len(cells) == 1 and width > 1:
        return "title"
    first, last = worded[0].column, worded[-1].column
    waiting = [cell for cell in own if is_open(cell) and cell.column > first]
    if not waiting:
        return "head"
    if any(cell.column < last for cell in waiting):
        return "pairs"
    struck = all(read_figure(cell.text).status == "not_applicable" for cell in waiting)
    return "group" if struck else "values"


def first_value_column(rows: Sequence[GridRow]) -> int:
    """Return the grid column where most rows' values begin, of several the one farthest to the right."""
    starts = Counter(start for row in rows for start in _first_waiting(row))
    return max(starts, key=lambda start: (starts[start], start), default=0)


def _first_waiting(row: GridRow) -> Iterator[int]:
    labels = [cell.column for cell in row.cells if not is_open(cell)]
    waiting = [cell.column for cell in row.own if is_open(cell) and (not labels or cell.column > labels[-1])]
    yield from waiting[:1]
