"""A web page as a flat list of events: what is printed, without scripts and hidden or struck parts.

A list instead of a tree: nothing here or later recurses, so a page may be nested as deeply as it likes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

TEXT = "#"
SEEN = "seen"
"""Something in a cell that is seen and is no text: a picture, a drawing."""
NOTE = "note"
"""A footnote; ``text`` is its mark."""
BLOCKS = frozenset(
    (
        *("html", "body", "address", "article", "aside", "blockquote", "center", "details", "dir", "div", "fieldset"),
        *("dl", "dd", "dt", "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "legend", "li", "listing", "main", "menu", "ol", "p", "pre", "search", "section", "summary"),
        *("table", "caption", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp", NOTE, "dialog"),
    )
)
DROPPED = frozenset(
    (
        *("script", "style", "noscript", "head", "nav", "frame", "frameset", "map", "rp", "rt", "rtc"),
        *("option", "optgroup", "datalist", "param", "source", "track", "area"),
    )
)
"""Elements of which nothing is shown as running text."""
NOTED = BLOCKS | {"a", "br", "img"}
"""Elements that leave an event; the others only change the look of text."""
_NONE: Mapping[str, str | None] = MappingProxyType({})


class Event(Struct, gc=False):
    """The beginning of an element, its end (``name`` begins with ``/``), or a piece of text (``name`` is TEXT).

    ``partner`` is the index of an element's end in its beginning, and the other way round. ``doubtful``: which figure a person sees in
    this cell, or in this table, cannot be told. ``inset``: pixels by which style sheets set the words of a cell, or of a part of it, in.
    """

    name: str
    text: str = ""
    attributes: Mapping[str, str | None] = _NONE
    partner: int = -1
    doubtful: bool = False
    inset: float = 0.0
