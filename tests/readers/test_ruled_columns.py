"""Tables of text whose columns dashes draw, and Markdown's without outer bars, come out as tables."""

from __future__ import annotations

import pytest

from gongkai import extract
from gongkai.readers.text.markup import without_markup
from gongkai.readers.text.markup_tables import with_outer_bars
from gongkai.readers.text.ruled_columns import rows_in_bars

PLAIN = """\
  类别       收案   办结
  ---------- ------ ------
  行政复议   36     33
  行政应诉          14

  : 2023年案件（单位：件）
"""
SIMPLE = """\
.. table:: 2023年案件（单位：件）

   ======== ==== ====
   类别     收案 办结
   ======== ==== ====
   行政复议 36   33
   行政应诉      14
   ======== ==== ====
"""
HEADLESS = """\
  ---------- ------ ------
  类别       收案   办结
  行政复议   36     33
  行政应诉          14
  ---------- ------ ------
"""


@pytest.mark.parametrize("text", [PLAIN, SIMPLE, HEADLESS])
def test_dashes_tell_columns_and_blank_cells(text: str):
    """Each way to draw columns gives the same table; a blank cell stays blank under its own head."""
    report = extract(f"青岚县2023年案件情况\n\n一、情况\n\n全年情况如下。\n\n{text}\n".encode(), name="a.txt")
    (grid,) = report.grids
    assert grid.columns == (("收案",), ("办结",))
    assert grid.rows == (("行政复议",), ("行政应诉",))
    assert [cell.text for cell in grid.cells] == ["36", "33", "", "14"]


@pytest.mark.parametrize("text", [PLAIN, SIMPLE])
def test_the_caption_of_such_a_table_loses_its_marks(text: str):
    """What is marked as a table's caption, above or below, is the grid's caption without the mark."""
    report = extract(f"青岚县案件情况\n\n一、情况\n\n全年情况如下。\n\n{text}\n".encode(), name="a.txt")
    assert (report.grids[0].caption, report.grids[0].unit) == ("2023年案件（单位：件）", "件")


def test_rows_of_several_lines_are_one_row():
    """Where blank lines part the rows, what stands below each other in a cell belongs together."""
    lines = ["------ ----", "名称   数", "", "行政   12", "复议", "", "应诉   3", "------ ----"]
    found = rows_in_bars(lines)
    assert [line for line in found if line] == ["| 名称 | 数 |", "| 行政\n复议 | 12 |", "| 应诉 | 3 |"]


def test_a_blank_line_between_groups_of_rows_joins_none_of_them():
    """Figures that stand below each other are rows: a cell may be wrapped, but holds one figure."""
    lines = ["------ ----", "名称   数", "------ ----", "行政   12", "应诉   3", "", "调解   4", "------ ----"]
    found = rows_in_bars(lines)
    assert [line for line in found if line] == ["| 名称 | 数 |", "| 行政 | 12 |", "| 应诉 | 3 |", "| 调解 | 4 |"]


def test_words_across_a_column_s_edge_leave_a_text_as_it_is():
    """Dashes over words that do not keep to their columns draw no table."""
    lines = ["--- ---", "一行跨过两列的文字", "甲  乙", ""]
    assert rows_in_bars(lines) == lines


def test_markdown_rows_without_outer_bars_are_rows():
    """Below a line of dashes with bars each line with as many cells is a row; a sentence with a bar is none."""
    lines = ["名称 | 数", "--- | ---:", "甲 | 30", "乙 | 45", "", "甲|乙 并列"]
    assert with_outer_bars(lines) == ["| 名称 | 数 |", "--- | ---:", "| 甲 | 30 |", "| 乙 | 45 |", "", "甲|乙 并列"]


@pytest.mark.parametrize("lines", [["# 一", *[""] * 300_000], ["-- " * 100_000, "甲 " * 100_000]])
def test_a_text_that_only_looks_for_columns_costs_no_more_than_its_length(lines: list[str]):
    """A text of blank lines, or of dashes for a hundred thousand columns, is done in a moment and draws no table."""
    assert [line.strip(" #") for line in without_markup("\n".join(lines)).lines] == [line.strip(" #") for line in lines]
