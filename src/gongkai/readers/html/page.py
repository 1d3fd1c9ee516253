"""From a parsed page to its events: style sheets, footnotes, and parts that only some views of the page show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from gongkai.readers.html.events import TEXT, Event
from gongkai.readers.html.notes import notes_of
from gongkai.readers.html.trigger import is_plain
from gongkai.readers.html.walk import Walk
from gongkai.readers.pictured import inside

if TYPE_CHECKING:
    from gongkai.readers.html.sheets import Cascade

_FEW_FIGURES = 4  # a page that shows no more has its tables in views that are switched off


class Sheets(Struct, frozen=True):
    """The style sheets that a file holds beside its page, by their addresses; ``base`` is the page's own address."""

    texts: Mapping[str, str] = MappingProxyType({})
    base: str = ""

    def get(self, address: str) -> str | None:
        """Return a sheet's text, None where the file does not hold it."""
        if address.startswith("data:"):
            raw = inside(address)
            return None if raw is None else raw.decode("utf-8", "replace")
        return self.texts.get(address) or self.texts.get(urljoin(self.base, address))


NO_SHEETS = Sheets()


def events_of(parser: LexborHTMLParser, source: str, sheets: Sheets = NO_SHEETS) -> list[Event]:
    """Return the events of a page's body in document order; elements that only change the look of text leave none."""
    plain = is_plain(parser, source, sheets.texts.values())
    cascade = None if plain else sheet_rules(parser, source, sheets)
    notes = notes_of(parser, source)
    walk = Walk(cascade, notes, plain=plain)
    events = walk.go(parser)
    if walk.left_out_views and _figures(events) < _FEW_FIGURES:
        return Walk(cascade, notes, plain=plain, views=True).go(parser)
    return events


def sheet_rules(parser: LexborHTMLParser, source: str, sheets: Sheets) -> Cascade | None:
    """What the page's style sheets say of its elements; None where it has none."""
    if parser.css_first("style, link[rel~=stylesheet]") is None:
        return None
    from gongkai.readers.html.sheets import cascade_of  # noqa: PLC0415  (tinycss2 costs 8 ms, most pages need none)

    return cascade_of(parser, source, sheets.get)


def _figures(events: list[Event]) -> int:
    """Count the figures in tables."""
    depth = count = 0
    for event in events:
        depth += (event.name == "td") - (event.name == "/td")
        count += depth > 0 and event.name == TEXT and event.text.strip().isdecimal()
    return count
