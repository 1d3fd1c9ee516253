"""The walk over a page's elements: each is shown, or not, by what style sheets, attributes and its place say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.readers.html.boxes import PARTS, lays_out
from gongkai.readers.html.cells import Frame, is_doubtful, shown_text
from gongkai.readers.html.covers import Covers, doubt_cells
from gongkai.readers.html.drawn import DrawnTables
from gongkai.readers.html.events import BLOCKS, DROPPED, NOTE, NOTED, SEEN, TEXT, Event
from gongkai.readers.html.flexed import in_visual_order
from gongkai.readers.html.generated import generated, paints
from gongkai.readers.html.look import PAGE, Look, enter, is_inline
from gongkai.readers.html.notes import Notes
from gongkai.readers.html.set_in import inset_of
from gongkai.readers.html.sheets import Cascade
from gongkai.readers.html.styled import STYLED, Styled
from gongkai.readers.html.things import THINGS, shown_in
from gongkai.text.numerals import GETA

_CELLS = frozenset(("td", "th"))
_MENU_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar"))
_LEFT_OUT = -1  # stands where an element that is left out would have its place
_NONE: Mapping[str, str | None] = MappingProxyType({})
_LAID_OUT = ("flex", "grid")


class Walk:
    """What is gathered on the way; ``open_ones`` are indexes of events, or say that an open element left none.

    ``plain``: no style of the page changes what is read.
    ``views``: parts with whole tables that a sheet hides are read even so, as pages with several views have them.
    """

    def __init__(self, cascade: Cascade | None, notes: Notes, *, plain: bool, views: bool = False) -> None:
        self.events: list[Event] = []
        self.open_ones: list[int] = []
        self.left_out_views = False
        self._views = views
        self._cascade = cascade
        self._notes = notes if notes.notes else None
        self._plain = plain
        self._looks: list[Look] = []
        self._look = PAGE
        self._frames: list[Frame] = []
        self._styled = Styled(cascade)
        self._covers = Covers()
        self._afters: dict[int, LexborNode] = {}
        self._closed: dict[int, int] = {}
        self._tables: list[int] = []
        self._laid_out: set[int] = set()
        self._drawn = DrawnTables(self._styled.look_of)

    def go(self, parser: LexborHTMLParser) -> list[Event]:
        """Walk over the page's body and return its events."""
        node: LexborNode | None = parser.body or parser.root
        if not self._plain and node is not None and node.parent is not None and node.tag == "body":
            self._look = self._look_of("html", node.parent)
        around: list[LexborNode] = []  # the open elements: to ask a node for its parent costs more
        while node is not None:
            name = node.tag or ""
            if name == "-text":
                self._text(node.text_content or "")
            elif name in THINGS:
                self._thing(name, node)
            elif name == "col":
                self._column(node)
            elif name not in DROPPED and name[0] != "-" and self._open(name, node):
                child = node.first_child
                if child is not None:
                    around.append(node)
                    node = child
                    continue
                self._close()
            following = node.next if around else None
            while following is None and around:
                node = around.pop()
                self._close()
                following = node.next if around else None
            node = following
        self._covers.finish(self.events)
        return self.events

    def _text(self, text: str) -> None:
        look = self._look
        if self._closed and len(self.open_ones) in self._closed:
            return
        if not look.plain:
            text = shown_text(text, look)
            if self._frames:
                self._frames[-1].pieces[len(self.events)] = look
        elif self._frames and look.size != self._frames[-1].look.size:
            self._frames[-1].pieces[len(self.events)] = look
        self.events.append(Event(TEXT, text))

    def _picture(self, node: LexborNode) -> None:
        start = len(self.events)
        self.events.append(Event("img", "", node.attributes, start + 1))
        self.events.append(Event("/img", "", _NONE, start))

    def _thing(self, name: str, node: LexborNode) -> None:
        """Note what is seen in a cell and is no text; elsewhere pictures alone count."""
        if not self._frames:
            if name == "img" and not self._look_of(name, node).gone:
                self._picture(node)
            return
        look = self._look_of(name, node)
        if look.gone or not look.visible or look.clear or (self._closed and len(self.open_ones) in self._closed):
            return
        text, drawn = shown_in(node)
        if name == "img":
            self._picture(node)
        if text:
            kept, self._look = self._look, look
            self._text(f" {text} " if name not in {"math", "svg"} else text)
            self._look = kept
        if drawn:
            self.events.append(Event(SEEN, drawn))
        if look.afloat:
            self._frames[-1].doubt = True

    def _open(self, name: str, node: LexborNode) -> bool:
        """Note the beginning of an element; return False where what it holds is not printed."""
        attributes = node.attributes
        if self._closed and self._closed.get(len(self.open_ones), node.mem_id) != node.mem_id:
            return False
        look = self._look
        if not self._plain or name in STYLED or "hidden" in attributes:
            look = self._look_of(name, node)
        if attributes and not self._frames and attributes.get("role") in _MENU_ROLES:
            return False
        if name in {"button", "dialog"} and not self._shows(name, attributes):
            return False
        if look.gone:
            if not self._is_view(name, node, attributes):
                return False
            look = self._look
        if look is not self._look or "role" in attributes or self._drawn:
            name = self._drawn_as(name, node, look)
        if look is not self._look and self._frames and self._in_cell(name, node, look):
            return False
        declared_here = look is not self._look
        if declared_here and not self._frames:
            self._covers.cover(node, look, self.events)
        self._push(name, node, attributes, look)
        if declared_here:
            self._covers.enter(len(self.open_ones), node, look)
        return True

    def _drawn_as(self, name: str, node: LexborNode, look: Look) -> str:
        """Return the name under which an element is read: that of a part of a table, where one is made of other elements."""
        if self._drawn.learn(name, node, look, self._look, in_cell=bool(self._frames)):
            start = self.open_ones[-1] if self.open_ones else _LEFT_OUT
            if self._drawn.is_row(node, self._look, start, self.events):
                self._tables.append(start)
        return self._drawn.name_of(name, node)

    def _column(self, node: LexborNode) -> None:
        """A column may be folded away, and with it the figures in it."""
        if self._tables and not self._plain and not self._look_of("col", node).visible:
            self.events[self._tables[-1]].doubtful = True

    def _shows(self, name: str, attributes: Mapping[str, str | None]) -> bool:
        if name == "button":
            return bool(self._frames)
        if self._frames and "open" in attributes:
            self._frames[-1].doubt = True
        return "open" in attributes

    def _is_view(self, name: str, node: LexborNode, attributes: Mapping[str, str | None]) -> bool:
        """Whether what a sheet hides holds a whole table, and is read even so; its own style, or a cell, leaves no doubt."""
        if (
            name in PARTS
            or "hidden" in attributes
            or "none" in (attributes.get("style") or "")
            or node.css_first("table") is None
        ):
            return False
        self.left_out_views = True
        return self._views

    def _in_cell(self, name: str, node: LexborNode, look: Look) -> bool:
        """Look after what lies about in a cell; return True where the element is read here, as a whole."""
        frame = self._frames[-1]
        if look.afloat and look.visible and not look.clear:
            frame.doubt = True
        if name not in PARTS and any(word in look.flow for word in _LAID_OUT):
            text = in_visual_order(node, look, self._look_of)
            if text is not None:
                frame.pieces[len(self.events)] = look
                self.events.append(Event(TEXT, text))
                return True
        if look.paper is None and name not in BLOCKS and node.first_child is None:
            self.events.append(Event(SEEN, GETA))
        return False

    def _push(self, name: str, node: LexborNode, attributes: Mapping[str, str | None], look: Look) -> None:
        noted = name if name in NOTED else ""
        if look is not self._look or self._notes is not None:
            noted = self._name(name, node, look)
        if not noted and len(self.open_ones) in self._laid_out:
            noted = "div"
        if not self._plain and not self._frames and name not in PARTS and lays_out(look, self._look):
            self._laid_out.add(len(self.open_ones) + 1)
        if noted:
            attributes = self._drawn.begin(node, self.events, attributes)
            self.open_ones.append(len(self.events))
            mark = self._notes.text_of(node) if self._notes and noted in {NOTE, "a"} else ""
            given = self._cascade.of(node.mem_id) if self._cascade and (self._frames or name in _CELLS) else None
            self.events.append(
                Event(noted, mark or "", attributes, doubtful=look.shuffled, inset=inset_of(given) if given else 0.0)
            )
        else:
            self.open_ones.append(_LEFT_OUT)
        self._looks.append(self._look)
        self._look = look
        if name == "table":
            self._tables.append(len(self.events) - 1)
        elif look.shuffled and self._tables:
            self.events[self._tables[-1]].doubtful = True
        if name == "li" and self._frames and not look.unlisted:
            self._frames[-1].doubt |= node.parent is not None and node.parent.tag == "ol"
        if name in _CELLS:
            self._frames.append(Frame(len(self.events) - 1, look))
        elif name == "details" and "open" not in attributes and not (self._views and node.css_first("table")):
            self._close_details(node)
        if noted == "a" and self._notes and self._notes.is_reference(node) and not look.shift:
            self._look = replace(look, shift=1, by_tag=True, plain=False)
        if self._cascade:
            self._pseudo(node, self._cascade)

    def _name(self, name: str, node: LexborNode, look: Look) -> str:
        """Return under which name an element is noted, "" where it is not: by how it is laid out, not by its tag alone."""
        if self._notes and self._notes.is_note(node):
            return NOTE
        if look is not self._look and name not in PARTS and name not in {"a", "br", "img"}:
            if name not in NOTED:
                return "" if is_inline(look.flow) or look.flow.startswith("ruby") else "div"
            if self._frames and is_inline(look.flow):
                return ""
        return name if name in NOTED else ""

    def _close_details(self, node: LexborNode) -> None:
        self._closed[len(self.open_ones)] = next((child.mem_id for child in node.iter() if child.tag == "summary"), 0)
        self.left_out_views = self.left_out_views or node.css_first("table") is not None

    def _close(self) -> None:
        """Note the end of the element opened last."""
        if self._afters and (node := self._afters.pop(len(self.open_ones), None)) is not None:
            self._write(node, "after")
        self._covers.leave(len(self.open_ones))
        if self._laid_out:
            self._laid_out.discard(len(self.open_ones))
        if self._closed:
            self._closed.pop(len(self.open_ones), None)
        start = self.open_ones.pop()
        self._look = self._looks.pop()
        if start < 0:
            return
        event = self.events[start]
        event.partner = len(self.events)
        self.events.append(Event("/" + event.name, "", _NONE, start))
        if event.name in _CELLS:
            frame = self._frames.pop()
            event.doubtful = event.doubtful or ((frame.doubt or bool(frame.pieces)) and is_doubtful(frame, self.events))
        elif event.name == "table":
            self._tables.pop()
            if event.doubtful:
                doubt_cells(self.events[start:])

    def _look_of(self, name: str, node: LexborNode, around: Look | None = None) -> Look:
        """Return how an element looks in the place that is open now."""
        return self._styled.look_of(name, node, around or self._look)

    def _pseudo(self, node: LexborNode, cascade: Cascade) -> None:
        """Write what a sheet puts before an element, remember what it puts behind, and doubt first letters that look otherwise."""
        if cascade.of(node.mem_id, "before") is not None:
            self._write(node, "before")
        if cascade.of(node.mem_id, "after") is not None:
            self._afters[len(self.open_ones)] = node
        for pseudo in ("first-letter", "first-line"):
            given = cascade.of(node.mem_id, pseudo)
            if given is not None and not enter(self._look, "", given, "inline").plain:
                self._look = replace(self._look, unknown=True, plain=False)

    def _write(self, node: LexborNode, pseudo: str) -> None:
        given = self._cascade.of(node.mem_id, pseudo) if self._cascade else None
        text = generated(given, node.attributes) if given else None
        if given is None or text is None:
            return
        look = enter(self._look, "", given, "inline")
        if look.gone or not look.visible:
            return
        if look.afloat and (text.strip() or paints(given)):
            self._doubt(node)
        if not text or (not self._frames and GETA in text):
            return
        kept, self._look = self._look, look
        breaks = not is_inline(look.flow) and not look.afloat
        self.events += [Event("br")] * breaks
        self._text(text)
        self.events += [Event("br")] * breaks
        self._look = kept

    def _doubt(self, node: LexborNode) -> None:
        """Something is drawn over the cell, or over a part of its table."""
        if self._frames:
            self._frames[-1].doubt = True
        elif self._tables and node.tag in PARTS:
            self.events[self._tables[-1]].doubtful = True
