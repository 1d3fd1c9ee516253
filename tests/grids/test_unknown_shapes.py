"""Shapes of unknown documents: references, shares, indents, heads apart from their figures, and figures that no label names."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.document import Grid, Place
from gongkai.pipeline import extract_bytes

from .build import grid, read, table


def on_page(piece: Grid, page: int, left: float = 40.0) -> Grid:
    """A piece of a table at a place of its page."""
    return msgspec.structs.replace(piece, place=Place(page=page, bbox=(left, 50.0, 500.0, 100.0), table=page))


def test_references_to_notes_are_no_figures():
    """A column Note holds text; a currency with thousands at the end of a head is its unit; brackets are negative."""
    (found,) = read(
        grid("|Note|2024 £'000|2023 £'000", "Property|3|1,200|1,100", "Payables|4|(500)|(450)", "Total||700|650")
    )
    assert [c.status for c in found.cells if c.column == 0] == ["text", "text", "blank"]
    assert [(c.value, c.unit) for c in found.cells if c.column == 1] == [
        (1200, "£'000"),
        (-500, "£'000"),
        (700, "£'000"),
    ]
    assert [(s.total, s.status) for s in found.sums] == [((2, 1), "pass"), ((2, 2), "pass")]


def test_blanks_before_a_label_carry_its_level():
    """其中：甲, and 乙 below it behind full-width blanks, are parts of the row above: their sum is held."""
    rows = "总值|120.5|5.2\n其中：甲业|20.1|3.0\n　　　乙业|50.2|6.1\n　　　丙业|50.2|5.5\n"
    text = f"指标报告\n表1 主要指标\n指标|绝对数（亿元）|比上年增长（%）\n{rows}完。\n"
    (found,) = extract_bytes(text.encode(), "bulletin.txt").grids
    assert found.rows == (("总值",), ("总值", "其中：甲业"), ("总值", "乙业"), ("总值", "丙业"))
    assert [(s.total, s.parts, s.status) for s in found.sums] == [((0, 0), ((1, 0), (2, 0), (3, 0)), "pass")]


def test_shares_that_make_a_hundred_are_held():
    """A column 比重 whose total is 100.0 is the sum of its parts, a changed digit fails; growth is never added."""
    for last, status in (("5.0", "pass"), ("6.0", "fail")):
        (found,) = read(
            grid(
                "年龄|人数|比重（%）|增长（%）",
                "合计|1000|100.0|3.0",
                "少|700|70.0|3.0",
                "中|250|25.0|3.0",
                f"老|50|{last}|3.0",
            )
        )
        own = [(s.total, s.status) for s in found.sums]
        assert own == [((0, 0), "pass"), ((0, 1), status)]


def test_heads_at_the_end_of_a_page_belong_to_the_figures_on_the_next():
    """Heads alone, then a piece with its sides at the same places: one table of two parts."""
    heads, body = grid("科目^2|合计^2|其中>2", "基本|项目"), grid("教育|30|20|10", "农林|5|3|2")
    (found,) = read("支出表", on_page(heads, 1), on_page(body, 2))
    assert len(found.parts) == 2
    assert found.columns == (("合计",), ("其中", "基本"), ("其中", "项目"))
    assert table(found)["农林", "其中 / 项目"] == "2"
    assert len(read("支出表", on_page(heads, 1), on_page(body, 2, left=90.0))) == 2


def test_a_figure_that_no_label_names_has_no_value():
    """Where several columns have no head, or several rows no label, the text is kept and the status is ambiguous."""
    (found,) = read(grid("甲|30|20", "乙|5|3"))
    assert {(c.status, c.value) for c in found.cells} == {("ambiguous", None)}
    assert [c.text for c in found.cells] == ["30", "20", "5", "3"]
    (single,) = read(grid("合计|出国|接待", "30|20|10"))
    assert [c.value for c in single.cells] == [30, 20, 10]
    (pairs,) = read(grid("受理数|12", "办结数|10"))
    assert [c.value for c in pairs.cells] == [12, 10]


def test_the_report_says_that_labels_are_not_clear():
    """One issue for each such table, with its id."""
    text = "# 某市民政局2023年统计\n\n## 一、数据\n\n| | | |\n|---|---|---|\n| 甲项 | 30 | 20 |\n| 乙项 | 5 | 3 |\n"
    report = extract_bytes(text.encode(), "bare.md")
    assert [(i.code, i.location) for i in report.issues if i.code == "labels_unclear"] == [("labels_unclear", "g1")]


def test_who_accounts_in_english_and_for_which_year():
    """The office with its place; the year that ends in March."""
    text = "# Harbour Authority of Wyke Annual Accounts 2024\n\nFor the year ended 31 March 2024\n\n## Part I Report\n\nAll was well.\n"
    report = extract_bytes(text.encode(), "accounts.md")
    assert report.agency == "Harbour Authority of Wyke"
    assert report.period is not None
    assert (report.period.start, report.period.end) == ("2023-04-01", "2024-03-31")


def test_groups_that_lost_their_merged_cells_stand_before_their_names():
    """`二小 | 800` below `小学 | 一小 | 1,200`: the group is printed once, a total spans both labels."""
    rows = (
        "学段|学校|2022年|2021年",
        "小学|一小|1,200|1,100",
        "二小|800|900",
        "中学|一中|3,000|2,800",
        "合计|5,000|4,800",
    )
    (found,) = read("表一 经费", grid(*rows, spans_known=False))
    assert found.rows == (("小学", "一小"), ("小学", "二小"), ("中学", "一中"), ("合计",))
    assert table(found)["小学 / 二小", "2022年"] == "800"


def test_blanks_before_a_label_in_html_carry_its_level():
    """Items behind non-breaking blanks are parts of the row above; the total adds the outer rows alone."""
    lines = (
        ("税收", "12.0"),
        ("&nbsp;&nbsp;&nbsp;&nbsp;增值税", "8.0"),
        ("&nbsp;&nbsp;&nbsp;&nbsp;所得税", "4.0"),
        ("非税", "3.0"),
    )
    body = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (*lines, ("合计", "15.0")))
    page = f"<h1>某县财政收支情况</h1><p>单位：亿元</p><table><tr><td>项目</td><td>金额</td></tr>{body}</table>"
    (found,) = extract_bytes(page.encode(), "page.html").grids
    assert found.rows[1] == ("税收", "增值税")
    assert [(s.total, s.status) for s in found.sums] == [((0, 0), "pass"), ((4, 0), "pass")]


def test_a_total_over_rows_and_their_parts_is_no_mistake():
    """Where nothing sets the parts in, rows that make the one before them together are not added a second time."""
    (found,) = read(grid("项目|本年|上年", "税收|12|11", "增值税|8|7", "所得税|4|4", "非税|3|2", "合计|15|13"))
    assert [(s.total, s.status) for s in found.sums] == [((4, 0), "pass"), ((4, 1), "pass")]


def test_totals_in_english_name_what_they_add():
    """Total income is the sum of what stands above it, since the last total."""
    rows = (
        "|2024|2023",
        "Charges|12.5|11.0",
        "Grants|1.5|2.0",
        "Total income|14.0|13.0",
        "Staff|(8.0)|(7.5)",
        "Plant|(4.0)|(4.5)",
    )
    (found,) = read(grid(*rows, "Total expenditure|(12.0)|(12.0)"))
    assert [(s.total, s.status) for s in found.sums] == [
        ((2, 0), "pass"),
        ((2, 1), "pass"),
        ((5, 0), "pass"),
        ((5, 1), "pass"),
    ]


def test_a_banner_right_below_the_heads_is_no_head():
    """What spans the table under its heads names the rows that follow, up to the next such row."""
    (found,) = read(grid("项目|2021|2020", "一、收入>3", "拨款|100|90", "二、支出>3", "基本|60|50"))
    assert table(found) == {
        ("一、收入 / 拨款", "2021"): "100",
        ("一、收入 / 拨款", "2020"): "90",
        ("二、支出 / 基本", "2021"): "60",
        ("二、支出 / 基本", "2020"): "50",
    }


def test_a_unit_that_spans_the_table_is_no_banner():
    """A line with the unit under the heads says what all figures are counted in."""
    (found,) = read(grid("项目|甲|乙", "单位：万元>3", "拨款|100|90", "基本|60|50"))
    assert found.rows == (("拨款",), ("基本",))
    assert {c.unit for c in found.cells} == {"万元"}


def test_the_day_beside_who_filled_a_table_in_heads_no_column():
    """A row of 编制单位：, a day and 单位： above the heads is none of them, and its unit is that of all columns."""
    (found,) = read(
        grid(
            "国有企业主要指标表>3",
            "编制单位：柏溪县国资办|2023年12月31日|单位：万元",
            "项目|资产|负债",
            "甲公司|5|3",
            "乙公司|4|2",
        )
    )
    assert found.columns == (("资产",), ("负债",))
    assert (found.caption, found.unit) == ("国有企业主要指标表", "万元")


def test_ordinals_of_two_kinds_are_labels():
    """Under 序号 一, 1, 2, 二 count groups and rows, and 合计 ends them: the names beside them are labels too."""
    rows = ("序号|项目名称|地点|资金", "一|产业||18", "1|茶园|石桥镇|10", "2|冷库|南山乡|8", "二|道路||4", "总计>2||22")
    (found,) = read(grid(*rows))
    assert found.rows == (("一", "产业"), ("1", "茶园"), ("2", "冷库"), ("二", "道路"), ("总计",))
    assert found.columns == (("地点",), ("资金",))


def test_a_heading_that_says_annex_is_a_section():
    """附表 as a heading of the source's own heads the section that its table stands in, and is no part of the caption."""
    rows = "<tr><td>类别</td><td>收案</td></tr><tr><td>复议</td><td>36</td></tr><tr><td>应诉</td><td>16</td></tr>"
    table = f"<table><caption>2023年案件统计</caption>{rows}</table>"
    page = f"<h1>柏溪县2023年报告</h1><h2>一、安排</h2><p>继续推进各项工作。</p><h2>附表</h2>{table}"
    report = extract_bytes(page.encode(), "a.html")
    (found,) = report.grids
    assert found.caption == "2023年案件统计"
    assert next(s.heading for s in report.sections if s.key == found.section) == "附表"


@pytest.mark.parametrize("first", [1, 7])
def test_numbers_under_one_head_are_heads(first: int):
    """月份 over 7 to 9, with 项目 reaching down beside them: heads, wherever the numbers begin, and no row of figures."""
    months = [str(first + i) for i in range(3)]
    heads = (
        f"<tr><td rowspan=2>项目</td><td colspan=3>月份</td></tr><tr>{''.join(f'<td>{m}</td>' for m in months)}</tr>"
    )
    rows = (
        "<tr><td>断面数</td><td>4</td><td>5</td><td>6</td></tr><tr><td>达标数</td><td>3</td><td>5</td><td>5</td></tr>"
    )
    (found,) = extract_bytes(f"<h1>水质通报</h1><table>{heads}{rows}</table>".encode(), "a.html").grids
    assert found.rows == (("断面数",), ("达标数",))
    assert [path[-1] for path in found.columns] == months
