"""Tables whose cells stand in one box without rows (CSS grid, boxes that wrap)."""

from __future__ import annotations

import pytest

from readers.test_html_boxes import ROWS, boxes, grids

CELLS = [text for row in ROWS for text in row]
HEADS = (("数量",), ("金额",))
LABELS = (("甲项",), ("乙项",), ("合计",))
FIGURES = ["1", "10.50", "2", "20.25", "3", "30.75"]


def cells(texts: list[str], tag: str = "div") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def box(content: str, columns: str, more: str = "") -> str:
    return f'<div style="display:grid;grid-template-columns:{columns};{more}">{content}</div>'


@pytest.mark.parametrize(
    "columns",
    ["2fr 1fr 1fr", "repeat(3,1fr)", "[a] auto [b] repeat(2, minmax(0, 1fr))", "120px 6em 20%", "max-content 1fr auto"],
)
def test_the_columns_of_a_grid_box_part_its_cells_into_rows(columns: str):
    """However the columns are written: heads, labels and figures as in any table."""
    (grid,) = grids(box(cells(CELLS), columns))
    assert (grid.columns, grid.rows, [cell.text for cell in grid.cells]) == (HEADS, LABELS, FIGURES)


def test_rows_that_only_group_the_cells_of_a_grid_box_change_nothing():
    """``display: contents`` makes a wrapper no box."""
    (grid,) = grids(box(boxes("div class=n", "span"), "1fr 1fr 1fr"), ".n{display:contents}")
    assert (grid.columns, grid.rows) == (HEADS, LABELS)


def test_rows_that_are_grid_boxes_each_are_a_table():
    """Each has as many columns as cells."""
    (grid,) = grids(f"<div>{boxes('div class=r', 'div')}</div>", ".r{display:grid;grid-template-columns:2fr 1fr 1fr}")
    assert (grid.columns, grid.rows) == (HEADS, LABELS)


def test_heads_over_several_columns_and_rows_keep_their_spans():
    """``span`` and numbers of lines: each figure stands under its whole path."""
    heads = (
        '<b style="grid-row:span 2">单位</b><b style="grid-column:2 / 4">办件</b><b style="grid-column:4/-1;grid-row:1/3">合计</b>'
        "<b>收件</b><b>办结</b>"
    )
    rows = cells(["甲所", "4", "3", "7", "乙所", "9", "8", "17"])
    for content in (heads.replace("grid-row:1/3", "grid-row:span 2") + rows,):
        (grid,) = grids(box(content, "repeat(4, 1fr)"))
        assert grid.columns == (("办件", "收件"), ("办件", "办结"), ("合计",))
        assert [cell.text for cell in grid.cells] == ["4", "3", "7", "9", "8", "17"]


def test_a_place_that_is_left_out_is_blank():
    """A cell that begins at a later column leaves the ones before it empty."""
    rows = (
        cells(["项目", "数量", "金额", "甲项"]) + '<div style="grid-column:3">10.50</div>' + cells(["乙项", "2", "20"])
    )
    (grid,) = grids(box(rows, "1fr 1fr 1fr"))
    assert [(cell.text, cell.column) for cell in grid.cells if cell.row == 0] == [("", 0), ("10.50", 1)]


@pytest.mark.parametrize("width", ["width:33.33%", "flex:0 0 33.3%", "flex-basis:calc(33.33% - 4px)"])
def test_boxes_that_wrap_stand_below_each_other(width: str):
    """As many to a line as their widths have room."""
    (grid,) = grids(f"<ul class=w>{cells(CELLS, 'li')}</ul>", f".w{{display:flex;flex-wrap:wrap}}.w li{{{width}}}")
    assert (grid.columns, grid.rows, [cell.text for cell in grid.cells]) == (HEADS, LABELS, FIGURES)


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        ("repeat(auto-fill, 80px)", ""),
        ("1fr 1fr 1fr", "grid-auto-flow:column"),
        ("1fr 1fr 1fr", "grid-auto-flow:dense"),
        ("1fr 1fr 1fr", "direction:rtl"),
        ("subgrid", ""),
        ("none", ""),
    ],
)
def test_columns_that_cannot_be_told_make_no_table(columns: str, more: str):
    """Their number depends on the window, or they are filled in another order: the words stay text."""
    assert grids(box(cells(CELLS), columns, more)) == ()


@pytest.mark.parametrize(
    "odd",
    [
        "<div style='order:-1'>4</div>",
        "<div style='grid-column:1;grid-row:1'>4</div>",
        "四",
        "<div style='grid-area:x'>4</div>",
    ],
)
def test_boxes_that_stand_elsewhere_make_no_table(odd: str):
    """Another order than the source's, one place for two, bare text, a place by its name."""
    assert grids(box(cells(CELLS) + odd + cells(["5", "6"]), "1fr 1fr 1fr")) == ()


def test_a_grid_that_lays_out_a_page_is_none():
    """Menus, articles and cards are no figures below heads."""
    parts = ["首页", "办事大厅", "互动交流", "本站导航", "今日访问", "<p>全年受理12件。</p><p>办结9件。</p>"]
    assert grids(box(cells(parts), "1fr 3fr 1fr")) == ()
