"""Figures over which others are printed: which of them is seen, at a cost of as many figures as there are."""

from __future__ import annotations

import pytest

from gongkai.document import BBox
from gongkai.readers.pages import overprinted
from gongkai.readers.pages.figures import printed_boxes, runs_of
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.overprinted import printed_over
from gongkai.text.shown import Shown


class Pairs(Glyphs):
    """Rows of two figures over each other, 1 and 2, each in a line of the text of its own."""

    def __init__(self, rows: int) -> None:
        self.text = "1\n2\n" * rows

    def box(self, position: int) -> BBox:
        """Return the box of a figure: those of a row stand at one place."""
        top = 20.0 * (position // 4)
        return (100.0, top, 105.0, top + 10.0)


def told(rows: int, gone: frozenset[int]) -> dict[int, Shown]:
    """Return what is said of figures of which some are not seen."""
    glyphs = Pairs(rows)
    runs = runs_of(glyphs)
    return dict(printed_over(glyphs, runs, list(printed_boxes(glyphs, runs)), dict.fromkeys(gone, "hidden")))


def test_two_figures_at_one_place_cannot_be_told():
    """Both of them are unknown, in each row."""
    assert told(2, frozenset()) == dict.fromkeys((0, 2, 4, 6), "unknown")


def test_a_figure_over_one_that_is_not_seen_is_read():
    """The other rows stay unknown."""
    assert told(2, frozenset((0,))) == dict.fromkeys((4, 6), "unknown")


def test_each_figure_is_held_against_its_neighbours_alone(monkeypatch: pytest.MonkeyPatch):
    """A page of a thousand rows takes a few looks for each, whatever share of it is hidden."""
    looks = 0
    real = overprinted._overlap

    def counted(one: BBox, other: BBox) -> bool:
        nonlocal looks
        looks += 1
        return real(one, other)

    monkeypatch.setattr(overprinted, "_overlap", counted)
    assert told(1000, frozenset(range(0, 4000, 4))) == {}
    assert looks < 10 * 1000
