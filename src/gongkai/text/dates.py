"""Dates as reports print them: 2024年1月5日, 2024-01-05, 二〇二四年一月五日, with blanks inside, and ranges of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import regex
from msgspec import Struct

from gongkai.text.fold import narrow
from gongkai.text.numbering import han_number

_HAN_DIGITS = {"〇": "0", "○": "0", "零": "0", "O": "0", "o": "0", "0": "0"} | {
    char: str(value) for value, char in enumerate("一二三四五六七八九", start=1)
}
# Between parts: 年 月 日, or one sign used twice. A year of two digits is never read: it may be a number of something.
_ARABIC = (
    r"(?<!\d)(?<y>(?:19|20)\d\d)(?:\s*年\s*(?<m>\d{1,2})\s*月\s*(?<d>\d{1,2})\s*[日号]?"
    r"|\s*(?<sign>[-./])\s*(?<m>\d{1,2})\s*(?P=sign)\s*(?<d>\d{1,2}))"
)
_NUMERAL = "一二三四五六七八九"
_HAN = (
    rf"(?<hy>[〇○零Oo0{_NUMERAL}]{{4}})\s*年\s*"
    rf"(?<hm>[{_NUMERAL}十]{{1,2}})\s*月\s*(?<hd>[{_NUMERAL}十]{{1,3}})\s*[日号]"
)
_TIME = r"(?:\s*\d{1,2}\s*[:时]\s*\d{1,2}(?:\s*[:分]\s*\d{1,2}\s*秒?)?\s*分?)?"
_DATE = regex.compile(rf"(?:{_ARABIC}|{_HAN})")
_ONLY = regex.compile(rf"[\s(\[【]*(?:{_ARABIC}|{_HAN})(?:\s*星期[一二三四五六日天])?{_TIME}[\s)\]】。]*")
_TO = r"\s*(?:\([^()]{0,12}\))?\s*(?:起|开始)?\s*,?\s*(?:截?至|到|截?止(?:至|到)?|-{1,2}|~)\s*"
_FULL = r"(?:19|20)\d\d"
_RANGE = regex.compile(
    rf"(?<!\d)(?<y>{_FULL})(?:\s*年\s*|\s*[-./]\s*)(?<m>\d{{1,2}})(?:\s*月\s*|\s*[-./]\s*)(?<d>\d{{1,2}})\s*日?{_TO}"
    rf"(?:(?<y2>{_FULL})(?:\s*年\s*|\s*[-./]\s*)|(?:同|当)年\s*)?(?<m2>\d{{1,2}})(?:\s*月\s*|\s*[-./]\s*)(?<d2>\d{{1,2}})(?!\d)\s*日?"
)
# 年 or 月 lost on the way: 20241月1日, 202411日, 20241231日. Digits that can be cut in one way only are a date.
_LOST = (
    rf"(?:(?<{{y}}>{_FULL})\s*年?\s*)?"
    r"(?:(?<{m}>\d{{1,2}})\s*月\s*(?<{d}>\d{{1,2}})|(?<{md}>\d{{2}}|\d{{4}}))\s*日"
)
_LOST_RANGE = regex.compile(
    r"(?<!\d)" + _LOST.format(y="y", m="m", d="d", md="md") + _TO + _LOST.format(y="y2", m="m2", d="d2", md="md2")
)


# The end of a line within a number of a date: 12月3 / 1日.
_CUT = regex.compile(r"(?<=[年月]\s?\d)(\s*\n\s*)(\d)(?=\s*[月日])")
_OPENING = ("(", "（", "【")
_WHEN = regex.compile(
    r"[(（【]?\s*(?:20\d\d|二[〇○零OO0一二三四五六七八九]{3})\s*(?:[-—–~至]\s*20\d\d)?\s*"
    r"(?:学年度?|年度?|年[^()（）]{1,10}(?:月份?|季度?|半年))\s*[)）】]?"
)


class DateRange(Struct, frozen=True):
    """Two days, both inclusive, and where in the text they stand: ``text[at:end_at]``."""

    start: date
    end: date
    at: int
    end_at: int


def _make(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _of(match: regex.Match[str]) -> date | None:
    if match["y"]:
        return _make(match["y"], match["m"], match["d"])
    year = "".join(_HAN_DIGITS[char] for char in match["hy"])
    return _make(year, str(han_number(match["hm"])), str(han_number(match["hd"])))


def find_date(text: str) -> date | None:
    """Give the first whole date in ``text``, or None."""
    return next((found for m in _DATE.finditer(narrow(text)) if (found := _of(m))), None)


def only_date(text: str) -> date | None:
    """Give the date of a line that holds nothing else (brackets, a time of day, a weekday may stand with it)."""
    if len(text) > 60:
        return None
    match = _ONLY.fullmatch(narrow(text))
    return _of(match) if match else None


def says_when(text: str, *, bracketed: bool = False) -> bool:
    """Whether a line says nothing but when: a year or 学年, months, a quarter, half a year; where ``bracketed``, in brackets only."""
    return _WHEN.fullmatch(text) is not None and (not bracketed or text[:1] in _OPENING)


def split_final_date(text: str) -> tuple[str, date] | None:
    """Split ``云溪县财政局 2024年1月5日`` into the words and the date that ends them; None where it does not end so."""
    tail = narrow(text[-40:])
    for match in _DATE.finditer(tail):
        found = _of(match)
        if found and not tail[match.end() :].strip(" )。]】"):
            return text[: max(len(text) - 40, 0) + match.start()].strip(), found
    return None


def find_ranges(text: str) -> Iterator[DateRange]:
    """Yield what is printed as ``date 至 date``, whole dates first; the second year may be left out.

    Ranges with lost characters are given only where they can be read in one way and span most of a year.
    """
    folded = _CUT.sub(r"\2\1", narrow(text))
    whole = False
    for match in _RANGE.finditer(folded):
        start = _make(match["y"], match["m"], match["d"])
        end = _make(match["y2"] or match["y"], match["m2"], match["d2"])
        if start and end and start < end:
            whole = True
            yield DateRange(start, end, *match.span())
    if not whole:
        yield from (found for m in _LOST_RANGE.finditer(folded) if (found := _lost(m)))


def _lost(match: regex.Match[str]) -> DateRange | None:
    if not match["y"]:
        return None
    start = _make(match["y"], *_month_day(match["m"], match["d"], match["md"]))
    end = _make(match["y2"] or match["y"], *_month_day(match["m2"], match["d2"], match["md2"]))
    if start is None or end is None or start.year != end.year or (end - start).days < 300:
        return None
    return DateRange(start, end, *match.span())


def _month_day(month: str | None, day: str | None, glued: str | None) -> tuple[str, str]:
    """Cut glued digits in the middle: two or four digits leave no choice, three would."""
    if glued is None:
        return month or "", day or ""
    half = len(glued) // 2
    return glued[:half], glued[half:]
