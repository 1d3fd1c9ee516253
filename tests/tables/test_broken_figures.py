"""A figure that a narrow cell broke over two lines is not believed by halves."""

from gongkai.pipeline import extract_bytes

REPORT = """青岚市司法局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 0 2 13
6
行政规范性文件 1 0 5
第二十条第（五）项
信息内容 本年处理决定数量
行政许可 7
第二十条第（六）项
信息内容 本年处理决定数量
行政处罚 8
行政强制 9
第二十条第（八）项
信息内容 本年收费金额（单位：万元）
行政事业性收费 0.5
"""


def test_where_no_sum_speaks_a_broken_figure_leaves_its_row_open():
    """136 printed as 13 and 6: the first table has no sums, so 13 is not given; the other rows are."""
    report = extract_bytes(REPORT.encode(), "report.txt")
    cells = {(c.row, c.column): c for c in report.tables["active_disclosure"].cells}
    assert {cells["regulations", column].status for column in ("issued", "repealed", "in_force")} == {"ambiguous"}
    assert [c.value for key, c in cells.items() if key[0] != "regulations"] == [1, 0, 5, 7, 8, 9, 0.5]
