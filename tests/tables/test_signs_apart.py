"""Signs and marks that stand apart from the figures of their row."""

from __future__ import annotations

from gongkai.document import Document, Paragraph
from gongkai.report import Cell
from gongkai.steps import interpret
from gongkai.text.numerals import read_figure
from tables.test_grid_strays import GIO_2019

ABOVE = (
    "第二十条第（五）项",
    "信息内容 上一年项目数量 本年增/减 处理决定数量",
    "行政许可 219 4 23",
    "其他对外管理服务事项 1 2 7",
)
HEADS = ("第二十条第（六）项", "信息内容 上一年项目数量 本年增/减 处理决定数量")


def read(*rows: str) -> dict[tuple[str, str], Cell]:
    blocks = tuple(Paragraph(text=text) for text in (*ABOVE, *HEADS, *rows))
    found = interpret(Document(blocks=blocks, reader="pdf:text"), GIO_2019)
    return {(c.row, c.column): c for c in found.tables["active_disclosure"].cells}


def test_a_word_for_more_or_less_belongs_to_the_figure_behind_it():
    """PDF readers see a space between a Chinese character and digits: 增 2250 is one figure."""
    cells = read("行政处罚 0 增 2250 31", "行政强制 5 减 3 36")
    assert [cells["penalties", c].value for c in ("previous_items", "change", "decisions")] == [0, 2250, 31]
    assert [cells["coercion", c].value for c in ("previous_items", "change", "decisions")] == [5, -3, 36]


def test_a_row_with_a_sign_and_a_blank_is_open():
    """Two figures for three columns: the sign is no third."""
    cells = read("行政处罚 0 增 2250", "行政强制 5 减 3 36")
    assert [cells["penalties", c].value for c in ("previous_items", "change", "decisions")] == [None] * 3


def test_two_backslashes_are_no_mark_of_a_cell():
    r"""They end the rows of a LaTeX table; one stands for a cell that does not apply."""
    assert read_figure("\\\\").status == "unreadable"
    assert read_figure("\\").status == "not_applicable"
