"""From the characters of a value cell to a number, a status, a unit and a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.numerals import is_value, read_cell, read_figure

FIGURES = [
    ("0", 0),
    ("17", 17),
    ("1,234", 1234),
    ("1，234，567", 1234567),
    ("３９８５７５８", 3985758),
    ("96171.6", 96171.6),
    ("0.092", 0.092),
    ("7 ", 7),
    ("\u3000\u30005", 5),
    ("\u200b12", 12),
    ("-35", -35),
    ("－8", -8),
    ("+19", 19),
    ("增10", 10),
    ("增加10", 10),
    ("减3", -3),
    ("减少 3", -3),
    ("5。", 5),
    ("〇", 0),
    ("零", 0),
    ("○", 0),
    ("O", 0),
    ("٣٤", 34),
    ("𝟏𝟐", 12),
    ("\u202d733\u202c", 733),
    ("7\u200d3\u00ad3", 733),
    ("\u206612\u2069\ufeff", 12),
    ("12\u00a0340", 12340),
    ("1\u202f234\u202f567", 1234567),
    ("12’340", 12340),
]


@pytest.mark.parametrize(("text", "value"), FIGURES)
def test_a_figure_is_read_in_every_way_it_is_printed(text, value):
    """Width, blanks, thousands, signs, signs in words, a letter typed for a zero."""
    printed = read_figure(text)
    assert (printed.status, printed.value) == ("reported", value)
    assert type(printed.value) is type(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("976.81万元", 976.81, "万元"),
        ("70487元", 70487, "元"),
        ("12 件", 12, "件"),
        ("3人次", 3, "人次"),
        ("70487（元）", 70487, "元"),
        ("12.5 (单位：万元)", 12.5, "万元"),
        ("8040", 8040, None),
    ],
)
def test_a_unit_is_kept_apart(text, value, unit):
    """The unit is not the same from report to report, so it is given, never multiplied in."""
    printed = read_figure(text)
    assert (printed.value, printed.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("22（其中修订 16 件）", 22, "其中修订 16 件"),
        ("22(其中修订16件)", 22, "其中修订16件"),
        ("3件（含\n上年 2 件）", 3, "含 上年 2 件"),
        ("0（本级无此项）", 0, "本级无此项"),
        ("12（8）", 12, "8"),
        ("12（5件）", 12, "5件"),
        ("12(5%)", 12, "5%"),
        ("（含3件）344", 344, "含3件"),
        ("0*", 0, "*"),
        ("0[1]", 0, "1"),
        ("0〔2〕", 0, "2"),
        ("0①", 0, "①"),
        ("0注1", 0, "注1"),
        ("267（注2）", 267, "注2"),
        ("40件³", 40, "³"),
        ("12ⁱⁱ", 12, "ⁱⁱ"),
        ("5[¹]", 5, "¹"),
    ],
)
def test_a_note_is_kept_in_the_sources_own_characters(text, value, note):
    """What stands in brackets is no part of the number, nor is a mark."""
    printed = read_figure(text)
    assert (printed.status, printed.value, printed.note) == ("reported", value, note)


@pytest.mark.parametrize(("text", "value"), [("12 340", 12340), ("1 234 567", 1234567), ("12", 12)])
def test_a_blank_parts_thousands_in_a_cell_with_drawn_bounds(text, value):
    """No second figure can have come into it."""
    assert read_cell(text).value == value


@pytest.mark.parametrize("text", ["12 34", "1234 567", "0 340", "12  340", "12\n340"])
def test_other_blanks_inside_a_figure_stay_unreadable(text):
    """They part no thousands."""
    assert read_cell(text).value is None


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u3000", "\u00a0", "\t", "\u200b", "\u202d\u202c", "\u00ad", "\ufe0f"]
)
def test_nothing_printed_is_blank(text):
    """Blanks of every kind, and what cannot be seen."""
    assert read_figure(text).status == "blank"


@pytest.mark.parametrize("text", ["-", "—", "——", "－", "–", "/", "//", "\\", "／", "无", "不适用", " / ", "─"])
def test_a_struck_out_cell_is_not_applicable(text):
    """Dashes, slashes and the words for them."""
    printed = read_figure(text)
    assert (printed.status, printed.value) == ("not_applicable", None)


@pytest.mark.parametrize(
    "text",
    [
        "见附件",
        "12%",
        "约5",
        "1 0",
        "3-5",
        "五",
        "1203件号",
        "0150",
        "00",
        "1.2.3",
        "1,23",
        "12,3456",
        "①",
        "m2",
        "2023年",
        "5/6",
        "1e5",
        "12(5)3",
        "12(二)",
        "(二)12",
        "(12)",
        "12₃",
        "10⁻³",
        "12\x035",
        "\x03\x04",
        "\u202e172\u202c",
        "12 340",
        "0（）",
        "161（应为162）",
        "161(更正为162)",
        "161（原应为162）",
        "161（实为162）",
        "161（以162为准）",
        "161（系笔误）",
        "161（万）",
        "（误）161",
        "2024-01-05",
        "1" * 16,
        "1" * 5000,
    ],
)
def test_what_is_no_number_is_unreadable(text):
    """Two figures, parts of a word, ranges, footnote marks and broken thousands are not guessed at."""
    printed = read_figure(text)
    assert (printed.status, printed.value) == ("unreadable", None)


@pytest.mark.parametrize("note", ["上年为8", "2023年为8", "同期为8", "核对无误", "属于2021年", "其中规章5"])
def test_a_note_that_tells_of_something_else_leaves_the_figure(note):
    """Another year's figure, a part, an assurance: the figure itself is what is printed."""
    printed = read_figure(f"12（{note}）")
    assert (printed.value, printed.note) == (12, note)


@given(st.integers(0, 10**9))
def test_every_count_comes_back(number):
    """Plain, with thousands and in full width."""
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    assert {read_figure(t).value for t in (str(number), f"{number:,}", wide)} == {number}


@given(st.text(max_size=30))
def test_no_text_is_too_much(text):
    """Whatever stands in a cell, a status comes back, and a value only with ``reported``."""
    printed = read_figure(text)
    assert (printed.value is not None) == (printed.status == "reported")


@given(st.integers(1, 999), st.integers(1, 999))
def test_two_figures_are_never_one(one, other):
    """With a blank between them they may be one broken figure or two: unreadable."""
    assert read_figure(f"{one} {other}").status == "unreadable"


VALUES = [
    "0",
    "012",
    "000",
    "１２",
    "1,234",
    "1，23",
    "12%",
    "12‰",
    "3/5",
    "3-5",
    "1 0",
    "约5",
    "12(5)",
    "12[1]",
    "12¹",
    "增10",
    "-8",
]
VALUES += ["251000元", "3 件", "22（其中修订 16 件）", "零", "〇", "○", "O", "-", "——", "/", "无", "不适用", "无此项"]


@pytest.mark.parametrize("text", VALUES)
def test_a_value_cell_is_known_by_its_shape(text):
    """Whether it can be read or not, it is no label."""
    assert is_value(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "规章", "五", "见附件", "1.", "1、", "（一）", "①", "第1页", "2023年", "2024-01-05", "0571-8888888"),
        "1" * 500,
    ],
)
def test_labels_numbering_dates_and_phones_are_no_values(text):
    """What begins a label, and figures of another kind."""
    assert not is_value(text)
