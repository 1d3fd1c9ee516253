"""Tables of text whose bars stand below each other without a line between the rows."""

from __future__ import annotations

from textwrap import dedent

from gongkai.document import Grid
from gongkai.readers.text.reader import read


def rows(text: str) -> list[list[str]]:
    """Return the rows of the first table of a text."""
    document = next(iter(read(dedent(text).encode())))
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


def test_a_cell_that_is_full_goes_on_in_the_line_below():
    """A label is as wide as its column; its last digit is no figure."""
    text = """
        |指标      |单位 |数量 |
        |（一）同一|条   |     |
        |舆情只计1 |     |     |
        |次        |     |     |
        |2.公开规范|件   |12   |
        |性文件数  |     |     |
        |3.其他    |件   |3    |
    """
    assert rows(text) == [
        ["指标", "单位", "数量"],
        ["（一）同一\n舆情只计1\n次", "条", ""],
        ["2.公开规范\n性文件数", "件", "12"],
        ["3.其他", "件", "3"],
    ]


def test_a_row_begins_where_a_cell_with_room_has_more_below():
    """公文 and its figures are a row of their own, though the label above fills its column; so is a label with a number."""
    text = """
        |规范文件|0   |1   |
        |公文    |20  |3   |
        |1.甲乙丙|    |    |
        |2.丁    |    |    |
        |合计数字|20  |    |
        |说明    |    |    |
    """
    assert rows(text)[:4] == [["规范文件", "0", "1"], ["公文", "20", "3"], ["1.甲乙丙", "", ""], ["2.丁", "", ""]]
    assert rows(text)[4] == ["合计数字\n说明", "20", ""]


def test_columns_of_one_digit_are_no_broken_figures():
    """Figures below each other in several columns are of two rows, however narrow they are."""
    text = """
        |规章|0|1|    |
        |公文|2|3|    |
        |命令|4|5|    |
        |合计|6|9|    |
        |其他|0|0|    |
    """
    assert [row[:3] for row in rows(text)] == [
        ["规章", "0", "1"],
        ["公文", "2", "3"],
        ["命令", "4", "5"],
        ["合计", "6", "9"],
        ["其他", "0", "0"],
    ]
