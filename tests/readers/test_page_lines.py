"""Which printed lines go on in the next one."""

from __future__ import annotations

from gongkai.readers.pages.flow import Sheet, paragraphs
from gongkai.readers.pages.lines import Line

_SIZE = 12.0
_RIGHT = 546.0


def continues(*lines: tuple[float, float, str]) -> list[bool]:
    """For each line, given by its left end, its top and its text, say whether the next one continues it."""
    made = tuple(Line(text=t, bbox=(x, y, x + _SIZE * len(t), y + _SIZE)) for x, y, t in lines)
    return [found.continues for _, found in paragraphs([Sheet(number=1, size=(600.0, 800.0), lines=made)])]


FULL = "各" * 41


def test_a_full_line_goes_on():
    """It ends where the text ends on the right."""
    assert continues((54, 0, FULL), (54, 20, FULL), (54, 40, "单位。")) == [True, True, False]


def test_a_line_that_is_set_to_the_right_is_whole():
    """A date under a signature ends at the text's edge, too; what follows it is no part of it."""
    date = "二〇二四年一月八日"
    assert (
        continues((54, 0, FULL), (54, 20, FULL), (_RIGHT - _SIZE * len(date), 40, date), (54, 60, "附件下载"))[2]
        is False
    )


def test_the_right_piece_of_a_line_goes_on():
    """A wide gap parts a line in two pieces of one height; the second one begins far in and is still the line's end."""
    piece = "办结的申请事项为"
    lines = (
        (54, 0, FULL),
        (54, 20, FULL),
        (54, 40, "办理"),
        (_RIGHT - _SIZE * len(piece), 40, piece),
        (54, 60, "十件。"),
    )
    assert continues(*lines)[3] is True
