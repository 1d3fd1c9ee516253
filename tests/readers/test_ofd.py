"""The OFD reader: printed lines and ruled tables from positioned characters, however a converter cut, ordered and named them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.to_ofd import STYLES, to_ofd
from gongkai.document import Document, Grid, Paragraph
from gongkai.readers.ofd import read
from gongkai.readers.pdf import read as read_pdf
from gongkai.text.fold import squeeze

from .ofd_files import POINTS, ofd, page, rule, table, text

# Chromium writes the quotation marks of a line out of order.
_QUOTES = re.compile("[“”]")
FIXTURES = Path(__file__).parents[2] / "fixtures"


def lines_of(data: bytes) -> list[str]:
    """Return the lines of the first rung."""
    return [block.text for block in next(read(data)).blocks if isinstance(block, Paragraph)]


def ruled(data: bytes) -> Document:
    """Return the second rung."""
    *_, last = read(data)
    return last


def grid_of(data: bytes) -> Grid:
    """Return the only grid."""
    (grid,) = (block for block in ruled(data).blocks if isinstance(block, Grid))
    return grid


def test_lines_come_with_page_box_and_the_place_of_each_figure() -> None:
    """A printed line keeps its box in points from the top left, and so does each figure in it."""
    document = next(read(ofd(page(text(20, 50, "本年新收申请"), text(60, 50, "38 件")))))
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    assert (document.reader, document.pages, block.text, block.place.page) == ("ofd:text", 1, "本年新收申请 38 件", 1)
    assert block.place.bbox == pytest.approx((20 * POINTS, 46.48 * POINTS, 70 * POINTS, 50.48 * POINTS), abs=0.01)
    (mark,) = block.marks
    assert block.text[mark.start : mark.end] == "38"
    assert mark.place.bbox == pytest.approx((60 * POINTS, 46.48 * POINTS, 64 * POINTS, 50.48 * POINTS), abs=0.01)


@pytest.mark.parametrize(
    "objects",
    [
        [text(20, 50, "公开12件")],
        [text(20 + x, 50, char) for x, char in zip((0, 4, 8, 10, 12), "公开12件", strict=True)],
        [text(20, 50, "公开"), text(28, 50, "12"), text(32, 50, "件")],
        [text(28, 50, "12"), text(32, 50, "件"), text(20, 50, "公开")],
        [text(0, 0, "<TextCode X='0' Y='4' DeltaX='g 2 4 2 2'>公开12件</TextCode>", more="Boundary='20 46 50 5'")],
        [text(20, 50, "<TextCode X='0' Y='4'>公开12件</TextCode>")],
        [
            text(
                20,
                50,
                "<TextCode X='0' Y='4' DeltaX='4'>公开</TextCode>",
                "<TextCode X='8' DeltaX='2 2'>12件</TextCode>",
            )
        ],
        [text(0, 0, "<TextCode X='0' Y='2' DeltaX='2 2 1 1'>公开12件</TextCode>", size=2, more="CTM='2 0 0 2 20 46'")],
        [text(20, 50, "公开12件"), text(20.1, 50, "公开12件")],
        [text(20, 50, "\n  <TextCode X='0' Y='4' DeltaX='4 4 2 2'>\n    公开12件\n  </TextCode>".strip())],
    ],
    ids=["line", "characters", "runs", "unordered", "repeated", "no-steps", "codes", "matrix", "bold", "indented"],
)
def test_a_line_is_one_however_it_is_cut(objects: list[str]) -> None:
    """A line comes out the same from one object or many, in any order on its baseline, with bold type printed twice."""
    assert lines_of(ofd(page(*objects, text(20, 60, "下一行")))) == ["公开12件", "下一行"]


def test_digits_that_stand_close_are_not_taken_for_one_printed_twice() -> None:
    """A repeated digit of a narrow font stays, each character being an object of its own."""
    digits = [text(20 + 1.4 * i, 50, "1") for i in range(4)]
    assert lines_of(ofd(page(*digits))) == ["1111"]


def test_figures_of_several_cells_in_one_object_are_parted() -> None:
    """A row written as one object without spaces has gaps, and gaps part cells."""
    row = text(20, 50, "<TextCode X='0' Y='4' DeltaX='4 30 30 2 30'>合计0120</TextCode>")
    assert lines_of(ofd(page(row))) == ["合计 0 12 0"]


def test_objects_sorted_by_font_are_put_together_by_place() -> None:
    """Where all figures come first in the file, each line still has its own."""
    figures = [text(40, 50 + 10 * i, str(i)) for i in range(8)]
    words = [piece for i in range(8) for piece in (text(20, 50 + 10 * i, "公开申请共"), text(42, 50 + 10 * i, "件。"))]
    assert lines_of(ofd(page(*figures, *words))) == [f"公开申请共{i}件。" for i in range(8)]


def test_one_figure_that_comes_before_its_words_finds_its_place() -> None:
    """Even on a short page, and with the narrow room that is set between figures and words."""
    words = [text(20, 70, "完"), text(20, 50, "全年有"), text(36, 50, "件申请。"), text(20, 60, "均按期答复。")]
    found = lines_of(ofd(page(text(33, 50, "2"), *words)))
    assert [line.replace(" ", "") for line in found] == ["全年有2件申请。", "均按期答复。", "完"]


def test_a_table_is_read_cell_by_cell_as_the_file_has_it() -> None:
    """A label of two lines is not mixed with the figure beside it, since the file's own order is sane."""
    label = [text(20, 50, "不予公开的"), text(20, 55, "决定数量")]
    assert lines_of(ofd(page(*label, text(80, 52.5, "7"), text(20, 65, "总计"), text(80, 65, "7")))) == [
        "不予公开的",
        "决定数量",
        "7",
        "总计 7",
    ]


def test_runs_of_one_line_that_all_begin_at_its_beginning_are_set_behind_each_other() -> None:
    """A converter that gives each run its line's box does not garble the figures in it."""
    runs = [
        text(20, 50, f"<TextCode X='0' Y='4' DeltaX='g {len(run) - 1} {120 / len(run)}'>{run}</TextCode>")
        for run in ("本年收到申请", "117", "件，办结", "117", "件")
    ]
    assert lines_of(ofd(page(*runs))) == ["本年收到申请117件，办结117件"]


def test_ruled_tables_are_grids_with_spans_and_text_around_them() -> None:
    """Strokes make the lattice; a missing rule makes a span; figures keep the box of their cell."""
    lattice = table([20, 60, 100], [50, 60, 70]) + rule(20, 80, 100, 80) + rule(20, 70, 20, 80) + rule(100, 70, 100, 80)
    words = [
        text(25, 57, "项目"),
        text(65, 57, "数量"),
        text(25, 67, "规章"),
        text(65, 67, "3"),
        text(25, 77, "第八项"),
    ]
    data = ofd(page(text(20, 40, "表前"), lattice, *words, text(20, 90, "表后")))
    before, grid, after = ruled(data).blocks
    assert isinstance(before, Paragraph)
    assert isinstance(grid, Grid)
    assert isinstance(after, Paragraph)
    assert (before.text, after.text) == ("表前", "表后")
    assert [(c.row, c.column, c.column_span, c.text) for c in grid.cells] == [
        (0, 0, 1, "项目"),
        (0, 1, 1, "数量"),
        (1, 0, 1, "规章"),
        (1, 1, 1, "3"),
        (2, 0, 2, "第八项"),
    ]
    assert grid.cells[3].place.bbox == pytest.approx([each * POINTS for each in (60, 60, 100, 70)], abs=0.01)


@pytest.mark.parametrize(
    "shape",
    [
        "<PathObject Boundary='20 59.9 80 0.2' Stroke='false' Fill='true'>"
        "<AbbreviatedData>M 0 0 L 80 0 L 80 0.2 L 0 0.2 C</AbbreviatedData></PathObject>",
        "<PathObject Boundary='0 0 210 297'><AbbreviatedData>S 20 60 Q 50 60 60 60 B 70 60 80 60 100 60</AbbreviatedData></PathObject>",
        "<PathObject Boundary='20 60 80 1' CTM='2 0 0 2 0 0'><AbbreviatedData>M0 0L40 0</AbbreviatedData></PathObject>",
        "<PageBlock><PageBlock>" + rule(20, 60, 100, 60) + "</PageBlock></PageBlock>",
    ],
    ids=["bar", "curves", "matrix", "blocks"],
)
def test_rules_are_seen_whatever_draws_them(shape: str) -> None:
    """Thin filled bars, curves that are straight, scaled paths and paths in blocks part two rows."""
    frame = table([20, 60, 100], [50, 70])
    words = [text(25, 57, "甲类"), text(65, 57, "10"), text(25, 67, "乙类"), text(65, 67, "20")]
    assert [c.text for c in grid_of(ofd(page(frame, shape, *words))).cells] == ["甲类", "10", "乙类", "20"]


@pytest.mark.parametrize(
    "shape",
    [
        rule(20, 60, 100, 60, more="Visible='false'"),
        rule(20, 60, 100, 60, more="Stroke='false'"),
        rule(20, 60, 100, 60, inner="<StrokeColor Value='255 255 255'/>"),
        rule(20, 60, 100, 60, inner="<StrokeColor Value='0 0 0 0'/>"),
        rule(20, 60, 100, 60, inner="<StrokeColor Value='0 0 0' Alpha='0'/>"),
        rule(20, 60, 100, 60, more="DrawParam='5'"),
    ],
    ids=["hidden", "not-drawn", "white", "no-ink", "transparent", "white-by-parameters"],
)
def test_rules_that_nobody_sees_part_nothing(shape: str) -> None:
    """A path that is hidden, white or transparent is no rule."""
    parts = {
        "Doc_0/Res.xml": "<Res><DrawParams><DrawParam ID='4'><StrokeColor Value='255 255 255'/></DrawParam>"
        "<DrawParam ID='5' Relative='4'/></DrawParams></Res>"
    }
    frame = table([20, 60, 100], [50, 70])
    words = [text(25, 57, "甲类"), text(65, 57, "10"), text(25, 67, "乙类"), text(65, 67, "20")]
    data = ofd(page(frame, shape, *words), common="<PublicRes>Res.xml</PublicRes>", parts=parts)
    assert [c.text for c in grid_of(data).cells] == ["甲类\n乙类", "10\n20"]


def test_templates_and_composites_are_printed_with_the_page() -> None:
    """A form's rules and labels may stand in a template, its words in a graphic that the page places."""
    parts = {
        "Doc_0/Tpl.xml": page(table([20, 60, 100], [50, 60, 70]), text(25, 57, "规章")),
        "Doc_0/Res.xml": "<Res><CompositeGraphicUnits><CompositeGraphicUnit ID='7' Width='10' Height='10'><Content>"
        + text(5, 7, "12")
        + "</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>",
    }
    placed = "<CompositeObject ResourceID='7' Boundary='60 50 40 10'/><CompositeObject ResourceID='7' Boundary='60 60 40 10'/>"
    common = "<DocumentRes>Res.xml</DocumentRes><TemplatePage ID='2' BaseLoc='Tpl.xml'/>"
    content = page(placed, text(25, 67, "其他"), before="<Template TemplateID='2' ZOrder='Background'/>")
    assert [c.text for c in grid_of(ofd(content, common=common, parts=parts)).cells] == ["规章", "12", "其他", "12"]


def test_what_nobody_sees_is_left_out() -> None:
    """Hidden objects, text without ink and text beyond the page's edge are not the report's."""
    hidden = [
        text(20, 60, "隐藏", more="Visible='false'"),
        text(20, 70, "隐藏", more="Fill='false'"),
        text(20, 80, "隐藏", more="Alpha='0'"),
        text(20, 90, "隐藏", inner="<FillColor Value='0 0 0' Alpha='0'/>"),
        text(220, 60, "页外"),
        text(20, -20, "页外"),
    ]
    shown = [text(20, 50 + 10 * i, "看得见") for i in range(5)]
    assert lines_of(ofd(page(*shown, *hidden))) == ["看得见"] * 5


@pytest.mark.parametrize(
    "label",
    [
        "<TextCode X='0' Y='4' DeltaY='g 3 4'>行政复议</TextCode>",
        "<TextCode X='0' Y='4'>行政复议</TextCode>",
    ],
    ids=["steps-down", "reading-direction"],
)
def test_text_set_from_top_to_bottom_is_one_line(label: str) -> None:
    """A label turned upright stays one word, in the lines and in its cell."""
    upright = text(22, 55, label, more="ReadDirection='90'")
    rows = [text(40, 56, "甲"), text(40, 66, "乙")]
    frame = table([20, 30, 60], [50, 75]) + rule(30, 60, 60, 60)
    data = ofd(page(frame, upright, *rows))
    assert lines_of(data)[0] == "行政复议"
    assert [c.text for c in grid_of(data).cells] == ["行政复议", "甲", "乙"]


def test_figures_below_each_other_are_rows_not_upright_words() -> None:
    """A column of figures in one object gives a figure a row."""
    column = text(70, 57, "<TextCode X='0' Y='4' DeltaY='10 10'>357</TextCode>")
    data = ofd(
        page(table([20, 60, 100], [50, 60, 70, 80]), column, text(25, 57, "甲"), text(25, 67, "乙"), text(25, 77, "丙"))
    )
    assert [c.text for c in grid_of(data).cells] == ["甲", "3", "乙", "5", "丙", "7"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("fixture", ["chengzhou-2024.pdf", "wangchuan-2023.pdf"])
def test_a_report_gives_the_tables_of_its_pdf(fixture: str, style: str) -> None:
    """Every cell of every table comes out as from the PDF that was converted, in each converter's style."""
    pdf = (FIXTURES / fixture).read_bytes()
    _, from_pdf = read_pdf(pdf)
    from_ofd = ruled(to_ofd(pdf, STYLES[style], "工作年度报告"))
    assert (from_ofd.pages, from_ofd.title, from_ofd.issues) == (from_pdf.pages, "工作年度报告", ())
    assert _cells(from_ofd) == _cells(from_pdf)


def _cells(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [
        [(c.row, c.column, c.row_span, c.column_span, _QUOTES.sub("", squeeze(c.text))) for c in grid.cells]
        for grid in grids
    ]
