"""The title, and agency and year from it."""

import pytest

from gongkai.document import Document, Grid, GridCell
from gongkai.outline import read_outline
from gongkai.outline.title import agency_of_title, title_in_cells, year_of

from .build import HEADS, codes, document, plain, read, specs

TITLE = "云溪县财政局2023年政府信息公开年报"
BODY = "\n".join(f"{head}\n正文。" for head in HEADS)


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("云溪县财政局2023年政府信息公开工作年度报告", "云溪县财政局"),
        ("2023年度云溪县财政局政府信息公开年报", "云溪县财政局"),
        ("青岚市政府信息公开年报", "青岚市"),
        ("青岚市人民政府信息公开年度报告", "青岚市人民政府"),
        ("青岚市人民政府政府信息公开工作年度报告", "青岚市人民政府"),
        ("青岚市2023年人民政府信息公开工作报告", "青岚市人民政府"),
        ("关于云溪县财政局2023年信息公开工作年度报告", "云溪县财政局"),
        ("云溪县财政局（本级）2023年政府信息公开工作年度报告", "云溪县财政局"),
        ("云溪县政府门户网站云溪县财政局2023年政府信息公开工作年度报告", "云溪县财政局"),
        ("云溪县信息网络中心2023年政府信息公开工作年度报告", "云溪县信息网络中心"),
        ("2021年度政府信息公开工作年度报告", None),
        ("本机关2021年度政府信息公开工作年度报告", None),
        ("云溪县财政局关于2023年度政府信息公开工作情况的报告", "云溪县财政局"),
    ],
)
def test_the_agency_in_a_title(title, agency):
    """The agency is the title without the year up to 政府信息公开, with the 政府 of 人民政府 given back."""
    assert agency_of_title(title) == agency


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("云溪县2023年政府信息公开工作年度报告", 2023),
        ("云溪县二〇二三年政府信息公开工作年度报告", 2023),
        ("云溪县2023政府信息公开年报", 2023),
        ("2021年度政府信息公开2021年度报告", 2021),
        ("云溪县2021至2022年政府信息公开年报", None),
        ("云溪县政府信息公开年报", None),
    ],
)
def test_the_year_in_a_title(title, year):
    """A year may be written with Chinese digits or without 年; two years are none."""
    assert year_of(title) == year


@pytest.mark.parametrize(
    "lines",
    [
        ["云溪县人民政府", "2023 年政府信息公开工作年度报告"],
        ["云溪县人民政府2023年政府", "信息公开工作年度报告"],
        ["云溪县人民政府", "2023年度政府", "信息公开工作年度报告"],
        ["云溪县人民政府", "2023年", "政府信息公开工作年度报告"],
        ["云溪县人民", "政府2023年政府信息公开工作年度报告"],
        ["2023年", "云溪县人民政府政府信息公开工作年度报告"],
        ["云溪县人民政府政府信息公开工作年度报告", "（2023年度）"],
    ],
)
def test_a_title_broken_over_lines(lines):
    """One to three lines make the title, and none of them stays in the preamble."""
    outline = read("\n".join([*lines, "根据要求编制本报告。", BODY]))
    assert outline.title == "".join(lines).replace(" ", "")
    assert (outline.agency, outline.year) == ("云溪县人民政府", 2023)
    assert outline.sections[0].text == "根据要求编制本报告。"


def test_a_line_is_not_put_before_a_title_that_names_its_agency():
    """The publisher in a page's head is not part of the title."""
    outline = read(f"青岚市政务服务管理局\n云溪县财政局2023年政府信息公开工作年度报告\n{BODY}")
    assert outline.title == "云溪县财政局2023年政府信息公开工作年度报告"
    assert outline.agency == "云溪县财政局"


def test_the_title_that_says_most_is_preferred():
    """Of titles that are not alike the one with agency and year is taken."""
    lines = "云溪县财政局政府信息公开年报\n云溪县财政局2023年政府信息公开工作年度报告\n2023年政府信息公开年报"
    outline = read(f"{lines}\n{BODY}")
    assert outline.title == "云溪县财政局2023年政府信息公开工作年度报告"
    assert outline.sections[0].key == "overview"


@pytest.mark.parametrize(
    "line",
    [
        "附件：云溪县2023年政府信息公开工作年度报告",
        "云溪县2023年政府信息公开工作年度报告.pdf",
        "当前位置：首页 > 政府信息公开年报",
        "首页 > 公开 > 政府信息公开年度报告",
        "{{ title }}政府信息公开年度报告",
        "名称：政府信息公开工作年度报告",
        "关于报送2023年政府信息公开工作年度报告的函",
        "现将云溪县2023年政府信息公开工作年度报告",
        "根据要求，现公布云溪县2023年政府信息公开工作年度报告。",
    ],
)
def test_what_is_no_title(line):
    """Attachments, breadcrumbs, fields, unfilled templates and covering notices are no titles."""
    outline = read(f"{line}\n{BODY}")
    assert outline.title is None
    assert "title_missing" in codes(outline)


def test_the_declared_title_is_the_last_resort():
    """Where no line is a title, what the page's head declares is one if it looks like one."""
    named = "云溪县财政局2023年政府信息公开工作年度报告_云溪县人民政府"
    assert read(BODY, title=named).title == "云溪县财政局2023年政府信息公开工作年度报告"
    assert read(BODY, title="Microsoft Word - 文档1").title is None
    assert read(plain(), title=named).year == 2024


def test_an_unreadable_title_is_reported_once():
    """An empty document gives an outline without anything, and says so."""
    outline = read_outline(Document(blocks=(), reader="test"), specs(), {})
    assert (outline.title, outline.agency, outline.year, outline.sections) == (None, None, None, ())
    assert document("")[1] == {}


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "栏目：政府信息公开年报\n标题：云溪县财政局2023年政府信息公开工作年度报告",
            "云溪县财政局2023年政府信息公开工作年度报告",
        ),
        (
            "标题： 云溪县财政局2023年政府信息公开工作年度报告 发布时间：2024-01-12",
            "云溪县财政局2023年政府信息公开工作年度报告",
        ),
        (
            "云溪县财政局2023年政府信息公开年报\n所属类别: 政府信息公开工作年度报告",
            "云溪县财政局2023年政府信息公开年报",
        ),
        ("【文章分类】：政府信息公开年报", None),
        (
            "名 称：云溪县财政局2023年政府信息公开年报\n文件类别：政府信息公开年报",
            "云溪县财政局2023年政府信息公开年报",
        ),
        (
            "标题 云溪县财政局2023年政府信息公开年报\n发布机构 云溪县财政局\n体裁分类 政府信息公开年报",
            "云溪县财政局2023年政府信息公开年报",
        ),
        ("[政府信息公开年报] 云溪县财政局2023年政府信息公开年报", "云溪县财政局2023年政府信息公开年报"),
    ],
)
def test_a_label_with_a_colon_is_no_title(head, title):
    """What a site prints beside a text (栏目：X) is no title of it; 标题：X gives X."""
    assert read(f"{head}\n{BODY}").title == title


@pytest.mark.parametrize(
    "rows",
    [(("标　题", TITLE), ("分类", "政府信息公开年报")), (("信息名称：" + TITLE, "索引号：12"),), (("名称：", TITLE),)],
)
def test_a_table_at_the_head_states_the_title(rows):
    """A title in a cell behind its label, or in the label's own cell, is the title; the category beside it is none."""
    cells = tuple(GridCell(row=i, column=j, text=text) for i, row in enumerate(rows) for j, text in enumerate(row))
    assert title_in_cells([Grid(cells=cells)]).text == TITLE


def test_a_category_in_a_table_is_no_title():
    """A cell that ends as a title does, behind a label of another kind, states none."""
    cells = (GridCell(row=0, column=0, text="信息分类"), GridCell(row=0, column=1, text="政府信息公开年报"))
    assert title_in_cells([Grid(cells=cells)]) is None


def test_another_body_in_the_preamble_is_told():
    """Where title and preamble name different bodies, an issue names both; a shorter form of one name is none."""
    head = "云溪县财政局2023年政府信息公开工作年度报告\n本报告由{}编制。"
    assert "agency_conflict" in codes(read(f"{head.format('青岚县教育局')}\n{BODY}"))
    assert "agency_conflict" not in codes(read(f"{head.format('云溪县财政局')}\n{BODY}"))
