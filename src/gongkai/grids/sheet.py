"""A grid laid out: which cell covers each place."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gongkai.document import Grid, GridCell, Place
from gongkai.grids.broken import is_broken_figure, with_whole_figures
from gongkai.grids.ragged import mended
from gongkai.grids.values import read_value
from gongkai.text.fold import core, one_line

Kind = Literal["blank", "figure", "none", "words"]
"""What stands in a place: nothing, a number, a sign that no number applies, or words (what cannot be read as a number among them)."""

At = tuple[int, int]
_MOST = 200_000  # places; a span of ten thousand columns is a slip of the source


class Sheet(Struct, frozen=True):
    """``cover`` maps a place to the cell that covers it; ``spans_known`` is False where merged cells may have left blank ones.

    ``unsure`` are cells of which the column is not certain.
    """

    cover: dict[At, GridCell]
    kinds: dict[At, Kind]
    rows: int
    columns: int
    spans_known: bool
    place: Place
    unsure: frozenset[GridCell] = frozenset()

    def kind(self, row: int, column: int) -> Kind:
        """What stands in a place."""
        return self.kinds.get((row, column), "blank")

    def text(self, row: int, column: int) -> str:
        """The words that cover a place, on one line; "" where nothing does."""
        cell = self.cover.get((row, column))
        return one_line(cell.text) if cell is not None else ""

    def raw(self, row: int, column: int) -> str:
        """The characters that cover a place, as the source has them."""
        cell = self.cover.get((row, column))
        return cell.text if cell is not None else ""

    def begins(self, row: int, column: int) -> bool:
        """Whether a cell has its upper left corner here."""
        cell = self.cover.get((row, column))
        return cell is not None and all(
            self.cover.get(beside) is not cell for beside in ((row - 1, column), (row, column - 1))
        )

    def row_words(self, row: int) -> tuple[str, ...]:
        """The folded words of a row: two rows with the same ones print the same."""
        return tuple(core(self.text(row, column)) for column in range(self.columns))

    def cut(self, first: int, last: int, left: int = 0, right: int | None = None) -> Sheet:
        """Return rows ``first`` to ``last`` (exclusive) of columns ``left`` to ``right``; a cell that is cut through covers both sides."""
        stop = self.columns if right is None else right
        inside = [(r, c) for r in range(first, last) for c in range(left, stop)]
        return Sheet(
            cover={(r - first, c - left): self.cover[r, c] for r, c in inside if (r, c) in self.cover},
            kinds={(r - first, c - left): self.kinds[r, c] for r, c in inside if (r, c) in self.kinds},
            rows=max(0, last - first),
            columns=max(0, stop - left),
            spans_known=self.spans_known,
            place=self.place,
            unsure=self.unsure,
        )


def kind_of(text: str) -> Kind:
    """Judge one cell's characters."""
    if not text.strip():
        return "blank"
    status = read_value(text).status
    return {"reported": "figure", "not_applicable": "none", "blank": "blank"}.get(status, "words")  # type: ignore[return-value]


def _kind_of(cell: GridCell) -> Kind:
    return "figure" if cell.place.page is not None and is_broken_figure(cell.text) else kind_of(cell.text)


def lay(grid: Grid) -> Sheet | None:
    """Lay a grid out, without empty columns at its right and empty rows at its end; None where nothing is in it."""
    grid, unsure = mended(with_whole_figures(grid))
    filled = [cell for cell in grid.cells if cell.text.strip()]
    if not filled or not grid.rows_known:
        return None
    columns = max(c.column + 1 for c in grid.cells)
    columns = max(columns, min(max(c.column + c.column_span for c in filled), 4 * columns))
    rows = max(c.row + 1 for c in filled)
    if grid.spans_known and not any(read_value(c.text).status == "reported" for c in filled):
        rows = min(rows + 1, max(c.row + 1 for c in grid.cells))  # heads, and nothing in the row below them
    if rows * columns > _MOST:
        return None
    cover: dict[At, GridCell] = {}
    for cell in grid.cells:
        for row in range(cell.row, min(rows, cell.row + cell.row_span)):
            for column in range(cell.column, min(columns, cell.column + cell.column_span)):
                cover.setdefault((row, column), cell)
    kinds = {at: _kind_of(cell) for at, cell in cover.items()}
    return Sheet(cover, kinds, rows, columns, grid.spans_known, grid.place, unsure)


def sheet_of(sheets: list[Sheet]) -> Sheet:
    """Put sheets of one width below each other."""
    cover: dict[At, GridCell] = {}
    kinds: dict[At, Kind] = {}
    row = 0
    for sheet in sheets:
        cover |= {(r + row, c): cell for (r, c), cell in sheet.cover.items()}
        kinds |= {(r + row, c): kind for (r, c), kind in sheet.kinds.items()}
        row += sheet.rows
    first = sheets[0]
    unsure = frozenset(cell for sheet in sheets for cell in sheet.unsure)
    known = all(sheet.spans_known for sheet in sheets)
    return Sheet(cover, kinds, row, max(s.columns for s in sheets), known, first.place, unsure)
