"""Levels of labels by how far they are set in, and groups whose labels stand in rows of their own."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.document import Grid, Place
from gongkai.pipeline import extract_bytes

from .build import grid, read


def _set_in(piece: Grid, *steps: float, page: int | None = None) -> Grid:
    """The labels of the rows below the head, set in by these steps; on a page each cell has its box."""
    place = Place(page=page, bbox=(0.0, 0.0, 9.0, 9.0)) if page else Place()
    cells = tuple(
        msgspec.structs.replace(c, set_in=steps[c.row - 1], place=place) if c.row and c.column == 0 else c
        for c in piece.cells
    )
    return Grid(cells=cells, place=piece.place)


_ROWS = ("指标|数量", "生产总值|30", "甲业|12", "丙业|5", "丁业|7", "乙业|18")


@pytest.mark.parametrize("page", [None, 1])
def test_labels_that_are_set_in_are_parts_of_those_above(page):
    """By the source's indents or by their places on a page: parents are the labels further out, and their sums are held."""
    (found,) = read(_set_in(grid(*_ROWS), 0.9, 5.0, 9.0, 9.04, 5.0, page=page))
    assert found.rows[1:4] == (("生产总值", "甲业"), ("生产总值", "甲业", "丙业"), ("生产总值", "甲业", "丁业"))
    assert found.rows[4] == ("生产总值", "乙业")
    assert [s.status for s in found.sums] == ["pass", "pass"]


def test_centred_labels_are_not_set_in():
    """Labels of a page that have one middle begin at different places, and are parts of none."""
    rows = ("项目|数", "教育|1", "社会保障和就业|2", "农林水|3", "住房保障支出|4")
    (found,) = read(_set_in(grid(*rows), 7.0, 2.0, 6.0, 3.0, page=1))
    assert all(len(path) == 1 for path in found.rows)


def test_a_total_that_is_centred_is_no_part():
    """合计 in the middle of its cell stands beside the rows that it adds."""
    (found,) = read(_set_in(grid("项目|数", "教育|1", "农林|2", "合计|3"), 0.5, 0.5, 6.0, page=1))
    assert found.rows == (("教育",), ("农林",), ("合计",))


@pytest.mark.parametrize(
    "style", ["padding-left:2em", "text-indent:24px", "margin-left: 1.5em", "padding:1px 2px 1px 21pt"]
)
def test_html_sets_labels_in_by_styles(style):
    """A cell's or its paragraph's padding, margin or indent says that a row is a part of the one above."""
    rows = f"<tr><td style='{style}'>甲类</td><td>2</td></tr><tr><td><p style='{style}'>乙类</p></td><td>3</td></tr>"
    page = f"<h1>柏溪县2023年统计表</h1><table><tr><td>项目</td><td>数量</td></tr><tr><td>全部</td><td>5</td></tr>{rows}</table>"
    (found,) = extract_bytes(page.encode(), "page.html").grids
    assert found.rows == (("全部",), ("全部", "甲类"), ("全部", "乙类"))


def test_lone_labels_between_full_rows_are_groups():
    """Text that lost its spans: a row of a label alone is the group of the rows below; a row that is merely blank is not."""
    rows = ("品种|批次|合格", "食品类||", "粮油|3|2", "小计|3|2", "日用品||", "纸品|4|4", "小计|4|4")
    (found,) = read(grid(*rows, spans_known=False))
    assert found.rows[0] == ("食品类", "粮油")
    assert found.rows[3] == ("日用品", "小计")
    (other,) = read(grid("项目|上年|本年", "一、甲||", "二、乙|3|2", "三、丙||", "四、丁|4|4", spans_known=False))
    assert other.rows[0] == ("一、甲",)


def test_an_empty_row_below_heads_is_blank():
    """Heads with one empty row below them, and nothing else: its cells are there, and blank."""
    (found,) = read(grid("出国费>2|接待费>2", "预算|决算|预算|决算", "|||"))
    assert [c.status for c in found.cells] == ["blank"] * 4


def test_style_sheets_set_labels_in():
    """A rule for a class says as much as the cell's own style."""
    sheet = "<style>td{padding:1px 8px}.a{padding-left:2em}.b{padding-left:4em}</style>"
    rows = "<tr><td class=a>甲类</td><td>2</td></tr><tr><td class=b>丙</td><td>2</td></tr><tr><td class=a>乙类</td><td>3</td></tr>"
    rows = f"<tr><td>项目</td><td>数量</td></tr><tr><td>全部</td><td>5</td></tr>{rows}"
    page = f"<html><head>{sheet}</head><body><h1>柏溪县2023年统计表</h1><table>{rows}</table>"
    (found,) = extract_bytes(page.encode(), "page.html").grids
    assert found.rows == (("全部",), ("全部", "甲类"), ("全部", "甲类", "丙"), ("全部", "乙类"))


def test_blanks_before_a_year_set_a_label_in_as_those_before_words():
    """A label that begins with a digit keeps the blanks that tell what it is a part of."""
    rows = "".join(
        f"<tr><td>{label}</td><td>{n}</td></tr>"
        for n, label in enumerate(("一、发行额", "　　贷款", "　　2022年债券", "二、还本额"))
    )
    page = f"<h1>柏溪县2023年债务</h1><table><tr><td>项目</td><td>数</td></tr>{rows}</table>"
    (found,) = extract_bytes(page.encode(), "page.html").grids
    assert found.rows == (("一、发行额",), ("一、发行额", "贷款"), ("一、发行额", "2022年债券"), ("二、还本额",))


def test_rows_between_a_part_and_what_stands_below_it_are_its_parts():
    """其中：甲, rows set in farther, then one at the place of 其中：甲: those between are parts of 甲. Without it they stand beside 甲."""
    (found,) = read(_set_in(grid("指标|数", "物价|9", "其中：食品|5", "粮食|3", "衣着|4"), 0.0, 4.0, 8.0, 4.0))
    assert found.rows[2:] == (("物价", "其中：食品", "粮食"), ("物价", "衣着"))
    (beside,) = read(_set_in(grid("指标|数", "物价|9", "其中：食品|5", "粮食|3", "工资|4"), 0.0, 4.0, 8.0, 0.0))
    assert beside.rows[2:] == (("物价", "粮食"), ("工资",))


def test_line_numbers_behind_a_name_hide_neither_its_place_nor_its_number():
    """项目 | 行次: what a row is a part of is told by its name; the line number stands behind it in the path."""
    rows = ("项目|行次|数", "一、甲|1|5", "  其中：乙|2|3", "        丙|3|2", "二、丁|4|1", "合计|5|6")
    blanks = (0, 2, 8, 0, 0)
    piece = grid(*rows)
    cells = tuple(
        msgspec.structs.replace(c, text=" " * blanks[c.row - 1] + c.text) if c.row and c.column == 0 else c
        for c in piece.cells
    )
    (found,) = read(Grid(cells=cells, place=piece.place))
    assert found.rows == (
        ("一、甲", "1"),
        ("一、甲", "其中：乙", "2"),
        ("一、甲", "丙", "3"),
        ("二、丁", "4"),
        ("合计", "5"),
    )
