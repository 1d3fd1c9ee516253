"""A short way through the usual cell: one paragraph of plain runs. It gives what the long way gives, or nothing."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.readers.docx.facts import PARAGRAPH_STYLE, Facts
from gongkai.readers.docx.xml import PARAGRAPH, RUN, TEXT, Element, w
from gongkai.text.shown import Shown

_CELL_PROPERTIES, _PARAGRAPH_PROPERTIES, _RUN_PROPERTIES = w("tcPr"), w("pPr"), w("rPr")
_ONLY_STYLE = frozenset((PARAGRAPH_STYLE,))


def plain_text(cell: Element, facts: Facts) -> str | None:
    """Return the text of a cell; None where it holds anything but one unnumbered paragraph of runs of text."""
    paragraph: Element | None = None
    for child in cell:
        if child.tag == PARAGRAPH and paragraph is None:
            paragraph = child
        elif child.tag != _CELL_PROPERTIES:
            return None
    if paragraph is None:
        return None
    said = facts.of(paragraph)
    if said and not said.keys() <= _ONLY_STYLE:
        return None
    if facts.style(said).list_id is not None:
        return None
    return _runs(paragraph, facts.shown)


def _runs(paragraph: Element, shown: Mapping[Element, Shown]) -> str | None:
    parts: list[str] = []
    for run in paragraph:
        if run.tag == RUN:
            if shown and run in shown:
                return None
            for piece in run:
                if piece.tag == TEXT:
                    parts.append(piece.text or "")
                elif piece.tag != _RUN_PROPERTIES:
                    return None
        elif run.tag != _PARAGRAPH_PROPERTIES:
            return None
    if len(parts) > 1 and sum(any(map(str.isdecimal, part)) for part in parts) > 1:
        return None  # a figure in several pieces: they may be of several sizes
    text = "".join(parts)
    return text if text.strip() else ""
