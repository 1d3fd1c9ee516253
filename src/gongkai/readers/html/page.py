"""From a parsed page to its events: style sheets, footnotes, and parts that only some views of the page show."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser

from gongkai.readers.html.events import TEXT, Event
from gongkai.readers.html.notes import notes_of
from gongkai.readers.html.trigger import is_plain
from gongkai.readers.html.walk import Walk

if TYPE_CHECKING:
    from gongkai.readers.html.sheets import Cascade

Fetch = Callable[[str], str | None]
"""Gives the text of a style sheet by its address, None where the file does not hold it."""
_FEW_FIGURES = 4


def nothing(_: str) -> str | None:
    """Give no style sheet: the file holds none but its own."""
    return None


def events_of(parser: LexborHTMLParser, source: str, fetch: Fetch = nothing) -> list[Event]:
    """Return the events of a page's body in document order; elements that only change the look of text leave none."""
    plain = fetch is nothing and is_plain(parser, source)
    cascade = None if plain else _cascade(parser, source, fetch)
    notes = notes_of(parser, source)
    walk = Walk(cascade, notes, plain=plain)
    events = walk.go(parser)
    if walk.left_out_views and _figures(events) < _FEW_FIGURES:
        return Walk(cascade, notes, plain=plain, views=True).go(parser)
    return events


def _cascade(parser: LexborHTMLParser, source: str, fetch: Fetch) -> Cascade | None:
    if parser.css_first("style, link[rel~=stylesheet]") is None:
        return None
    from gongkai.readers.html.sheets import cascade_of  # noqa: PLC0415  (tinycss2 costs 8 ms, most pages need none)

    return cascade_of(
        parser, source, lambda address: _inside(address) if address.startswith("data:") else fetch(address)
    )


def _inside(address: str) -> str | None:
    """Return the text of a ``data:`` address."""
    head, comma, body = address.partition(",")
    raw = unquote_to_bytes(body)
    try:
        return (
            (base64.b64decode(raw) if head.endswith(";base64") else raw).decode("utf-8", "replace") if comma else None
        )
    except binascii.Error:
        return None


def _figures(events: list[Event]) -> int:
    """Count the figures in tables."""
    depth = count = 0
    for event in events:
        depth += (event.name == "td") - (event.name == "/td")
        count += depth > 0 and event.name == TEXT and event.text.strip().isdecimal()
    return count
