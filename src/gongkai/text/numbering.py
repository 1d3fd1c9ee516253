"""Leading numbering marks: 一、（一）1.（1）① and their half-width, half-lost and enclosed kinds."""

from __future__ import annotations

from functools import lru_cache

import regex
from msgspec import Struct

from gongkai.text.fold import narrow

_HAN = "一二三四五六七八九十"
_ENCLOSED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PAREN_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_PAREN_DIGIT = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_MARK = regex.compile(
    rf"""\s*+(?:
      (?P<han>[{_HAN}]{{1,3}})\s*[、.,:．]           # 一、
    | \(?\s*(?P<paren_han>[{_HAN}]{{1,3}})\s*\)[、.,]?  # （一）, and 一） that lost its half
    | \(\s*(?P<half_han>[{_HAN}]{{1,3}})(?=[^{_HAN}\)])  # （一
    | (?P<digit>\d{{1,2}})\s*[.、．](?!\d)            # 1.
    | \(?\s*(?P<paren_digit>\d{{1,2}})\s*\)[、.]?     # （1）
    | (?P<enclosed>[{_ENCLOSED}{_PAREN_HAN}{_PAREN_DIGIT}])[、.]?
    | (?:第)(?P<ordinal>[{_HAN}]{{1,3}})(?:部分|章)[、.:]?
    )\s*""",
    regex.VERBOSE,
)
_FIRST = frozenset(_HAN + _ENCLOSED + _PAREN_HAN + _PAREN_DIGIT + "(第")  # or a digit
_LEVELS = {"han": 1, "ordinal": 1, "paren_han": 2, "half_han": 2, "digit": 3, "paren_digit": 4, "enclosed": 4}


class Numbering(Struct, frozen=True, gc=False):
    """A leading mark: ``level`` 1 for 一、 2 for （一） 3 for 1. 4 for （1）; ``end`` is where the words begin."""

    level: int
    number: int
    end: int


def han_number(text: str) -> int | None:
    """Read 一 to 九十九; None for characters that are no such number (十一十)."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or f"{tens}{ones}".strip(_HAN[:-1]):
        return None
    value = _HAN.index(ones) + 1 if ones else 0
    return value + 10 * (_HAN.index(tens) + 1 if tens else 1) if ten else value


@lru_cache(maxsize=1 << 14)
def leading_number(text: str) -> Numbering | None:
    """Read the numbering mark at the head of ``text``, or None."""
    folded = narrow(text)
    first = folded.lstrip()[:1]
    match = _MARK.match(folded) if first in _FIRST or first.isdecimal() else None
    if match is None or match.end() == 0:
        return None
    kind, digits = next((k, v) for k, v in match.groupdict().items() if v)
    if kind == "enclosed":
        row = next(r for r in (_ENCLOSED, _PAREN_HAN, _PAREN_DIGIT) if digits in r)
        return Numbering(2 if row is _PAREN_HAN else 4, row.index(digits) + 1, match.end())
    number = int(digits) if digits.isdecimal() else han_number(digits)
    return None if number is None else Numbering(_LEVELS[kind], number, match.end())


def strip_number(text: str) -> str:
    """Return ``text`` without its leading numbering mark."""
    found = leading_number(text)
    return text[found.end :] if found else text
