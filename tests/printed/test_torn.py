"""What the end of a page tore is joined where labels tell it, and doubtful where figures are in two pieces."""

from __future__ import annotations

from gongkai.document import Place
from gongkai.printed.torn import rejoined, without_torn
from gongkai.report import GridFigure, PrintedGrid


def table(*rows: tuple[tuple[str, ...], int, tuple[str, ...]]) -> PrintedGrid:
    """A table of rows with their labels, page and figures."""
    cells = [
        GridFigure(
            row=at,
            column=column,
            text=text,
            value=float(text) if text else None,
            status="reported" if text else "blank",
            source=Place(page=page),
        )
        for at, (_, page, figures) in enumerate(rows)
        for column, text in enumerate(figures)
    ]
    columns = tuple((f"列{n}",) for n in range(len(rows[0][2])))
    labels = tuple(path for path, _, _ in rows)
    return PrintedGrid(id="g", caption="表", unit=None, section=None, columns=columns, rows=labels, cells=tuple(cells))


def test_the_rest_of_a_label_on_the_next_page_is_joined():
    """Only where both pieces together are a row of the form, and the second has no figure."""
    grid = table((("茶园总",), 1, ("12",)), (("量",), 2, ("",)), (("其他",), 2, ("3",)))
    assert rejoined(grid, {"茶园总量", "其他"}).rows == (("茶园总量",), ("其他",))
    assert rejoined(grid, {"茶园", "其他"}) is grid


def test_a_figure_in_two_pieces_is_doubtful():
    """929.4 at the end of a page and 3 at the head of the next may be one figure: neither is given, all other figures are."""
    grid = table(
        (("甲",), 1, ("1.25", "7.50")),
        (("乙",), 1, ("929.4", "0.80")),
        (("事务",), 2, ("3", "")),
        (("丙",), 2, ("4.00", "2.00")),
    )
    read = without_torn(grid, {"甲", "乙", "丙"})
    assert [(c.text, c.value) for c in read.cells if c.row in (1, 2)] == [
        ("929.4", None),
        ("0.80", 0.8),
        ("3", None),
        ("", None),
    ]
    assert [c.value for c in read.cells if c.row in (0, 3)] == [1.25, 7.5, 4.0, 2.0]


def test_whole_rows_on_two_pages_are_left_alone():
    """Every row has its label, every figure its decimals."""
    grid = table((("甲",), 1, ("1.25",)), (("乙",), 1, ("929.40",)), (("丙",), 2, ("3.00",)))
    assert without_torn(grid, {"甲", "乙", "丙"}) is grid


def test_the_form_says_whether_a_doubtful_label_is_torn():
    """Signs for what is not known go where the form knows the whole, or one of the pieces; where it knows neither they stay."""
    grid = table((("1", "茶园〓"), 1, ("12",)), (("〓总量",), 2, ("",)), (("2", "其他"), 2, ("3",)))
    assert rejoined(grid, {"茶园总量"}).rows == (("1", "茶园总量"), ("2", "其他"))
    assert rejoined(grid, {"茶园", "其他"}).rows == (("1", "茶园"), ("总量",), ("2", "其他"))
    assert rejoined(grid, {"其他"}) is grid


def test_figures_of_a_torn_row_go_with_its_label():
    """The label begins on one page without a figure, its rest stands beside them on the next."""
    grid = table((("茶园〓",), 1, ("",)), (("〓总量",), 2, ("12",)))
    whole = rejoined(grid, {"茶园总量"})
    assert whole.rows == (("茶园总量",),)
    assert [(cell.row, cell.value) for cell in whole.cells] == [(0, 12.0)]
