"""How far the words of an HTML cell are set in by the styles of the cell and of its first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.readers.html.declarations import Declared
from gongkai.readers.html.events import TEXT, Event
from gongkai.readers.html.lengths import length

_SET_IN = re.compile(r"(?:^|;)\s*(padding-left|margin-left|text-indent|padding|margin)\s*:\s*([^;!]+)", re.IGNORECASE)
_FONT = 14.0  # pixels: tables are printed in 10.5 pt, and only how far rows differ from each other is used
_MOST = 40.0  # letters; no cell is wider


def set_in_of(events: list[Event], start: int) -> float:
    """Return it in half characters, up to the first text; what only keeps all cells off their sides is in it, too."""
    pixels = 0.0
    for event in events[start : events[start].partner]:
        if event.name == TEXT:
            break
        style = event.attributes.get("style")
        pixels += (_pixels(style) if style else 0.0) or event.inset
    return min(max(round(pixels / (_FONT / 2), 1), 0.0), _MOST)


def inset_of(given: Declared | None) -> float:
    """Return how far style sheets set an element's words in, in pixels."""
    names = ("padding-left", "margin-left", "text-indent") if given else ()
    return sum(length(given[name][0], _FONT) or 0.0 for name in names if given and name in given)


@lru_cache(maxsize=1 << 10)
def _pixels(style: str) -> float:
    """Return how far a style sets in; kept, for the cells of a page share a few styles."""
    return sum(_lengths(style))


def _lengths(style: str) -> Iterator[float]:
    for name, value in _SET_IN.findall(style):
        sides = value.lower().split()
        left = sides[0] if name.lower() not in ("padding", "margin") or len(sides) < 4 else sides[3]
        if name.lower() in ("padding", "margin") and len(sides) in (2, 3):
            left = sides[1]
        yield length(left, _FONT) or 0.0
