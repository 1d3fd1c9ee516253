"""Rows whose figures were run together, or whose blank cells are gone: every way in which they may stand."""

import pytest

from gongkai.document import NOWHERE
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.decide.ways import only_split, options_of
from gongkai.tables.reading import Value
from gongkai.text.numerals import read_figure
from tables.build import forms

REQUESTS = forms()["gio-2021"].table("requests")
REVIEWS = forms()["gio-2021"].table("reviews_litigation")


def row(*texts):
    """Return values as they are printed in a row, without a place."""
    return [Value(text, read_figure(text), NOWHERE) for text in texts]


def figures(option):
    """Write an option as text: a figure or nothing for each column."""
    return ",".join(value.text if value else "" for value in option)


def ways(texts, table=REQUESTS, **how):
    """Return the options of a row, as text."""
    return {figures(o) for o in options_of(row(*texts.split()), table.lines[0], totals_of(table), **how)}


@pytest.mark.parametrize(
    ("printed", "options"),
    [
        ("0000000", {"0,0,0,0,0,0,0"}),
        (
            "12000012",
            {
                "12,0,0,0,0,,12",
                "12,0,0,0,,0,12",
                "12,0,0,,0,0,12",
                "12,0,,0,0,0,12",
                "12,,0,0,0,0,12",
                ",12,0,0,0,0,12",
            },
        ),
        ("1200003", {"1,2,0,0,0,0,3"}),
        ("1200004", set()),
    ],
)
def test_a_row_is_cut_where_its_own_sum_closes(printed, options):
    """1200003 has one cut that adds up, 1200004 none: no figure begins with 0."""
    assert ways(printed, glued=True) == options


def test_a_full_row_has_a_figure_in_every_column():
    """Cuts with fewer figures than columns are left out where the table has no blank cell."""
    assert ways("120000012", glued=True, full=True) == {"12,0,0,0,0,0,12"}
    assert ways("4172421442552852281571", glued=True, full=True) == {"417,242,144,255,285,228,1571"}


def test_a_row_of_a_province_is_cut_in_bounded_work():
    """Thirty digits in seven columns are cut in the one way whose sum closes."""
    assert ways("19411988235523622311199812955", glued=True, full=True) == {"1941,1988,2355,2362,2311,1998,12955"}


def test_rows_side_by_side_are_cut_together():
    """Each of three rows on one line must close its own sum."""
    found = ways("100120000000003", REVIEWS, glued=True, full=True)
    assert found == set()
    assert ways("100010000012003", REVIEWS, glued=True, full=True) == {"1,0,0,0,1,0,0,0,0,0,1,2,0,0,3"}


def test_figures_without_blanks_keep_their_order():
    """3 and 3 are one applicant's figure and the total, whoever the applicant is."""
    assert ways("3 3", glued=False) == {"," * i + "3" + "," * (6 - i) + "3" for i in range(6)}


def test_what_cannot_be_read_has_no_ways():
    """A sum over something unreadable says nothing."""
    assert ways("3 ? 3", glued=False) == set()


@pytest.mark.parametrize(
    ("printed", "full", "figure"), [("000", False, ["0"] * 3), ("120", False, None), ("1205", True, None)]
)
def test_a_row_without_a_sum_is_cut_only_where_there_is_one_way(printed, full, figure):
    """000 is three zeros; 120 may be 12 and 0; 1205 has several cuts even where no cell is blank."""
    found = only_split(row(printed), 3, full=full)
    assert found is None if figure is None else [v.text for v in found] == figure


def test_a_full_row_of_as_many_digits_as_columns_is_certain():
    """Where no cell is blank, 120 in three columns is 1, 2 and 0."""
    assert [v.text for v in only_split(row("120"), 3, full=True)] == ["1", "2", "0"]


def test_where_zeros_may_stand_in_too_many_ways_only_the_other_figures_are_put_in_slots():
    """Three rows of five side by side that lost blanks: 6 and its total stand behind room for six zeros, no zero in a slot."""
    found = ways("0 0 0 0 0 0 6 6", REVIEWS, glued=False)
    assert found
    assert all([f for f in option.split(",") if f] == ["6", "6"] for option in found)
    assert all(option.split(",").index("6") >= 6 for option in found)


def test_a_row_of_zeros_that_lost_blanks_has_one_way():
    """Wherever six zeros stand in three rows of five, every cell is zero or blank."""
    assert ways("0 0 0 0 0 0", REVIEWS, glued=False) == {"," * 14}


def test_more_figures_than_slots_have_no_way():
    """Seventeen zeros for fifteen columns say that something else was read, too."""
    assert ways(" ".join(["0"] * 17), REVIEWS, glued=False) == set()
