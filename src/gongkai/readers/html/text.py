"""Text as a browser would print it: which elements break a line, which white space is one blank."""

from __future__ import annotations

import re

from gongkai.readers.html.events import BLOCKS, SEEN, TEXT, Event
from gongkai.text.numerals import GETA, read_figure

BREAKING = BLOCKS | {f"/{name}" for name in BLOCKS} | {"br"}
"""Names of the events at which a line ends."""

# The one blank that HTML folds; the others are printed one by one.
_FOLDED = re.compile(r"[ \t\n\r\f]+")
_BLANKS = dict.fromkeys((0xA0, 0x202F, 0x205F, *range(0x2000, 0x200B)), " ")
_SET_IN = re.compile(
    r"[ \t\n\r\f\v]*([\u00a0\u3000\u2003]{2,}|\u3000)[ \u00a0]*(?=\S[^\n]*?[\u4e00-\u9fff]|[\u4e00-\u9fff])"
)
"""Blanks that set a cell's words in: they tell what a row is a part of."""
_NOTHING = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD))
_ODD = str.maketrans(_BLANKS | _NOTHING)
_OVERRIDE = "\u202e"
_TURNED = re.compile(r"\u202e([^\u202a-\u202e\v]*)\u202c?")
BREAK = "\v"
"""Stands for a line break among pieces of text that are not folded yet: no white space of HTML's own."""


def printed_lines(parts: list[str]) -> list[str]:
    """Fold white space as a browser does, make every other kind of blank an ordinary space, and drop empty lines."""
    text = _FOLDED.sub(" ", "".join(parts))
    if not text.isascii():
        if _OVERRIDE in text:
            text = _TURNED.sub(lambda turned: turned[1][::-1], text)
        text = text.translate(_ODD)
    return [line for raw in text.split(BREAK) if (line := raw.strip())]


def cell_text(events: list[Event], start: int) -> str:
    """Return a cell's text, with ``\n`` where it breaks; a geta where a figure is seen that cannot be told."""
    end = events[start].partner
    if end == start + 1:
        return ""
    parts: list[str] = []
    drawn = ""
    for event in events[start + 1 : end]:
        if event.name == TEXT:
            parts.append(event.text)
        elif event.name in BREAKING:
            parts.append(BREAK)
        elif event.name == SEEN:
            drawn = max(drawn, event.text)
    doubtful = bool(drawn) or events[start].doubtful
    if len(parts) - parts.count(BREAK) == 1 and not doubtful:
        text = max(parts)
        if text.isalnum():
            return text  # most cells: one figure or one word
    whole = "".join(parts)
    text = "\n".join(printed_lines([whole]))
    if not text:
        return drawn
    if set_in := not whole.isascii() and _SET_IN.match(whole):
        text = "\u3000" * (sum(2 - (sign == "\u00a0") for sign in set_in[1]) // 2) + text
    unsure = events[start].doubtful or GETA in drawn
    return GETA if unsure and read_figure(text).status == "reported" else text


def plain_blanks(text: str) -> str:
    """Make odd blanks ordinary without folding, for text whose lines and columns are printed as they stand."""
    return text.translate(_ODD)
