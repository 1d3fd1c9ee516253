"""Text with one cell a line whose blank cells are empty lines, and text whose cells a lone TAB parts."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Grid, Paragraph
from gongkai.readers.text.reader import read

LABELS = ("甲项", "乙项", "丙项", "丁项", "戊项", "己项", "庚项", "辛项")
HEADS = ("一类", "二类", "三类", "四类", "五类", "合计")
ROWS = (
    ("1", "", "3", "4", "5", "13"),
    ("1", "2", "3", "4", "5", "15"),
    ("", "2", "3", "", "", "5"),
    ("1", "2", "3", "4", "", "10"),
    ("1", "2", "", "", "5", "8"),
    ("0", "2", "3", "4", "5", "14"),
    ("", "", "", "", "", ""),
    ("1", "2", "3", "4", "5", "15"),
)
CELLS = (*HEADS, *(cell for label, row in zip(LABELS, ROWS, strict=True) for cell in (label, *row)))
PROSE = "本部分以表格形式报告有关情况，数据由各承办科室填报，办公室汇总后予以公布。"


def document(text: str) -> Document:
    """Read a text."""
    return next(iter(read(text.encode())))


def grids(text: str) -> list[list[str]]:
    """Return the cells of each table of a text."""
    return [[cell.text for cell in block.cells] for block in document(text).blocks if isinstance(block, Grid)]


def printed(usual: int, cells: tuple[str, ...] = CELLS) -> str:
    """Print a cell a line with ``usual`` empty lines between two."""
    return ("\n" * (usual + 1)).join((PROSE, *cells, PROSE)) + "\n"


@pytest.mark.parametrize("usual", [0, 1, 2, 3])
def test_blank_cells_are_empty_lines_too_many(usual: int) -> None:
    """Whatever number of empty lines parts two cells, more of them hold blank cells in their places."""
    assert grids(printed(usual)) == [list(CELLS)]


def test_a_blank_cell_has_a_line_of_its_own() -> None:
    """A blank cell is placed on the empty line that stands for it."""
    block = next(b for b in document(printed(1)).blocks if isinstance(b, Grid))
    lines = [cell.place.line for cell in block.cells]
    assert lines == list(range(3, 3 + 2 * len(CELLS), 2))
    assert not block.rows_known
    assert not block.spans_known


def test_blank_cells_at_the_end_of_a_table_are_read() -> None:
    """The empty lines between the last figure and the line after the table are blank cells too."""
    text = "\n".join((*CELLS, "壬项", "7", "", "", "")) + f"\n{PROSE}\n"
    assert grids(text) == [[*CELLS, "壬项", "7", "", "", ""]]


def test_text_around_the_cells_stays_text() -> None:
    """Running text before and behind the cells is no cell."""
    texts = [block.text for block in document(printed(1)).blocks if isinstance(block, Paragraph)]
    assert texts == [PROSE, PROSE]


def test_a_label_over_two_lines_is_one_cell() -> None:
    """Where empty lines part cells, words without one between them are one label."""
    broken = tuple(cell.replace("丙项", "丙\n项") for cell in CELLS)
    assert grids(printed(1, broken)) == [list(broken)]


def test_full_tables_stay_lines() -> None:
    """Without a single empty line too many there is nothing to tell, and lines stay lines."""
    assert not grids(printed(1, tuple(cell or "0" for cell in CELLS)))


def test_empty_lines_behind_rows_are_no_blank_cells() -> None:
    """Rows that lost their blank cells, with an empty line behind each, stay lines."""
    rows = "\n\n".join("\n".join((label, *filter(None, row))) for label, row in zip(LABELS, ROWS, strict=True))
    assert not grids(f"{PROSE}\n{rows}\n{PROSE}\n")


def test_rows_of_one_length_need_no_totals() -> None:
    """Where rows with blank cells in many places all come out as long as each other, the last cell may be blank in most of them."""
    rows = [tuple("" if (at * 5 + i * i) % 3 == 0 else "0" for i in range(6)) for at in range(12)]
    cells = tuple(cell for at, row in enumerate(rows) for cell in (f"{'甲乙丙丁戊己庚辛壬癸子丑'[at]}项", *row))
    assert sum(not row[-1] for row in rows) >= 4
    assert grids(printed(1, (*HEADS, *cells))) == [[*HEADS, *cells]]


def test_one_cell_behind_each_label_is_a_table_of_one_column() -> None:
    """Many labels, each with a figure or with the empty lines of one blank cell behind it."""
    cells = tuple(
        cell
        for at in range(24)
        for cell in (f"{'甲乙丙丁戊己'[at % 6]}{'一二三四'[at // 6]}项", "件", "" if at % 3 else "7")
    )
    assert grids(printed(1, cells)) == [list(cells)]


def test_a_form_without_a_figure_is_a_table_of_blank_cells() -> None:
    """Rows of as many empty lines behind each label."""
    cells = tuple(cell for label in LABELS for cell in (label, *[""] * 6))
    assert grids(printed(1, (*HEADS, *cells))) == [[*HEADS, *cells]]


def test_the_edges_of_pages_are_no_blank_cells() -> None:
    """Empty lines now and then, among rows that lost their blank cells, are no cells."""
    lines = [cell for cell in CELLS if cell]
    text = "\n".join(line + "\n" * (number % 9 == 8) for number, line in enumerate(lines))
    assert not grids(f"{PROSE}\n{text}\n{PROSE}\n")


def test_a_row_with_a_cell_too_many_disproves_the_rule() -> None:
    """Where a row would have more cells than all others, an empty line is no cell, and none is believed."""
    cells = list(CELLS)
    cells.insert(cells.index("乙项") + 3, "")
    assert not grids(printed(1, tuple(cells)))


def test_gaps_of_any_size_mean_nothing() -> None:
    """Gaps that are no multiple of the rule are no cells, and where there are many none is believed."""
    text = "\n\n".join(cell + "\n" * (number % 7 == 3) for number, cell in enumerate(CELLS))
    assert not grids(f"{PROSE}\n\n{text}\n\n{PROSE}\n")


def test_a_gap_at_a_form_feed_is_no_blank_cell() -> None:
    """Empty lines at a page's edge are not counted."""
    at = CELLS.index("庚项")
    text = (
        printed(1, CELLS[:at]).removesuffix(f"\n\n{PROSE}\n")
        + "\n\n\n\n\f"
        + "\n\n".join(CELLS[at:])
        + f"\n\n{PROSE}\n"
    )
    assert grids(text) == [list(CELLS)]


def test_labels_that_hold_figures_are_no_cells() -> None:
    """Text that prints a row's first figure beside its label has no cell a line."""
    rows = "\n".join(
        f"{label}{row[0] or 0}\n\n" + "\n\n".join(row[1:]) for label, row in zip(LABELS, ROWS, strict=True)
    )
    assert not grids(f"{PROSE}\n{rows}\n{PROSE}\n")


def lone_tabs(blank: str) -> str:
    """Print rows as a browser copies cells with paragraphs; ``blank`` is what a blank cell holds."""
    rows = []
    for label, row in zip(LABELS, ROWS, strict=True):
        text = label
        for before, cell in zip((label, *row), row, strict=False):
            text += ("\n\n" if before else "") + "\t" + (f"\n\n{cell}" if cell else blank)
        rows.append(text + ("\n\n\n\n\n" if row[-1] else "\n\n\n"))
    return f"{PROSE}\n\n" + "".join(rows).rstrip("\n") + f"\n\n四、下一节\n\n{PROSE}\n"


def test_lone_tabs_part_cells() -> None:
    """A TAB on a line of its own parts two cells, and more empty lines than those around it end the row."""
    made = document(lone_tabs("\xa0"))
    found = [block for block in made.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for grid in found for row in grid.rows()] == [
        [label, *row] for label, row in zip(LABELS, ROWS, strict=True)
    ]
    assert [b.text for b in made.blocks if isinstance(b, Paragraph)] == [PROSE, "四、下一节", PROSE]


def test_a_cell_between_lone_tabs_may_hold_paragraphs() -> None:
    """Two paragraphs of one cell are one cell."""
    text = lone_tabs("\xa0").replace("\n\n2\n\n\t\n\n3", "\n\n某\n\n类\n\n\t\n\n3", 1)
    cells = [cell for grid in grids(text) for cell in grid]
    assert "某\n类" in cells


def test_tabs_that_stand_for_blank_cells_only_part_no_rows() -> None:
    """Where figures follow each other without a TAB between them, TABs are no sign between cells."""
    text = "\n\n".join(cell or "\xa0\t" for cell in CELLS)
    assert all(len(grid) < len(CELLS) / 2 for grid in grids(f"{PROSE}\n\n{text}\n\n{PROSE}\n"))
