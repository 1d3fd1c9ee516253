"""Dates and ranges of dates in folded text."""

from datetime import date

import pytest

from gongkai.text.dates import find_date, find_ranges, only_date, split_final_date


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月3日",
        " 2024-02-03 ",
        "(2024.2.3)",
        "二〇二四年二月三日",
        "二零二四年二月三日",
        "２０２４年２月３日",
        "2024年2月3日 星期六",
        "2024-02-03 08:15:00",
        "2024/2/3",
    ],
)
def test_a_line_that_is_only_a_date(text):
    """All usual ways to write one day."""
    assert only_date(text) == date(2024, 2, 3)


@pytest.mark.parametrize(
    "text", ["2024年2月30日", "截至2024年2月3日", "2024年2月", "12", "2024-02/03", "1850年1月1日", "印发2024年2月3日"]
)
def test_what_is_no_date(text):
    """Days that do not exist, other words and parts of a date give nothing."""
    assert only_date(text) is None


def test_the_date_inside_a_line():
    """The first whole date of a text."""
    assert find_date("于2024年2月3日至5日") == date(2024, 2, 3)
    assert find_date("第20240203号") is None


def test_words_and_the_date_that_ends_them():
    """A signature on one line is taken apart; a sentence that goes on is not."""
    assert split_final_date("云溪县财政局2024年2月3日") == ("云溪县财政局", date(2024, 2, 3))
    assert split_final_date("2024年2月3日印发") is None


def test_ranges_keep_their_place():
    """Ranges come with the offset at which they begin."""
    found = list(find_ranges("统计期限自2024年1月1日起至12月31日止"))
    assert [(r.start, r.end, r.at) for r in found] == [(date(2024, 1, 1), date(2024, 12, 31), 5)]


def test_a_day_that_the_end_of_a_line_cuts_is_whole():
    """12月3 and 1日 on the next line: the third of December was never printed."""
    assert [r.end for r in find_ranges("2024年1月1日至2024年12月3\n1日")] == [date(2024, 12, 31)]


@pytest.mark.parametrize("text", ["2024年12月31日至2024年1月1日", "2024年1月1日", "2024年111日至12月31日"])
def test_no_range(text):
    """Days in the wrong order, one day alone, and digits that can be cut in two ways are no range."""
    assert list(find_ranges(text)) == []
