"""How far the words of a cell are set in by the indents of its first paragraph."""

from __future__ import annotations

from gongkai.readers.docx.xml import PARAGRAPH, Element, number, w

_INDENT = f"{w('pPr')}/{w('ind')}"
_SIDES = (("start", "startChars"), ("left", "leftChars"), ("firstLine", "firstLineChars"))
_HALF = 105.0  # twentieths of a point: half a character of 10.5 pt
_MOST = 40.0  # letters; no cell is wider


def set_in_of(cell: Element) -> float:
    """Return it in half characters; an indent in characters counts before one in points, as Word has it."""
    paragraph = cell.find(PARAGRAPH)
    indent = paragraph.find(_INDENT) if paragraph is not None else None
    if indent is None:
        return 0.0
    found = 0.0
    for points, characters in _SIDES:
        chars = number(indent.get(w(characters)), 0) or 0
        found += chars / 50 if chars else (number(indent.get(w(points)), 0) or 0) / _HALF
    return min(max(round(found, 1), 0.0), _MOST)
