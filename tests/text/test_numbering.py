"""Numbering marks before headings and labels."""

from __future__ import annotations

import pytest

from gongkai.text.numbering import han_number, leading_number, strip_number

MARKS = [
    ("一、总体情况", 1, 1, "总体情况"),
    ("十二、附表", 1, 12, "附表"),
    ("一.总体情况", 1, 1, "总体情况"),
    ("第三部分 申请", 1, 3, "申请"),
    ("（一）予以公开", 2, 1, "予以公开"),
    ("(七)总计", 2, 7, "总计"),
    ("五)监督保障", 2, 5, "监督保障"),
    ("（三 不予公开", 2, 3, "不予公开"),
    ("㈠主动公开", 2, 1, "主动公开"),
    ("1.属于国家秘密", 3, 1, "属于国家秘密"),
    ("2、重复申请", 3, 2, "重复申请"),
    ("３．其他", 3, 3, "其他"),
    ("（1）主动公开", 4, 1, "主动公开"),
    ("2)其他", 4, 2, "其他"),
    ("①其他", 4, 1, "其他"),
    ("⑵其他", 4, 2, "其他"),
    ("  一、 总体情况", 1, 1, "总体情况"),
]


@pytest.mark.parametrize(("text", "level", "number", "words"), MARKS)
def test_a_mark_gives_its_level_and_number(text, level, number, words):
    """Four levels, full or half width, enclosed, half lost."""
    found = leading_number(text)
    assert (found.level, found.number) == (level, number)
    assert strip_number(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "总体情况",
        "2024年本局收到申请",
        "1.5万元",
        "一是加强统筹",
        "三安全一稳定",
        "12件",
        "（其中修订 16 件）",
        "十分重视",
        "0.092",
    ],
)
def test_what_only_looks_like_a_mark_is_none(text):
    """Years, decimals, 一是 and words that begin with a numeral."""
    assert leading_number(text) is None
    assert strip_number(text) == text


@pytest.mark.parametrize(
    ("text", "number"), [("一", 1), ("九", 9), ("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35)]
)
def test_chinese_numerals_are_read(text, number):
    """One to ninety-nine."""
    assert han_number(text) == number


@pytest.mark.parametrize("text", ["十十", "一二", "九一", "十一十", "一十二三", "二十十", "百"])
def test_characters_that_are_no_number_have_none(text):
    """They stand in damaged text, and are no numbering there."""
    assert han_number(text) is None
    assert leading_number(f"{text}、总体情况") is None


def test_a_megabyte_of_spaces_is_no_numbering():
    """White space before nothing is passed over once, not tried again from each of its places."""
    assert leading_number(" " * 1_000_000 + "x") is None
