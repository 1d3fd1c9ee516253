"""Heads that a page's end cut in two."""

from __future__ import annotations

import msgspec

from gongkai.document import Grid, Place

from .build import grid, read


def drawn(piece: Grid, page: int, edges: tuple[float, ...]) -> Grid:
    """A piece whose columns have these edges on its page."""
    cells = tuple(
        msgspec.structs.replace(
            c,
            place=Place(
                page=page, bbox=(edges[c.column], 20.0 * c.row, edges[c.column + c.column_span], 20.0 * c.row + 20)
            ),
        )
        for c in piece.cells
    )
    return msgspec.structs.replace(piece, cells=cells, place=Place(page=page, bbox=(edges[0], 0.0, edges[-1], 90.0)))


def test_the_upper_heads_stand_over_the_columns_of_the_next_page():
    """其中 alone on its page, 基本 and 项目 on the next: both are below it, and every figure under its whole path."""
    heads = drawn(grid("科目|合计|其中"), 1, (30, 100, 200, 340))
    body = drawn(grid("||基本|项目", "教育|30|20|10", "农林|5|3|2"), 2, (30, 100, 200, 270, 340))
    (found,) = read("支出表", heads, body)
    assert found.columns == (("合计",), ("其中", "基本"), ("其中", "项目"))
    assert found.rows == (("教育",), ("农林",))
    assert len(found.parts) == 2


def test_a_table_with_other_sides_is_another_table():
    """Where the sides of the pieces differ nothing is joined."""
    heads = drawn(grid("科目|合计|其中"), 1, (30, 100, 200, 300))
    body = drawn(grid("||基本|项目", "教育|30|20|10"), 2, (30, 100, 200, 270, 340))
    assert len(read("支出表", heads, body)) == 2


def test_a_total_alone_on_its_page_stands_in_the_columns_above():
    """合计 over two merged labels shows one column on its page: its figures stand under the heads of the page before."""
    body = drawn(grid("序号|名称|数量|金额", "1|校车|3|20", "2|食堂|4|30", "3|茶园|4|30"), 1, (30, 60, 100, 200, 340))
    total = drawn(grid("合计|11|80"), 2, (30, 100, 200, 340))
    (found,) = read("支出表", body, total)
    assert found.rows[-1] == ("合计",)
    assert [cell.value for cell in found.cells if cell.row == 3] == [11, 80]


def test_a_piece_with_sides_of_its_own_between_is_another_table():
    """Where a column of the next page stands across two of this one, nothing is joined."""
    body = drawn(grid("序号|名称|数量|金额", "1|校车|3|20", "2|食堂|4|30", "3|茶园|4|30"), 1, (30, 60, 100, 200, 340))
    other = drawn(grid("合计|11|80"), 2, (30, 100, 260, 340))
    assert len(read("支出表", body, other)) == 2
