"""What each mend promises, drawn: the table as a converter or a page left it, and as it is read."""

from __future__ import annotations

import pytest

from gongkai.tables.fragments import Solid, flow, pieces_of
from gongkai.tables.mend import GRIDS, LINES, Mend, Pieces, mended
from gongkai.tables.mend.cut_rows import join_cut_rows
from gongkai.tables.mend.grid_parts import part_grids
from gongkai.tables.mend.repeated import give_spans
from gongkai.tables.mend.side_by_side import join_heads
from gongkai.tables.mend.unfold import unfold_lines
from gongkai.tables.mend.wrapped_heads import join_wrapped_heads
from gongkai.tables.vocabulary import vocabularies
from gongkai.text.numerals import GETA
from tables.build import forms
from tables.drawing import drawn, same, shown

WORDS = vocabularies((forms()["gio-2021"],))


def tried(mend: Mend, text: str, *, marked: bool = False) -> Pieces:
    """Do one mend alone."""
    return tuple(mend(pieces_of(drawn(text, marked=marked)), WORDS))


def on_lines(mend: Mend, text: str) -> Pieces:
    """Do one mend of lines alone."""
    return tuple(mend(flow(pieces_of(drawn(text))), WORDS))


# --- rows cut by the end of a page --------------------------------------------------------------------------------------


def test_a_label_in_two_halves_is_one_row():
    """Both halves together are a label of the form; the figures stand with either."""
    halves = """
        | 1.信访举报 | 0 | 7 |

        | 投诉类申请 |   |   |
        | 2.重复申请 | 1 | 2 |
    """
    whole = shown(tried(join_cut_rows, halves)).splitlines()
    assert whole[0] == "| 1.信访举报投诉类申请 | 0 | 7 |"
    assert whole[-1] == "| 2.重复申请 | 1 | 2 |"


@pytest.mark.parametrize(
    "text",
    [
        "| 1.信访举报 | 0 | 7 |\n\n| 投诉类申请 | 3 | |",
        "| 1.信访举报投诉类申请 | 0 | 7 |\n\n| 2.重复申请 | 1 | 2 |",
        "| 甲 | 0 |\n\n| 乙 | |",
    ],
    ids=["figures in one column of both", "two whole labels", "no label of the form"],
)
def test_two_rows_stay_two(text):
    """Where a column has a figure in both halves, both labels are whole, or their labels together are none of the form's."""
    assert same(tried(join_cut_rows, text), text)


# --- merged cells printed once for each column --------------------------------------------------------------------------


def test_repeated_words_are_one_wide_cell():
    """No form prints a label twice side by side; equal figures are one cell where the heads above them are."""
    rows = """
        | 信息内容 | 信息内容 | 本年制发件数 | 本年废止件数 |
        | 规章     | 规章     | 3            | 3            |
    """
    (piece,) = tried(give_spans, rows, marked=True)
    assert isinstance(piece, Solid)
    assert piece.grid.spans_known
    assert same((piece,), "| 信息内容 | < | 本年制发件数 | 本年废止件数 |\n| 规章 | < | 3 | 3 |")


def test_a_row_merged_otherwise_than_its_heads_has_no_figure_under_them():
    """A figure and a blank stand under one head, which a merged cell never leaves: whose the figure is nothing says."""
    rows = """
        | 第一项   | 第一项       | 第一项       | 第一项       |
        | 信息内容 | 本年制发件数 | 本年废止件数 | 本年废止件数 |
        | 规章     | 3            | 3            |              |
    """
    (piece,) = tried(give_spans, rows, marked=True)
    assert isinstance(piece, Solid)
    assert [cell.text for cell in piece.grid.cells if cell.row == 2] == ["规章", "3", "3", GETA]


@pytest.mark.parametrize(
    "rows", ["| 规章 | 3 | 3 |\n| 规范性文件 | 1 | 1 |", "| 规章 | 规章 | 3 |\n| 规范性文件 | 1 |"]
)
def test_equal_figures_and_ragged_rows_are_left(rows):
    """Equal figures alone tell nothing, and rows of different lengths did not come of a grid that way."""
    (piece,) = tried(give_spans, rows, marked=True)
    assert isinstance(piece, Solid)
    assert not piece.grid.spans_known


# --- grids that hold more than one table --------------------------------------------------------------------------------


def test_a_grid_is_parted_where_another_table_begins():
    """Rows that say nothing stay with those around them; a row of prose becomes a line."""
    pieces = tried(
        part_grids,
        """
        | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
        | 规章     | 1            | 2            | 3            |
        | 本机关依法公开政府信息，未收取任何费用，特此说明。 | < | < | < |
        | 行政复议 | <            | 行政诉讼     | <            |
        | 结果维持 | 结果纠正     | 未经复议直接起诉 | 复议后起诉 |
        """,
    )
    kinds = [type(piece).__name__ for piece in pieces]
    assert kinds == ["Solid", "Fragment", "Solid"]
    assert shown(pieces[1:2]).startswith("本机关依法公开")


# --- lines ---------------------------------------------------------------------------------------------------------------


def test_a_table_on_one_line_is_cut_before_its_labels():
    """Each piece begins with a label and its number, and keeps its figures."""
    rows = "（一）予以公开 1 （二）部分公开 2 1.属于国家秘密 3 2.其他法律行政法规禁止公开 4 3.危及“三安全一稳定” 5 4.保护第三方合法权益 6"
    line = f"{rows} 5.属于三类内部事务信息 7 6.属于四类过程性信息 8 7.属于行政执法案卷 9 8.属于行政查询事项 10"
    pieces = on_lines(unfold_lines, line)
    assert [piece.text for piece in pieces if not isinstance(piece, Solid)][:3] == [
        "（一）予以公开 1",
        "（二）部分公开 2",
        "1.属于国家秘密 3",
    ]


def test_a_sentence_that_names_a_few_labels_is_one_line():
    """A sentence of the running text is not cut."""
    text = "本年度予以公开3件，部分公开1件，属于国家秘密的0件，结转下年度继续办理的0件，全部在法定期限内答复，没有因此引起的行政复议。"
    assert same(on_lines(unfold_lines, text), text)


def test_broken_heads_are_joined():
    """A line of first halves and a line of second halves are one line of heads, if every head is one of the form's."""
    assert same(on_lines(join_heads, "结果 结果 其他 尚未\n维持 纠正 结果 审结"), "结果维持 结果纠正 其他结果 尚未审结")
    assert same(on_lines(join_heads, "结果 结果\n维持 不明"), "结果 结果\n维持 不明")


# --- all of them ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [*GRIDS, *LINES], ids=lambda mend: mend.__name__)
def test_any_mend_can_be_left_out(off):
    """What needs no mend is the same without it."""
    document = drawn("一、总体情况\n| 规章 | 1 | 2 | 3 |\n二、其他")
    without = mended(document, WORDS, tuple(m for m in GRIDS if m is not off), tuple(m for m in LINES if m is not off))
    assert shown(without) == shown(mended(document, WORDS))


def test_a_file_that_was_cut_short_has_no_last_figure():
    """Its last figure may have lost digits: it is seen, and cannot be read; digits run together with others are none."""
    for drawing, left in (("（一）予以公开 1 2 34", "（一）予以公开 1 2 〓"), ("（一）予以公开1234", "（一）予以公开")):
        (piece,) = flow(pieces_of(drawn(drawing)), complete=False)
        assert not isinstance(piece, Solid)
        assert (piece.text, piece.last) == (left, True)


# --- heads that a drawn box breaks over lines ----------------------------------------------------------------------------

WRAPPED = """
    | 信息内容 | 本年制发 | 本年废止 | 现行有效件数 |
    |   | 件数 | 件数 |   |
    | 规章 | 1 | 2 | 3 |
"""


def texts_of(pieces: Pieces) -> list[list[str]]:
    """Return the cells of each row of some grids."""
    return [[cell.text for cell in row] for p in pieces if isinstance(p, Solid) for row in p.grid.rows() if row]


def test_a_line_that_goes_on_heads_is_put_to_them():
    """The halves make heads of the form, column by column; blank cells add nothing."""
    rows = texts_of(tried(join_wrapped_heads, WRAPPED, marked=True))
    assert rows == [["信息内容", "本年制发\n件数", "本年废止\n件数", "现行有效件数"], ["规章", "1", "2", "3"]]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (WRAPPED, False),
        (WRAPPED.replace("|   | 件数 | 件数 |   |", "|   | 件数 | 件数 |"), True),
        (WRAPPED.replace("|   | 件数 | 件数 |   |", "| 规章 | 件数 | 件数 | 1 |"), True),
        (WRAPPED.replace("本年制发", "本年制发件数"), True),
    ],
    ids=["spans are known", "fewer cells", "a row of its own", "a head that is whole"],
)
def test_a_row_that_goes_on_no_heads_stays_one(text, marked):
    """Where one of its words makes no head with what stands above it, it may be any row."""
    before = texts_of(pieces_of(drawn(text, marked=marked)))
    assert texts_of(tried(join_wrapped_heads, text, marked=marked)) == before
