"""What makes two printings of one label equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.fold import core, narrow, one_line, squeeze

SAME = [
    ("（一）予以公开", "(一)予以公开"),
    ("商 业 企 业", "商业企业"),
    ("商业\n企业", "商业企业"),
    ("3.危及“三安全一稳定”", '3．危及"三安全一稳定"'),
    ("⾏政许可", "行政许可"),
    ("⼈⺠政府", "人民政府"),
    ("部⻔", "部门"),
    ("本年增／减", "本年增/减"),
    ("\ufeff规章", "规章"),
    ("规\u200b章", "规章"),
    ("规\u3000章", "规章"),
    ("其它", "其他"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_printings_of_one_label_fold_alike(one, other):
    """Width, blanks, breaks, radicals, quotation marks, invisible characters."""
    assert core(one) == core(other)


@pytest.mark.parametrize(("one", "other"), [("行政处罚", "行政强制"), ("结果维持", "结果纠正"), ("总计", "合计")])
def test_different_labels_stay_different(one, other):
    """Folding joins printings, never labels."""
    assert core(one) != core(other)


@pytest.mark.parametrize("dash", "-‐‑‒–—―−－─━﹣")
def test_every_dash_is_one(dash):
    """Twelve of them are in use."""
    assert narrow(dash) == "-"


def test_marks_of_footnotes_and_numbering_are_no_digits():
    """¹ and ① stay what they are: 5¹ is not 51."""
    assert narrow("5¹①") == "5¹①"


@given(st.text())
def test_narrowing_keeps_every_offset(text):
    """A figure found in the folded text is found in the source."""
    assert len(narrow(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """Each strength is a fixed point of itself."""
    assert narrow(narrow(text)) == narrow(text)
    assert core(core(text)) == core(text)


@given(st.text())
def test_squeezed_text_has_no_white_space(text):
    """Nor any invisible character."""
    assert not any(char.isspace() for char in squeeze(text))


def test_core_keeps_letters_digits_and_characters_only():
    """No punctuation, no quotation mark."""
    assert core("（本列数据：第1项，“A”）") == "本列数据第1项A"


def test_a_title_over_lines_is_one_line():
    """Breaks and blanks between characters go, those between words stay."""
    assert one_line("云溪县档案局2024年政府\n信息公开工作年度报告") == "云溪县档案局2024年政府信息公开工作年度报告"
    assert one_line("annual  report\n2024") == "annual report 2024"
