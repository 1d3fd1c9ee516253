"""Grids whose spans were lost, or whose rows and labels the end of a page parted: no figure moves, and none turns into a blank."""

from __future__ import annotations

import msgspec

from gongkai.document import Document, Grid, GridCell, Paragraph
from gongkai.forms.load import load_forms
from gongkai.report import Cell
from gongkai.steps import interpret
from tables.test_cut_rows import GIO_2021, cut, document, figures, replace

GIO_2019 = tuple(form for form in load_forms() if form.id == "gio-2019")
HEADS = ("信息内容", "本年新制作数量", "本年新公开数量", "", "对外公开总数量")
REST = (
    ("第二十条第（五）项", "", "", "", ""),
    ("信息内容", "上一年项目数量", "本年增/减", "", "处理决定数量"),
    ("行政许可", "219", "4", "", "23"),
    ("其他对外管理服务事项", "", "", "", "7"),
)


def grid(*rows: tuple[str, ...]) -> Grid:
    cells = (
        GridCell(row=i, column=j, text=text)
        for i, row in enumerate((("第二十条第（一）项", "", "", "", ""), HEADS, *rows, *REST))
        for j, text in enumerate(row)
    )
    return Grid(cells=tuple(cells))


def read(*rows: tuple[str, ...]) -> dict[tuple[str, str], Cell]:
    found = interpret(Document(blocks=(grid(*rows),), reader="rtf:libreoffice"), GIO_2019)
    return {(c.row, c.column): c for c in found.tables["active_disclosure"].cells}


def test_a_row_with_a_figure_under_no_head_is_open():
    """Heads and rows merge their cells otherwise: which cell of the row is blank cannot be known."""
    cells = read(("规章", "12", "5", "", "8"), ("规范性文件", "0", "", "1161", "138"))
    row = [cells["normative_documents", column] for column in ("created", "published", "total_published")]
    assert [(c.status, c.value) for c in row] == [("ambiguous", None)] * 3


def test_a_figure_that_strays_makes_other_blanks_doubtful():
    """Where one row shows that cells are merged otherwise, a blank of another row may be under any head."""
    cells = read(("规章", "12", "", "", "8"), ("规范性文件", "0", "", "1161", "138"))
    assert [cells["regulations", c].status for c in ("created", "published")] == ["ambiguous", "ambiguous"]
    assert cells["licensing", "decisions"].value == 23


def test_an_empty_column_without_a_head_does_no_harm():
    """Nothing is printed in it."""
    cells = read(("规章", "12", "", "", "8"), ("规范性文件", "0", "1161", "", "138"))
    assert [cells["regulations", c].status for c in ("created", "published")] == ["reported", "blank"]
    assert cells["normative_documents", "published"].value == 1161


def test_figures_parted_from_their_label_by_the_page_are_joined():
    """A tall row leaves its figures on one page and its whole label on the next; and the other way round."""
    whole = document()
    expected = figures(interpret(whole, GIO_2021))
    figures_first = cut(whole, "信访举报投诉", lambda c: ("", c.text) if "信访" in c.text else (c.text, ""))
    label_first = cut(whole, "信访举报投诉", lambda c: (c.text, "") if "信访" in c.text else ("", c.text))
    for halves in (figures_first, label_first):
        got = figures(interpret(halves, GIO_2021))
        assert got == expected


def test_a_row_whose_figures_stand_on_both_pages_is_joined():
    """Figures of several lines go over with the label's end, others stay."""
    whole = document()
    halves = cut(whole, "信访举报投诉", lambda c: ("", c.text) if c.column % 2 and c.column > 2 else (c.text, ""))
    assert figures(interpret(halves, GIO_2021)) == figures(interpret(whole, GIO_2021))


def test_bits_of_labels_between_grids_are_no_text():
    """A head left alone above a grid, or the rest of a label between two, belongs to the table."""
    blocks = (
        Paragraph(text="二、主动公开政府信息情况"),
        Paragraph(text="第二十条第（一）项"),
        grid(("规章", "12", "5", "", "8"), ("规范性文件", "0", "1161", "", "138")),
        Paragraph(text="三、收到和处理政府信息公开申请情况"),
    )
    found = interpret(Document(blocks=blocks, reader="pdf:geometry"), GIO_2019)
    texts = {section.key: section.text for section in found.outline.sections}
    assert texts["active_disclosure"] == ""


def test_the_rest_of_a_label_between_two_pages_is_no_text():
    """三、本年度 stands on one page, 办理结果 as a line of its own on the next."""
    whole = document()
    at = next(i for i, b in enumerate(whole.blocks) if isinstance(b, Grid) and any("自然人" in c.text for c in b.cells))
    table = whole.blocks[at]
    assert isinstance(table, Grid)
    row = next(c.row for c in table.cells if "国家秘密" in c.text)
    above = tuple(replace(c, row_span=min(c.row_span, row - c.row)) for c in table.cells if c.row < row)
    below = tuple(replace(c, row=c.row - row) for c in table.cells if c.row >= row)
    pieces = (
        msgspec.structs.replace(table, cells=above),
        Paragraph(text="办理结果"),
        msgspec.structs.replace(table, cells=below),
    )
    parted = msgspec.structs.replace(whole, blocks=(*whole.blocks[:at], *pieces, *whole.blocks[at + 1 :]))
    one, other = (interpret(doc, GIO_2021) for doc in (whole, parted))
    assert [s.text for s in other.outline.sections] == [s.text for s in one.outline.sections]
    assert figures(other) == figures(one)
