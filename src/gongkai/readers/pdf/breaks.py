"""Characters put together again: where pdfium breaks a line between neighbours, and where something between them was left out."""

from __future__ import annotations

from collections.abc import Container

from gongkai.readers.pages.lines import JOINT, Glyphs

_LETTERS_A_LINE = 2.5  # a page of shorter lines, breaks counted, is suspicious
_LEVEL = 0.3  # heights


def is_chopped(text: str) -> bool:
    """Whether hardly a line of a page has more than a character or two: pdfium takes its lines for upright ones, where few are long."""
    return len(text) < _LETTERS_A_LINE * 2 * text.count("\r\n")


def rejoined(glyphs: Glyphs) -> tuple[list[str], list[int]]:
    """Return the characters with no break between those that touch, and a space between those apart at one height; and their positions."""
    text = glyphs.text
    chars: list[str] = []
    kept: list[int] = []
    at = 0
    while at < len(text):
        char = text[at]
        if 0 < at < len(text) - 2 and text.startswith("\r\n", at) and _is_level(glyphs, at - 1, at + 2):
            char = " " if glyphs.gap(at - 1, at + 2) > JOINT else ""
            at += 1
        if char:
            chars.append(char)
            kept.append(at)
        at += 1
    return chars, kept


def without(glyphs: Glyphs, dropped: Container[int]) -> tuple[list[str], list[int]]:
    """Return the characters at all positions but ``dropped``, with these positions. What was apart stays so: where two characters do not
    touch, a space (or a line break) remains of what stood between them.
    """
    chars: list[str] = []
    kept: list[int] = []
    gone = -1
    for at, char in enumerate(glyphs.text):
        if at in dropped:
            gone = -1 if char.isspace() else at  # white space that is left out is meant to be
            continue
        if gone == at - 1 and gone >= 0 and kept and not char.isspace() and not chars[-1].isspace():
            between = _between(glyphs, kept[-1], at)
            if between:
                chars.append(between)
                kept.append(gone)
        chars.append(char)
        kept.append(at)
    return chars, kept


def _between(glyphs: Glyphs, before: int, after: int) -> str:
    if not _is_level(glyphs, before, after):
        return "\n"
    return " " if glyphs.gap(before, after) > JOINT else ""


def _is_level(glyphs: Glyphs, before: int, after: int) -> bool:
    """Whether a character stands behind another one, at its height."""
    if glyphs.text[before].isspace() or glyphs.text[after].isspace():
        return False
    (left, top, right, bottom), (left2, top2, right2, bottom2) = glyphs.box(before), glyphs.box(after)
    slack = _LEVEL * min(bottom - top, bottom2 - top2)
    return abs(top + bottom - top2 - bottom2) < 2 * slack and left2 > (left + right) / 2 and right2 > right
