"""Characters that a page draws of short strokes, in place of printing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from gongkai.document import BBox

_STROKES, _TOUCH, _LARGEST = 3, 0.6, 40.0  # of a sign: how many at least, points between them, points across
_SLENDER = 0.3  # of an upright's height: a 1 is hardly wider
_DIGIT = (3.5, 16.0)  # points: heights of digits in tables and texts
_SPOT = 10.0  # points: no stroke of a sign is longer
_NEAR = 1.0  # points
_PATTERN = 500  # uprights; no page of a report has as many figures


def drawn_signs(strokes: Sequence[BBox], bars: Sequence[BBox]) -> list[BBox]:
    """Return the boxes of characters that are put together of short strokes: level ones and upright ones that touch, or an upright
    that stands alone, as of a 1. The level ``bars`` of the page tell it from a piece of a rule.
    """
    if all(_is_level(box) for box in strokes):
        return []
    nearby = _Nearby(strokes)
    groups = [(len(group), _around(group)) for group in nearby.touching()]
    has_level = any(_is_level(box) for box in strokes)
    signs = (box for count, box in groups if has_level and count >= _STROKES and max(_size(box)) < _LARGEST)
    ones = [box for _, box in groups if _is_one(box, nearby, bars)]
    return [*signs, *(ones if len(ones) < _PATTERN else ())]


def _is_one(box: BBox, nearby: _Nearby, bars: Sequence[BBox]) -> bool:
    """Whether an upright is as high as a digit and goes on neither to a rule nor, as a dashed rule does, in further strokes."""
    width, height = _size(box)
    if not (width < _SLENDER * height and _DIGIT[0] < height < _DIGIT[1]):
        return False
    around = (box[0] - _NEAR, box[1] - height, box[2] + _NEAR, box[3] + height)
    if any(each[1] < box[1] or each[3] > box[3] for each in nearby.within(around)):
        return False
    tight = (box[0] - _NEAR, box[1] - _NEAR, box[2] + _NEAR, box[3] + _NEAR)
    return not any(_meet(tight, bar) for bar in bars)


class _Nearby:
    """The strokes of a page by their place, so that only those of one neighbourhood are compared."""

    def __init__(self, strokes: Sequence[BBox]) -> None:
        self._strokes = list(dict.fromkeys(_rounded(box) for box in strokes))
        self._spots: dict[tuple[int, int], list[BBox]] = {}
        for box in self._strokes:
            for spot in _spots(box):
                self._spots.setdefault(spot, []).append(box)

    def within(self, box: BBox) -> set[BBox]:
        """Return the strokes that meet a box."""
        return {each for spot in _spots(box) for each in self._spots.get(spot, ()) if _meet(each, box)}

    def touching(self) -> Iterator[list[BBox]]:
        """Yield the strokes in groups of such as touch."""
        left = dict.fromkeys(self._strokes)
        while left:
            group = [left.popitem()[0]]
            for box in group:
                new = [each for each in self.within(_grown(box)) if each in left]
                group += new
                for each in new:
                    del left[each]
            yield group


def _spots(box: BBox) -> Iterator[tuple[int, int]]:
    across, down = (range(int(box[i] // _SPOT), int(box[i + 2] // _SPOT) + 1) for i in (0, 1))
    return product(across, down)


def _rounded(box: BBox) -> BBox:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def _grown(box: BBox) -> BBox:
    return (box[0] - _TOUCH, box[1] - _TOUCH, box[2] + _TOUCH, box[3] + _TOUCH)


def _meet(one: BBox, other: BBox) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_level(box: BBox) -> bool:
    return box[2] - box[0] > box[3] - box[1]


def _size(box: BBox) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _around(boxes: Sequence[BBox]) -> BBox:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
