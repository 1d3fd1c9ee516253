"""Tables without rules whose cells stand at the left and nearly touch, with words and figures that go on in a second line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.document import Document, Mark, Paragraph, Place
from gongkai.grids.read import read_grids
from gongkai.grids.unruled.read import find_unruled
from gongkai.report import PrintedGrid

Lines = Sequence[tuple[float, Sequence[tuple[str, float]]]]
"""How far down each line is, and words, each with where it begins."""


def paragraphs(lines: Lines) -> Iterator[Paragraph]:
    for y, words in lines:
        text, marks = "", []
        for word, left in words:
            start = len(text) + bool(text)
            text = f"{text} {word}".strip()
            right = left + sum(11.0 if char > "\u2e7f" else 5.5 for char in word)
            marks.append(Mark(start, len(text), Place(page=1, bbox=(left, y, right, y + 10.5))))
        around = (marks[0].place.bbox or ())[:2] + (marks[-1].place.bbox or ())[2:]
        yield Paragraph(text=text, place=Place(page=1, bbox=around), words=tuple(marks) if len(marks) > 1 else ())


def grid_of(lines: Lines) -> PrintedGrid:
    document = Document(blocks=tuple(paragraphs(lines)), reader="pdf:geometry", placed=True)
    (grid,) = read_grids(find_unruled(document).blocks).grids
    return grid


def figures(grid: PrintedGrid) -> dict[tuple[tuple[str, ...], tuple[str, ...]], str]:
    return {(grid.rows[c.row], grid.columns[c.column]): c.text.replace("\n", "") for c in grid.cells}


def test_a_number_that_its_hyphen_breaks_over_two_lines_is_one_cell():
    """The name beside it goes on in the same line: both lines are one row."""
    lines: Lines = (
        (100, [("序号", 90), ("机构名称", 126), ("床位数", 198), ("联系电话", 250)]),
        (126, [("1", 90), ("青山护理院", 126), ("120", 198), ("0531-", 250)]),
        (141, [("8650221", 250)]),
        (165, [("2", 90), ("柳河镇养老院", 126), ("85", 198), ("0532-", 250)]),
        (180, [("敬老中心", 126), ("8650347", 250)]),
        (204, [("3", 90), ("安康托养中心", 126), ("64", 198), ("0533-", 250)]),
        (219, [("8650418", 250)]),
    )
    grid = grid_of(lines)
    assert grid.rows == (("1", "青山护理院"), ("2", "柳河镇养老院敬老中心"), ("3", "安康托养中心"))
    assert figures(grid)[("2", "柳河镇养老院敬老中心"), ("联系电话",)] == "0532-8650347"


def test_a_comma_takes_its_character_into_the_next_line():
    """No line begins with a comma: the line above is full though one character would have fitted."""
    lines: Lines = (
        (100, [("序号", 90), ("审计发现的问题", 126), ("金额", 230)]),
        (126, [("1", 90), ("专项经费拨付不", 126), ("43.23", 230)]),
        (141, [("及，滞留超过三个", 126)]),
        (165, [("2", 90), ("未按规定采购", 126), ("88.13", 230)]),
        (189, [("3", 90), ("账实不符", 126), ("77.97", 230)]),
    )
    assert grid_of(lines).rows[0] == ("1", "专项经费拨付不及，滞留超过三个")


def test_heads_that_nearly_touch_are_parted_where_the_columns_below_begin():
    """A blank is all that stands between them: each begins where a column of figures does, so they are two."""
    lines: Lines = (
        (100, [("街道", 90), ("收件", 126), ("办结数", 162), ("退回数", 198), ("结转", 240)]),
        (126, [("东街", 90), ("42.9", 126), ("28.64", 162), ("9.50", 198), ("1.1", 240)]),
        (150, [("西街", 90), ("17.9", 126), ("15.25", 162), ("13.66", 198), ("2.2", 240)]),
        (174, [("南街", 90), ("11.3", 126), ("10.25", 162), ("3.60", 198), ("0.4", 240)]),
    )
    grid = grid_of(lines)
    assert grid.columns == (("收件",), ("办结数",), ("退回数",), ("结转",))
    assert figures(grid)[("西街",), ("退回数",)] == "13.66"


def test_a_row_of_fewer_figures_stays_a_row():
    """Lines as near as those of one cell, with a label of their own and no hyphen above their figures."""
    lines: Lines = (
        (100, [("项目", 90), ("上年", 162), ("本年", 230)]),
        (126, [("受理", 90), ("310", 162), ("420", 230)]),
        (141, [("其中线上", 90), ("120", 162)]),
        (165, [("办结", 90), ("300", 162), ("415", 230)]),
        (180, [("其中线下", 90), ("96", 162)]),
    )
    grid = grid_of(lines)
    assert [cell.text for cell in grid.cells if cell.text] == ["310", "420", "120", "300", "415", "96"]
    assert len(grid.rows) == 4


def test_heads_with_little_white_between_them_stand_each_over_its_column():
    """Less white than parts the words of a text: one head over each column is a line of heads all the same."""
    lines: Lines = (
        (100, [("渠道", 53), ("收件", 83), ("办结", 113)]),
        (120, [("来信", 53), ("12", 83), ("11", 113)]),
        (140, [("来访", 53), ("7", 83), ("7", 113)]),
        (160, [("网络", 53), ("45", 83), ("40", 113)]),
    )
    grid = grid_of(lines)
    assert (grid.columns, grid.rows) == ((("收件",), ("办结",)), (("来信",), ("来访",), ("网络",)))
