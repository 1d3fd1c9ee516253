"""A figure that the end of a page cuts in two, with what stands beside it: it is whole, or it is none."""

from __future__ import annotations

import pytest

from gongkai.readers.pages.cut import mended
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lattice import RuledTable, Table
from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.page import Page
from gongkai.text.numerals import GETA

WIDTHS = (0.0, 46.0, 92.0)


def page(*cells):
    """Draw a page with a ruled table of one row; each cell is a list of lines."""
    table = Table(WIDTHS, (0.0, 80.0), {(0, column): (0, column, 1, 1) for column in range(len(cells))})
    texts = {
        (0, column): [
            Line(text=text, bbox=(WIDTHS[column] + 2, 12.0 * n, WIDTHS[column] + 2 + 6 * len(text), 12.0 * n + 10))
            for n, text in enumerate(lines)
        ]
        for column, lines in enumerate(cells)
        if lines
    }
    return Page(sheet=Sheet(number=1, size=(92.0, 80.0), lines=()), tables=(RuledTable(table, texts),))


def texts(pages):
    return [{key[1]: lines[-1].text for key, lines in p.tables[0].texts.items()} for p in pages]


@pytest.mark.parametrize("tail", [["1"], ["1（其", "中 10 件", "联合）"]])
def test_a_figure_that_goes_on_over_the_page_is_not_read_as_its_first_digits(tail):
    """11（其中10件联合） in a narrow cell, a 1 at the foot of one page and the rest on the next: 1 was never printed."""
    assert texts(mended([page(["8"], ["1"]), page([], tail)])) == [{0: "8", 1: f"1{GETA}"}, {}]


def test_figures_in_words_of_the_next_page_are_no_rest_of_a_figure():
    """A row of words stands on its own."""
    pages = [page(["8"], ["1"]), page([], ["1月起施行"])]
    assert mended(pages) == pages
