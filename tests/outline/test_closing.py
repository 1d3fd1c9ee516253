"""Which lines are a signature."""

from __future__ import annotations

import pytest

from gongkai.outline.closing import is_agency_line, is_signature, split_closing
from gongkai.outline.passages import Passage


@pytest.mark.parametrize("line", ["岚浦区林业局", "岚浦区人民政府", "岚浦区林业局 2024年1月18日", "2024年1月18日"])
def test_an_agency_or_a_date_or_both_sign(line):
    """On one line or on two."""
    assert is_signature(line)


@pytest.mark.parametrize("line", ["（二）设置政府", "一、财政局", "1.岚浦区林业局", "设置政府信息查阅点数"])
def test_what_is_numbered_signs_nothing(line):
    """A label that a page breaks may end like an agency's name."""
    assert not is_agency_line(line)


def test_a_name_that_begins_like_a_number_is_one():
    """一 and 第二 may begin the name of a place or a bureau."""
    assert is_agency_line("一师水利局")


@pytest.mark.parametrize("breaks", [(10,), ()])
def test_a_name_above_a_date_signs_though_the_text_above_it_fills_its_line(breaks):
    """Pages say where lines end, and a full line seems to go on; within a line a name ends the sentence."""
    body = (Passage("所提建议均按期答复。岚浦区林业局", 0, breaks), Passage("2024年1月18日", 1))
    rest, closing = split_closing(body)
    assert [p.text for p in closing] == ["岚浦区林业局", "2024年1月18日"][1 - len(breaks) :]
    assert rest[0].text.endswith("答复。" if breaks else "林业局")
