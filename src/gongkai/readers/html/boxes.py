"""Tables that a page makes of other elements: by roles (WAI-ARIA), by style sheets (``display: table``), or as boxes side by
side (flex) below each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from selectolax.lexbor import LexborNode

from gongkai.readers.html.look import Look
from gongkai.text.numerals import is_value

LookOf = Callable[[str, LexborNode, Look], Look]
PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th"))
_ROLES = MappingProxyType(
    {"table": "table", "grid": "table", "treegrid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td"}
    | {"gridcell": "td", "columnheader": "th", "rowheader": "th"}
)
_FLOWS = MappingProxyType(
    {"table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td", "table-row-group": "tbody"}
    | {"table-header-group": "thead", "table-footer-group": "tfoot"}
)
_LAID_OUT = frozenset(("flex", "inline-flex", "grid", "inline-grid"))
_IN_ORDER = frozenset(("row", "apart-row"))
_GROUPS, _CELL = frozenset(("thead", "tbody", "tfoot")), frozenset(("td", "th"))


def lays_out(look: Look, around: Look) -> bool:
    """Whether what stands in an element is set side by side, each in a box of its own, though it be no more than a word."""
    return look is not around and look.flow in _LAID_OUT


def begins_table(name: str, attributes: Mapping[str, str | None], look: Look, around: Look) -> bool:
    """Whether an element says that it is a table, by its role or by what is declared for it."""
    return name not in PARTS and _part(name, attributes, look, around) == "table"


def drawn_table(node: LexborNode, look: Look, look_of: LookOf) -> dict[int, str]:
    """Return the parts of a table that an element and what it holds are, by ``mem_id``; none where there is anything beside its cells."""
    parts: dict[int, str] = {}
    rows: list[LexborNode] = []
    for child, part in _children(node, look, look_of):
        parts[child.mem_id] = part
        if part in _GROUPS:
            inner = list(_children(child, look_of(child.tag or "", child, look), look_of))
            parts.update((row.mem_id, own) for row, own in inner)
            rows += [row for row, _ in inner]
        else:
            rows.append(child)
    cells = [(cell, own) for row in rows for cell, own in _children(row, look, look_of)]
    whole = len(rows) > 1 and len(cells) > len(rows) and all(own in _CELL for _, own in cells)
    if not whole or not all(parts[row.mem_id] == "tr" for row in rows) or node.css_first("table") is not None:
        return {}
    return {node.mem_id: "table"} | parts | {cell.mem_id: own for cell, own in cells}


def rows_side_by_side(node: LexborNode, look: Look, look_of: LookOf) -> dict[int, str]:
    """Return the same for an element all of whose parts are rows of as many boxes side by side, most of them figures but the first."""
    parts: dict[int, str] = {}
    figures = others = 0
    widths: set[int] = set()
    for row, _ in _children(node, look, look_of):
        own = look_of(row.tag or "", row, look) if row.tag != "-text" else look
        cells = [cell for cell, _ in _children(row, own, look_of)]
        if (
            (own.laid_out not in _IN_ORDER and own.tracks != len(cells))
            or own.direction == "rtl"
            or any(map(partial(_stands_elsewhere, own, look_of), cells))
        ):
            return {}
        widths.add(len(cells))
        figures += sum(is_value((cell.text() or "").strip()) for cell in cells[1:])
        others += len(cells) - 1
        parts |= {row.mem_id: "tr"} | {cell.mem_id: "td" for cell in cells}
    rows = sum(part == "tr" for part in parts.values())
    even = len(widths) == 1 and max(widths) > 1 and rows > 2
    return {node.mem_id: "table"} | parts if even and 2 * figures > others else {}


def _stands_elsewhere(look: Look, look_of: LookOf, cell: LexborNode) -> bool:
    """Whether something in a row is no box, or not seen in the place that it has in the source."""
    own = look if cell.tag == "-text" else look_of(cell.tag or "", cell, look)
    return cell.tag == "-text" or own.afloat or (own is not look and (own.placed or own.order != 0))


def _part(name: str, attributes: Mapping[str, str | None], look: Look, around: Look) -> str:
    """Return which part of a table an element is, by its role or by what is declared for it."""
    role = _ROLES.get(attributes.get("role") or "", "") if attributes else ""
    return role or ("" if look is around else _FLOWS.get(look.flow, "")) or name


def _children(node: LexborNode, look: Look, look_of: LookOf) -> Iterator[tuple[LexborNode, str]]:
    """Yield what stands in an element with the part of a table that it is; text between parts is none."""
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            if (child.text_content or "").strip():
                yield child, ""
        elif tag[:1] not in {"-", "!"}:
            yield child, _part(tag, child.attributes, look_of(tag, child, look), look)
