"""Lines that number a page, and what kind of number it is."""

from __future__ import annotations

import pytest

from gongkai.text.page_numbers import page_number

NUMBERS = [
    ("- 3 -", 3, "framed"),
    ("—12—", 12, "framed"),
    ("－ 3 －", 3, "framed"),
    ("· 4 ·", 4, "framed"),
    ("~ 5 ~", 5, "framed"),
    ("第3页", 3, "named"),
    ("第 3 页 共 12 页", 3, "named"),
    ("第3页（共12页）", 3, "named"),
    ("第３页／共１２页", 3, "named"),
    ("Page 3 of 12", 3, "named"),
    ("page 3", 3, "named"),
    ("P.7", 7, "named"),
    ("3/12", 3, "of"),
    ("3 / 12", 3, "of"),
    ("3", 3, "bare"),
    (" 3 -", 3, "bare"),
]


@pytest.mark.parametrize(("line", "number", "kind"), NUMBERS)
def test_a_page_number_is_read_in_every_way_it_is_printed(line, number, kind):
    """Between dashes, by name, with the last page's, alone."""
    found = page_number(line)
    assert found is not None
    assert (found.number, found.kind) == (number, kind)


@pytest.mark.parametrize(
    "line",
    ["", " ", "第3", "第3条", "3.", "一", "- -", "2024-01-05", "12345", "3/12/5", "规章 3", "-" * 5000, "1" * 5000],
)
def test_other_lines_number_no_page(line):
    """Dates, numbering, rulers, figures of five digits, words."""
    assert page_number(line) is None
