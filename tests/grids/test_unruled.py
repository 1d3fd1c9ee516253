"""Tables of pages without rules: columns by white, heads over the columns that they are centred over, labels of several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.document import Document, Grid, Mark, Paragraph, Place
from gongkai.grids.read import read_grids
from gongkai.grids.unruled.chunks import rows_of
from gongkai.grids.unruled.read import find_unruled
from gongkai.grids.unruled.spans import Over, groups_over
from gongkai.report import PrintedGrid

Printed = Sequence[tuple[float, Sequence[tuple[str, float]]]]
"""Lines of a page: how far down, and words each with its middle."""


def _page(lines: Printed, page: int = 1) -> Iterator[Paragraph]:
    for y, words in lines:
        text, marks = "", []
        for word, middle in words:
            start = len(text) + bool(text)
            text = f"{text} {word}".strip()
            half = sum(12.0 if char > "\u2e7f" else 7.0 for char in word) / 2
            box = (middle - half, y, middle + half, y + 15.0)
            marks.append(Mark(start, len(text), Place(page=page, bbox=box)))
        around = (marks[0].place.bbox or ())[:2] + (marks[-1].place.bbox or ())[2:]
        yield Paragraph(text=text, place=Place(page=page, bbox=around), words=tuple(marks) if len(marks) > 1 else ())


def _document(*pages: Printed) -> Document:
    blocks = [block for number, lines in enumerate(pages, 1) for block in _page(lines, number)]
    return Document(blocks=tuple(blocks), reader="pdf:geometry", placed=True)


def _cells(grid: PrintedGrid) -> dict[tuple[tuple[str, ...], tuple[str, ...]], object]:
    return {(grid.rows[c.row], grid.columns[c.column]): c.value for c in grid.cells}


_TWO_YEARS: Printed = (
    (100, [("在校学生数", 250), ("专任教师数", 450)]),
    (110, [("学校", 90)]),
    (119, [("2024年", 200), ("2023年", 300), ("2024年", 400), ("2023年", 500)]),
    (138, [("第一小学", 90), ("31", 200), ("32", 300), ("33", 400), ("34", 500)]),
    (157, [("实验中学", 90), ("41", 200), ("42", 300), ("43", 400), ("44", 500)]),
    (176, [("职业学校", 90), ("51", 200), ("52", 300), ("53", 400), ("54", 500)]),
)


def test_heads_stand_over_the_columns_that_they_are_centred_over():
    """A head half way over two columns is the outer label of both, the name of the rows beside two lines of heads is none of them."""
    (grid,) = read_grids(find_unruled(_document(_TWO_YEARS)).blocks).grids

    assert _cells(grid)[("实验中学",), ("专任教师数", "2024年")] == 43
    assert grid.columns == tuple((top, year) for top in ("在校学生数", "专任教师数") for year in ("2024年", "2023年"))


def test_heads_that_cannot_be_told_apart_give_no_value():
    """Where a head may stand over one column as well as over two, the figures keep their text and have no value."""
    lines = [(y, list(words)) for y, words in _TWO_YEARS]
    lines[0] = (100, [("在校数", 330), ("教师数", 420)])
    lines[2] = (119, [("甲", 200), ("乙", 300), ("丙", 400), ("丁", 500)])

    (grid,) = read_grids(find_unruled(_document(lines)).blocks).grids

    assert not {cell.value for cell in grid.cells} - {None}
    assert {cell.text for cell in grid.cells} >= {"31", "54"}


def test_a_label_of_two_lines_beside_its_figures_is_one():
    """Lines nearer than rows are to each other are one label."""
    lines: Printed = (
        (100, [("单位", 90), ("申请数", 200), ("办结数", 300)]),
        (119, [("城区", 90), ("3", 200), ("4", 300)]),
        (138, [("河东街道", 90)]),
        (145.5, [("5", 200), ("6", 300)]),
        (153, [("办事处", 90)]),
        (172, [("山前", 90), ("7", 200), ("8", 300)]),
    )

    (grid,) = read_grids(find_unruled(_document(lines)).blocks).grids

    assert grid.rows == (("城区",), ("河东街道办事处",), ("山前",))


def test_heads_at_the_end_of_a_page_head_the_rows_of_the_next():
    """A page that breaks between heads and rows takes nothing from either."""
    heads, rows = _TWO_YEARS[:3], [(y - 120, words) for y, words in _TWO_YEARS[3:]]

    (grid,) = read_grids(find_unruled(_document(heads, rows)).blocks).grids

    assert _cells(grid)[("第一小学",), ("在校学生数", "2023年")] == 32


def test_a_label_beside_the_middle_of_its_rows_is_that_of_all_of_them():
    """The merged label of a group stands half way down beside its rows."""
    lines: Printed = (
        (100, [("类别", 60), ("事项", 140), ("数量", 240), ("金额", 340)]),
        (119, [("罚款", 140), ("1", 240), ("2.5", 340)]),
        (138, [("处罚类", 60), ("没收", 140), ("3", 240), ("4.5", 340)]),
        (157, [("吊销", 140), ("5", 240), ("6.5", 340)]),
    )

    (grid,) = read_grids(find_unruled(_document(lines)).blocks).grids

    assert grid.rows == (("处罚类", "罚款"), ("处罚类", "没收"), ("处罚类", "吊销"))


def test_text_with_figures_is_no_table():
    """Sentences with figures, and lines of contents with page numbers, stay paragraphs."""
    lines: Printed = (
        (100, [("全年收到申请", 100), ("12", 150), ("件，办结", 190), ("11", 225), ("件", 250)]),
        (119, [("比上年增加", 100), ("2", 150), ("件，增长", 190), ("20", 225), ("成", 250)]),
        (138, [("其中网上", 100), ("6", 150), ("件，当面", 190), ("5", 225), ("件", 250)]),
        (170, [("概况", 100), ("1", 500)]),
        (189, [("收支", 100), ("5", 500)]),
        (208, [("说明", 100), ("9", 500)]),
    )

    assert not any(isinstance(block, Grid) for block in find_unruled(_document(lines)).blocks)


def test_figures_whose_ends_went_to_a_line_below_are_not_two_figures():
    """Digits that a narrow column broke are one cell, never a shorter figure."""
    lines: Printed = (
        (100, [("合计", 60), ("出国费", 100), ("接待费", 140)]),
        (115, [("38.8", 60), ("1.50", 100), ("12.0", 140)]),
        (129, [("2", 60), ("3", 140)]),
    )

    read = read_grids(find_unruled(_document(lines)).blocks).grids

    assert not {38.8, 12.0, 2, 3} & {cell.value for grid in read for cell in grid.cells}


def test_a_reading_without_places_of_words_is_left_alone():
    """What is known of lines alone tells no columns."""
    document = _document(_TWO_YEARS)

    assert find_unruled(Document(blocks=document.blocks, reader="pdf:text")).blocks == document.blocks


def test_lines_are_put_together_by_where_they_are_seen():
    """Words of one height are one line, whatever paragraph they came in."""
    document = _document([(100, [("甲", 90), ("3", 200)]), (101, [("4", 300)])])

    assert [row.text for row in rows_of(document.blocks, range(2))] == ["甲 3 4"]


def test_a_head_that_fits_several_ways_is_given_none():
    """A head beside the middle of one column and of two is given no columns; one in the middle of all of them is theirs."""
    over = Over(((0, 20), (100, 120), (200, 220)), ((0, 60), (60, 160), (160, 220)), ("a", "b", "c"), 15.0, ("middle",))

    assert groups_over([(100, 120)], over) == [(0, 2)]
    assert groups_over([(65, 85)], over) is None


def _prose(left: float, first: float, lines: int) -> list[Paragraph]:
    boxes = [(left, first + 15 * n, left + 240, first + 15 * n + 13) for n in range(lines)]
    return [Paragraph(text="情况与上年相近，各项工作按计划推进" * 2, place=Place(page=1, bbox=box)) for box in boxes]


def test_a_table_in_one_of_two_columns_is_apart_from_the_text_beside_it():
    """On a page in two columns the lines of a table are not put together with those of the other column."""
    lines: Printed = (
        (300, [("指标", 60), ("产量", 150), ("增长", 230)]),
        (319, [("粮食", 60), ("12", 150), ("3.2", 230)]),
        (338, [("油料", 60), ("23", 150), ("-1.5", 230)]),
        (357, [("蔬菜", 60), ("45", 150), ("4.1", 230)]),
    )
    blocks = (*_prose(34, 100, 12), *_page(lines), *_prose(320, 100, 20))
    read = find_unruled(Document(blocks=blocks, reader="pdf:geometry", placed=True))

    (grid,) = read_grids(read.blocks).grids
    assert _cells(grid)[("油料",), ("增长",)] == -1.5
    assert sum(isinstance(block, Paragraph) for block in read.blocks) == 32
