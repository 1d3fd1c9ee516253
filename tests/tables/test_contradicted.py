"""Rows of text whose sums fail in most of those that could be placed."""

from __future__ import annotations

import pytest

from gongkai.tables.reading import Reading
from gongkai.tables.text.contradicted import without_contradicted
from tables.build import forms, read_text

HEADS = (
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n未经复议直接起诉\n复议后起诉\n"
    "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
)


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        ("1 2 0 0 3 4 0 0 0 4 0 5 0 0 5", "reported"),
        ("1 2 0 0 3 4 0 0 0 4 0 5 0 0 6", "reported"),  # one total is published wrong
        ("9 1 2 0 0 3 4 0 0 0 4 0 5 0 0", "ambiguous"),  # the figures stand one column off
    ],
)
def test_a_row_most_of_whose_sums_fail_is_not_where_it_seems(figures, status):
    """One sum may be published wrong among others; where most fail the figures are not in their places."""
    report = read_text(
        f"青林县水利局2022年政府信息公开工作年度报告\n\n{HEADS}{figures}\n五、存在的主要问题及改进情况\n无。\n"
    )
    assert {cell.status for cell in report.tables["reviews_litigation"].cells} == {status}


def test_rows_without_places_say_nothing():
    """Only rows all of whose figures have a place are asked for their sums."""
    table = forms()["gio-2021"].table("requests")
    assert table is not None
    readings = (Reading(line=0, label="本年新收"), Reading(line=None, label="其他"))
    assert without_contradicted(readings, table, {}) == readings
