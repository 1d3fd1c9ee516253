"""What a stored number looks like in its cell: the rules of ECMA-376 for number formats."""

from __future__ import annotations

import pytest

from gongkai.readers.workbook.formats import built_in, shown_number, shown_text_of
from gongkai.text.numerals import GETA


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("1.2", "0", "1"),
        ("2.5", "0", "3"),
        ("1234567.5", "#,##0", "1,234,568"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("0.125", "0.0%", "12.5%"),
        ("12345", '0!.0,"万"', "1.2万"),
        ("123456", "#,##0,", "123"),
        ("123456789", "0.00,,", "123.46"),
        ("7", "0.##", "7"),
        ("7.50", "0.##", "7.5"),
        ("3", "000", "003"),
        ("5", '0"件"', "5件"),
        ("5", r"0\件", "5件"),
        ("1e5", "0", "100000"),
        ("12345", '[>=10000]0.0,"k";0', "12.3k"),
        ("99", '[>=10000]0.0,"k";0', "99"),
    ],
)
def test_digits_are_laid_over_the_places_of_a_format(stored, code, shown):
    """Rounding, thousands, shares, scales, words and conditions come out as a spreadsheet program shows them."""
    assert shown_number(stored, code) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("0.30000000000000004", "0.3"), ("1.2E1", "12"), ("123456789012", "123456789012"), ("-7.25", "-7.25"), ("0", "0")],
)
def test_a_number_without_a_format_is_shown_without_what_arithmetic_left(stored, shown):
    """No more digits than a cell has room for, and no exponents for counts."""
    assert shown_number(stored, "General") == shown


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [("-5", "0;-0", "-5"), ("-5", "0", "-5"), ("-5", "0_);(0)", "(5)"), ("0", "0;-0;;@", ""), ("5", ";;;", "")],
)
def test_sections_choose_by_sign(stored, code, shown):
    """Positive, negative, zero; an empty section shows nothing."""
    assert shown_number(stored, code) == shown


def test_a_zero_that_is_shown_as_a_dash_is_a_dash():
    """The accounting format prints a dash for zero."""
    assert shown_number("0", built_in(41)) == "-"


@pytest.mark.parametrize(("stored", "code"), [("-5", "0;[Red]0"), ("5", "[DBNum1]0"), ("0.5", "# ?/?"), ("-1", "yyyy")])
def test_what_cannot_be_told_is_no_number(stored, code):
    """A minus that only a colour shows, Chinese numerals, fractions and dates before the first day give the sign for what is unread."""
    assert shown_number(stored, code) == GETA


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        ("45000.5", "yyyy/m/d h:mm", "2023/3/15 12:00"),
        ("45000", "yyyy-mm-dd", "2023-03-15"),
        ("45000", "[$-804]aaaa", "星期三"),
        ("1.5", "[h]:mm", "36:00"),
    ],
)
def test_days_are_shown_as_dates(stored, code, shown):
    """A number of days since 1900 is a date by its format; minutes are told from months by their neighbours."""
    assert shown_number(stored, code) == shown


def test_days_of_old_macs_begin_later():
    """A workbook may count its days from 1904."""
    assert shown_number("43538", "yyyy-mm-dd", from_1904=True) == "2023-03-15"


def test_words_have_a_section_of_their_own():
    """A text section frames words, or hides them."""
    assert [shown_text_of("甲", code) for code in ("0", '"第"@"号"', ";;;", "0;-0;0;@")] == ["甲", "第甲号", "", "甲"]
