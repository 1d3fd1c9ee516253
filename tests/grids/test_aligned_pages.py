"""Tables in text that a program made of pages: set in otherwise on each, heads printed again, characters as wide as letters."""

from __future__ import annotations

from gongkai.pipeline import extract_bytes
from gongkai.report import PrintedGrid

TOP = "青岚县水务局2023年统计公报\n一、补助发放\n全年发放如下。\n\n          表1 补助发放明细表\n\n                      单位：户、万元\n\n"


def grids(text: str) -> tuple[PrintedGrid, ...]:
    return extract_bytes((TOP + text).encode(), "a.txt").grids


def lines(first: int, last: int, margin: int) -> str:
    """Write rows as wide as if each character were one letter."""
    row = "{:<5}{:<11}{:<8}{:<7}{}\n"
    rows = [row.format(n, f"第{n}灌区", 100 + 7 * n, 31 * n, f"{n}.50") for n in range(first, last + 1)]
    return "".join(" " * margin + line for line in (row.format("序号", "灌区", "户数", "人数", "金额"), *rows))


def test_heads_printed_again_on_a_page_that_is_set_in_otherwise_go_on_in_one_table():
    """Numbers and names stay columns of their own, and nobody becomes the parent of the next page's rows."""
    (grid,) = grids(lines(1, 9, 13) + lines(10, 16, 13) + lines(17, 20, 11))
    assert grid.rows == tuple((str(n), f"第{n}灌区") for n in range(1, 21))
    assert grid.columns == (("户数",), ("人数",), ("金额",))


def test_a_page_that_goes_on_without_heads_is_not_set_in_below_the_last_one():
    """Its whole lines stand farther right: that is no indent of its labels."""
    without = lines(10, 16, 15).split("\n", 1)[1]
    rows = [path for grid in grids(lines(1, 9, 13) + without) for path in grid.rows]
    assert rows == [(str(n), f"第{n}灌区") for n in range(1, 17)]


def test_letters_that_count_two_columns_of_labels_in_one_place_count_the_columns():
    """甲乙 | 1 | 2 below the heads is no row of figures."""
    text = "        类别       序号  收案     结案\n        甲        乙    1       2\n"
    text += "".join(f"        第{n}类案件    {n}    {310 + n}     {300 + n}\n" for n in range(1, 5))
    assert all(cell.value is None or cell.value > 300 for grid in grids(text) for cell in grid.cells)
