"""Widths on a terminal: a Chinese character takes two columns, a combining mark none."""

from __future__ import annotations

import unicodedata

_NOT_FIRST = "、，。：；）〕」』”！？"


def char_width(char: str) -> int:
    """Return the columns that one character takes."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def text_width(text: str) -> int:
    """Return the columns that ``text`` takes."""
    return sum(map(char_width, text))


def wrap(text: str, width: int) -> list[str]:
    """Break ``text`` into lines of at most ``width`` columns, if possible without a closing mark at a line's head."""
    lines: list[str] = [""]
    for char in text:
        if text_width(lines[-1]) + char_width(char) <= width:
            lines[-1] += char
        elif char in _NOT_FIRST and len(lines[-1]) > 1:
            lines[-1], moved = lines[-1][:-1], lines[-1][-1]
            lines.append(moved + char)
        else:
            lines.append("" if char == " " else char)
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > 3:
        lines[-2:] = [lines[-2][:-1], lines[-2][-1] + lines[-1]]  # no character left alone on the last line
    return lines
