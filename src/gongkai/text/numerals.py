"""From what is printed in a value cell to a number, its status, its unit and the note beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import regex
from msgspec import Struct

from gongkai.text.fold import narrow

Status = Literal["reported", "blank", "not_applicable", "unreadable", "ambiguous", "missing"]
Number = int | float

UNITS = "万元|亿元|元|件次|件|条|次|人次|人|篇|个|项|份|宗|起"
# No number begins with 0 unless it is 0: 0150 is two figures that lost what parted them.
_NUMBER = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|(?:0|[1-9]\d*)(?:\.\d+)?"
# 本年增/减 is printed signed (-8), or in words (增10, 减少3): the word is the sign.
_FIGURE = regex.compile(
    rf"^(?P<sign>[-+]|增加?|减少?|新增)?(?P<number>{_NUMBER})(?P<unit>{UNITS})?(?P<note>\(.*\)|\[.*\]|[⁰¹²³⁴-⁹]{{1,2}})?[。;,]?$",
    regex.DOTALL,
)
_NOT_APPLICABLE = regex.compile(r"^(?:[-/\\]+|无|不适用|无此项|/+)$")
_BROKEN = regex.compile(r"[\d.,+-]\s+[\d.,]")
_ZEROS = str.maketrans("〇零○Oo", "00000")


class Printed(Struct, frozen=True, gc=False):
    """A value cell as understood: ``value`` is None unless ``status`` is ``reported``."""

    status: Status
    value: Number | None = None
    unit: str | None = None
    note: str | None = None


BLANK = Printed("blank")


@lru_cache(maxsize=1 << 14)
def read_figure(text: str) -> Printed:
    """Understand one cell's own characters; never raises, never guesses.

    ``22（其中修订 16 件）`` gives value 22 and the note; ``251000元`` its unit; ``-`` and ``/`` are ``not_applicable``;
    what is no number is ``unreadable``. A number is an int unless it is printed with decimals.
    """
    squeezed = "".join(narrow(text).split()).replace("\u200b", "")
    if not squeezed:
        return BLANK
    if _NOT_APPLICABLE.match(squeezed):
        return Printed("not_applicable")
    match = _FIGURE.match(_zero(squeezed))
    if match is None or _broken_inside(text):
        return Printed("unreadable", note=None)
    return Printed("reported", _value(match["number"], match["sign"]), match["unit"], _note(text, match["note"]))


def _zero(squeezed: str) -> str:
    """Read a lone 〇, 零 or letter O as the zero that it was typed for."""
    return squeezed.translate(_ZEROS) if len(squeezed) == 1 else squeezed


def _broken_inside(text: str) -> bool:
    """Whether white space, or a line's end, stands inside the figure: ``1 0`` may be one figure or two, ``- 3`` a page's number."""
    return _BROKEN.search(narrow(text).split("(")[0]) is not None


def _value(number: str, sign: str | None) -> Number:
    plain = number.replace(",", "")
    value: Number = float(plain) if "." in plain else int(plain)
    return -value if sign and sign[0] in "-减" else value


def _note(text: str, note: str | None) -> str | None:
    """Give the note back in the source's own characters, without its brackets; a raised mark is a note too."""
    if note is None:
        return None
    printed = regex.search(r"[（(\[](.*)[)）\]]", text, regex.DOTALL) if note[0] in "([" else None
    return " ".join(printed[1].split()) if printed else note
