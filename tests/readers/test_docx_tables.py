"""Tables of Word files: every printed cell once, with its row, its column and its spans."""

from __future__ import annotations

from gongkai.document import Grid, Paragraph, Place

from .wordxml import CONTINUE, RESTART, SPAN2, body, drawn, grid, lines, p, spans, tbl, tc, tr


def test_blocks_stand_in_the_order_of_the_body():
    """Paragraphs and tables come in the order of the body, empty paragraphs are dropped."""
    document = body(p("前") + p("") + tbl(tr("1", "2")) + p("后"))
    assert [type(block) for block in document.blocks] == [Paragraph, Grid, Paragraph]
    assert lines(document) == ["前", "后"]
    assert document.reader == "docx:xml"
    assert document.pages is None


def test_a_cell_knows_its_table_row_and_column():
    """Tables are numbered from 0 in document order and every cell carries its place."""
    document = body(tbl(tr("a", "b")) + tbl(tr("c", "d"), tr("e", "f")))
    second = document.blocks[1]
    assert isinstance(second, Grid)
    assert second.place == Place(table=1)
    assert [cell.place for cell in second.cells][-1] == Place(table=1, cell=(1, 1))


def test_paragraphs_of_a_cell_are_its_lines():
    """A cell's paragraphs are joined by line breaks."""
    assert drawn(grid(body(tbl(tr(tc(p("商业") + p("") + p("企业")), "0")))))[0, 0] == "商业\n企业"


def test_horizontal_merges_move_the_columns_on():
    """A gridSpan is the cell's column_span and moves the cells after it."""
    table = grid(body(tbl(tr(tc("合并", SPAN2), "右"), tr("1", "2", "3"))))
    assert spans(table)["合并"] == (1, 2)
    assert drawn(table)[0, 2] == "右"


def test_vertical_merges_extend_the_cell_above():
    """A vMerge continuation is no cell of its own but a row more of the one above."""
    table = grid(body(tbl(tr(tc("组", RESTART), "1"), tr(tc("", CONTINUE), "2"), tr(tc("", CONTINUE), "3"))))
    assert spans(table)["组"] == (3, 1)
    assert drawn(table) == {(0, 0): "组", (0, 1): "1", (1, 1): "2", (2, 1): "3"}


def test_a_block_can_be_merged_both_ways():
    """gridSpan and vMerge together make a block."""
    both = SPAN2 + RESTART, SPAN2 + CONTINUE
    assert spans(grid(body(tbl(tr(tc("块", both[0]), "1"), tr(tc("", both[1]), "2")))))["块"] == (2, 2)


def test_a_continuation_without_a_beginning_is_a_cell():
    """A vMerge continuation with nothing above to continue keeps its text."""
    assert drawn(grid(body(tbl(tr(tc("孤", CONTINUE), "1")))))[0, 0] == "孤"


def test_a_continuation_under_an_unmerged_cell_extends_it():
    """Where the cell above lacks its restart mark, the continuation still belongs to it."""
    assert spans(grid(body(tbl(tr("上", "1"), tr(tc("", CONTINUE), "2")))))["上"] == (2, 1)


def test_legacy_horizontal_merges_are_understood():
    """hMerge, which older programs write for gridSpan, extends the cell to the left."""
    table = grid(body(tbl(tr(tc("并", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "右"))))
    assert spans(table)["并"] == (1, 2)
    assert drawn(table)[0, 2] == "右"


def test_rows_may_begin_and_end_inside_the_grid():
    """gridBefore shifts a row to the right; gridAfter and rows with fewer cells add nothing."""
    row = tr("右", properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>')
    table = grid(body(tbl(tr("1", "2", "3", "4"), row, tr("短"))))
    assert drawn(table)[1, 2] == "右"
    assert [len(cells) for cells in table.rows()] == [4, 1, 1]


def test_spans_that_do_not_fit_raise_nothing():
    """Merges of different widths, absurd and unreadable spans are read as far as they go."""
    rows = (
        tr(tc("宽", SPAN2 + RESTART), "1"),
        tr(tc("", CONTINUE), tc("中", '<w:gridSpan w:val="x"/>'), "2"),
        tr(tc("零", '<w:gridSpan w:val="0"/>'), tc("负", '<w:gridSpan w:val="-3"/>')),
    )
    table = grid(body(tbl(*rows)))
    assert drawn(table) == {(0, 0): "宽", (0, 2): "1", (1, 1): "中", (1, 2): "2", (2, 0): "零", (2, 1): "负"}


def test_a_table_that_holds_tables_is_layout():
    """A table around other tables dissolves into the paragraphs and tables of its cells, in order."""
    inner = tbl(tr("规章", "0"))
    document = body(tbl(tr(tc(p("标题"))), tr(tc(p("一、") + inner + p("二、")))) + tbl(tr("x", "y")))
    assert [b.text if isinstance(b, Paragraph) else drawn(b) for b in document.blocks] == [
        "标题",
        "一、",
        {(0, 0): "规章", (0, 1): "0"},
        "二、",
        {(0, 0): "x", (0, 1): "y"},
    ]
    assert [block.place.table for block in document.blocks] == [0, 0, 1, 0, 2]


def test_a_frame_of_one_cell_is_layout():
    """A table of a single cell is a frame around paragraphs, in the text as well as in a cell."""
    assert lines(body(tbl(tr(tc(p("甲") + p("乙")))))) == ["甲", "乙"]
    assert drawn(grid(body(tbl(tr("行", tc(tbl(tr("12")) + p(""))))))) == {(0, 0): "行", (0, 1): "12"}


def test_hidden_rows_are_not_printed():
    """A row marked hidden is dropped if all its text is hidden, and stays if some of it shows."""
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r></w:p>"
    gone, shown = tr(tc(hidden), tc(hidden), properties="<w:hidden/>"), tr(tc(hidden), "1", properties="<w:hidden/>")
    assert drawn(grid(body(tbl(gone, tr("a", "b"), shown)))) == {(0, 0): "a", (0, 1): "b", (1, 0): "", (1, 1): "1"}
