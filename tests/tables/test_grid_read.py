"""The rows of a drawn grid: their labels, the heads above them, and the lines of the form that they are."""

from __future__ import annotations

from gongkai.document import Grid
from gongkai.tables.grid.heads import head_rows, heads_of_grid
from gongkai.tables.grid.lines import lines_of
from gongkai.tables.grid.read import read_grids
from gongkai.tables.grid.rows import found_rows
from gongkai.tables.heads import heads_of_text, row_names
from tables.build import forms
from tables.drawing import drawn

TABLE = forms()["gio-2021"].table("active_disclosure")
BLOCK = TABLE.blocks[0]


def grid(text):
    """Return the drawn grid."""
    (block,) = drawn(text).blocks
    assert isinstance(block, Grid)
    return block


def figures(text):
    """Return for each reading of a drawn grid its line and its figures by slot."""
    found = read_grids([grid(text)], TABLE, frozenset())
    return [(reading.line, {placed.slot: placed.value.text for placed in reading.placed}) for reading in found]


HEADS = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"


def test_rows_of_values_stand_under_the_heads_above_them():
    """A row of heads is no row of values."""
    (row,) = found_rows([grid(f"{HEADS}\n| 规章 | 1 | 2 | 3 |")], TABLE)
    assert [cell.text for cell in row.labels] == ["规章"]
    assert [cell.text for cell in row.values] == ["1", "2", "3"]
    assert [leaf.path[-1] for leaf in row.heads.leaves] == ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def test_heads_at_the_end_of_a_page_stand_over_the_rows_of_the_next():
    """In another order than the form's, or with fewer columns than the heads before them, they count all the same."""
    turned = grid(f"{HEADS}\n| 规章 | 1 | 2 | 3 |\n| 信息内容 | 现行有效件数 | 本年制发件数 | 本年废止件数 |")
    _, row = found_rows([turned, grid("| 行政规范性文件 | 4 | 5 | 6 |")], TABLE)
    assert [leaf.path[-1] for leaf in row.heads.leaves[1:]] == ["现行有效件数", "本年制发件数", "本年废止件数"]


def test_a_head_that_spans_two_columns_stands_over_both():
    """A cell that hangs into the next row of heads is one head, not two."""
    drawing = grid("| 甲 | 乙 | < |\n| ^ | 丙 | 丁 |")
    first = [cell for cell in drawing.cells if cell.row == 0]
    second = [cell for cell in drawing.cells if cell.row == 1]
    leaves = head_rows([first, [first[0], *second]]).leaves
    assert [leaf.path for leaf in leaves] == [("甲",), ("乙", "丙"), ("乙", "丁")]
    assert [(leaf.start, leaf.end) for leaf in leaves] == [(0, 1), (1, 2), (2, 3)]


def test_figures_go_where_their_heads_say():
    """Heads in another order move the figures with them."""
    assert figures(f"{HEADS}\n| 规章 | 1 | 2 | 3 |") == [(0, {0: "1", 1: "2", 2: "3"})]
    turned = "| 信息内容 | 现行有效件数 | 本年制发件数 | 本年废止件数 |"
    assert figures(f"{turned}\n| 规章 | 3 | 1 | 2 |") == [(0, {0: "1", 1: "2", 2: "3"})]


def test_the_slot_of_a_leaf_is_that_of_its_name():
    """Words to the left of the first known head are no column."""
    heads = head_rows([grid(HEADS).cells])
    found = heads_of_grid(heads, TABLE, 0, len(TABLE.lines[0].slots), frozenset())
    assert found.slots == (0, 1, 2)
    assert found.read == {0, 1, 2}


def test_a_label_with_a_wrong_sign_is_its_line_by_likeness():
    """One that is like none stays without a line."""
    rows = tuple(found_rows([grid(f"{HEADS}\n| 行政规范性文牛 | 1 | 2 | 3 |")], TABLE))
    assert lines_of(rows, TABLE) == [1]
    rows = tuple(found_rows([grid(f"{HEADS}\n| 规章 | 1 | 2 | 3 |\n| 天气预报 | 1 | 2 | 3 |")], TABLE))
    assert lines_of(rows, TABLE)[0] == 0
    assert lines_of(rows, TABLE)[1] is None


def test_heads_read_as_text_give_their_order():
    """None where a known head is missing from its place; heads of another form say that they are foreign."""
    plain = heads_of_text("信息内容本年制发件数本年废止件数现行有效件数", BLOCK)
    assert (plain.order, plain.moved, plain.foreign) == ((0, 1, 2), False, False)
    turned = heads_of_text("信息内容现行有效件数本年制发件数本年废止件数", BLOCK)
    assert turned.order == (2, 0, 1)
    assert turned.moved
    assert heads_of_text("本年制发件数对外公开总数", BLOCK, frozenset({"对外公开总数"})).foreign


def test_every_row_of_a_form_is_known_by_its_names():
    """Folded names lead to keys."""
    names = dict(row_names(BLOCK.spec.rows))
    assert set(BLOCK.rows) <= set(names.values())
