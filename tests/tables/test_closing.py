"""Whether sums close: of one row, of a check, of a whole table."""

from __future__ import annotations

import msgspec

from gongkai.document import NOWHERE
from gongkai.tables.decide.closing import adds_up, balances, closes, closing
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.reading import Value
from gongkai.text.numerals import read_figure
from tables.build import forms

TABLE = forms()["gio-2021"].table("requests")
LINE = TABLE.lines[0]
KEYS = [(slot.row, slot.column) for line in TABLE.lines for slot in line.slots]


def option(figures):
    """Return a row's figures, ``_`` for an empty slot."""
    return tuple(None if text == "_" else Value(text, read_figure(text), NOWHERE) for text in figures.split())


def test_the_parts_make_the_total():
    """The total may stand before its parts."""
    assert adds_up([5, 2, 3], (1, 2), 0)
    assert not adds_up([5, 2, 4], (1, 2), 0)


def test_a_row_closes_with_empty_slots_as_zero():
    """An empty slot counts nothing, and one figure too many breaks the sum."""
    totals = totals_of(TABLE)
    assert closes(option("1 _ _ 2 _ _ 3"), LINE, totals)
    assert not closes(option("1 _ _ 2 _ 1 3"), LINE, totals)


def test_a_sum_of_zeros_is_no_evidence():
    """A row of zeros closes, but not where at least one sum must be of something."""
    totals = totals_of(TABLE)
    assert closes(option("0 0 0 0 0 0 0"), LINE, totals)
    assert not closes(option("0 0 0 0 0 0 0"), LINE, totals, least=1)
    assert closes(option("1 0 0 0 0 0 1"), LINE, totals, least=1)


def test_a_row_without_a_sum_closes():
    """Nothing speaks against it; nothing speaks for it either."""
    assert closes(option("1 1 1 1 1 1 1"), LINE, {})
    assert not closes(option("1 1 1 1 1 1 1"), LINE, {}, least=1)


def test_a_check_balances_over_equal_sides():
    """Even one that asks for no more than "not more than"."""
    equation = next(e for e in TABLE.equations if e.spec.each == "row")
    cells = dict.fromkeys(KEYS, 0) | {equation.left[0][1]: 1}
    lenient = msgspec.structs.replace(equation, spec=msgspec.structs.replace(equation.spec, compare="<="))
    assert not balances(equation, cells)
    assert not balances(lenient, cells)
    assert balances(equation, cells | {equation.right[0][1]: 1})


def test_a_table_closes_but_for_totals_that_may_be_wrong():
    """Zeros close nothing; a wrong total is forgiven where one may be wrong, figures of a row that changed places are not."""
    zeros = dict.fromkeys(KEYS, 0)
    assert closing(zeros, TABLE.equations, 0) == 0
    row, total = LINE.slots[0].row, LINE.slots[-1].column
    wrong = zeros | {(row, total): 4}
    assert closing(wrong, TABLE.equations, 0) == -1
    assert closing(wrong, TABLE.equations, 1) >= 0
    first, second = LINE.slots[0].column, LINE.slots[1].column
    assert closing(zeros | {(row, first): 1, (row, second): -1}, TABLE.equations, 1) == -1
