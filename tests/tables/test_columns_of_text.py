"""Columns that a text keeps by white space alone. A line is drawn as it is printed."""

from __future__ import annotations

import re

from gongkai.document import NOWHERE
from gongkai.tables.reading import Value
from gongkai.tables.text.columns import columns_of_rows
from gongkai.text.numerals import read_figure


def line(text, number=0):
    """Return the figures of a line, each with its place across it."""
    found = re.finditer(r"\S+", text)
    return [Value(m[0], read_figure(m[0]), NOWHERE, line=number, span=(m.start(), m.end())) for m in found]


FULL = [line("10    200     30"), line(" 1      2      3"), line("40     50    600")]


def placed(text):
    """Return what stands in each column of a line."""
    columns = columns_of_rows(FULL, 3)
    assert columns is not None
    values = columns.place(line(text))
    return None if values is None else [value.text for value in values]


def test_a_figure_stands_in_the_column_above_it():
    """The columns between are blank."""
    assert placed(" 7             8") == ["7", "", "8"]


def test_a_figure_under_no_single_column_places_nothing():
    """Between two columns, across two, or two under one: the row is left open."""
    assert placed("   7           8") is None
    assert placed("7 8            9") is None
    assert placed("77777777777    8") is None


def test_figures_of_two_lines_are_in_no_columns():
    """Their places across the line say nothing about each other."""
    columns = columns_of_rows(FULL, 3)
    assert columns is not None
    assert columns.place([*line(" 7"), *line("       8", number=1)]) is None


def test_columns_need_three_full_rows():
    """Two rows may agree by chance."""
    assert columns_of_rows(FULL[:2], 3) is None


def test_ragged_figures_are_in_no_columns():
    """Figures of full rows that do not stand under each other at any edge."""
    assert columns_of_rows([line("10 200 30"), line("1   2   3"), line("40    5000 6")], 3) is None


def test_figures_one_blank_apart_only_look_like_columns():
    """Figures of one width behind single blanks are a text that lost its columns."""
    assert columns_of_rows([line("1 2 3"), line("4 5 6"), line("7 8 9")], 3) is None
