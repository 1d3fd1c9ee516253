"""Blanks inside of figures part thousands only where the other figures of their table say so."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Grid, GridCell, Paragraph
from gongkai.readers.parted import certain
from gongkai.text.numerals import read_cell, read_figure


def cells_of(*texts: str) -> list[int | float | None]:
    """Return the values of the cells of one column."""
    grid = Grid(cells=tuple(GridCell(row=i, column=0, text=text) for i, text in enumerate(texts)))
    (block,) = certain(Document(blocks=(grid,), reader="test")).blocks
    assert isinstance(block, Grid)
    return [read_cell(cell.text).value for cell in block.cells]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009", "\u202f", "\u2007"])
def test_two_figures_in_a_cell_are_never_one(blank):
    """Nothing says that the blank is one between thousands."""
    assert cells_of(f"161{blank}162", "34") == [None, 34]


@pytest.mark.parametrize("other", ["1018", "1,018", "15 17", "1018.5"])
def test_a_table_that_prints_other_figures_otherwise_has_no_such_habit(other):
    """Two cells of two figures are no proof where a third one prints its thousands in another way, or two figures of two digits."""
    assert cells_of("161 162", "305 306", other)[:2] == [None, None]


def test_a_habit_of_the_table_is_believed():
    """Several figures with parted thousands, and none that is printed otherwise."""
    assert cells_of("12 340", "6\u00a0120", "7") == [12340, 6120, 7]


@pytest.mark.parametrize(("text", "value"), [("12 040", 12040), ("1 234 567", 1234567)])
def test_what_can_only_be_one_figure_is_one(text, value):
    """No figure begins with zeros, and three figures do not stand in one cell."""
    assert cells_of(text, "1018") == [value, 1018]


def test_figures_in_lines_are_parted_by_odd_blanks_where_several_are():
    """One figure with an odd blank in a text without cells may be two."""

    def lines(*texts: str) -> list[int | float | None]:
        document = certain(Document(blocks=tuple(Paragraph(text=text) for text in texts), reader="test"))
        return [read_figure(block.text).value for block in document.blocks if isinstance(block, Paragraph)]

    assert lines("161\u00a0162", "7") == [None, 7]
    assert lines("12\u202f340", "6\u202f120") == [12340, 6120]
