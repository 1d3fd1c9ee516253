"""What the steps of reading text promise, drawn: labels are found, figures get their owners, short rows are not padded by guess."""

from __future__ import annotations

import pytest

from gongkai.forms.model import TableForm
from gongkai.report import Cell
from gongkai.tables.decide.cells import cells_of
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.fragments import Fragment, flow, pieces_of
from gongkai.tables.text.labels import locate
from gongkai.tables.text.owners import share_out
from gongkai.tables.text.read import read_stream
from gongkai.tables.text.stretch import take_apart
from tables.build import forms
from tables.drawing import drawn

REQUESTS, DISCLOSURE = (
    next(table for table in forms()["gio-2021"].tables if table.key == key) for key in ("requests", "active_disclosure")
)


def lines(text: str, *, marked: bool = False) -> tuple[Fragment, ...]:
    """Return the lines, or the marked cells, of a drawing."""
    pieces = flow(pieces_of(drawn(text, marked=marked)))
    return tuple(piece for piece in pieces if isinstance(piece, Fragment))


def labels(words: str, table: TableForm = REQUESTS) -> list[str]:
    """Return the labels that are found in words, in their order, as the form prints them."""
    return [table.items[span.item].names[0] for span in locate(words, table)]


def owned(text: str, table: TableForm = REQUESTS) -> dict[str, list[str]]:
    """Return the figures that each label of a row owns."""
    stretch = take_apart(lines(text), table)
    shares = share_out(stretch, table, locate(stretch.words, table))
    return {table.items[span.item].names[0]: [t.text for t in tokens] for span, tokens in shares.owned.items()}


def row(text: str, key: str, table: TableForm = REQUESTS, *, marked: bool = False) -> list[tuple[str, object]]:
    """Return status and value of a row's cells, as its text is read."""
    found = cells_of(read_stream(lines(text, marked=marked), table, totals_of(table), frozenset()), table)
    return [_shown(cell) for cell in found.cells if cell.row == key]


def _shown(cell: Cell) -> tuple[str, object]:
    return cell.status, cell.value


# --- labels --------------------------------------------------------------------------------------------------------------


def test_labels_are_found_in_the_order_of_print():
    """Words run together, without figures, blanks and numbering."""
    assert labels("属于国家秘密其他法律行政法规禁止公开危及三安全一稳定") == [
        "属于国家秘密",
        "其他法律行政法规禁止公开",
        "危及三安全一稳定",
    ]


def test_a_label_with_a_slip_is_found_between_its_neighbours():
    """One wrong or missing sign in a long label does not lose its row."""
    whole, spoiled = (
        "属于国家秘密其他法律行政法规禁止公开危及三安全一稳定",
        "属于国家秘密其他法律行攻法规禁止公开危及三安全一稳定",
    )
    assert labels(spoiled) == labels(whole)


def test_what_is_left_of_a_label_is_the_label_that_it_is_most_like():
    """The beginning of 上年结转政府信息公开申请数量 is spoilt: half of it is 本年新收政府信息公开申请数量, too, and more is its own."""
    assert labels("Nt结转政府信息公开申请数量") == ["上年结转政府信息公开申请数量"]
    assert labels("Nt政府信息公开申请数量") == []


def test_no_label_is_found_in_other_words():
    """A sentence of the running text holds none of them."""
    assert labels("我局高度重视信息化建设并按时报送各项材料") == []


# --- owners --------------------------------------------------------------------------------------------------------------


def test_figures_belong_to_the_label_before_them():
    """Each row's figures stand behind its label, on its line or on those that follow."""
    found = owned("1.属于国家秘密 1 0 0 0 0 0 1\n2.其他法律行政法规禁止公开\n2 0 0 0 0 0 2")
    assert found["属于国家秘密"] == ["1", "0", "0", "0", "0", "0", "1"]
    assert found["其他法律行政法规禁止公开"] == ["2", "0", "0", "0", "0", "0", "2"]


def test_figures_between_two_halves_of_a_label_are_its_own():
    """A label that its cell broke over two lines has its figures in the middle."""
    found = owned(
        "1.属于国家秘密 1 0 0 0 0 0 1\n2.其他法律行政 2 0 0 0 0 0 2\n法规禁止公开\n3.危及“三安全一稳定” 3 0 0 0 0 0 3"
    )
    assert found["其他法律行政法规禁止公开"] == ["2", "0", "0", "0", "0", "0", "2"]
    assert found["危及三安全一稳定"] == ["3", "0", "0", "0", "0", "0", "3"]


# --- padding -------------------------------------------------------------------------------------------------------------

HEADS = "信息内容 本年制发件数 本年废止件数 现行有效件数"


def test_a_full_row_is_read_by_its_order():
    """As many figures as the form has cells."""
    text = f"{HEADS}\n规章 1 2 3\n行政规范性文件 4 5 6"
    assert row(text, "regulations", DISCLOSURE) == [("reported", 1), ("reported", 2), ("reported", 3)]


@pytest.mark.parametrize("figures", ["1 3", "7"])
def test_a_short_row_is_not_padded_by_guess(figures):
    """Where blank cells left no mark it is not known which cells the figures are of: none gets a value."""
    text = f"{HEADS}\n规章 {figures}\n行政规范性文件 4 5 6"
    assert all(value is None for _, value in row(text, "regulations", DISCLOSURE))


def test_a_long_row_is_not_cut_by_guess():
    """A figure too many leaves the row open."""
    text = f"{HEADS}\n规章 1 2 3 4\n行政规范性文件 4 5 6"
    assert all(value is None for _, value in row(text, "regulations", DISCLOSURE))


def test_a_marked_blank_keeps_its_place():
    """Where the marks of cells are kept, an empty one is blank and the others stay where they are."""
    text = """
        | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
        | 规章     | 1            |              | 3            |
        | 行政规范性文件 | 4      | 5            | 6            |
    """
    expected = [("reported", 1), ("blank", None), ("reported", 3)]
    assert row(text, "regulations", DISCLOSURE, marked=True) == expected
