"""Heads that narrow cells cut into pieces, line by line: their order is told where the lines leave one."""

from __future__ import annotations

import pytest

from gongkai.tables.text.pieced_heads import in_forms_order, words_of
from tables.build import forms

REVIEWS = forms()["gio-2021"].table("reviews_litigation").blocks[0]
ROWS = "行政复议 行政诉讼\n"
ONE = "结果 结果 其他 尚未 总计 未经复议直接起诉 复议后起诉\n"
TWO = "维持 纠正 结果 审结 结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计\n"
THREE = "维持 纠正 结果 审结 维持 纠正 结果 审结"


def told(text):
    return in_forms_order([words_of([line]) for line in text.splitlines()], REVIEWS)


def test_pieces_that_make_up_the_forms_heads_alone_tell_their_order():
    """The first piece of two heads is the same; the line below says which is which."""
    assert told(ROWS + ONE + TWO + THREE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("维持 纠正 结果 审结 维持", "维持 纠正 结果 审结 纠正"),
        ("行政复议 行政诉讼", "行政诉讼 行政复议"),
        ("未经复议直接起诉 复议后起诉", "复议后起诉 未经复议直接起诉"),
        ("尚未 总计 结果", "总计 尚未 结果"),
        ("其他 尚未", "其他 撤诉"),
        ("审结 维持 纠正 结果 审结", "审结 维持 纠正 结果"),
        ("审结 维持 纠正", "审结 纠正 维持"),
    ],
)
def test_pieces_that_stand_otherwise_or_are_not_all_there_tell_none(old, new):
    """Columns or rows that changed places, a head of another form, a piece that is lost."""
    assert old in ROWS + ONE + TWO + THREE
    assert not told((ROWS + ONE + TWO + THREE).replace(old, new, 1))


def test_heads_on_lines_of_their_own_tell_none():
    """Nothing says which of two lines stands further left."""
    heads = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n" * 3
    assert not told(ROWS + "未经复议直接起诉 复议后起诉\n" + heads)
