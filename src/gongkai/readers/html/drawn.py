"""Which elements of a page are read as parts of a table, though they have other names."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from gongkai.readers.html.boxes import PARTS, LookOf, begins_table, drawn_table, lays_out, rows_side_by_side
from gongkai.readers.html.events import BLOCKS, Event
from gongkai.readers.html.laid import Laid, begin_cell, laid_table
from gongkai.readers.html.look import Look


class DrawnTables:
    """Learns of them on the way over a page: an element is asked for when it begins, ``around`` being the look of its place."""

    def __init__(self, look_of: LookOf) -> None:
        self._look_of = look_of
        self._parts: dict[int, str] = {}
        self._laid: dict[int, Laid] = {}
        self._tried: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._parts)

    def name_of(self, name: str, node: LexborNode) -> str:
        """Return the name under which an element is read."""
        return self._parts.get(node.mem_id, name)

    def learn(self, name: str, node: LexborNode, look: Look, around: Look, *, in_cell: bool) -> bool:
        """Look whether an element is a table; return whether it may be a row of one that the element around it is."""
        if begins_table(name, node.attributes, look, around):
            self._parts |= drawn_table(node, look, self._look_of)
        elif not in_cell and lays_out(look, around):
            laid = laid_table(node, look, self._look_of)
            self._laid |= laid
            self._parts |= ({node.mem_id: "table"} | dict.fromkeys(laid, "td")) if laid else {}
            return not laid
        return False

    def is_row(self, node: LexborNode, around: Look, start: int, events: list[Event]) -> bool:
        """Look whether the element around a row of boxes, begun at ``start``, is a table of such rows; it was not known to be one when it
        began, and is named so now.
        """
        table = node.parent
        if table is None or start < 0 or start in self._tried or events[start].name not in BLOCKS - PARTS:
            return False
        self._tried.add(start)
        self._parts |= rows_side_by_side(table, around, self._look_of)
        if table.mem_id not in self._parts:
            return False
        events[start].name = "table"
        return True

    def begin(
        self, node: LexborNode, events: list[Event], attributes: Mapping[str, str | None]
    ) -> Mapping[str, str | None]:
        """Note what stands before an element in its table and is no element; return its attributes with its spans."""
        laid = self._laid.get(node.mem_id) if self._laid else None
        return attributes if laid is None else begin_cell(laid, events, attributes)
