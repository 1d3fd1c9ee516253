"""A small language in which a test draws its table: a line a row, ``|`` between cells.

``<`` joins a cell to the one on its left, ``^`` to the one above. A line without ``|`` is a paragraph; an empty line parts two grids.

    | 规章 | 3 | < |
    | ^    | 0 | 1 |
"""

from __future__ import annotations

from itertools import groupby
from textwrap import dedent

from gongkai.document import Block, Document, Grid, GridCell, Paragraph
from gongkai.tables.fragments import Fragment, Piece

_LEFT, _ABOVE = "<", "^"


def drawn(text: str, *, marked: bool = False) -> Document:
    """Return the document that a drawing shows; ``marked`` grids are text whose cells are marked and whose spans are not known."""
    blocks: list[Block] = []
    for is_grid, lines in groupby(
        dedent(text).strip("\n").splitlines(), key=lambda line: line.lstrip().startswith("|")
    ):
        if is_grid:
            blocks.append(_grid([_cells(line) for line in lines], marked=marked))
        else:
            blocks += [Paragraph(text=line.strip()) for line in lines if line.strip()]
    return Document(blocks=tuple(blocks), reader="drawn")


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\n", "\n") for cell in line.strip().strip("|").split("|")]


def _grid(rows: list[list[str]], *, marked: bool) -> Grid:
    cells: dict[tuple[int, int], tuple[str, int, int]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            at = owner[y, x - 1] if text == _LEFT else owner[y - 1, x] if text == _ABOVE else (y, x)
            owner[y, x] = at
            known, height, width = cells.get(at, (text, 1, 1))
            cells[at] = (known, max(height, y - at[0] + 1), max(width, x - at[1] + 1))
    made = tuple(
        GridCell(row=y, column=x, text=text, row_span=height, column_span=width)
        for (y, x), (text, height, width) in cells.items()
    )
    return Grid(cells=made, spans_known=not marked)


def shown(pieces: tuple[Piece, ...]) -> str:
    """Draw pieces again, grids with one blank around each text."""
    return "\n".join(piece.text if isinstance(piece, Fragment) else _shown(piece.grid) for piece in pieces)


def _shown(grid: Grid) -> str:
    lines: list[list[str]] = [[] for _ in range(grid.row_count)]
    covered = {
        (y, x): _ABOVE if y > c.row else _LEFT if x > c.column else c.text.replace("\n", "\\n")
        for c in grid.cells
        for y in range(c.row, c.row + c.row_span)
        for x in range(c.column, c.column + c.column_span)
    }
    for (y, _), text in sorted(covered.items()):
        lines[y].append(text)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def same(pieces: tuple[Piece, ...], text: str) -> bool:
    """Whether pieces are as drawn, however wide the cells of the drawing are."""
    want = [" ".join(line.split()) for line in dedent(text).strip("\n").splitlines() if line.strip()]
    return [" ".join(line.split()) for line in shown(pieces).splitlines()] == want
