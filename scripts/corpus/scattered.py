"""Text written block by block, as readers of PDF text in reading order give a page: labels in one place, slabs of figures in others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from random import Random

from corpus.flow import Text, flow
from corpus.grid import PrintedCell, PrintedTable
from corpus.model import Truth

_BANDS = 4  # rows of a tall table come in at most so many bands
_TALL = 4


def page_blocks(truth: Truth, rng: Random) -> str:
    """Print ``truth`` with its tables in blocks that an empty line parts; figures of tall tables come in bands, column by column."""
    parts = [part.text if isinstance(part, Text) else "\n\n".join(_blocks(part, rng)) for part in flow(truth)]
    return "\n\n".join(parts) + "\n"


def whole_columns(truth: Truth, rng: Random) -> str:
    """Print ``truth`` with all labels of a table first, and then its figures, column by column or row by row."""
    down = rng.random() < 0.5
    parts: list[str] = []
    for part in flow(truth):
        if isinstance(part, Text):
            parts.append(part.text)
            continue
        words = [cell.text for cell in part.cells if cell.role != "value"]
        values = sorted(_values(part.cells), key=lambda c: (c.column, c.row) if down else (c.row, c.column))
        parts.append("\n".join([*words, *(cell.text for cell in values if cell.text)]))
    return "\n".join(parts) + "\n"


def _values(cells: Sequence[PrintedCell]) -> list[PrintedCell]:
    return [cell for cell in cells if cell.role == "value"]


def _blocks(table: PrintedTable, rng: Random) -> Iterator[str]:
    """Yield the blocks of a table: stretches of head rows with the rows below them."""
    rows = [row for row in table.rows() if row]
    above: list[PrintedCell] = []
    for valued, stretch in groupby(rows, key=lambda row: bool(_values(row))):
        cells = [list(row) for row in stretch]
        if not valued:
            above = [cell for row in cells for cell in row]
        elif len(cells) > _TALL:
            yield from _tall(above, cells, rng)
        else:
            yield from _flat(above, cells)


def _flat(above: Sequence[PrintedCell], rows: Sequence[Sequence[PrintedCell]]) -> Iterator[str]:
    """Yield labels, then each head that stands over values with the figures below it."""
    columns = sorted({cell.column for row in rows for cell in _values(row)})
    heads = {c: _head(above, c) for c in columns}
    labels = [cell for row in rows for cell in row if cell.role != "value"]
    own = [h for h in heads.values() if h is not None]
    yield "\n".join(cell.text for cell in (*(h for h in above if h not in own), *labels) if cell.text)
    for column in columns:
        head = heads[column]
        figures = [cell.text for row in rows for cell in _values(row) if cell.column == column and cell.text]
        lines = [*([head.text] if head else []), *figures]
        if lines:
            yield "\n".join(lines)


def _head(above: Sequence[PrintedCell], column: int) -> PrintedCell | None:
    """Return the lowest cell above a column."""
    over = (cell for cell in above if cell.column <= column < cell.column + cell.column_span)
    return max(over, key=lambda cell: cell.row, default=None)


def _tall(above: Sequence[PrintedCell], rows: Sequence[Sequence[PrintedCell]], rng: Random) -> Iterator[str]:
    """Yield heads, labels with the first column beside them, then the other columns in bands of rows."""
    columns = sorted({cell.column for row in rows for cell in _values(row)})
    yield "\n".join(cell.text for cell in above if cell.text)
    yield "\n".join(cell.text for row in rows for cell in row if cell.text and cell.column <= columns[0])
    cuts = sorted(rng.sample(range(1, len(rows)), rng.randrange(_BANDS)))
    for start, end in zip((0, *cuts), (*cuts, len(rows)), strict=True):
        for column in columns[1:]:
            figures = [c.text for row in rows[start:end] for c in _values(row) if c.column == column and c.text]
            if figures:
                yield "\n".join(figures)
