"""Rows that the end of a page cuts in two, in grids of two pages."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from gongkai.document import Document, Grid, GridCell
from gongkai.readers.docx import read
from gongkai.steps import Interpretation, interpret
from tables.build import forms, printed, truth_of

GIO_2021 = (forms()["gio-2021"],)
Edit = Callable[[GridCell], tuple[str, str]]


def document() -> Document:
    return next(iter(read(printed(truth_of(seed=5), "docx"))))


def grid_with(doc: Document, text: str) -> tuple[int, int]:
    """Return block and row of the cell that holds ``text``."""
    return next(
        (at, cell.row)
        for at, block in enumerate(doc.blocks)
        if isinstance(block, Grid)
        for cell in block.cells
        if text in cell.text
    )


def cut(doc: Document, text: str, edit: Edit) -> Document:
    """Cut the table in the row of ``text``: ``edit`` says what of each of its cells stands on either page."""
    at, row = grid_with(doc, text)
    grid = doc.blocks[at]
    assert isinstance(grid, Grid)
    above = [replace(c, text=edit(c)[0]) if c.row == row else clipped(c, row) for c in grid.cells if c.row <= row]
    first = [replace(c, row=0, text=edit(c)[1], row_span=1) for c in grid.cells if c.row == row]
    rest = [replace(c, row=c.row - row) for c in grid.cells if c.row > row]
    pages = (msgspec.structs.replace(grid, cells=tuple(above)), msgspec.structs.replace(grid, cells=(*first, *rest)))
    return msgspec.structs.replace(doc, blocks=(*doc.blocks[:at], *pages, *doc.blocks[at + 1 :]))


def replace(cell: GridCell, **fields: object) -> GridCell:
    return msgspec.structs.replace(cell, **fields)


def clipped(cell: GridCell, row: int) -> GridCell:
    return replace(cell, row_span=min(cell.row_span, row + 1 - cell.row))


def figures(found: Interpretation) -> dict[tuple[str, str, str], tuple[str, object]]:
    """Return status and value of every cell."""
    return {(k, c.row, c.column): (c.status, c.value) for k, t in found.tables.items() for c in t.cells}


def test_a_label_cut_by_the_page_is_one_label():
    """The figures stand with the first half, the second half stands alone on the next page."""
    whole = document()
    halves = cut(whole, "信访举报投诉", lambda c: (c.text[:6], c.text[6:]) if "信访" in c.text else (c.text, ""))
    assert figures(interpret(halves, GIO_2021)) == figures(interpret(whole, GIO_2021))


def test_figures_may_stand_with_the_second_half():
    """Figures that are centred in a tall row go to the next page with it."""
    whole = document()
    halves = cut(whole, "信访举报投诉", lambda c: (c.text[:6], c.text[6:]) if "信访" in c.text else ("", c.text))
    assert figures(interpret(halves, GIO_2021)) == figures(interpret(whole, GIO_2021))


def test_half_a_figure_is_no_figure():
    """Where both halves hold figures in one column they are not run together."""
    whole = document()
    halves = cut(whole, "信访举报投诉", lambda c: (c.text[:6], c.text[6:]) if "信访" in c.text else (c.text, "1"))
    right = figures(interpret(whole, GIO_2021))
    got = figures(interpret(halves, GIO_2021))
    assert all(got[key] == right[key] or got[key][1] is None for key in right)


def test_a_row_of_figures_alone_belongs_to_the_heads_before_it():
    """The heads of a table are the last lines of a page, its only row is the first of the next."""
    whole = document()
    at, last = grid_with(whole, "未经复议直接起诉")
    grid = whole.blocks[at]
    assert isinstance(grid, Grid)
    end = max(c.row for c in grid.cells)
    assert end > last
    heads = msgspec.structs.replace(grid, cells=tuple(c for c in grid.cells if c.row < end))
    row = msgspec.structs.replace(grid, cells=tuple(replace(c, row=0) for c in grid.cells if c.row == end))
    parted = msgspec.structs.replace(whole, blocks=(*whole.blocks[:at], heads, row, *whole.blocks[at + 1 :]))
    assert figures(interpret(parted, GIO_2021)) == figures(interpret(whole, GIO_2021))
