"""Boxes that lie over what stands elsewhere in the page: they may hide figures of a table, and show others in their place."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from gongkai.readers.html.events import Event
from gongkai.readers.html.look import Look

_FIGURES = re.compile(r"[\d.,%〓件元万]{1,40}")
_CELLS = frozenset(("td", "th"))


class Covers:
    """Follows the boxes by whose edges others are placed; tables over which a box may lie are doubtful."""

    def __init__(self) -> None:
        self._anchors: list[tuple[int, LexborNode]] = []
        self._everywhere = False

    def enter(self, depth: int, node: LexborNode, look: Look) -> None:
        """Note an element that is opened."""
        if look.anchor:
            self._anchors.append((depth, node))

    def leave(self, depth: int) -> None:
        """Note that an element is closed."""
        if self._anchors and self._anchors[-1][0] == depth:
            self._anchors.pop()

    def cover(self, node: LexborNode, look: Look, events: list[Event]) -> None:
        """Doubt what a box outside of cells may cover, if it shows a figure, or nothing but its ground."""
        if not ((look.afloat or look.pulled) and look.visible and not look.clear):
            return
        text = "".join((node.text() or "").split())
        if not (_FIGURES.fullmatch(text) if text else look.painted and node.css_first("img, table") is None):
            return
        anchor = self._anchors[-1][1] if self._anchors else None
        if look.afloat and anchor is not None and anchor.css_first("table") is None:
            return  # it lies over something else: a count on a button of the site
        self._everywhere = self._everywhere or look.afloat
        last = next((event for event in reversed(events) if event.name == "/table"), None)
        if last is not None and look.pulled:
            doubt_cells(events[last.partner :])

    def finish(self, events: list[Event]) -> None:
        """Doubt all tables where a box may lie over any of them."""
        if self._everywhere:
            doubt_cells(events)


def doubt_cells(events: list[Event]) -> None:
    """Let no figure be read from the cells among the events."""
    for event in events:
        if event.name in _CELLS:
            event.doubtful = True
