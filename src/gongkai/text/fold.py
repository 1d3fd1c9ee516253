"""Folding: what makes two printings of one label equal, with a way back to the source's own characters.

Three strengths, each from the one before:

- ``narrow``  one character for one character: full width to half width, radicals to characters, traditional characters to
  simplified ones, odd dashes to one. Offsets stay the same, so a figure found in it is found in the source.
- ``squeeze`` narrow, without white space and invisible characters, and without doubling.
- ``core``    squeeze, letters, digits and characters only: no punctuation, no quotation marks.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex
from opencc import OpenCC

# CJK radicals that PDF printers use in the place of characters and that NFKC leaves alone or maps to a variant.
_RADICALS = dict(
    zip("⺠⻔⻓⻅⻬⻛⻥戶⻢⻋⻉⻜⻩⻰⻦⻘⻚⻄⺟⻝⻣⻤⻁", "民门长见齐风鱼户马车贝飞黄龙鸟青页西母食骨鬼虎", strict=True)
)
_ALIKE = {"其它": "其他", "资讯": "信息"}  # 其它 in print; 資訊 where a mirror rewrote words too
_DASHES = "-‐‑‒–—―−－─━﹣⁃"
_LABEL = 100  # longer text is no label and hardly turns up again
_PARAGRAPH = 4000  # characters: longer text is a whole document on one line
_INVISIBLE = regex.compile(r"[\s\p{Cf}\p{Cc}\u3000\u00a0]+")
_DIGITS = regex.compile(r"\d+")
_NOT_CORE = regex.compile(r"[^\p{L}\p{N}]+|[⁰¹²³⁴-⁹₀-₉ⁱⁿ]+")  # a raised digit is a mark of a note
_SPACE_IN_CJK = regex.compile(
    r"(?<=[\p{Han}\p{P}\d])[ \t\u3000\u00a0]+(?=[\p{Han}\p{P}])|(?<=[\p{Han}\p{P}])[ \t\u3000\u00a0]+(?=\d)"
)


class _Table(dict[int, str]):
    """A table for ``str.translate`` that fills itself, one character at a time: narrow, and without what ``dropped`` match."""

    def __init__(self, *dropped: regex.Pattern[str]) -> None:
        super().__init__()
        self._dropped = dropped

    def __missing__(self, code: int) -> str:
        folded = _narrow_char(chr(code))
        for pattern in self._dropped:
            folded = pattern.sub("", folded)
        self[code] = folded
        return folded


_NARROW, _SQUEEZED, _CORE = _Table(), _Table(_INVISIBLE), _Table(_INVISIBLE, _NOT_CORE)


class _Widths(dict[str, int]):
    """How many columns a character takes; fills itself."""

    def __missing__(self, char: str) -> int:
        self[char] = width = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return width


_WIDTHS = _Widths()


def _narrow_char(char: str) -> str:
    if char in _RADICALS:
        return _RADICALS[char]
    if char in _DASHES:
        return "-"
    category = unicodedata.category(char)
    if category == "Nd":  # of any script
        return str(unicodedata.decimal(char))
    if category == "No" or unicodedata.decomposition(char).startswith(("<super>", "<sub>")):
        return char  # ¹ is a footnote's mark and ① a numbering, never a digit of a figure
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) != 1:
        return " " if folded.isspace() else char
    simple: str = _RADICALS.get(folded, folded)
    return _simplifier().convert(simple) if simple >= "\u3400" else simple


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _complicator() -> OpenCC:
    return OpenCC("s2t")


def traditional(text: str) -> str:
    """Write ``text`` in traditional characters, each as most words have it."""
    written: str = _complicator().convert(text)
    return written


def narrow(text: str) -> str:
    """Fold character by character; the result has the same length as ``text``."""
    if text.isascii():
        return text
    if len(text) < _LABEL:
        return _narrow(text)
    return _narrow_paragraph(text) if len(text) < _PARAGRAPH else text.translate(_NARROW)


@lru_cache(maxsize=1 << 14)
def _narrow(text: str) -> str:
    return text.translate(_NARROW)


@lru_cache(maxsize=1 << 8)
def _narrow_paragraph(text: str) -> str:
    """Fold a paragraph: each step asks for it again, the next report never."""
    return text.translate(_NARROW)


@lru_cache(maxsize=1 << 14)
def squeeze(text: str) -> str:
    """Fold and drop all white space and invisible characters."""
    squeezed = text.translate(_SQUEEZED)
    for variant, usual in _ALIKE.items():
        squeezed = squeezed.replace(variant, usual)
    return squeezed


@lru_cache(maxsize=1 << 14)
def core(text: str) -> str:
    """Fold to letters, digits and characters: what two printings of one label share."""
    folded = text.translate(_CORE)
    return _NOT_CORE.sub("", squeeze(text)) if any(variant in folded for variant in _ALIKE) else folded


def without_digits(text: str) -> str:
    """Drop digits: figures that stand between the halves of a label part its characters."""
    return text if text.isalpha() else _DIGITS.sub("", text)


def width_of(text: str) -> int:
    """Return how many columns ``text`` takes in a fixed-width font: two for a full-width character."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def one_line(text: str) -> str:
    """Put ``text`` on one line as a person would type it: no break, no space between Chinese characters."""
    joined = " ".join(text.split())
    return _SPACE_IN_CJK.sub("", joined) if " " in joined else joined
