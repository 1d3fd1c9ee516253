"""Flattened text: cells that still show their marks become grids, everything else stays lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import Document, Grid, Paragraph
from gongkai.errors import EmptySource
from gongkai.readers.text.reader import read

HEADING = "二、主动公开政府信息情况"
NEXT = "三、收到和处理政府信息公开申请情况"
PROSE = "本局全年收到申请若干件，均在法定期限内办结，没有发生差错，也没有收取任何费用。"


def document(text: str) -> Document:
    """Read a text that is given as a string."""
    (made,) = read(text.encode())
    return made


def tables(text: str) -> list[list[list[str]]]:
    """Return the cells' texts of all grids, row by row."""
    return [[[c.text for c in row] for row in b.rows()] for b in document(text).blocks if isinstance(b, Grid)]


def paragraphs(text: str) -> list[str]:
    """Return the texts of all paragraphs."""
    return [b.text for b in document(text).blocks if isinstance(b, Paragraph)]


def test_lines_without_marks_are_paragraphs_with_line_and_gap() -> None:
    """A paragraph knows its line and how many blank lines stand before it; its inside stays as printed."""
    made = document("甲  乙 \n\n\n　丙\n")
    assert made.reader == "txt:stream"
    assert made.encoding == "utf-8"
    assert [(b.text, b.place.line, b.gap) for b in made.blocks if isinstance(b, Paragraph)] == [
        ("甲  乙", 1, 0),
        ("　丙", 4, 2),
    ]


def test_tab_cells_one_a_line_with_blank_lines_between_rows() -> None:
    """A TAB opens a cell, a line without one goes on with it, a lone TAB is a blank cell, a blank line ends the row."""
    text = f"{PROSE}\n\t信息内容\n\t现行\n有效\n\n\t规章\n\t12\n\n\t\n\t3\n\n\n{NEXT}\n{PROSE}\n"
    made = document(text)
    assert made.reader == "txt:cells"
    assert tables(text) == [[["信息内容", "现行\n有效"], ["规章", "12"], ["", "3"]]]
    grid = next(b for b in made.blocks if isinstance(b, Grid))
    assert (grid.spans_known, grid.rows_known) == (False, True)
    assert [(c.place.line, c.place.table, c.place.cell) for c in grid.cells][1:3] == [(3, 0, (0, 1)), (6, 0, (1, 0))]
    assert paragraphs(text) == [PROSE, NEXT, PROSE]


def test_tab_cells_without_row_ends_stand_in_one_row() -> None:
    """Where nothing marks the ends of rows, none are invented."""
    text = "\t规章\n\t0\n\t许可\n\t3\n"
    (grid,) = document(text).blocks
    assert isinstance(grid, Grid)
    assert not grid.rows_known
    assert tables(text) == [[["规章", "0", "许可", "3"]]]


def test_a_blank_line_behind_every_cell_marks_no_row() -> None:
    """Blank lines between all cells say nothing about rows."""
    assert tables("\t规章\n\n\t0\n\n\t许可\n\n\t3\n") == [[["规章", "0", "许可", "3"]]]


def test_a_heading_right_behind_a_figure_is_no_part_of_it() -> None:
    """A figure goes on with a note or digits, never with a heading."""
    text = f"\t规章\n\t22\n（其中修订16件）\n{NEXT}\n\t申请人\n\t7\n"
    assert tables(text) == [[["规章", "22\n（其中修订16件）"]], [["申请人", "7"]]]
    assert paragraphs(text) == [NEXT]


def test_rows_of_tabs() -> None:
    """TABs inside lines part cells; blank ones stay visible."""
    text = f"信息内容\t制发\t废止\n规章\t0\t\n{NEXT}\n\t自然人\t总计\n新收\t1\t2\n"
    assert tables(text) == [
        [["信息内容", "制发", "废止"], ["规章", "0", ""]],
        [["", "自然人", "总计"], ["新收", "1", "2"]],
    ]


def test_tabs_that_only_indent_prose() -> None:
    """Indented paragraphs, headings and signatures are no cells."""
    text = f"\t云川县水务局\n\t一、总体情况\n\t{PROSE}\n\t\t\t云川县水务局\n\t\t\t2025年1月3日\n"
    assert document(text).reader == "txt:stream"
    assert paragraphs(text) == ["云川县水务局", "一、总体情况", PROSE, "云川县水务局", "2025年1月3日"]


ROWS = [["信息内容", "制发", "废止"], ["规章", "0", "2"], ["许可", "-", ""]]


@pytest.mark.parametrize(
    "flattened",
    [
        "信息内容 | 制发 | 废止 |\n规章 | 0 | 2 |\n许可 | - | |\n",
        "信息内容 | 制发 | 废止\n|\n规章 | 0 | 2\n|\n许可 | - |\n|\n",
        "| 信息内容 | 制发 | 废止 |\n|---|:--:|---|\n| 规章 | 0 | 2 | \n| 许可 | - | |\n",
        "+----+---+---+\n|信息内容|制发|废止|\n+----+---+---+\n|规章|0|2|\n|许可|-||\n+----+---+---+\n",
        "┌──┬──┬──┐\n│信息内容│制发│废止│\n├──┼──┼──┤\n│规章│ 0 │ 2 │\n│许可│ - │  │\n└──┴──┴──┘\n",
        "｜信息内容｜制发｜废止｜\n｜规章｜0｜2｜\n｜许可｜-｜｜\n",
    ],
    ids=["ended", "late", "markdown", "ascii", "box", "full-width"],
)
def test_rows_of_pipes(flattened: str) -> None:
    """Every way to draw a row with pipes gives the same rows; rulers and borders are no cells."""
    assert tables(f"{HEADING}\n{flattened}{NEXT}\n") == [ROWS]
    assert paragraphs(f"{HEADING}\n{flattened}{NEXT}\n") == [HEADING, NEXT]


def test_padding_behind_short_rows_stays_visible() -> None:
    """Blank cells at the end of a row are kept: what they mean is not for the reader to say."""
    assert tables("规章 | 0 | 1 | 2 |\n许可 | 3 | ||\n处罚 | 4 |\n")[0][1:] == [["许可", "3", "", ""], ["处罚", "4"]]


def test_labels_broken_over_lines_in_rows() -> None:
    """An unfinished cell goes on with the next line; a numbered line belongs to a row only where figures follow."""
    text = f"规章 | 0 | 1 |\n{NEXT}\n自然人 | 总计 |\n商业\n企业 | 科研\n机构 |\n一、本年新收\n申请 | 1 | 2 |\n"
    assert tables(text)[1] == [["自然人", "总计"], ["商业\n企业", "科研\n机构"], ["一、本年新收\n申请", "1", "2"]]
    assert paragraphs(text) == [NEXT]


def test_cells_ended_by_pipes_one_a_line() -> None:
    """Without a sign between rows, all cells stand in one row and no heading is swallowed."""
    text = f"{HEADING}\n规章 |\n0 |\n许可 |\n5 |\n{NEXT}\n申请人 |\n商业\n企业 |\n3 |\n"
    assert tables(text) == [[["规章", "0", "许可", "5"]], [["申请人", "商业\n企业", "3"]]]
    assert paragraphs(text) == [HEADING, NEXT]


def test_padding_on_a_line_of_its_own_ends_rows() -> None:
    """Where padding stands at every step from a figure to a label, it marks the rows."""
    assert tables("规章 |\n0 |\n||\n许可 |\n5 |\n||\n处罚 |\n6 |\n") == [
        [["规章", "0", "", ""], ["许可", "5", "", ""], ["处罚", "6"]]
    ]


def test_a_lone_pipe_opens_each_row() -> None:
    """A pipe alone before each row is no cell."""
    assert tables(f"{HEADING}\n|\n规章 |\n0 |\n2 |\n|\n许可 |\n5 |\n") == [[["规章", "0", "2"], ["许可", "5"]]]


def test_pipes_on_lines_of_their_own_end_cells() -> None:
    """A pipe on the next line ends the cell above it."""
    text = f"{HEADING}\n规章\n|\n0\n|\n许可\n|\n3\n|\n{PROSE}\n"
    assert tables(text) == [[["规章", "0", "许可", "3"]]]


def test_several_rows_on_one_line_stand_in_one_row() -> None:
    """One line that holds many rows does not claim to be one of them."""
    (grid,) = document("规章 | 0 | 1 | 许可 | 3 | 处罚 | 4 | 强制 | 5 | 收费 | 6 |\n").blocks
    assert isinstance(grid, Grid)
    assert not grid.rows_known


def test_pipes_around_running_text_make_no_table() -> None:
    """A layout table's pipes disappear from prose, wherever it stands in the line."""
    assert paragraphs(f"|||| {PROSE} |||\n") == [PROSE]
    assert paragraphs(f"| 规章 | 0 | 1 | {PROSE} | 许可 | 2 | 3 |\n") == [PROSE]


@pytest.mark.parametrize(
    "line",
    [
        "各项工作正常。\tComment by 某甲: 请核对年份",
        "各项工作正常。[Comment by 某甲: 请核对年份]",
        "各项工作正常。\t批注 [某甲1]: 请核对年份",
        "各项工作正常。批注[某甲12]：请核对年份",
    ],
)
def test_comments_are_set_aside(line: str) -> None:
    """A reviewer's comment leaves the text and hangs on its block."""
    made = document(f"甲\n{line}\n乙\n")
    assert [b.text for b in made.blocks if isinstance(b, Paragraph)] == ["甲", "各项工作正常。", "乙"]
    assert [(r.author, r.text, r.block) for r in made.remarks] == [("某甲", "请核对年份", 1)]


def test_bookmarks_are_dropped() -> None:
    """What a converter prints for a bookmark is no text."""
    assert paragraphs("[bookmark: _GoBack]改进情况[_GoBack]良好\n") == ["改进情况良好"]


def test_page_numbers_that_count_are_dropped() -> None:
    """Numbers between dashes go where they count the pages; a form feed beside one suffices."""
    pages = "".join(f"第{n}段\n" * 8 + f"— {n} —\n" for n in (1, 2, 3))
    assert not any("—" in text for text in paragraphs(pages))
    assert paragraphs("甲\n4/9\n\f乙\n") == ["甲", "乙"]


def test_values_that_look_like_page_numbers_stay() -> None:
    """Two dash cells around a figure are no page number, and a bare number never is."""
    assert paragraphs("甲\n- 3 -\n4\n乙\n") == ["甲", "- 3 -", "4", "乙"]


def test_no_text_is_an_empty_source() -> None:
    """A file of nothing but pipes and blanks is not read as an empty report."""
    with pytest.raises(EmptySource):
        list(read(b" | | \n\t\n"))


@given(st.lists(st.sampled_from(["规章", "许可 ", "0", "12", "\t", "|", "||", " ", "\n", "\n\n", "一、"]), max_size=60))
def test_every_character_survives_in_order(pieces: list[str]) -> None:
    """However marks and lines are mixed, no character of text is lost or moved."""
    text = "".join(pieces)
    if not text.translate(dict.fromkeys(map(ord, "\t|\n "))):
        return
    blocks = document(text).blocks
    out = "".join(b.text if isinstance(b, Paragraph) else "".join(c.text for c in b.cells) for b in blocks)
    marks = dict.fromkeys(map(ord, "\t|\n "))
    assert out.translate(marks) == text.translate(marks)


@pytest.mark.parametrize("value", ["12%", "3/5", "012", "12（5）", "零", "〇", "不适用", "增10", "22（其中修订16件）"])
def test_a_value_cell_is_one_whether_it_can_be_read_or_not(value: str) -> None:
    """A row that ends in it is complete: the line behind is no part of it."""
    assert tables(f"规章 | 1 | {value}\n许可 | 2 | 3\n处罚 | 4 | 5\n") == [
        [["规章", "1", value], ["许可", "2", "3"], ["处罚", "4", "5"]]
    ]


def test_a_row_of_blank_cells_without_end_is_cut() -> None:
    """No table has so many columns."""
    (row, *_) = tables(f"规章 | 1 |{' |' * 5000}\n许可 | 2 |\n处罚 | 3 |\n")[0]
    assert len(row) < 250
