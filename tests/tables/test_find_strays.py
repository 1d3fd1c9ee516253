"""Lines that belong to a table though they stand outside of it: pieces of labels, and figures beyond a sentence."""

from __future__ import annotations

from gongkai.tables.find.islands import islands_of
from gongkai.tables.find.remnants import with_remnants
from gongkai.tables.fragments import Solid, pieces_of
from gongkai.tables.vocabulary import vocabularies
from tables.build import forms
from tables.drawing import drawn

WORDS = vocabularies((forms()["gio-2021"],))


def remnants(text, key="requests"):
    """Return the owners of drawn pieces, whose grids are known to be of one table."""
    pieces = pieces_of(drawn(text))
    return with_remnants(pieces, [key if isinstance(p, Solid) else None for p in pieces], WORDS)


def islands(text, owned):
    """Return which lines behind the first ``owned``, which are the table's, may hold its figures."""
    pieces = pieces_of(drawn(text))
    return islands_of(pieces, ["requests" if i < owned else None for i in range(len(pieces))], WORDS)


GRIDS = "| 信访举报 | 0 |\n{}\n| 重复申请 | 1 |"


def test_a_bit_of_a_label_between_two_grids_is_the_tables():
    """The end of a page cut it off its row."""
    assert remnants(GRIDS.format("投诉类申请")) == ["requests"] * 3


def test_a_sentence_between_two_grids_is_text():
    """It is no part of any label."""
    assert remnants(GRIDS.format("本年度情况说明如下")) == ["requests", None, "requests"]


def test_a_head_right_above_a_grid_is_the_tables():
    """A line of text above the head stays text."""
    assert remnants("本年度情况说明如下\n自然人\n| 信访举报 | 0 |") == [None, "requests", "requests"]


def test_figures_beyond_a_sentence_may_be_the_tables():
    """A converter that writes a page block by block prints them there; heads of the table stand among them."""
    found = islands("信访举报\n说明如下文字不属于表格。\n自然人\n12\n30", owned=1)
    assert found == [None, None, "requests", "requests", "requests"]


def test_a_lone_figure_is_a_pages_number():
    """Fewer than two figures are no island."""
    assert islands("信访举报\n说明如下文字不属于表格。\n12", owned=1) == [None, None, None]


def test_figures_before_any_table_are_no_island():
    """An island lies behind its table."""
    assert islands("12\n30", owned=0) == [None, None]
