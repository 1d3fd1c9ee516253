"""Rows that the end of a page tore: whole where the table shows it, doubtful where nothing does."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.document import Grid, Place
from gongkai.grids.torn_rows import is_torn, untorn, without_torn_rows
from gongkai.report import PrintedGrid

from .build import grid, read

_EDGES = (0.0, 30.0, 70.0, 130.0, 190.0)


def on_page(page: int, *rows: str, merged: tuple[int, int, int] | None = None) -> Grid:
    """A piece of a table on its page; ``/`` breaks a line, ``merged`` is a cell (row, column) and how many rows it spans."""
    piece = grid(*rows)
    cells = []
    for c in piece.cells:
        deep = merged[2] if merged and merged[:2] == (c.row, c.column) else 1
        if merged and c.column == merged[1] and merged[0] < c.row < merged[0] + merged[2]:
            continue
        box = (_EDGES[c.column], 15.0 * c.row, _EDGES[c.column + 1], 15.0 * (c.row + deep))
        place = Place(page=page, bbox=box, table=page)
        cells.append(msgspec.structs.replace(c, text=c.text.replace("/", "\n"), row_span=deep, place=place))
    place = Place(page=page, bbox=(0.0, 0.0, _EDGES[-1], 15.0 * len(rows)), table=page)
    return msgspec.structs.replace(piece, cells=tuple(cells), place=place)


def rows_of(found: PrintedGrid) -> dict[tuple[str, ...], list[float | int | None]]:
    """The figures of each row."""
    values: dict[tuple[str, ...], list[float | int | None]] = {path: [] for path in found.rows}
    for cell in found.cells:
        values[found.rows[cell.row]].append(cell.value)
    return values


@pytest.mark.parametrize(
    ("last", "first"),
    [("4|献血宣|89|40", "|传项目||"), ("4|献血宣||", "|传项目|89|40"), ("4|献血宣|89|", "|传项目||40")],
)
def test_a_torn_label_is_whole_where_its_row_alone_has_no_number(last: str, first: str):
    """The label fills its cell and the rest has no number, as every other row has: one row, wherever its figures stand."""
    (found,) = read(
        on_page(1, "序号|名称|调解|文保", "1|供水登/记项目|7|2", "2|试验登/记项目|3|5", "3|桥梁校/车项目|1|7", last),
        on_page(2, first, "5|采购维/修项目|6|57"),
    )
    assert rows_of(found)[("4", "献血宣传项目")] == [89, 40]
    assert ("5", "采购维修项目") in found.rows
    assert len(found.rows) == 5


def test_a_figure_torn_with_its_label_is_whole():
    """929.4 and 3 are 929.43 where the row is one and every figure has two decimals."""
    (found,) = read(
        on_page(
            1, "序号|名称|调解|文保", "1|供水登/记项目|7.10|2.25", "2|试验登/记项目|3.33|5.01", "3|桥梁校|929.4|0.50"
        ),
        on_page(2, "|车项目|3|", "4|献血宣/传项目|6.00|57.20", "5|采购维/修项目|6.00|57.20"),
    )
    assert rows_of(found)[("3", "桥梁校车项目")] == [929.43, 0.5]


def test_nothing_is_given_beside_a_label_that_may_be_torn():
    """Without a number that tells, a row without figures may be one of its own: both labels say so, and neither row gives a figure."""
    (found,) = without_torn_rows(
        read(
            on_page(1, "名称|调解|文保", "供水登/记项目|7|2", "试验登/记项目|3|5", "献血宣|89|40"),
            on_page(2, "传项目||", "采购维/修项目|6|57"),
        )
    )
    assert rows_of(found)[("献血宣〓",)] == [None, None]
    assert [is_torn(path) for path in found.rows] == [False, False, True, True, False]
    assert [untorn(path) for path in found.rows[2:4]] == [("献血宣",), ("传项目",)]
    assert {cell.status for cell in found.cells if cell.row in (2, 3)} == {"ambiguous"}
    assert rows_of(found)[("采购维修项目",)] == [6, 57]


@pytest.mark.parametrize("first", ["其中：甲||", "合计||", "二、项目||"])
def test_a_row_that_begins_anew_is_its_own(first: str):
    """Part, total and numbered rows without figures are rows, however full the label above them is."""
    (found,) = read(
        on_page(1, "名称|调解|文保", "供水登/记项目|7|2", "试验登/记项目|3|5", "献血宣|89|40"),
        on_page(2, first, "采购维/修项目|6|57"),
    )
    assert rows_of(found)[("献血宣",)] == [89, 40]


def test_a_label_with_room_behind_it_is_whole():
    """Where the cell had room for more, the row below is another one, blank as printed."""
    (found,) = read(
        on_page(1, "名称|调解|文保", "供水登/记项目|7|2", "试验登/记项目|3|5", "献血|89|40"),
        on_page(2, "传项目||", "采购维/修项目|6|57"),
    )
    assert rows_of(found)[("献血",)] == [89, 40]
    assert ("传项目",) in found.rows


def test_the_label_of_a_group_goes_on_over_the_end_of_a_page():
    """A blank merged cell at the head of a page continues the group that the last page ended in."""
    (found,) = read(
        on_page(1, "类别|名称|调解|文保", "献血类|面积|7|2", "|数量|3|5", "资助类|面积|1|7", merged=(1, 0, 2)),
        on_page(2, "|数量|6|5", "|小计|7|12", merged=(0, 0, 2)),
    )
    assert rows_of(found)[("资助类", "数量")] == [6, 5]
    assert rows_of(found)[("资助类", "小计")] == [7, 12]


def test_a_page_that_begins_with_pieces_of_figures_goes_on_with_the_table():
    """7 and a closing bracket are the rests of 851.2 and (1.05: the page is no table of its own, and both figures are whole."""
    (found,) = read(
        on_page(
            1, "序号|名称|调解|差额", "1|供水登/记项目|7.10|2.25", "2|试验登/记项目|3.33|(5.01)", "3|桥梁校|851.2|(1.05"
        ),
        on_page(2, "|车项目|7|)", "4|献血宣/传项目|6.00|57.20", "5|采购维/修项目|6.00|57.20"),
    )
    assert [cell.text for cell in found.cells if cell.row == 2] == ["851.27", "(1.05)"]
    assert found.rows[2] == ("3", "桥梁校车项目")
