"""Pieces of one printed line put together, where a change of font parted them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.places import union

_GAP, _LEVEL = 0.35, 0.6  # room between pieces of one line, and how far they stand at one height, in heights


def whole_lines(lines: Iterable[Line]) -> Iterator[Line]:
    """Join pieces of one printed line that follow each other with hardly any room between: a change of font may part them.

    Where digits would meet they stay apart: they may be the figures of two cells.
    """
    last: Line | None = None
    for line in lines:
        if last is not None and _goes_on(last, line):
            last = _glued(last, line)
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _goes_on(one: Line, other: Line) -> bool:
    (_, top, right, bottom), (left, upper, _, lower) = one.bbox, other.bbox
    size = min(bottom - top, lower - upper)
    level = min(bottom, lower) - max(top, upper) >= _LEVEL * size
    if not (level and abs(left - right) < _GAP * size):
        return False
    return not (one.text[-1:].isdecimal() and other.text[:1].isdecimal())


def _glued(one: Line, other: Line) -> Line:
    shift = len(one.text)
    moved = tuple((start + shift, end + shift, box) for start, end, box in other.figures)
    words = tuple((start + shift, end + shift, box) for start, end, box in other.words)
    return Line(
        text=one.text + other.text,
        bbox=union(one.bbox, other.bbox),
        figures=one.figures + moved,
        tabular=one.tabular and other.tabular,
        words=one.words + words,
    )
