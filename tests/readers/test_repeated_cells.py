"""Tables that a library printed with their merged cells once for each field, in text that marks no cell."""

from __future__ import annotations

import pytest

from gongkai.readers.text.cell_stream import Table
from gongkai.readers.text.marks import Line
from gongkai.readers.text.repeated_cells import find_repeated

ROWS = [
    ["（一）项"] * 4,
    ["内容", "新增", "减少", "减少"],
    ["规章", "1（含上年 9 件）", "2", "2"],
    ["文件", "", "57", "57"],
    ["（五）项"] * 4,
    ["内容", "决定", "决定", "决定"],
    ["许可", "", "", ""],
]


def lines(cells, gap=0):
    """Print cells a line each, ``gap`` empty lines between them and as many more as blank cells take; then a heading."""
    found, empty = [], -1
    for text in [*cells, "三、下一节"]:
        empty += gap + 1
        if text:
            found.append(Line(text, None, max(empty, 0)))
            empty = -1
    return found


def tables(found):
    return [[[cell.text for cell in row] for row in item.rows] for item in found if isinstance(item, Table)]


@pytest.mark.parametrize("gap", [0, 1])
def test_cells_on_lines_of_their_own_are_cut_into_rows(gap):
    """Blank cells are known by the empty lines they leave; the heading behind the table is none of its cells."""
    found = list(find_repeated(lines([cell for row in ROWS for cell in row], gap)))
    assert tables(found) == [ROWS]
    assert isinstance(found[-1], Line)


def test_rows_on_lines_of_their_own_are_cut_at_single_blanks():
    """Two blanks have a blank cell between them."""
    printed = [Line(" ".join(row), None) for row in ROWS]
    assert tables(find_repeated([Line("一段文字", None), *printed, Line("三、下一节", None, 1)])) == [ROWS]


@pytest.mark.parametrize("spoilt", [9, 10, 14])
def test_rows_with_a_cell_too_few_or_too_many_are_no_part_of_the_table(spoilt):
    """The rows above are read; a figure never stands in another column than its own."""
    cells = [cell for row in ROWS for cell in row]
    for change in ([*cells[:spoilt], *cells[spoilt + 1 :]], [*cells[:spoilt], "", *cells[spoilt:]]):
        for table in tables(find_repeated(lines(change))):
            assert table == ROWS[: len(table)]


def test_cells_of_two_lines_make_no_table():
    """A repeated cell of two lines is no two cells: cut into rows it would put heads over the wrong figures."""
    rows = [["本年制", "发件数"] * 3, *(["规章", *"12345"], ["文件", *"12345"])]
    printed = lines([cell for row in rows for cell in row])
    assert list(find_repeated(printed)) == printed


def test_rows_of_figures_without_heads_make_no_table():
    """The heads above them stand otherwise, and would be lost."""
    rows = [["规章", "规章", *"123"], ["文件", "文件", *"123"], ["许可", "许可", *"123"]]
    printed = lines([cell for row in rows for cell in row])
    assert list(find_repeated(printed)) == printed


def test_words_that_are_never_repeated_make_no_table():
    """Nothing tells how wide it is."""
    plain = lines(["内容", "新增", "减少", "规章", "1", "2", "文件", "3", "4"])
    assert list(find_repeated(plain)) == plain
