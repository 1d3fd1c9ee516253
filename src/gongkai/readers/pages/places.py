"""Boxes on a page: the one around others, and where something was printed before, found without a look at all that was printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from math import frexp

from gongkai.document import BBox

ASIDE = 0.2  # of the larger side: type is thickened by printing it again that far aside at most
_FEW = 24  # of one text, which are looked through faster than a net is asked
_FINEST = -10  # powers of two; what is smaller than a thousandth of a point is as good as that
_AROUND = tuple(product((-1, 0, 1), repeat=2))


def union(*boxes: BBox) -> BBox:
    """Return the smallest box around ``boxes``."""
    if len(boxes) == 1:
        return boxes[0]
    if len(boxes) == 2:  # most often, and without the detour
        (a0, b0, a1, b1), (c0, d0, c1, d1) = boxes
        return (a0 if a0 < c0 else c0, b0 if b0 < d0 else d0, a1 if a1 > c1 else c1, b1 if b1 > d1 else d1)
    x0, y0, x1, y1 = boxes[0]
    for a, b, c, d in boxes:  # faster than min and max of four columns, however many boxes there are
        x0, y0 = a if a < x0 else x0, b if b < y0 else y0
        x1, y1 = c if c > x1 else x1, d if d > y1 else y1
    return x0, y0, x1, y1


def at_one_place(one: BBox, other: BBox) -> bool:
    """Whether the middles of two boxes are so near that the same character in both is printed over itself."""
    room = 2 * ASIDE * max(one[2] - one[0], one[3] - one[1], other[2] - other[0], other[3] - other[1])
    return abs(one[0] + one[2] - other[0] - other[2]) < room and abs(one[1] + one[3] - other[1] - other[3]) < room


class Places:
    """Boxes in which texts were printed, each with a position: a page may have a hundred thousand of one text."""

    def __init__(self) -> None:
        self._few: dict[str, list[tuple[BBox, int]]] = defaultdict(list)
        self._nets: dict[str, _Net] = {}

    def add(self, text: str, box: BBox, at: int = 0) -> None:
        """Note that a text is printed in a box; ``at`` is what ``before`` gives back."""
        few = self._few[text]
        if len(few) < _FEW:
            few.append((box, at))
            return
        if text not in self._nets:
            self._nets[text] = _Net(few)
        self._nets[text].add(box, at)

    def before(self, text: str, box: BBox) -> Iterator[int]:
        """Yield the positions at which a text was printed at the place of a box."""
        net = self._nets.get(text)
        near = self._few.get(text, ()) if net is None else net.near(box)
        return (at for other, at in near if at_one_place(box, other))

    def holds(self, text: str, box: BBox) -> bool:
        """Whether a text was printed at the place of a box."""
        return any(True for _ in self.before(text, box))


class _Net:
    """Boxes by the field that their middle lies in. Fields are as wide as what is nearest to a box of their level may be away, and a
    level is a power of two of sizes, so that neither large boxes among small ones nor small among large ones are many to look at.
    """

    def __init__(self, boxes: Sequence[tuple[BBox, int]]) -> None:
        self._all: list[tuple[BBox, int]] = []
        self._own: dict[tuple[int, float, float], list[tuple[BBox, int]]] = defaultdict(list)
        self._below: dict[tuple[int, float, float], list[tuple[BBox, int]]] = defaultdict(list)
        self._levels: set[int] = set()
        for box, at in boxes:
            self.add(box, at)

    def add(self, box: BBox, at: int) -> None:
        own = self._opened(_level(box))
        self._all.append((box, at))
        self._own[_field(own, box)].append((box, at))
        for level in self._levels:
            if level > own:
                self._below[_field(level, box)].append((box, at))

    def near(self, box: BBox) -> Iterator[tuple[BBox, int]]:
        """Yield all that may be at the place of a box, and little else."""
        own = self._opened(_level(box))
        for level in self._levels:
            if level >= own:
                _, x, y = _field(level, box)
                for right, up in _AROUND:
                    field = (level, x + right, y + up)
                    yield from self._own.get(field, ())
                    if level == own:
                        yield from self._below.get(field, ())

    def _opened(self, level: int) -> int:
        if level not in self._levels:
            self._levels.add(level)
            for one in self._all:
                if _level(one[0]) < level:
                    self._below[_field(level, one[0])].append(one)
        return level


def _level(box: BBox) -> int:
    return max(_FINEST, frexp(max(box[2] - box[0], box[3] - box[1]))[1])


def _field(level: int, box: BBox) -> tuple[int, float, float]:
    wide = 2 * ASIDE * 2.0**level
    return level, (box[0] + box[2]) // wide, (box[1] + box[3]) // wide
