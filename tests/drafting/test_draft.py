"""Blank tables as people draw them, and the forms that are drafted from them.

A line of ``blank`` is a row, ``|`` parts cells, ``=`` is part of the cell to its left, ``^`` of the cell above.
"""

from __future__ import annotations

import re

import pytest

from gongkai.document import Document, Grid, GridCell, Paragraph
from gongkai.drafting.draft import draft_form
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms, parse_form
from gongkai.forms.model import Form
from gongkai.steps import interpret


def grid(text: str, fill: bool = False) -> Grid:
    """Draw a table; ``fill`` writes 11, 12, … into what is empty."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    number = iter(range(11, 999))
    cells = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in ("=", "^"):
                continue
            wide = next((i for i in range(c + 1, len(row)) if row[i] != "="), len(row)) - c
            high = next((i for i in range(r + 1, len(rows)) if rows[i][c] != "^"), len(rows)) - r
            written = str(next(number)) if fill and cell in ("", "0", "××") else cell
            cells.append(GridCell(row=r, column=c, text=written, row_span=high, column_span=wide))
    return Grid(cells=tuple(cells))


def drafted(table: str, *lines: str) -> tuple[Form, Form, list[int | float | None], tuple[str, ...]]:
    """Draft a form from a table under some lines, and read the filled table with it and the packaged forms."""
    before = tuple(Paragraph(text=line) for line in lines)
    draft = draft_form(Document(blocks=(*before, grid(table)), reader="test"), "my-form")
    form = parse_form(draft.text, "draft")
    found = interpret(Document(blocks=(*before, grid(table, fill=True)), reader="test"), (*load_forms(), form))
    values = [cell.value for read in found.tables.values() for cell in read.cells]
    return form, draft.text, values, draft.remarks


def numbers(count: int) -> list[int]:
    return list(range(11, 11 + count))


def test_ordinals_and_remarks_are_no_figures():
    """序号 is no label; 备注 is left out, and that is said."""
    form, _, values, remarks = drafted(
        """
序号 | 指标       | 数量 | 备注
1    | 审核文件数 |      |
2    | 培训场次   |      |
合计 | =          |      |
""",
        "工作统计表",
    )
    assert [line.label for line in form.tables[0].lines] == ["审核文件数", "培训场次", "合计"]
    assert values == [11, 13, 15]
    assert remarks == ("table ?: the column “备注” is left out: it holds words",)


def test_a_column_of_units_gives_each_row_its_own():
    """单位 beside the labels; （单位：万元） above the table is every column's."""
    form, _, values, _ = drafted(
        """
指标       | 单位 | 数量
审核文件数 | 件   |
培训场次   | 场   |
""",
        "工作统计表",
    )
    assert [slot.unit for slot in form.tables[0].slots] == ["件", "场"]
    assert values == numbers(2)
    form, *_ = drafted("项目 | 金额\n公务接待费 | ", "经费统计表", "单位：万元")
    assert [(slot.unit, slot.kind) for slot in form.tables[0].slots] == [("万元", "money")]


def test_merged_heads_and_labels_become_trees():
    """Groups have no key; a unit in brackets is the column's; the sum of a 合计 is proposed."""
    form, text, values, _ = drafted(
        """
类别 | =      | 本年 | =            | 上年件数
^    | ^      | 件数 | 金额（万元） | ^
甲类 | 子类一 |      |              |
^    | 子类二 |      |              |
乙类 | =      |      |              |
合计 | =      |      |              |
""",
        "一、概况",
        "二、办件情况",
    )
    (table,) = form.tables
    assert [c.parents for c in table.blocks[0].columns] == [("本年",), ("本年",), ()]
    assert [line.parents for line in table.lines] == [("甲类",), ("甲类",), (), ()]
    assert {(s.unit, s.kind) for s in table.slots if s.column == "c2"} == {("万元", "money")}
    assert "left: r1 + r2 + r3, right: r4}" in text
    assert values == numbers(12)
    assert (table.spec.section, table.spec.label) == ("s2", "办件情况")


def test_new_heads_begin_a_block_and_a_wide_label_a_group():
    """A title above heads is the block's; inside a block a wide cell is a group of rows."""
    form, _, values, _ = drafted(
        """
第一部分 | =    | =
事项     | 数量 | 变化（增/减）
甲组     | =    | =
事项一   |      |
乙组     | =    | =
事项二   |      |
第二部分 | =    | =
事项     | 金额 | =
事项三   |      | =
""",
        "情况表",
    )
    (table,) = form.tables
    assert [block.spec.label for block in table.blocks] == ["第一部分", "第二部分"]
    assert [item.label for item in table.items if item.role == "group"] == ["甲组", "乙组"]
    assert {slot.column: slot.kind for slot in table.slots} == {"c1": "count", "c2": "change", "c3": "count"}
    assert values == numbers(5)


def test_one_line_of_figures_stands_across():
    """Outer heads over the same columns are rows side by side; plain heads are one row."""
    both = """
复议 | =    | 诉讼 | =
维持 | 纠正 | 维持 | 纠正
     |      |      |
"""
    form, _, values, _ = drafted(both, "情况表")
    assert [(s.row, s.column) for s in form.tables[0].slots] == [("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2")]
    assert values == numbers(4)
    form, _, values, _ = drafted("机构数 | 专职人员数 | 兼职人员数\n | | ", "机构情况表")
    assert [(s.row, s.column) for s in form.tables[0].slots] == [("r1", "c1"), ("r1", "c2"), ("r1", "c3")]
    assert values == numbers(3)


def test_rows_struck_out_are_labels_and_fillers_are_cells():
    """—— stands where no figure is asked for; 0 and ×× where one is."""
    form, _, values, _ = drafted(
        """
统计指标       | 单位 | 统计数
一、公开情况   | ——   | ——
（一）公开件数 | 件   | ××
其中：文件数   | 件   | 0
""",
        "统计表",
    )
    assert [line.label for line in form.tables[0].lines] == ["（一）公开件数", "其中：文件数"]
    assert values == numbers(2)


def test_a_table_without_heads_has_one_column_without_a_name():
    """The figure beside a label is told by its place."""
    _, _, values, _ = drafted("机构总数 | \n专职人员数 | \n兼职人员数 | ", "基本情况表")
    assert values == numbers(3)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("单位名称 | | 填表人 | \n在编人数 | | 实有人数 | ", "take turns"),
        ("序号 | 项目名称 | 金额\n1 | | \n2 | | ", "the author of a report writes them"),
        ("甲 | 乙\n丙 | 丁", "wait for figures"),
    ],
)
def test_what_is_no_form_is_refused_with_the_reason(table, why):
    """Labels and values in turns, lists that the author labels, tables without an empty cell."""
    with pytest.raises(SourceError, match=why):
        draft_form(Document(blocks=(grid(table),), reader="test"), "my-form")


@pytest.mark.parametrize(
    ("title", "subject", "ends"),
    [
        ("××县××局××年法治政府建设年度报告（样式）", "法治政府建设", "年度报告"),
        ("2024年度法治政府建设情况报告", "法治政府建设", "情况报告"),
        ("XX单位XXXX年度“三公”经费支出情况表", "“三公”经费支出", "情况表"),
        ("附件2：法治政府建设年报", "法治政府建设", "年报"),
    ],
)
def test_a_title_says_what_the_reports_are_about(title, subject, ends):
    """Agency and year are the author's, the rest is the form's."""
    form, *_ = drafted("事项 | 数量\n受理数量 | \n办结数量 | ", title, "一、概况")
    assert (form.spec.titles.subjects, form.spec.titles.ends) == ((subject,), (ends,))


def test_headings_become_sections_and_subsections():
    """一、 and （一）; sentences and long lines are none."""
    lines = ("一、概况", "（文字描述）", "二、办件情况", "（一）受理", "各单位应当据实填写，不得漏报。")
    form, text, *_ = drafted("事项 | 数量\n受理数量 | ", *lines)
    assert [(s.key, [c.key for c in s.sections]) for s in form.spec.sections] == [("s1", []), ("s2", ["s2.1"])]
    assert re.search(r"section: s2$", text, re.MULTILINE)
