"""Tables that a text draws with lines."""

from __future__ import annotations

from textwrap import dedent

import pytest

from gongkai.document import Grid
from gongkai.readers.text.boxes import find_boxes
from gongkai.readers.text.marks import Line
from gongkai.readers.text.reader import read

NESTED = """
    ┌────────────┬──────────────┐
    │            │申请人情况    │
    │            ├────┬─────────┤
    │申请        │    │法人     │
    │数量        │自然├────┬────┤
    │            │人  │企业│其他│
    ├──────┬─────┼────┼────┼────┤
    │      │公开 │3   │    │1   │
    │办理  ├─────┼────┼────┼────┤
    │结果  │不予 │20  │4   │0   │
    └──────┴─────┴────┴────┴────┘
"""


def cells(text: str) -> list[tuple[int, int, int, int, str]]:
    """Return row, column, spans and text of each cell of the first table."""
    document = next(iter(read(dedent(text).encode())))
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells]


def boxes(*lines: str) -> list[tuple[int, int]]:
    """Return where boxes begin and end among lines."""
    return [(box.start, box.end) for box in find_boxes([Line(text, at) for at, text in enumerate(lines, 1)])]


def test_what_spans_is_read_as_drawn():
    """A cell ends where a line is drawn, whatever other cells' lines begin beside it; what is broken in it belongs together."""
    assert cells(NESTED)[:6] == [
        (0, 0, 3, 2, "申请\n数量"),
        (0, 2, 1, 3, "申请人情况"),
        (1, 2, 2, 1, "自然\n人"),
        (1, 3, 1, 2, "法人"),
        (2, 3, 1, 1, "企业"),
        (2, 4, 1, 1, "其他"),
    ]
    assert [text for *_, text in cells(NESTED)[6:]] == ["办理\n结果", "公开", "3", "", "1", "不予", "20", "4", "0"]


def test_lines_of_plain_signs_draw_a_box_too():
    """links and w3m draw with them; a bar stands where a line begins at a side."""
    text = """
        +-----------------+
        | 项目  | 数量        |
        |-----+-----------|
        | 甲   | 公开 |  12  |
        |     |----+------|
        |     | 其他 |      |
        +-----------------+
    """
    assert cells(text) == [
        (0, 0, 1, 1, "项目"),
        (0, 1, 1, 2, "数量"),
        (1, 0, 2, 1, "甲"),
        (1, 1, 1, 1, "公开"),
        (1, 2, 1, 1, "12"),
        (2, 1, 1, 1, "其他"),
        (2, 2, 1, 1, ""),
    ]


@pytest.mark.parametrize("wide", ["────", "──"])
def test_programs_count_the_room_of_a_drawn_line_each_in_their_way(wide):
    """One column or two; all lines of a box are of one width in one of the ways."""
    box = f"┌{wide}┬{wide}┐\n│规章│12  │\n├{wide}┼{wide}┤\n│公文│3   │\n├{wide}┼{wide}┤\n│合计│15  │\n└{wide}┴{wide}┘"
    assert [text for *_, text in cells(box)] == ["规章", "12", "公文", "3", "合计", "15"]


def test_rows_without_a_line_between_them_are_told_by_their_figures():
    """Figures below each other, with room for another digit, are of several rows."""
    text = """
        +------+-------+
        | 项目 |  数量 |
        +------+-------+
        | 规章 |    12 |
        | 公文 |     3 |
        +------+-------+
    """
    assert [(row, text) for row, *_, text in cells(text)] == [
        (0, "项目"),
        (0, "数量"),
        (1, "规章"),
        (1, "12"),
        (2, "公文"),
        (2, "3"),
    ]


def test_a_figure_that_fills_its_cell_may_go_on_in_the_next_line():
    """28517 and 7 may be one figure, which was broken: such a box is not taken apart here."""
    rule, head, first = "+------+-------+", "| 项目 |  数量 |", "| 支出 | 28517 |"
    assert boxes(rule, head, rule, first, "| 合计 |     7 |", rule) == []
    assert boxes(rule, head, rule, first, rule, "| 合计 |     7 |", rule) == [(0, 7)]


def test_lines_of_several_widths_are_no_box():
    """Where lines do not fit together nothing is told by their places."""
    assert boxes("+----+----+", "| a | 1 |", "+----+----+", "| b | 2 |", "+----+----+") == []


def test_sides_that_rounding_put_beside_each_other_are_one():
    """Heads and figures whose cells are of other widths by one column stand below each other."""
    text = """
        ┌────┬────┬────┐
        │项目│制作│公开│
        ├────┼────┴┬───┤
        │规章│12   │3  │
        ├────┼─────┼───┤
        │公文│0    │1  │
        └────┴─────┴───┘
    """
    assert [(column, span) for _, column, _, span, _ in cells(text)[:6]] == [(0, 1), (1, 1), (2, 1)] * 2
