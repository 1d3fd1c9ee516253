"""Figures that a narrow cell breaks over lines are one; two figures that stand below each other stay two."""

from __future__ import annotations

import pytest

from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.narrow import is_one_figure, margin_of

_DIGIT = 6.0


def lines(*texts: str, left: float = 2.0) -> list[Line]:
    """Lines of digits, each as wide as the next, below each other."""
    return [Line(text=t, bbox=(left, 12.0 * n, left + _DIGIT * len(t), 12.0 * n + 10)) for n, t in enumerate(texts)]


@pytest.mark.parametrize("texts", [("27", "7"), ("12,3", "45"), ("１０５", "２"), ("10", "20", "3"), ("1,", "234")])
def test_a_figure_that_fills_its_cell_goes_on_below(texts):
    """No further digit had room on the line, so the break says nothing."""
    room = _DIGIT * len(texts[0]) + _DIGIT / 2
    assert is_one_figure(lines(*texts), room)


@pytest.mark.parametrize(
    ("texts", "digits"),
    [(("27", "7"), 3.0), (("27",), 2.5), (("27", "件"), 2.5), (("27", ""), 2.5), (("1", "27"), 2.5)],
)
def test_what_had_room_beside_it_is_another_figure(texts, digits):
    """Nor is a lone figure broken, nor one with words below it."""
    assert not is_one_figure(lines(*texts), _DIGIT * digits)


def test_a_tables_margin_is_that_of_its_fullest_cell():
    """Cells that are set in the middle have more room than the table keeps, and where all are, the usual margin is the most."""
    cells = {(0, 0): lines("123", left=12.0), (0, 1): lines("4567", left=42.5)}
    assert margin_of(cells, (0.0, 40.0, 80.0)) == 2.5
    assert margin_of({(0, 0): lines("1", left=17.0)}, (0.0, 40.0)) == 6.0
