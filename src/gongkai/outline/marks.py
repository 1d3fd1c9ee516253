"""Numbering of any document's headings: 第一部分, 第一章, 一、, （一）, 1., 1.1, （1）, ①, Part I, Chapter 2, A."""

from __future__ import annotations

from functools import lru_cache

import regex
from msgspec import Struct

from gongkai.text.fold import narrow
from gongkai.text.numbering import han_number, leading_number

_HAN = "一二三四五六七八九十百"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_MARK = regex.compile(
    rf"""\s*+(?:
      第\s*(?P<part>[{_HAN}\d]{{1,4}})\s*(?:部\s*分|篇|编|卷)[、.:：\s]*
    | 第\s*(?P<chapter>[{_HAN}\d]{{1,4}})\s*章[、.:：\s]*
    | 第\s*(?P<division>[{_HAN}\d]{{1,4}})\s*节[、.:：\s]*
    | (?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?![\d%‰万亿元件])[.、．]?\s*(?=[^\d\s])
    | (?P<english>(?:Part|PART)\s+(?P<of_part>[IVX]{{1,5}}|\d{{1,2}}|[A-Z]))\b[.:\s–—-]*
    | (?:Chapter|CHAPTER|Section|SECTION)\s+(?P<of_chapter>[IVX]{{1,5}}|\d{{1,2}})\b[.:\s–—-]*
    | (?P<roman>[IVX]{{1,5}})[.、]\s+(?=\p{{L}})
    | (?P<letter>[A-Z])[.、)]\s*(?=[\p{{L}}])
    | (?P<dated>\d{{1,2}})\s*[.．、]\s*(?=(?:19|20)\d\d\s*年)
    | (?P<bare>\d{{1,2}})\s+(?=[A-Z\p{{Han}}])
    )""",
    regex.VERBOSE,
)
_RANKS = {"part": 0, "english": 0, "chapter": 1, "of_chapter": 1, "division": 2, "roman": 3}
_BY_LEVEL = {1: ("han", 3), 2: ("paren_han", 4), 3: ("digit", 5), 4: ("paren_digit", 9)}


class Mark(Struct, frozen=True, gc=False):
    """A numbering: its ``kind``, its ``number`` (the last one of 1.2.3), how deep its kind usually stands, and where the words begin."""

    kind: str
    number: int
    rank: int
    end: int
    above: tuple[int, ...] = ()


@lru_cache(maxsize=1 << 13)
def mark_at(head: str) -> Mark | None:
    """Read the numbering at the beginning of a line, from its first characters."""
    folded = narrow(head)
    match = _MARK.match(folded)
    if match is None or not match.end():
        plain = leading_number(head)
        if plain is None:
            return None
        kind, rank = _BY_LEVEL[plain.level]
        return Mark(kind, plain.number, rank, plain.end)
    kind, text = next((k, v) for k, v in match.groupdict().items() if v)
    if kind == "decimal":
        numbers = [int(n) for n in regex.split(r"[.．]", text)]
        return Mark(f"decimal{len(numbers)}", numbers[-1], 4 + len(numbers), match.end(), tuple(numbers[:-1]))
    if kind == "english":
        text = match["of_part"]
    rank = _RANKS.get(kind, 10 if kind == "letter" else 5)
    return Mark("digit" if kind in ("bare", "dated") else kind, _number(text), rank, match.end())


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if all(char in _ROMAN for char in text):
        values = [_ROMAN[char] for char in text]
        return sum(-v if after > v else v for v, after in zip(values, [*values[1:], 0], strict=True))
    if text.isascii():
        return ord(text[0].upper()) - ord("A") + 1
    return han_number(text.replace("百", "")) or 0
