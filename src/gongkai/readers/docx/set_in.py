"""How far the words of a cell are set in by the indents of its first paragraph."""

from __future__ import annotations

from gongkai.readers.docx.xml import CELL, PARAGRAPH, Element, number, w

_INDENT, _PROPERTIES = w("ind"), w("pPr")
_SIDES = tuple(
    (w(a), w(b)) for a, b in (("start", "startChars"), ("left", "leftChars"), ("firstLine", "firstLineChars"))
)
_HALF = 105.0  # twentieths of a point: half a character of 10.5 pt
_MOST = 40.0  # letters; no cell is wider


def set_in_cells(root: Element) -> dict[Element, float]:
    """Return the cells of a part that are set in, each with how far, in half characters: few are."""
    found: dict[Element, float] = {}
    for indent in root.iter(_INDENT):
        holder = indent.getparent()
        paragraph = holder.getparent() if holder is not None and holder.tag == _PROPERTIES else None
        cell = paragraph.getparent() if paragraph is not None and paragraph.tag == PARAGRAPH else None
        if cell is not None and cell.tag == CELL and cell not in found and cell.find(PARAGRAPH) is paragraph:
            found[cell] = _set_in(indent)
    return found


def _set_in(indent: Element) -> float:
    """Read an indent; one in characters counts before one in points, as Word has it."""
    found = 0.0
    for points, characters in _SIDES:
        chars = number(indent.get(characters), 0) or 0
        found += chars / 50 if chars else (number(indent.get(points), 0) or 0) / _HALF
    return min(max(round(found, 1), 0.0), _MOST)
