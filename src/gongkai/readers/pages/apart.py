"""Where the words of a line stand: for tables that have no rules, of which nothing but white parts the cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.document import BBox
from gongkai.readers.pages.places import union

if TYPE_CHECKING:
    from gongkai.readers.pages.lines import Figure, Glyphs

_LONGEST = 240  # characters; a longer line is text
_PARTED = 0.35  # of a character's height: wider white parts words also where no blank is between them
_BACK = 0.5  # of a character's height: one that stands so far to the left begins something else
_LEVEL = 0.4  # of a character's height: one that stands so much higher or lower is of another line


def words_in(glyphs: Glyphs, text: str, positions: Sequence[int]) -> tuple[Figure, ...]:
    """Return the words of a line, (start, end, box) in ``text``; none for a line that is one word, or running text."""
    if len(text) > _LONGEST or "。" in text:
        return ()
    words: list[Figure] = []
    last: BBox | None = None
    for at, char in enumerate(text):
        if char.isspace():
            last = None
            continue
        box = glyphs.box(positions[at])
        if last is not None and _goes_on(last, box):
            start, _, around = words[-1]
            words[-1] = (start, at + 1, union(around, box))
        else:
            words.append((at, at + 1, box))
        last = box
    return tuple(words) if len(words) > 1 else ()


def _goes_on(one: BBox, other: BBox) -> bool:
    height = max(one[3] - one[1], other[3] - other[1], 1.0)
    gap = other[0] - one[2]
    level = abs(one[1] + one[3] - other[1] - other[3]) / 2
    return -_BACK * height < gap < _PARTED * height and level < _LEVEL * height
