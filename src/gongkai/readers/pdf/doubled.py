"""Pages that are printed several times over themselves, a little aside, which makes their type look bold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gongkai.readers.pages.figures import Run, printed_again
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.places import Places, at_one_place

_DOUBLED = re.compile(r"(\S)\1 ?(\S)\2 ?(\S)\3")
_LINE = re.compile(r"[^\r\n]{4,}")


Between = Callable[[int, int], bool]
"""Whether something was painted over the first of two characters before the second one was."""


def doubled(glyphs: Glyphs, runs: Sequence[Run], between: Between) -> frozenset[int]:
    """Return the positions of characters that were printed before at the same place; none where the page does not look so.

    What was painted out ``between`` the two is not seen: then both are kept, for the cover to decide.
    """
    return frozenset(_again(glyphs, between)) if _is_doubled(glyphs, runs) else frozenset()


def _is_doubled(glyphs: Glyphs, runs: Sequence[Run]) -> bool:
    """Whether three pairs of characters follow each other, or a line or a figure returns, at one place."""
    if any(at_one_place(glyphs.box(m.start()), glyphs.box(m.start() + 1)) for m in _DOUBLED.finditer(glyphs.text)):
        return True
    seen: dict[str, int] = {}
    for match in _LINE.finditer(glyphs.text):
        before = seen.setdefault(match[0], match.start())
        if before != match.start() and at_one_place(glyphs.box(before), glyphs.box(match.start())):
            return True
    return printed_again(glyphs, runs)


def _again(glyphs: Glyphs, between: Between) -> list[int]:
    places = Places()
    found: list[int] = []
    for at, char in enumerate(glyphs.text):
        if char.isspace():
            continue
        box = glyphs.box(at)
        if any(not between(first, at) for first in places.before(char, box)):
            found.append(at)
        else:
            places.add(char, box, at)
    return found
