"""Columns and rows that only count, and tables side by side, are told from figures before a table is read."""

from __future__ import annotations

import pytest

from gongkai.document import Grid, GridCell
from gongkai.forms.load import load_forms
from gongkai.tables.fragments import Piece, Solid
from gongkai.tables.mend.halves import put_halves_apart
from gongkai.tables.mend.line_numbers import drop_line_numbers
from gongkai.tables.vocabulary import vocabularies


def solid(text: str) -> Solid:
    """Make a grid: a line a row, cells parted by bars."""
    cells = tuple(
        GridCell(row=r, column=c, text=cell.strip())
        for r, line in enumerate(text.strip().splitlines())
        for c, cell in enumerate(line.split("|"))
    )
    return Solid(Grid(cells=cells), 0)


def rows(made: Piece) -> list[list[str]]:
    assert isinstance(made, Solid)
    return [[cell.text for cell in row] for row in made.grid.rows() if row]


def counted(text: str) -> list[list[str]]:
    (found,) = drop_line_numbers((solid(text),), vocabularies(load_forms()))
    return rows(found)


def apart(text: str) -> list[list[str]]:
    (found,) = put_halves_apart((solid(text),), ())
    return rows(found)


@pytest.mark.parametrize("head", ["行次", "序号", "行 次", "栏次"])
@pytest.mark.parametrize("numbers", ["1 2 3", "（1） （2） （3）", "① ② ③", "11 12 15", "01 02 03"])
def test_a_column_that_counts_is_no_column_of_figures(head, numbers):
    """Its head says so, and its numbers rise."""
    one, two, three = numbers.split()
    found = counted(f"项目|{head}|数量\n甲项|{one}|412\n乙项|{two}|15\n丙项|{three}|7")
    assert found == [["项目", "数量"], ["甲项", "412"], ["乙项", "15"], ["丙项", "7"]]


@pytest.mark.parametrize(
    "text",
    [
        "项目|行次|数量\n甲项|3|412\n乙项|2|15",
        "项目|次数|数量\n甲项|1|412\n乙项|2|15",
        "项目|序号|数量\n甲项|A1|4\n乙项|B|15",
    ],
)
def test_a_column_that_does_not_count_stays(text):
    """Numbers that fall, words, or a head of another meaning."""
    assert counted(text) == rows(solid(text))


@pytest.mark.parametrize("numbers", ["栏次|1|2|3", "|(1)|(2)|(3)", "甲|1|2|3", "|①|②|③"])
def test_a_row_below_the_heads_that_counts_the_columns_is_no_row(numbers):
    """Figures stand below it."""
    found = counted(f"项目|自然人|其他|总计\n{numbers}\n甲项|4|2|6")
    assert found == [["项目", "自然人", "其他", "总计"], ["甲项", "4", "2", "6"]]


@pytest.mark.parametrize("text", ["项目|自然人|其他\n予以公开|1|2\n部分公开|3|4", "甲|乙|丙\n1|2|3\n4|5|6"])
def test_figures_that_happen_to_count_stay(text):
    """A row with its label, or a row of nothing else that may be the first one."""
    assert counted(text) == rows(solid(text))


def test_two_tables_side_by_side_are_read_one_after_the_other():
    """Heads repeat, and each half begins with words; the left half comes first."""
    text = "项目|行次|金额|项目|行次|金额\n甲|1|5|丁|4|8\n乙|2|6|戊|5|9\n丙|3|7|己|6|1"
    assert apart(text)[4:6] == [["项目", "行次", "金额"], ["丁", "4", "8"]]


@pytest.mark.parametrize(
    "text", ["维持|纠正|维持|纠正\n1|2|3|4\n5|6|7|8", "项目|金额|项目|金额\n甲|1|乙|2", "项目|数|额\n甲|1|2"]
)
def test_heads_that_repeat_over_figures_are_one_table(text):
    """Or over too little to tell."""
    assert apart(text) == rows(solid(text))
