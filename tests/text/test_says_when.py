"""Lines that say nothing but when."""

from __future__ import annotations

import pytest

from gongkai.text.dates import says_when


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("（2023年第四季度）", True),
        ("(2023年度)", True),
        ("2023年1-6月", True),
        ("二〇二三年上半年", True),
        ("【2022-2023学年】", True),
        ("2023年", True),
        ("2023", False),
        ("2023年度部门决算", False),
        ("（2023年末人数）", False),
        ("12月", False),
    ],
)
def test_a_line_that_says_when_says_nothing_else(line: str, when: bool):
    """A year, months, a quarter, half a year, a 学年; in brackets only where that is asked for."""
    assert says_when(line) is when
    assert says_when(line, bracketed=True) is (when and line[0] in "(（【")
