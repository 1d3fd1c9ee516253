"""Marked-up text: what a person sees of raised, struck and hidden pieces, of maths, and the footnotes that stand apart."""

from __future__ import annotations

import pytest

from gongkai.document import Grid, Paragraph
from gongkai.readers.text import read


def cell_of(content: str) -> str:
    """Return a cell of a table of Markdown."""
    text = f"# 报告\n\n| 项目 | 数 | 量 |\n|---|---|---|\n| 行政许可 | {content} | 7 |\n"
    (document,) = read(text.encode())
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return {(c.row, c.column): c.text for c in grid.cells}[1, 1]


SHOWN = [
    ("3051<sup>1</sup>", "3051¹"),
    ("12<sup>[2]</sup>", "12[²]"),
    ("12<sub>3</sub>", "12₃"),
    ("<del>12</del>257", "257"),
    ("<s>30</s> 33", "33"),
    ("<strike>30</strike>33", "33"),
    ("~~12~~0", "0"),
    ("{--12--}{++25++}7", "257"),
    ("{~~12~>25~~}7", "257"),
    ('<span style="display:none">8</span>350', "350"),
    ('<span style="text-decoration: line-through">8</span>350', "350"),
    ('<span style="vertical-align:super">8</span>350', "⁸350"),
    ('350<font color="white">8</font>', "350"),
    ('<font color="red">350</font>', "350"),
    ("<b>350</b>", "350"),
    ("350<del>", "350"),
    ("59471^2^", "59471²"),
    ("5947^1", "5947¹"),
    ("12~3~", "12〓"),
    ("$266$", "266"),
    ("$1{,}234$", "1,234"),
    ("$1 2 3$", "123"),
    ("$59471^{2}$", "59471²"),
    ("5947$^{1}$", "5947¹"),
    ("5947$^1$", "5947¹"),
    (r"$\mathrm{12}$", "12"),
    (r"$\mathbf{12}^{*}$", "12*"),
    (r"$\frac{3}{5}$", "〓"),
    (r"$\cancel{12}$", "〓"),
    (r"\(12\)", "12"),
    ("$-3$", "-3"),
    ("12[^1]", "12"),
    ("![](618.png)", "〓"),
    ("61![8](8.png)", "61〓"),
]


@pytest.mark.parametrize(("content", "text"), SHOWN)
def test_a_cell_says_what_it_shows(content, text):
    """A raised digit is a mark, what is struck or hidden is not there, maths around a figure is the figure."""
    assert cell_of(content) == text


def read_lines(text: str) -> tuple[list[str], list[tuple[str | None, str, int]]]:
    (document,) = read(text.encode())
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return lines, [(note.mark, note.text, note.block) for note in document.footnotes]


NOTES = [
    ("# 报告\n\n受理三件[^a]。\n\n[^a]: 含补正件。\n    一件。\n", "含补正件。\n一件。"),
    ("# 报告\n\n受理三件^[含补正件。]。\n", "含补正件。"),
    ("= 报告\n\n受理三件footnote:[含补正件。]。\n", "含补正件。"),
    ("= 报告 =\n\n受理三件<ref>含补正件。</ref>。\n", "含补正件。"),
    ("报告\n====\n\n受理三件 [1]_。\n\n.. [1] 含补正件。\n", "含补正件。"),
    ("报告\n====\n\n受理三件 [#]_。\n\n.. [#] 含补正件。\n", "含补正件。"),
]


@pytest.mark.parametrize(("text", "note"), NOTES)
def test_footnotes_are_set_aside_with_their_marks(text, note):
    """Whichever way a dialect writes them, they stand in no line."""
    lines, notes = read_lines(text)
    assert lines == ["报告", "受理三件¹。"]
    assert notes == [("1", note, 1)]


def test_a_footnote_that_nothing_refers_to_is_kept():
    """Nothing is set aside in silence."""
    assert read_lines("# 报告\n\n文。\n\n[^x]: 余注。\n") == (["报告", "文。"], [("x", "余注。", 1)])


def test_a_struck_row_keeps_its_cells():
    """Only what is struck goes; the marks of cells stay."""
    text = "# 报告\n\n| 项目 | 数 |\n|---|---|\n| <del>行政处罚 | 52</del> |\n| 行政处罚 | 39 |\n"
    (document,) = read(text.encode())
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells][2:] == ["", "", "行政处罚", "39"]


@pytest.mark.parametrize("text", ["价格 $5 与 $6 之间", "2020~2021", "a^b", "收取 $ 元 $", "12 ~ 13"])
def test_signs_of_ordinary_text_stay(text):
    """Money, ranges and lone signs are no marks."""
    assert read_lines(f"# 报告\n\n{text}\n")[0] == ["报告", text]
