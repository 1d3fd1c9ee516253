"""The look of each element by all that is declared for it: style sheets, its own style, old attributes. Equal ones are made once."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from gongkai.readers.html.declarations import Declared, declared, inline
from gongkai.readers.html.events import BLOCKS
from gongkai.readers.html.look import Look, enter, flow_of, hints
from gongkai.readers.html.sheets import Cascade

STYLED = frozenset(("sup", "sub", "del", "s", "strike", "small", "big"))
"""Elements whose name changes how their text is shown."""
_HINTS = frozenset(("hidden", "bgcolor", "background", "dir"))


class Styled:
    """Gives the looks of a page's elements."""

    def __init__(self, cascade: Cascade | None) -> None:
        self._cascade = cascade
        self._known: dict[
            tuple[object, ...], tuple[Look, Look]
        ] = {}  # with the look around, so that no other takes its number

    def look_of(self, name: str, node: LexborNode, around: Look) -> Look:
        """Return how an element looks in a place that looks like ``around``: that look itself where nothing is declared for it."""
        attributes = node.attributes
        by_sheet = self._cascade.of(node.mem_id) if self._cascade else None
        style = attributes.get("style") if attributes else None
        hinted = bool(attributes) and (name == "font" or not _HINTS.isdisjoint(attributes))
        if not (by_sheet or style or hinted or name in STYLED):
            return around
        hint = tuple(attributes.get(each, "-") for each in (*_HINTS, "color", "size")) if hinted else ()
        key = (id(around), name, id(by_sheet), style, hint)
        known = self._known.get(key)
        if known is None:
            made = _made(name, around, by_sheet, style, hints(name, attributes) if hinted else {})
            known = self._known[key] = around, made
        return known[1]


def _made(name: str, around: Look, by_sheet: Declared | None, style: str | None, hinted: Declared) -> Look:
    own = inline(style) if style else {}
    if not (by_sheet or own or hinted or name in STYLED):
        return around
    given = declared((n, *v) for part in (hinted, by_sheet or {}, own) for n, v in part.items())
    made = enter(around, name, given, flow_of(name, BLOCKS))
    return around if made == around else made
