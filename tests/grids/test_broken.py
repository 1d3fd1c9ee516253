"""Figures that a narrow column breaks over lines, heads whose spans are lost, and numbers that count columns in marked text."""

from __future__ import annotations

import msgspec

from gongkai.document import Grid, Place

from .build import grid, read, table


def on_a_page(*rows: str) -> Grid:
    """The same cells as a reader of pages gives them; ``/`` breaks a line."""
    piece = grid(*rows)
    cells = tuple(
        msgspec.structs.replace(c, text=c.text.replace("/", "\n"), place=Place(page=1, table=0)) for c in piece.cells
    )
    return msgspec.structs.replace(piece, cells=cells)


def test_a_figure_that_is_broken_within_its_decimals_is_whole():
    """20.1 above 5 is 20.15 where all other figures have two decimals, and 1, above 234.50 is 1,234.50."""
    (found,) = read(
        on_a_page("单位|合计|车辆|接待|会议", "甲局|20.1/5|10.19|1,/234.50|9.96", "乙局|12.34|1.00|3.00|0.50")
    )
    assert [c.value for c in found.cells[:4]] == [20.15, 10.19, 1234.5, 9.96]
    assert found.cells[0].text == "20.15"


def test_figures_below_each_other_in_a_cell_are_not_put_together():
    """Where decimals differ, or a line ends as a figure does, nothing tells one figure from two: none is given."""
    for rows in (("合计|甲|乙", "20.1/5|10.19|3.1", "1.5|2.25|3"), ("合计|甲|乙", "20/15|10|31", "15|22|30")):
        (found,) = read(on_a_page(*rows))
        first = next(c for c in found.cells if (c.row, c.column) == (0, 0))
        assert (first.value, first.status) == (None, "unreadable")


def test_broken_figures_are_no_labels():
    """A first column of figures that are broken over lines names no rows."""
    (found,) = read(on_a_page("合计|甲|乙", "20/15|10|31", "15/11|22|30"))
    assert all("20" not in label for row in found.rows for label in row)


def test_a_blank_below_a_head_is_its_own_where_spans_are_lost():
    """Under 接待 nothing is printed in the lowest line of heads: it is no part of the group beside it."""
    rows = ("预算|||", "合计|公车||接待", "|小计|购置|", "1|2|3|4", "9|5|3|4")
    (found,) = read(grid(*rows, spans_known=False))
    assert table(found) == {
        ("", "预算 / 合计 / 1"): "9",
        ("", "预算 / 公车 / 小计 / 2"): "5",
        ("", "预算 / 公车 / 购置 / 3"): "3",
        ("", "预算 / 接待 / 4"): "4",
    }


def test_brackets_and_signs_hold_a_broken_figure_together():
    """(418.3 above 5) is -418.35 as printed, and a sign alone on its line belongs to a figure that is broken itself."""
    (found,) = read(on_a_page("单位|合计|车辆|接待", "甲局|(418.3/5)|10.19|-/1707./32", "乙局|12.34|1.00|3.00"))
    assert [c.text for c in found.cells[:3]] == ["(418.35)", "10.19", "-1707.32"]
    assert found.cells[2].value == -1707.32


def test_a_sign_above_a_whole_figure_is_not_its_own():
    """- above 12.50 may be no figure in one row and 12.50 in the next: nothing is given."""
    (found,) = read(on_a_page("单位|合计|车辆|接待", "甲局|-/12.50|10.19|5.00", "乙局|12.34|1.00|3.00"))
    assert found.cells[0].value is None


def test_each_column_has_decimals_of_its_own():
    """A share with one decimal says nothing of figures with two: 20.1 above 5 is 20.15, and 602. above 5% is 602.5%."""
    (found,) = read(
        on_a_page("单位|合计|占比", "甲局|20.1/5|12.5%", "乙局|12.34|602./5%", "丙局|1.00|7.0%", "丁局|3.25|1.5%")
    )
    assert [c.value for c in found.cells[:4]] == [20.15, 12.5, 12.34, 602.5]
