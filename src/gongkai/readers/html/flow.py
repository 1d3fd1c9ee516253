"""The printed order of a page: lines of text, tables and pictures, each with what tells content from menus."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from gongkai.readers import RAISED
from gongkai.readers.html.events import NOTE, TEXT, Event
from gongkai.readers.html.lists import LISTS, Numbering
from gongkai.readers.html.tables import HtmlTable, parts_of, read_table
from gongkai.readers.html.text import BREAK, BREAKING, cell_text, plain_blanks, printed_lines

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_ASIDE = frozenset(("header", "footer", "aside"))
_WHOLE = frozenset(("table", "pre"))
_OPENINGS = frozenset((*_LEVELS, *_ASIDE, *LISTS, "li", "a", "img"))
_NOTED = _OPENINGS | {f"/{name}" for name in _OPENINGS}
_SMALL_PICTURE = 60  # pixels: an icon
_ICON = re.compile(r"icon|logo|/ico_|blank\.gif|spacer", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,5})\s*(?:px)?\s*$")


class Item(Struct, frozen=True, kw_only=True):
    """Something printed; ``start`` is the index of its event, ``linked`` counts its characters inside links.

    ``aside`` says that it stands in a header, footer or side bar; ``lines`` is the text of a ``<pre>`` as it stands.
    """

    start: int
    text: str = ""
    level: int | None = None
    links: int = 0
    linked: int = 0
    aside: bool = False
    table: HtmlTable | None = None
    lines: str | None = None
    picture: str | None = None


class SetAside(Struct, frozen=True, gc=False):
    """A footnote: its mark, its text, and the index of the event at which its mark stands in the text."""

    mark: str
    text: str
    at: int


class Flow:
    """Walks over events and collects items; its fields are what is open at the moment."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.items: list[Item] = []
        self.notes: list[SetAside] = []
        self.numbering = Numbering()
        self._tables = [index for index, event in enumerate(events) if event.name == "table"]
        self._parts: list[str] = []
        self._level: int | None = None
        self._links_open = self._links = self._linked = self._aside = 0
        self._start = 0

    def run(self) -> list[Item]:
        """Return the page's items in the order in which they are printed."""
        index = 0
        while index < len(self.events):
            event = self.events[index]
            if event.name == TEXT:
                self._parts.append(event.text)
                if self._links_open:
                    self._linked += len(event.text.strip())
            else:
                if event.name in BREAKING:
                    self._flush()
                    self._start = index
                if event.name == NOTE:
                    self._set_aside(event, index)
                    index = event.partner
                elif event.name in _WHOLE and self._whole(event, index):
                    index = event.partner
                elif event.name in _NOTED:
                    self._note(event)
            index += 1
        self._flush()
        return self.items

    def _note(self, event: Event) -> None:
        """Follow what changes how the text after it counts: headings, links, lists, side bars, pictures."""
        name = event.name.removeprefix("/")
        begins = name is event.name
        if name == "a":
            self._link(begins and "href" in event.attributes, begins)
        elif name == "img":
            self._picture(event, begins)
        elif name in _LEVELS:
            self._level = _LEVELS[name] if begins else None
        elif name in _ASIDE:
            self._aside += 1 if begins else -1
        elif begins:
            self.numbering.enter(name, event.attributes)
        else:
            self.numbering.leave(name)

    def _set_aside(self, event: Event, index: int) -> None:
        """Take a footnote out of the text; its own mark and the way back to the text are no part of it."""
        number, _, mark = event.text.partition(" ")
        at = next((i for i, e in enumerate(self.events) if e.name == "a" and e.text.partition(" ")[0] == number), index)
        text = " ".join(cell_text(self.events, index).split()).strip("↩︎↑^ ")
        head = re.match(
            rf"[\[(（〔【［]?\s*(?:注|备注|脚注)?\s*(?:{re.escape(mark)}|{re.escape(mark.translate(RAISED))})\s*[\])）〕】］]?[\s.、:：]*",
            text,
        )
        self.notes.append(SetAside(mark, text[head.end() :] if head else text, at))

    def _link(self, leads_on: bool, begins: bool) -> None:
        self._links_open = int(leads_on) if begins else 0
        self._links += leads_on

    def _picture(self, event: Event, begins: bool) -> None:
        if begins and not _is_small(event.attributes):
            self._flush()
            self._add(picture=_address(event.attributes))

    def _whole(self, event: Event, index: int) -> bool:
        """Take a data table or preformatted lines at once; return False for a table that only lays out the page."""
        if event.name == "pre":
            self._add(lines=_preformatted(self.events[index + 1 : event.partner]))
            return True
        table = read_table(self.events, index, self._tables)
        if table is None:
            return False
        self._captions(index, event.partner)
        linked = _linked_characters(self.events[index : event.partner])
        links = 3 if linked else 0
        for part in parts_of(table):
            if isinstance(part, str):
                for line in part.split("\n"):
                    self._add(text=line)
            else:
                self._links, self._linked = links, linked
                self._add(table=part)
        return True

    def _captions(self, start: int, end: int) -> None:
        for index in range(start, end):
            name = self.events[index].name
            if name == "tr":
                return
            if name == "caption":
                for line in cell_text(self.events, index).split("\n"):
                    if line:
                        self._add(text=line)

    def _flush(self) -> None:
        if not self._parts:
            return
        lines = printed_lines(self._parts)
        self._parts = []
        for line in lines:
            self._add(text=self.numbering.take() + line, level=self._level)
        self._links = self._linked = 0

    def _add(
        self,
        text: str = "",
        level: int | None = None,
        table: HtmlTable | None = None,
        lines: str | None = None,
        picture: str | None = None,
    ) -> None:
        item = Item(
            start=self._start,
            text=text,
            level=level,
            links=self._links,
            linked=self._linked,
            aside=self._aside > 0,
            table=table,
            lines=lines,
            picture=picture,
        )
        self.items.append(item)
        self._links = self._linked = 0


def _preformatted(events: list[Event]) -> str:
    parts = [e.text if e.name == TEXT else "\n" if e.name == "br" else "" for e in events]
    return plain_blanks("".join(parts).replace(BREAK, "\n"))


def _linked_characters(events: list[Event]) -> int:
    count = depth = 0
    if "a" not in [event.name for event in events]:
        return 0
    for event in events:
        if event.name == TEXT:
            count += len(event.text.strip()) if depth else 0
        elif event.name in {"a", "/a"}:
            depth += 1 if event.name == "a" else -1
    return count


def _address(attributes: Mapping[str, str | None]) -> str:
    """Return where a picture's file is; pages that load pictures late keep it beside ``src``."""
    names = ("src", *(name for name in attributes if name.startswith("data-") and name.endswith("src")))
    found = [(attributes.get(name) or "").strip() for name in names]
    return next((address for address in reversed(found) if address), "")


def _is_small(attributes: Mapping[str, str | None]) -> bool:
    """Whether a picture is an icon: by the size that it is printed in, else by its name."""
    style = attributes.get("style") or ""
    for name in ("width", "height"):
        inside = re.search(rf"(?<![-\w]){name}\s*:\s*([\d.]+)\s*px", style, re.IGNORECASE)
        match = _PIXELS.match(attributes.get(name) or "") or inside
        if match and float(match[1]) <= _SMALL_PICTURE:
            return True
    return _ICON.search((attributes.get("src") or "")[-80:]) is not None
