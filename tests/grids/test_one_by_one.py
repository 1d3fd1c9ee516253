"""Tables of which every cell is a line of its own."""

from __future__ import annotations

from gongkai.pipeline import extract_bytes

LINES = """雁泽县民政局2023年度部门收支

第一部分 部门收支表
支出明细表
单位：万元
科目编码
科目名称
合计
基本支出
项目支出
208
社会保障和就业支出
30.50
20.00
10.50
2080201
行政运行
20.00
20.00

2080202
一般行政管理事务
10.50

10.50
第二部分 情况说明
完成得很好。
"""


def test_heads_give_the_width_and_empty_lines_are_empty_cells():
    """As many cells a row as there are heads; codes are labels; the next heading is no cell."""
    report = extract_bytes(LINES.encode(), "copy.txt")
    (found,) = report.grids
    assert (found.caption, found.unit) == ("支出明细表", "万元")
    assert found.columns == (("合计",), ("基本支出",), ("项目支出",))
    assert found.rows[2] == ("2080202", "一般行政管理事务")
    assert [[c.value for c in found.cells if c.row == r] for r in range(3)] == [
        [30.5, 20.0, 10.5],
        [20.0, 20.0, None],
        [10.5, None, 10.5],
    ]
    assert [s.heading for s in report.sections if s.heading] == ["第一部分部门收支表", "第二部分情况说明"]


def test_lines_that_lost_a_cell_stay_text():
    """Where no width makes every column all labels or all figures there is no table, and no figure is under a wrong head."""
    report = extract_bytes(LINES.replace("行政运行\n20.00\n", "行政运行\n").encode(), "copy.txt")
    assert report.grids == ()
    assert "30.50" in report.sections[0].text
