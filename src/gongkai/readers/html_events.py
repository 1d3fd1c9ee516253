"""A web page as a flat list of events: what is printed, without scripts, controls and hidden parts.

A list instead of a tree: nothing here or later recurses, so a page may be nested as deeply as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

TEXT = "#"
_DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "nav", "iframe", "frame", "frameset", "object", "embed"),
        *("applet", "svg", "canvas", "audio", "video", "map", "math", "dialog", "del", "rp"),
        *("input", "select", "textarea", "button", "option", "optgroup", "datalist", "progress", "meter"),
    )
)
_CELLS = frozenset(("td", "th"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|header|footer)", re.IGNORECASE
)
_INVISIBLE = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_MENU_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar"))
_NONE: Mapping[str, str | None] = {}


class Event(Struct):
    """The beginning of an element, its end (``name`` begins with ``/``), or a piece of text (``name`` is TEXT).

    ``partner`` is the index of an element's end in its beginning, and the other way round; ``tables`` counts the
    tables that an element holds.
    """

    name: str
    text: str = ""
    attributes: Mapping[str, str | None] = _NONE
    partner: int = -1
    tables: int = 0


def events_of(parser: LexborHTMLParser) -> list[Event]:
    """Return the events of a page's body in document order."""
    events: list[Event] = []
    open_ones: list[int] = []
    root = parser.body or parser.root
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        if _enter(node, events, open_ones):
            child = node.first_child
            if child is not None:
                node, depth = child, depth + 1
                continue
            _leave(events, open_ones)
        while node is not None and depth and node.next is None:
            node, depth = node.parent, depth - 1
            _leave(events, open_ones)
        node = node.next if node is not None and depth else None
    return events


def _enter(node: LexborNode, events: list[Event], open_ones: list[int]) -> bool:
    """Note the beginning of a node; return whether it was opened and has to be closed."""
    name = node.tag or ""
    if name == "-text":
        events.append(Event(TEXT, node.text_content or ""))
        return False
    if name in _DROPPED or name.startswith("-"):
        return False
    attributes = node.attributes
    hidden = bool(attributes) and _is_hidden(attributes)
    if hidden and not (name in _CELLS and _keeps_its_place(attributes)):
        return False
    open_ones.append(len(events))
    events.append(Event(name, attributes=attributes))
    if hidden:
        _leave(events, open_ones)
    return not hidden


def _leave(events: list[Event], open_ones: list[int]) -> None:
    start = open_ones.pop()
    event = events[start]
    event.partner = len(events)
    events.append(Event("/" + event.name, partner=start))
    if open_ones:
        events[open_ones[-1]].tables += event.tables + (event.name == "table")


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("role") in _MENU_ROLES or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style") or ""
    return bool(style) and (_HIDDEN.search(style) or _INVISIBLE.search(style)) is not None


def _keeps_its_place(attributes: Mapping[str, str | None]) -> bool:
    """Whether a cell is invisible but still there, so that the cells behind it stay in their columns."""
    style = attributes.get("style") or ""
    return "hidden" not in attributes and _HIDDEN.search(style) is None and _INVISIBLE.search(style) is not None
