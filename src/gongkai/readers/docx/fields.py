"""Fields of a Word file: those whose stored result is shown, and those that show something without one."""

from __future__ import annotations

import regex

from gongkai.readers.docx.symbols import symbol
from gongkai.readers.docx.xml import Element, number, switched_on, value, w
from gongkai.text.numerals import GETA

_RING = regex.compile(r"EQ\s+\\o\s*(?:\\a[clr])?\s*\(\s*[○◯〇]\s*[,，;；]\s*(\d{1,2})\s*\)", regex.IGNORECASE)
_SYMBOL = regex.compile(r"SYMBOL\s+(0x[0-9A-Fa-f]+|\d+)(?:.*?\\f\s+\"?([^\"\\]+))?", regex.IGNORECASE | regex.DOTALL)
_BUTTON = regex.compile(r"(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", regex.IGNORECASE | regex.DOTALL)
_DRAWN = ("EQ", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BARCODE")
_RINGS = 20  # circled numbers that Unicode has in one row
_DATA = w("ffData")


class Field:
    """An open field: ``runs`` while its instruction is read, of which nothing is shown; ``result``: how many pieces of text stand before
    its result. A result that is empty is none: Word draws such a field by its instruction.
    """

    __slots__ = ("begin", "instruction", "result", "runs")

    def __init__(self, begin: Element | None = None, instruction: str = "") -> None:
        self.begin, self.instruction, self.runs, self.result = begin, instruction, True, 0

    def without_result(self) -> str:
        """Return what the field shows beside its result: all that it shows where it never has one."""
        data = None if self.begin is None else self.begin.find(_DATA)
        if data is not None and (shown := _control(data)) is not None:
            return shown
        kind = self.instruction.split(maxsplit=1)[0].upper() if self.instruction.strip() else ""
        if kind == "SYMBOL":
            return _symbol(self.instruction)
        if kind in ("MACROBUTTON", "GOTOBUTTON"):
            button = _BUTTON.search(self.instruction)
            return button[1].strip() if button else ""
        if kind not in _DRAWN or not self.runs:
            return ""
        ring = _RING.search(self.instruction)
        ringed = int(ring[1]) if ring else 0
        return chr(0x2460 + ringed - 1) if 1 <= ringed <= _RINGS else GETA


def _control(data: Element) -> str | None:
    """Return the choice of an old drop-down, or the state of an old check box; None for a field of text."""
    choices = data.find(w("ddList"))
    if choices is not None:
        entries = [entry.get(w("val"), "") for entry in choices.iterchildren(w("listEntry"))]
        chosen = number(value(choices, w("result")) or value(choices, w("default")), 0) or 0
        return entries[chosen] if 0 <= chosen < len(entries) else GETA
    box = data.find(w("checkBox"))
    if box is None:
        return None
    state = box.find(w("checked"))
    return "☑" if switched_on(box.find(w("default")) if state is None else state) else "☐"


def _symbol(instruction: str) -> str:
    match = _SYMBOL.search(instruction)
    if match is None:
        return GETA
    code = int(match[1], 0 if match[1].lower().startswith("0x") else 10)
    return symbol((match[2] or "Symbol").strip(), f"{code:X}")
