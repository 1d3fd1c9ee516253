"""The numbers that a browser prints before the items of an ordered list."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?(none|lower-alpha|upper-alpha|lower-roman|upper-roman|cjk|chinese)", re.IGNORECASE
)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
LISTS = frozenset(("ol", "ul", "menu", "dir"))
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


class _List(Struct):
    style: str
    next: int


class Numbering:
    """Follows the lists that are open; ``take`` gives the number that stands before the next line."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._waiting = ""

    def enter(self, name: str, attributes: Mapping[str, str | None]) -> None:
        """Note the beginning of an element."""
        if name == "ol":
            self._lists.append(_List(_style(attributes), _integer(attributes.get("start"), 1)))
        elif name in LISTS:
            self._lists.append(_List("none", 1))
        elif name == "li" and self._lists:
            current = self._lists[-1]
            number = _integer(attributes.get("value"), current.next)
            current.next = number + 1
            self._waiting = numeral(number, current.style)

    def leave(self, name: str) -> None:
        """Note the end of an element."""
        if name in LISTS and self._lists:
            self._lists.pop()
        elif name == "li":
            self._waiting = ""

    def take(self) -> str:
        """Return what stands before the line that is printed next, once."""
        number, self._waiting = self._waiting, ""
        return number


def numeral(number: int, style: str) -> str:
    """Return the printed number with its sign, such as ``3. ``, ``c. `` or ``三、``; nothing where none is printed."""
    if style == "none":
        return ""
    if style in {"cjk", "chinese"}:
        return f"{_chinese(number)}、" if 0 < number < 100 else f"{number}、"
    if style.endswith("alpha") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
    elif style.endswith("roman") and 0 < number < 4000:
        letter = _roman(number)
    else:
        return f"{number}. "
    return f"{letter.upper() if style.startswith('upper') else letter}. "


def _style(attributes: Mapping[str, str | None]) -> str:
    match = _STYLE.search(attributes.get("style") or "")
    return match[1].lower() if match else _TYPES.get(attributes.get("type") or "", "decimal")


def _integer(text: str | None, default: int) -> int:
    match = re.match(r"\s*(-?\d{1,6})\s*$", text or "")
    return int(match[1]) if match else default


def _chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[units] if units or not tens else "")


def _roman(number: int) -> str:
    parts: list[str] = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts) + _ROMAN_UNITS[number]
