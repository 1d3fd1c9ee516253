"""A web page as a flat list of events: what is printed, without scripts, controls and hidden or struck parts.

A list instead of a tree: nothing here or later recurses, so a page may be nested as deeply as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.readers import LOWERED, RAISED
from gongkai.readers.html.controls import CONTROLS, typed_in
from gongkai.readers.html.style import Sheet, sheet_of

TEXT = "#"
_DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "nav", "iframe", "frame", "frameset", "object", "embed"),
        *("applet", "svg", "canvas", "audio", "video", "map", "math", "dialog", "del", "s", "strike", "rp"),
        *("button", "option", "optgroup", "datalist", "progress", "meter"),
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
_OF_TABLES = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|header|footer)", re.IGNORECASE
)
_INVISIBLE = re.compile(
    r"visibility\s*:\s*(?:hidden|collapse)|text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE
)
_WORDS_OF_HIDING = ("none", "hid", "collapse", "mso-element", "through")
_MENU_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar"))
_UNNOTED, _RAISED, _LOWERED = -1, -2, -3
_SHIFTS = MappingProxyType({"sup": _RAISED, "sub": _LOWERED})
_DIGITS = MappingProxyType({_RAISED: RAISED, _LOWERED: LOWERED})
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
    walk = _Walk(sheet_of(parser))
    node: LexborNode | None = parser.body or parser.root
    while node is not None:
        name = node.tag or ""
        if name == "-text":
            walk.text(node.text_content or "")
        elif name in CONTROLS:
            walk.control(node)
        elif name not in _DROPPED and name[0] != "-" and walk.open(name, node):
            child = node.first_child
            if child is not None:
                node = child
                continue
            walk.close()
        following = node.next if walk.open_ones else None
        while following is None and walk.open_ones and node is not None:
            node = node.parent
            walk.close()
            following = node.next if node is not None and walk.open_ones else None
        node = following
    return walk.events


class _Walk:
    """What is gathered on the way; ``open_ones`` are indexes of events, or what else an open element means."""

    def __init__(self, sheet: Sheet) -> None:
        self.events: list[Event] = []
        self.open_ones: list[int] = []
        self._shifts: list[int] = []
        self._cells = 0
        self._sheet = sheet

    def text(self, text: str) -> None:
        """Note a text; raised digits become ¹, lowered ones ₁, so that they join no figure."""
        self.events.append(Event(TEXT, text.translate(_DIGITS[self._shifts[-1]]) if self._shifts else text))

    def control(self, node: LexborNode) -> None:
        """Note what is filled in, in a cell: the figures of a form; elsewhere it is the site's search."""
        if self._cells and (value := typed_in(node)) and not self._hides(node):
            self.events.append(Event(TEXT, f" {value} "))

    def open(self, name: str, node: LexborNode) -> bool:
        """Note the beginning of an element; return False where what it holds is not printed."""
        attributes = node.attributes
        style = self._style(node, attributes) if attributes else ""
        hidden = bool(attributes) and _is_hidden(attributes, style)
        if hidden and not (name in _CELLS and _keeps_its_place(attributes, style)):
            return False
        if name not in _NOTED:
            self._open_inline(name)
            return True
        self.open_ones.append(len(self.events))
        self.events.append(Event(name, "", attributes))
        self._cells += name in _CELLS
        if hidden:
            self.close()
        return not hidden

    def _open_inline(self, name: str) -> None:
        shift = _SHIFTS.get(name, _UNNOTED)
        self.open_ones.append(shift)
        if shift != _UNNOTED:
            self._shifts.append(shift)

    def close(self) -> None:
        """Note the end of the element opened last."""
        start = self.open_ones.pop()
        if start < 0:
            if start != _UNNOTED:
                self._shifts.pop()
            return
        event = self.events[start]
        event.partner = len(self.events)
        self.events.append(Event("/" + event.name, "", _NONE, start))
        self._cells -= event.name in _CELLS

    def _hides(self, node: LexborNode) -> bool:
        attributes = node.attributes
        return _is_hidden(attributes, self._style(node, attributes))

    def _style(self, node: LexborNode, attributes: Mapping[str, str | None]) -> str:
        """Return the element's own style, and before it what the style sheet hides it by.

        What the sheet hides around whole tables may be shown by a script, as pages with several views do: it is kept.
        """
        own = attributes.get("style") or ""
        declared = self._sheet.of(node.tag or "", attributes) if self._sheet else ""
        if declared and node.tag not in _OF_TABLES and node.css_first("table") is not None:
            return own
        return f"{declared};{own}" if declared else own


def _is_hidden(attributes: Mapping[str, str | None], style: str) -> bool:
    if "hidden" in attributes or attributes.get("role") in _MENU_ROLES or attributes.get("aria-hidden") == "true":
        return True
    return bool(style) and _hides(style)


def _hides(style: str) -> bool:
    folded = style.lower()
    if not any(word in folded for word in _WORDS_OF_HIDING):
        return False  # the usual case, told without the patterns
    return (_HIDDEN.search(style) or _INVISIBLE.search(style)) is not None


def _keeps_its_place(attributes: Mapping[str, str | None], style: str) -> bool:
    """Whether a cell is invisible but still there, so that the cells behind it stay in their columns."""
    return "hidden" not in attributes and _HIDDEN.search(style) is None and _INVISIBLE.search(style) is not None
