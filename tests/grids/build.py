"""Grids for tests, typed as tables of strings."""

from __future__ import annotations

from gongkai.document import Block, Grid, GridCell, Paragraph, Place
from gongkai.grids import read_grids
from gongkai.report import PrintedGrid


def grid(*rows: str, spans_known: bool = True, page: int | None = None) -> Grid:
    """Cells parted by ``|``; ``x>2`` spans two columns, ``x^3`` three rows; what a span covers is left out."""
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for text in row.split("|"):
            while (r, c) in taken:
                c += 1
            words, wide, tall = text.strip(" "), 1, 1
            if ">" in words:
                words, _, size = words.partition(">")
                wide = int(size)
            if "^" in words:
                words, _, size = words.partition("^")
                tall = int(size)
            taken |= {(r + i, c + j) for i in range(tall) for j in range(wide)}
            place = Place(page=page, table=0, cell=(r, c))
            cells.append(GridCell(row=r, column=c, text=words, row_span=tall, column_span=wide, place=place))
            c += wide
    return Grid(cells=tuple(cells), spans_known=spans_known, place=Place(page=page, table=0))


def read(*blocks: Block | str) -> tuple[PrintedGrid, ...]:
    """Read the tables among blocks; a string is a paragraph."""
    whole = tuple(Paragraph(text=b) if isinstance(b, str) else b for b in blocks)
    return read_grids(whole).grids


def table(found: PrintedGrid) -> dict[tuple[str, str], str]:
    """The printed figures of a grid by their labels, joined."""
    return {(" / ".join(found.rows[c.row]), " / ".join(found.columns[c.column])): c.text for c in found.cells}
