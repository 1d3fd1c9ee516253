"""Characters put together again: lines chopped into characters, and what is left where some were left out."""

from __future__ import annotations

from gongkai.document import BBox
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pdf.breaks import is_chopped, rejoined, without


class Printed(Glyphs):
    """Characters with their left edges, all ten points wide and high; the second of each pair of breaks has no box."""

    def __init__(self, text: str, lefts: list[float], tops: list[float] | None = None) -> None:
        self.text = text
        self.lefts, self.tops = iter(lefts), iter(tops or [0.0] * len(lefts))
        self.boxes = {
            i: (x := next(self.lefts), y := next(self.tops), x + 10, y + 10)
            for i, char in enumerate(text)
            if not char.isspace()
        }

    def box(self, position: int) -> BBox:
        """Return the box; there is none for white space."""
        return self.boxes[position]


def test_a_line_with_a_break_behind_each_character_is_one_line():
    """What touches is joined, what stands apart at one height gets a space, another height stays another line."""
    glyphs = Printed("4\r\n1\r\n4\r\n5\r\n规", [0, 10, 20, 80, 0], [0, 0, 0, 0, 30])
    chars, positions = rejoined(glyphs)
    assert [glyphs.text[p] for p in positions if not glyphs.text[p].isspace()] == ["4", "1", "4", "5", "规"]
    assert "".join(chars) == "414 5\r\n规"
    assert is_chopped(glyphs.text)
    assert not is_chopped("一、本年新收政府信息公开申请数量 4 1\r\n二、上年结转政府信息公开申请数量 0 0\r\n")


def test_characters_one_above_the_other_stay_apart():
    """An upright label is no line; its characters are not joined to what stands beside."""
    glyphs = Printed("三\r\n不\r\n予", [0, 0, 0], [0, 12, 24])
    assert "".join(rejoined(glyphs)[0]) == glyphs.text


def test_figures_do_not_meet_where_something_between_them_is_left_out():
    """225 and 0 are not 2250; a word that a watermark runs through stays one word."""
    chars, positions = without(Printed("25x0", [0, 10, 30, 60]), {2})
    assert ("".join(chars), positions) == ("25 0", [0, 1, 2, 3])
    assert "".join(without(Printed("信x息", [0, 5, 10]), {1})[0]) == "信息"
    assert "".join(without(Printed("12x7", [0, 10, 30, 0], [0, 0, 0, 30]), {2})[0]) == "12\n7"
