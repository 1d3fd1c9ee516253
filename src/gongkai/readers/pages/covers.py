"""What is painted later over text hides it: the one rule of what a person then sees, for every format that has an order of painting."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.pages.figures import Printed
from gongkai.readers.pages.lines import Glyphs
from gongkai.text.shown import Shown

_WORD = re.compile(r"\S+")
_FIGURE = re.compile(r"\d+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ROOM = 60.0  # points from a sign to the rules of its cell
_HELD = 0.3  # of a character's width and height: covered more, it cannot be read
# In widths and heights of a character's box, which is looser than its ink.
_GONE = 0.6  # covered as much, nothing of its ink is left to be seen
_INK = (0.4, 0.66)  # where the ink of any character is


class Cover(Struct, frozen=True, gc=False):
    """Something opaque, painted as number ``at`` of the page. ``blank``: it shows nothing, like white on white; else something may be
    seen on it. ``sheer``: text may shine through it, as through a seal, so that only figures by themselves are uncertain.
    """

    at: int
    box: BBox
    blank: bool
    sheer: bool = False


class Surface:
    """The printed lines of a page by their height, with the order in which they were painted."""

    def __init__(self, glyphs: Glyphs, printed: Iterable[Printed], order: Callable[[int], int]) -> None:
        self.glyphs, self.order = glyphs, order
        self.printed: Sequence[Printed] = sorted(printed, key=lambda line: line[0][1])
        self._tops = [line[0][1] for line in self.printed]
        self._highest = max((line[0][3] - line[0][1] for line in self.printed), default=0.0)
        self._first = {start: min(map(order, self._samples(start, end))) for _, start, end in self.printed}
        early = sorted((self._first[start], box[1], box[3]) for box, start, _ in self.printed)
        self._painted = [at for at, _, _ in early]
        self._highest_of = list(accumulate((top for _, top, _ in early), min))
        self._lowest_of = list(accumulate((bottom for _, _, bottom in early), max))

    def _samples(self, start: int, end: int) -> Iterator[int]:
        """Yield the ends of a line and where its figures begin: they may be painted before it, or after it."""
        yield from (start, end - 1)
        yield from (match.start() for match in _FIGURE.finditer(self.glyphs.text, start, end))

    def lines(self, box: BBox) -> Iterator[Printed]:
        """Yield the lines that share something with a box."""
        start, end = bisect_left(self._tops, box[1] - self._highest), bisect_left(self._tops, box[3])
        return (line for line in self.printed[start:end] if _shared(line[0], box) is not None)

    def within(self, box: BBox) -> Iterator[int]:
        """Yield the characters of which a good part lies in a box."""
        return (at for line in self.lines(box) for at in self._held(line, box))

    def hides(self, at: int, box: BBox) -> bool:
        """Whether something in ``box`` that is painted as number ``at`` comes later than text in it."""
        before = bisect_left(self._painted, at) - 1  # most files go down the page: what comes later stands lower
        if before < 0 or box[1] >= self._lowest_of[before] or box[3] <= self._highest_of[before]:
            return False
        early = (line for line in self.lines(box) if self._first[line[1]] < at)
        return any(self.order(char) < at for line in early for char in self._held(line, box))

    def _held(self, line: Printed, box: BBox) -> Iterator[int]:
        place, (_, start, end) = self.glyphs.box, line
        for match in _WORD.finditer(self.glyphs.text, start, end):
            first, last = match.span()
            if place(first)[0] < box[2] and box[0] < place(last - 1)[2]:
                yield from (at for at in range(first, last) if _is_held(place(at), box))


def covered(surface: Surface, cover: Cover) -> Iterator[tuple[int, Shown]]:
    """Yield the characters below a cover.

    Where text is printed on the cover, or it is blank, that is all there is to see. Else it shows something that is not known, in the
    place of figures.
    """
    inside = list(surface.within(cover.box))
    under = [at for at in inside if surface.order(at) < cover.at]
    for at in under:
        if not cover.sheer and (len(under) < len(inside) or cover.blank):
            yield at, "hidden" if _is_gone(surface.glyphs.box(at), cover.box) else "unknown"
        elif surface.glyphs.text[at].isdigit() and not (cover.sheer and _is_in_words(surface.glyphs.text, at)):
            yield at, "unknown"


def _is_in_words(text: str, at: int) -> bool:
    start, end = at, at
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return _HAN.search(text, start, end) is not None


def _is_held(char: BBox, box: BBox) -> bool:
    shared = _shared(char, box)
    return shared is not None and (
        shared[0] >= _HELD * (char[2] - char[0]) and shared[1] >= _HELD * (char[3] - char[1])
    )


def _is_gone(char: BBox, box: BBox) -> bool:
    """Whether nothing of a character can be seen beside what covers a part of it."""
    wide, high = char[2] - char[0], char[3] - char[1]
    return (
        min(char[2], box[2]) - max(char[0], box[0]) > _GONE * wide
        and box[1] < char[1] + _INK[0] * high
        and box[3] > char[1] + _INK[1] * high
    )


def _shared(one: BBox, other: BBox) -> tuple[float, float] | None:
    """Return width and height of what two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return (width, height) if width > 0 < height else None


def clusters(boxes: Iterable[BBox]) -> list[BBox]:
    """Join the boxes of signs that stand beside each other."""
    found: list[BBox] = []
    for box in sorted(boxes):
        for i, other in enumerate(found):
            if box[0] - other[2] < 0.6 * (other[3] - other[1]) and min(box[3], other[3]) > max(box[1], other[1]):
                found[i] = (other[0], min(other[1], box[1]), max(other[2], box[2]), max(other[3], box[3]))
                break
        else:
            found.append(box)
    return found


def is_ruled_in(box: BBox, bars: Sequence[BBox]) -> bool:
    """Whether a level bar runs above a box and another below it, as around what stands in a table's cell."""
    middle = (box[0] + box[2]) / 2
    levels = [(bar[1] + bar[3]) / 2 for bar in bars if bar[0] <= middle <= bar[2]]
    return any(box[1] - _ROOM < level < box[1] + 3 for level in levels) and any(
        box[3] - 3 < level < box[3] + _ROOM for level in levels
    )
