"""A row's values in the slots of its line, or loose with the ways in which they may stand."""

from __future__ import annotations

from gongkai.document import NOWHERE, Place
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.heads import Heads
from gongkai.tables.reading import Value
from gongkai.tables.text.placing import Shape, incomplete, is_full, is_sure, lines_of, place_row
from gongkai.text.numerals import BLANK, read_figure
from tables.build import forms

TABLE = forms()["gio-2021"].table("requests")
TOTALS = totals_of(TABLE)
LINE = TABLE.lines[0]
WIDTH = len(LINE.slots)
PLAIN = Shape(marked=False)
ORDER = Heads(tuple(range(WIDTH)), frozenset((0, 1)))


def values(text, *, glued=False, place=NOWHERE):
    """Return drawn values, ``_`` for a blank; ``glued``: the first stands against the words before it."""
    return tuple(
        Value("", BLANK, place) if t == "_" else Value(t, read_figure(t), place, glued=glued and i == 0)
        for i, t in enumerate(text.split())
    )


def place(text, fitting=True, heads=ORDER, shape=PLAIN, **how):
    """Place a row, all of whose values fit unless told otherwise."""
    own = values(text, **how)
    return place_row(0, LINE, own, own if fitting else None, heads, TOTALS, shape)


def test_values_that_fit_stand_in_the_order_of_the_heads():
    """A column whose head was read is anchored by its label, the others by their order."""
    reading = place("1 0 0 0 0 0 1")
    assert [p.slot for p in reading.placed] == list(range(7))
    assert [p.anchor for p in reading.placed[:3]] == ["label", "label", "order"]
    assert not reading.loose


def test_heads_that_tell_their_order_are_believed():
    """Figures stand under the heads as these stand; where these tell no order, no figure has a place."""
    moved = Heads((1, 0, 2, 3, 4, 5, 6), frozenset())
    assert [p.slot for p in place("1 0 0 0 0 0 1", heads=moved, shape=Shape(marked=True)).placed][:2] == [1, 0]
    loose = place("1 0 0 0 0 0 1", heads=Heads(None, frozenset()))
    assert not loose.placed
    assert len(loose.loose) == 7


def test_too_few_figures_stay_loose_with_their_ways():
    """Those ways in which the row's own sum closes; the last figure is the total."""
    reading = place("3 3", fitting=False)
    assert not reading.placed
    assert len(reading.options) == WIDTH - 1
    assert all(option[-1] is not None and option[-1].text == "3" for option in reading.options)


def test_zeros_that_ran_together_are_cut():
    """No number begins with 0, so seven zeros are seven figures."""
    reading = place("0000000", fitting=False, glued=True)
    assert [p.value.text for p in reading.placed] == ["0"] * 7


def test_a_lone_row_is_sure_by_length_or_by_its_sum():
    """With more cells than columns its sum must close over figures; behind blanks in a padded table it may have lost a cell."""
    full = values("1 0 0 0 0 0 1")
    assert is_sure(full, full, LINE, TOTALS, padded=True)
    apart = values("1 0 0 _ 0 0 0 1")
    assert is_sure(apart, (*apart[:3], *apart[4:]), LINE, TOTALS, padded=False)
    wrong = values("1 0 0 _ 0 0 0 2")
    assert not is_sure(wrong, (*wrong[:3], *wrong[4:]), LINE, TOTALS, padded=False)
    short = values("1 0 0 0 0 1 _")
    assert not is_sure(short, short, LINE, TOTALS, padded=True)


def test_a_blank_total_beside_figures_is_an_incomplete_row():
    """Unless most rows leave their total blank: then it is the agency's habit."""
    whole, lacking = values("1 0 0 0 0 0 1"), values("1 0 0 0 0 0 _")
    assert incomplete([(LINE, whole), (LINE, whole), (LINE, lacking)], TOTALS) == [False, False, True]
    assert incomplete([(LINE, whole), (LINE, lacking), (LINE, lacking)], TOTALS) == [False, False, False]


def test_a_table_is_full_where_every_row_has_digits_enough():
    """A row with hardly a figure says that blanks were dropped."""
    glued = values("1000001", glued=True)
    assert is_full([(LINE, glued), (LINE, glued)])
    assert not is_full([(LINE, glued), (LINE, values("3"))])


def test_cells_on_one_line_one_a_line_or_torn():
    """Blank cells behind the last figure do not count."""
    one, two, three = (values("1", place=Place(line=n)) for n in (1, 2, 3))
    blank = values("_", place=Place(line=9))
    assert lines_of((*one, *one, *blank)) == "line"
    assert lines_of((*one, *two, *three)) == "cells"
    assert lines_of((*one, *one, *two)) == "torn"
