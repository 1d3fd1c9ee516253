"""Figures that were painted out, wherever the file stores them: a cover hides what it covers, and what is left is one figure or none."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.document import BBox
from gongkai.readers.pages.covers import Cover, Surface, covered
from gongkai.readers.pages.figures import printed_boxes, runs_of
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.overprinted import printed_over
from gongkai.text.shown import Shown

CELL: BBox = (328.0, 719.0, 340.0, 732.0)


class Placed(Glyphs):
    """Characters ten points high and five wide, each at the place and in the order of painting that is given."""

    def __init__(self, *pieces: tuple[str, float, int]) -> None:
        self.text = "".join(text for text, _, _ in pieces)
        self._left = [left + (0 if text == "80" else 5 * i) for text, left, _ in pieces for i in range(len(text))]
        self.order = [order for text, _, order in pieces for _ in text]

    def box(self, position: int) -> BBox:
        """Return the box of a character."""
        left = self._left[position]
        return (left, 720.0, left + 5, 730.0)


def looked_at(glyphs: Placed, covers: Mapping[int, BBox]) -> dict[str, Shown]:
    """Return how the digits of the cell are shown."""
    runs = runs_of(glyphs)
    printed = list(printed_boxes(glyphs, runs))
    surface = Surface(glyphs, printed, lambda at: glyphs.order[at])
    shown: dict[int, Shown] = {}
    for at, box in covers.items():
        if surface.hides(at, box):
            shown.update(covered(surface, Cover(at, box, blank=True)))
    shown.update(printed_over(glyphs, runs, printed, shown))
    return {f"{glyphs.text[at]}@{at}": how for at, how in sorted(shown.items())}


def test_a_figure_stored_behind_what_stands_to_its_right_is_covered() -> None:
    """The line's ends stand far from its cell, and 8 was painted out before 0 was printed: 80 came out."""
    glyphs = Placed(("规章 ", 480, 1), ("8", 331, 3), ("0", 331, 5), (" 19", 550, 2))
    assert looked_at(glyphs, {4: CELL}) == {"8@3": "hidden"}


def test_a_figure_painted_before_the_ends_of_its_line_is_covered() -> None:
    """The order of a line's ends says nothing of what stands between them."""
    glyphs = Placed(("规章 ", 110, 7), ("8", 331, 1), (" 19", 550, 8))
    assert looked_at(glyphs, {4: CELL}) == {"8@3": "hidden"}


def test_digits_in_the_room_of_others_are_no_figure_whatever_lies_below() -> None:
    """What was painted out at their place does not tell which of them is seen."""
    glyphs = Placed(("0", 331, 1), ("\n规章 ", 480, 2), ("80", 331, 5), (" 19", 550, 2))
    assert looked_at(glyphs, {3: CELL}) == {"0@0": "hidden", "8@5": "unknown", "0@6": "unknown"}
