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
BLOCKS = frozenset(
    (
        *("html", "body", "address", "article", "aside", "blockquote", "center", "details", "dir", "div", "fieldset"),
        *("dl", "dd", "dt", "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "legend", "li", "listing", "main", "menu", "ol", "p", "pre", "search", "section", "summary"),
        *("table", "caption", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp"),
    )
)
_NOTED = BLOCKS | {"a", "br", "img"}
_CELLS = frozenset(("td", "th"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|header|footer)", re.IGNORECASE
)
_INVISIBLE = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_MENU_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar"))
_UNNOTED = -1
_NONE: Mapping[str, str | None] = {}


class Event(Struct, gc=False):
    """The beginning of an element, its end (``name`` begins with ``/``), or a piece of text (``name`` is TEXT).

    ``partner`` is the index of an element's end in its beginning, and the other way round.
    """

    name: str
    text: str = ""
    attributes: Mapping[str, str | None] = _NONE
    partner: int = -1


def events_of(parser: LexborHTMLParser) -> list[Event]:
    """Return the events of a page's body in document order; elements that only change the look of text leave none."""
    events: list[Event] = []
    open_ones: list[int] = []
    node: LexborNode | None = parser.body or parser.root
    while node is not None:
        name = node.tag or ""
        if name == "-text":
            events.append(Event(TEXT, node.text_content or ""))
        elif name not in _DROPPED and name[0] != "-" and _open(name, node.attributes, events, open_ones):
            child = node.first_child
            if child is not None:
                node = child
                continue
            _close(events, open_ones)
        following = node.next if open_ones else None
        while following is None and open_ones and node is not None:
            node = node.parent
            _close(events, open_ones)
            following = node.next if node is not None and open_ones else None
        node = following
    return events


def _open(name: str, attributes: Mapping[str, str | None], events: list[Event], open_ones: list[int]) -> bool:
    """Note the beginning of an element; return False where what it holds is not printed."""
    hidden = bool(attributes) and _is_hidden(attributes)
    if hidden and not (name in _CELLS and _keeps_its_place(attributes)):
        return False
    if name not in _NOTED:
        open_ones.append(_UNNOTED)
        return True
    open_ones.append(len(events))
    events.append(Event(name, "", attributes))
    if hidden:
        _close(events, open_ones)
    return not hidden


def _close(events: list[Event], open_ones: list[int]) -> None:
    start = open_ones.pop()
    if start == _UNNOTED:
        return
    event = events[start]
    event.partner = len(events)
    events.append(Event("/" + event.name, "", _NONE, start))


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("role") in _MENU_ROLES or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _hides(style)


def _hides(style: str) -> bool:
    folded = style.lower()
    if not ("none" in folded or "hid" in folded or "collapse" in folded or "mso-element" in folded):
        return False  # the usual case, told without the patterns
    return (_HIDDEN.search(style) or _INVISIBLE.search(style)) is not None


def _keeps_its_place(attributes: Mapping[str, str | None]) -> bool:
    """Whether a cell is invisible but still there, so that the cells behind it stay in their columns."""
    style = attributes.get("style") or ""
    return "hidden" not in attributes and _HIDDEN.search(style) is None and _INVISIBLE.search(style) is not None
