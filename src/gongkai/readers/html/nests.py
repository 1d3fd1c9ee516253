"""Pages whose elements lie in each other without end, known before they are parsed: the parser needs the square of their depth."""

from __future__ import annotations

import re
from collections import Counter

from gongkai.errors import NotAReport

_DEEPEST = 32_000
"""Elements in each other: browsers build 512. So many take a few seconds, a hundred thousand a minute and a half."""
_STYLED = 1_000
"""Different elements of the kind that the parser opens anew in every paragraph until they are closed: no page leaves so many open."""
_BLOCKS = "div|table|ul|ol|dl|center|section|article|blockquote"
_FORMATS = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_TAG = re.compile(rf"<(/?)({_BLOCKS}|{_FORMATS}|span|svg|g|math|tr|td|th|p)(?=[\s/>])", re.IGNORECASE)
_FORMAT = re.compile(rf"<(?:{_FORMATS})\s[^>]*>", re.IGNORECASE)
_ROWS = {"tr": ("table",), "td": ("tr", "table"), "th": ("tr", "table")}
_CLOSES_P = frozenset((*_BLOCKS.split("|"), "p"))


def refuse_nests(page: str) -> None:
    """Raise NotAReport where elements lie in each other deeper than in any page."""
    if _left_open(page) or (page.count("<") > _DEEPEST and depth_of(page) > _DEEPEST):
        raise NotAReport("its elements lie in each other without end; this is no report")


def _left_open(page: str) -> bool:
    styled = set(_FORMAT.findall(page))
    if len(styled) <= _STYLED:
        return False
    opened = Counter(bool(found[1]) for found in _TAG.finditer(page) if found[2].lower() in _FORMATS.split("|"))
    return opened[False] - opened[True] > _STYLED


def depth_of(page: str) -> int:
    """Return how deep elements lie in each other at most, as far as those tell that no other closes; it counts rather too many."""
    held: list[str] = []
    known: Counter[str] = Counter()
    most = 0

    def leave(names: tuple[str, ...], itself: bool) -> None:
        """Leave what lies in the nearest element of these names, and that one ``itself``."""
        if not any(known[name] for name in names):
            return
        while held[-1] not in names:
            known[held.pop()] -= 1
        if itself:
            known[held.pop()] -= 1

    for found in _TAG.finditer(page):
        closes, name = found[1], found[2].lower()
        if closes:
            leave((name,), itself=True)
            continue
        if name in _CLOSES_P:
            leave(("p",), itself=True)
        if name in _ROWS:
            leave(_ROWS[name], itself=False)
        held.append(name)
        known[name] += 1
        most = max(most, len(held))
    return most
