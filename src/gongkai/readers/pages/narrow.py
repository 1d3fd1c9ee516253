"""Figures that a narrow cell breaks over lines: 27 above 7 is 277 where no further digit had room beside 27."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from gongkai.readers.pages.lines import Line

_PART = regex.compile(r"[\p{Nd}.,．，]*\p{Nd}[\p{Nd}.,．，]*")
_WIDEST_MARGIN = 6.0  # points; word processors keep 5.4 on either side unless they are told otherwise, browsers less


def margin_of(lines: Mapping[tuple[int, int], Sequence[Line]], xs: Sequence[float]) -> float:
    """Return the room that a table keeps on either side of its cells' text, as far as its lines tell; ``xs`` are its columns' edges.

    Text that is set in the middle of every cell tells too much, so there is a bound to it.
    """
    left = min((line.bbox[0] - xs[column] for (_, column), found in lines.items() for line in found), default=0.0)
    return min(max(left, 0.0), _WIDEST_MARGIN)


def is_one_figure(lines: Sequence[Line], room: float) -> bool:
    """Whether the lines of a cell, from top to bottom, are one figure that had to be broken: each but the last is so full that none of its
    digits would have fitted beside it. ``room`` is the width that the cell has for text. Two figures of a roomy cell are two.
    """
    if len(lines) < 2 or not all(_PART.fullmatch(line.text) for line in lines):
        return False
    return all(_width(line) + _width(line) / len(line.text) > room for line in lines[:-1])


def _width(line: Line) -> float:
    return line.bbox[2] - line.bbox[0]
