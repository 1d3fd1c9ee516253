"""Periods that a title names in words of its own: a 学年, a month, a quarter, half a year, accounts ended on some day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import regex

from gongkai.report import Period
from gongkai.text.fold import squeeze
from gongkai.text.numbering import han_number

_SCHOOL_YEAR = regex.compile(r"(20\d\d)\s*[-—–~至/]\s*(20\d\d)\s*学年")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_YEAR_ENDED = regex.compile(
    rf"\b(?:year|(?:12|twelve) months) end(?:ed|ing)\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})"
    rf"|(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})),?\s+(?P<year>20\d\d)\b",
    regex.IGNORECASE,
)
# A day behind the month is a date, and 截至 counts from the beginning of something.
_NO_SPAN = r"(?<!截[至止]|自|于|从)"
_MONTHLY = regex.compile(
    _NO_SPAN
    + r"(?P<year>20\d\d)年(?P<first>1[0-2]|[1-9])(?:月?[-—–~至](?P<last>1[0-2]|[1-9]))?月(?:份)?(?![\d一二三]|[-—–~至])"
)
_QUARTERLY = regex.compile(_NO_SPAN + r"(?P<year>20\d\d)年(?:度)?第?(?P<quarter>[1-4一二三四])季度?(?!度?[-—–~至])")
_HALF = regex.compile(_NO_SPAN + r"(?P<year>20\d\d)年(?:度)?(?P<half>[上下])半年")


def is_school_year(text: str) -> bool:
    """Whether a text names a 学年, which begins in one year and ends in the next."""
    return _SCHOOL_YEAR.search(squeeze(text)) is not None


def spans_in(text: str) -> Iterator[tuple[Period, str]]:
    """Yield the periods that a line names, each with the words that name it."""
    folded = squeeze(text)
    if (match := _SCHOOL_YEAR.search(folded)) and int(match[2]) == int(match[1]) + 1:
        yield Period(f"{match[1]}-09-01", f"{match[2]}-08-31"), match[0]
    if (found := year_ended(text)) is not None:
        yield found
    if (match := _MONTHLY.search(folded)) and (first := int(match["first"])) <= (last := int(match["last"] or first)):
        yield _months(int(match["year"]), first, last), match[0]
    if match := _QUARTERLY.search(folded):
        quarter = int(match["quarter"]) if match["quarter"].isdecimal() else han_number(match["quarter"]) or 0
        yield _months(int(match["year"]), 3 * quarter - 2, 3 * quarter), match[0]
    if match := _HALF.search(folded):
        first = 1 if match["half"] == "上" else 7
        yield _months(int(match["year"]), first, first + 5), match[0]


def _months(year: int, first: int, last: int) -> Period:
    end = date(year, last, monthrange(year, last)[1])
    return Period(date(year, first, 1).isoformat(), end.isoformat())


def year_ended(text: str) -> tuple[Period, str] | None:
    """The period of accounts in English, and its words: For the year ended 31 March 2024."""
    match = _YEAR_ENDED.search(text)
    if match is None:
        return None
    month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
    try:
        end = date(int(match["year"]), month, int(match["day"] or match["day2"]))
    except ValueError:
        return None
    after = end + timedelta(days=1)
    if (after.month, after.day) == (2, 29):
        return None
    return Period(after.replace(year=after.year - 1).isoformat(), end.isoformat()), match[0]
