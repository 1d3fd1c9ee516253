"""From what is printed in a value cell to a number, its status, its unit and the note beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import regex
from msgspec import Struct

from gongkai.text.fold import narrow

Status = Literal["reported", "blank", "not_applicable", "unreadable", "ambiguous", "missing"]
Number = int | float

UNITS = "万元|亿元|千元|百万元|元|件次|件|条|次|人次|人|篇|个|项|份|宗|起"
WORDED = "(?:新增|增加?|减少?)"
SIGNS = f"[-+]|{WORDED}"
"""本年增/减 is printed signed (-8), or in words (增10, 减少3): the word is the sign."""
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
ZEROS = "〇零○Oo"
"""What is typed for a lone zero."""
GETA = "〓"
"""What typographers set where a character cannot be had: readers of pictures put it in the place of a digit that is not certain."""
ABOUT = "[约近逾超]"
STRIKES = r"[-/\\]"
NONE = "无|不适用|无此项"
ODD = rf"(?:[-/~:.,]+(?!0\d\d)\d[\d.,]*)+[%‰]?(?:{UNITS})?|[%‰]\d*|-+(?![^\s|])|[(\[](?:{SIGNS})?[\d.,]+[%‰]?(?:{UNITS})?[)\]][\d.,]*"
"""What makes a figure one that this form does not have: 3/5, 3-5, 1.2.3, 12%, 12(5). No fraction's part begins with zeros."""
# No number begins with 0 unless it is 0: 0150 is two figures that lost what parted them. No count has sixteen digits.
_NUMBER = r"[1-9]\d{0,2}(?:,\d{3}){1,4}(?:\.\d{1,9})?|(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?"
MARKS = r"[⁰¹²³⁴-⁹⁽⁾ⁱⁿᵃ-ᶻ]{1,4}|\*{1,3}|[†‡§※★☆△▲]|[①-⑳⑴-⒇❶-❿]|注[\d⁰¹²³⁴-⁹①-⑳]{0,2}"
"""What refers to a note behind a figure: a raised sign, stars, a sign of its own, a number in a ring, 注1."""
_FIGURE = regex.compile(
    rf"(?P<lead>\([^()]*\))?(?P<sign>{SIGNS})?(?P<yuan>¥)?(?P<number>{_NUMBER})(?P<unit>{UNITS})?"
    rf"(?P<note>\(.*\)|\[.*\]|〔.*〕|【.*】|{MARKS})?[。;,]?",
    regex.DOTALL,
)
_NOT_APPLICABLE = regex.compile(rf"{STRIKES}+(?<!\\\\)|{NONE}")  # two backslashes end a row of a LaTeX table
_SHAPED = regex.compile(
    rf"{ABOUT}?(?:{SIGNS})?(?:[\d.,]*\d[,]?|\d{{1,3}}[-/~]\d{{1,3}})[%‰]?(?:{UNITS})?(?:[(\[][\d.,]*[%‰]?[)\]]|[⁰¹²³⁴-⁹₀-₉]{{1,2}})?"
    rf"|[\d.,]*{GETA}[\d.,{GETA}⁰¹²³⁴-⁹₀-₉]*"
)
_BESIDE = regex.compile(rf"[-+±]?[\d.,]+[%‰]?(?:{UNITS})?|[⁰¹²³⁴-⁹]{{1,3}}|\*{{1,3}}|[①-⑳]")
"""What may stand in brackets behind a figure without words: last year's figure, a share, the number of a note."""
_BRACKETED = regex.compile(rf"(?<=\d)\((?:单位:)?((?:百万|[十百千万亿])?(?:{UNITS}))\)$")
"""A unit in brackets behind a figure is its unit, and no note."""
_TAKEN_BACK = regex.compile(
    r"^[十百千万亿]+$|(?<![年期度月])[为是](?!\d{4}年)[\d-]|(?<!无)误|应[为是]|实为|改为|更正|订正|作废|为准"
)
"""A note that makes the figure another one than its digits: thousands of it, that it is wrong, or, wherever in the note, what it is
(原应为12, but not 上年为12, which is another year's).
"""
_HAN, _WORD = regex.compile(r"\p{Han}"), regex.compile(r"\p{L}")
_HINT = regex.compile(rf"[\d{ZEROS}无不]|{STRIKES}")  # whatever is a value has one of them, unless it is blank
_NUMBERING = regex.compile(r"[一二三四五六七八九十]{1,3}")  # of the label that follows
_BROKEN = regex.compile(r"[\d.,+-]\s+[\d.,]")
_ZERO = str.maketrans(dict.fromkeys(ZEROS, "0"))
_LONGEST = 120  # no value cell is longer, its note among it
_UNSEEN = regex.compile(r"[\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u3164\uffa0]+")
"""What takes no room in print: joiners, direction marks, soft hyphens, fillers."""
_CONTROL = regex.compile(r"[^\P{Cc}\t\n\v\f\r\x85]")  # a character that a font shows and gives no meaning
_TURNED = "\u202e"  # shows what follows from right to left
_THOUSANDS = regex.compile(r"(?<=\d)[\u00a0\u2007-\u200a\u202f'’ʼ＇٬](?=\d{3}(?!\d))")
_SPACED = regex.compile(r"\s*[1-9]\d{0,2}(?: \d{3})+\s*")


class Printed(Struct, frozen=True, gc=False):
    """A value cell as understood: ``value`` is None unless ``status`` is ``reported``."""

    status: Status
    value: Number | None = None
    unit: str | None = None
    note: str | None = None


BLANK = Printed("blank")
_WORDS = Printed("unreadable")


@lru_cache(maxsize=1 << 14)
def read_figure(text: str) -> Printed:
    """Understand one cell's own characters; never raises, never guesses.

    ``22（其中修订 16 件）`` gives value 22 and the note; ``251000元`` its unit; ``-`` and ``/`` are ``not_applicable``;
    what is no number is ``unreadable``. A number is an int unless it is printed with decimals.
    """
    if (_HAN.search(text) and not _HINT.search(narrow(text))) or _CONTROL.search(text):
        return _WORDS
    shown = _UNSEEN.sub("", text)
    if _TURNED in text and len(shown.strip()) > 1:
        return Printed("unreadable")
    parted = _THOUSANDS.sub(",", shown)
    squeezed = "".join(narrow(parted).split())
    squeezed = _BRACKETED.sub(r"\1", squeezed) if squeezed.endswith(")") else squeezed
    if not squeezed:
        return BLANK
    if _NOT_APPLICABLE.fullmatch(squeezed):
        return Printed("not_applicable")
    match = _FIGURE.fullmatch(_zero(squeezed))
    if match is None or _broken_inside(parted) or not _is_note(match["lead"], match["note"]):
        return Printed("unreadable")
    unit = match["unit"] or ("元" if match["yuan"] else None)
    return Printed("reported", _value(match["number"], match["sign"]), unit, _note(shown, match))


def read_cell(text: str) -> Printed:
    """Understand a cell whose bounds are drawn: no second figure can have come into it, so that a blank parts its thousands."""
    return read_figure(text.replace(" ", ",") if " " in text and _SPACED.fullmatch(text) else text)


@lru_cache(maxsize=1 << 12)
def is_value(text: str) -> bool:
    """Whether a cell holds a value, one that can be read or one that cannot (12%, 3/5, 0150), and no label."""
    if not text or len(text) > _LONGEST:
        return False
    if read_figure(text).status in ("reported", "not_applicable"):
        return True
    return _SHAPED.fullmatch(_squeezed(text)) is not None


def _squeezed(text: str) -> str:
    return "".join(_UNSEEN.sub("", narrow(text)).split())


def _zero(squeezed: str) -> str:
    """Read a lone 〇, 零 or letter O as the zero that it was typed for."""
    return squeezed.translate(_ZERO) if len(squeezed) == 1 else squeezed


def _is_note(lead: str | None, note: str | None) -> bool:
    """Whether brackets beside a number hold a note: words, last year's figure, a mark; and there is one of them only."""
    if _TAKEN_BACK.search((lead or note or "")[1:-1]):
        return False
    if lead is not None:
        return note is None and _WORD.search(lead) is not None and not _NUMBERING.fullmatch(lead[1:-1])
    if note is None or note[0] not in "([〔【":
        return True
    inside = note[1:-1]
    first = regex.split(r"[)\]]", inside, maxsplit=1)[0]
    worded = _WORD.search(note) is not None and not _NUMBERING.fullmatch(first)
    return worded or _BESIDE.fullmatch(inside) is not None


def _broken_inside(text: str) -> bool:
    """Whether white space, or a line's end, stands inside the figure: ``1 0`` may be one figure or two, ``- 3`` a page's number."""
    return _BROKEN.search(narrow(text).split("(")[0]) is not None


def _value(number: str, sign: str | None) -> Number:
    plain = number.replace(",", "")
    value: Number = float(plain) if "." in plain else int(plain)
    return -value if sign and sign[0] in "-减" else value


def _note(text: str, match: regex.Match[str]) -> str | None:
    """Give the note back in the source's own characters, without its brackets; a mark is a note too."""
    note = match["lead"] or match["note"]
    if note is None or note[0] not in "([〔【":
        return note
    closing = r"[^)）]*" if match["lead"] else ".*"
    printed = regex.search(rf"[（(\[［〔【]({closing})[)）\]］〕】]", text, regex.DOTALL)
    return " ".join(printed[1].split()) if printed else note


def decimal_text(value: float) -> str:
    """Write a float with the fewest digits that give it back, without an exponent."""
    text = repr(value)
    if "e" not in text:
        return text
    mantissa, exponent = text.lower().split("e")
    digits = max(0, len(mantissa.partition(".")[2]) - int(exponent))
    return f"{value:.{digits}f}"
