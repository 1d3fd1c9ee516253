"""Heads that narrow cells cut into pieces, line by line: their order is told where the lines leave one."""

from __future__ import annotations

import time

import pytest

from gongkai.tables.text.pieced_heads import in_forms_order, words_of
from tables.build import forms, read_text, values_of

REVIEWS = forms()["gio-2021"].table("reviews_litigation").blocks[0]
ROWS = "行政复议 行政诉讼\n"
ONE = "结果 结果 其他 尚未 总计 未经复议直接起诉 复议后起诉\n"
TWO = "维持 纠正 结果 审结 结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计\n"
THREE = "维持 纠正 结果 审结 维持 纠正 结果 审结"
HALVES = (
    "未经复议直接起诉 复议后起诉\n结果维 结果纠 其他结 尚未审 总\n结果维 结果纠 其他结 尚未审 总 结果维 结果纠 其他结 尚未审 总\n"
    "持 正 果 结 计\n持 正 果 结 计 持 正 果 结 计"
)


def told(text):
    return in_forms_order([words_of([line]) for line in text.splitlines()], REVIEWS)


def test_pieces_that_make_up_the_forms_heads_alone_tell_their_order():
    """The first piece of two heads is the same; the line below says which is which."""
    assert told(ROWS + ONE + TWO + THREE)


@pytest.mark.parametrize(
    "heads",
    [
        HALVES,
        "未经复议直接起诉 复议后起诉\n结果 结果 其他 尚未 总 计 结果 结果 其他 尚未 总 计\n结果 结果 其他 尚未 总 计\n"
        "维持 纠正 结果 审结\n维持 纠正 结果 审结 维持 纠正 结果 审结",
    ],
)
def test_pieces_of_one_head_may_have_lines_of_others_between(heads):
    """Heads of two levels are set in the middle of their cells, and the letters of 总计 may stand apart."""
    assert told(ROWS + heads)
    assert not told(ROWS + heads.replace("持 正", "正 持", 1).replace("维持 纠正", "纠正 维持", 1))


def test_a_head_alone_between_the_lines_of_others_may_stand_anywhere():
    """Its line says nothing about what stands left of it."""
    heads = "未经复议直接起诉 复议后起诉\n结果 结果 其他 尚未\n总计\n维持 纠正 结果 审结\n"
    rest = "结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计\n维持 纠正 结果 审结 维持 纠正 结果 审结"
    assert not told(ROWS + heads + rest)


@pytest.mark.parametrize("lines", [ONE + TWO + THREE, HALVES])
def test_a_table_under_heads_in_pieces_is_found(lines):
    """Lines on which some heads begin and others go on are no prose, wherever narrow cells cut them."""
    figures = " ".join(["1 2 0 0 3"] * 3)
    report = read_text(
        f"××局2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n{ROWS}{lines}\n{figures}\n五、其他"
    )
    assert values_of(report, "reviews_litigation", "litigation_after_review") == [1, 2, 0, 0, 3]


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


def test_lines_of_single_letters_without_end_are_given_up():
    """Each letter of a head may stand on any of them: no order is told, and the search is bounded."""
    began = time.process_time()
    assert not told(ROWS + "未经复议直接起诉 复议后起诉\n" + "结 其 尚 总\n果 他 未 计\n维 结 审\n持 果 结\n" * 200)
    assert time.process_time() - began < 5
