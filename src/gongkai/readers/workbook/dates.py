"""Dates in spreadsheets: a number of days and a format (ECMA-376, 18.17.4)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from gongkai.text.numerals import GETA

_LITERAL = re.compile(r'"[^"]*"|[\\!_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.DOTALL)
_DATE = re.compile(r"[ymdhs]|aaa", re.IGNORECASE)
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*")|(?P<escaped>[\\!].)|(?P<space>_.|\*.)|\[(?P<past>h+|m+|s+)\]|\[[^\]]*\]"""
    r"""|(?P<half>am/pm|a/p|上午/下午)|(?P<unit>y+|e+|m+|d+|a{3,4}|h+|s+)|(?P<one>.)""",
    re.DOTALL | re.IGNORECASE,
)
_WEEKDAYS = "一二三四五六日"
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST = 2_958_466  # the day after 31 December 9999


def is_date(code: str) -> bool:
    """Whether a number format shows days or times."""
    plain = _LITERAL.sub("", code.partition(";")[0])
    return "general" not in plain.lower() and _DATE.search(plain) is not None


def shown_date(days: float, code: str, *, from_1904: bool = False) -> str:
    """Show a number of days; where it is none (before the first day, or after the year 9999), what is seen cannot be told."""
    if not 0 <= days < _LAST:
        return GETA
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=days)
    moment = (moment + timedelta(microseconds=500)).replace(microsecond=0)
    tokens = list(_TOKEN.finditer(code.partition(";")[0]))
    half = any(token["half"] for token in tokens)
    shown, before = "", ""
    for i, token in enumerate(tokens):
        unit = (token["unit"] or token["past"] or "").lower()
        if token["past"] is not None:
            shown += str(int(days * {"h": 24, "m": 1440, "s": 86400}[unit[0]] + 1e-6))
        elif unit:
            after = next((t["unit"].lower() for t in tokens[i + 1 :] if t["unit"]), "")
            shown += _unit(unit, moment, minutes=before[:1] == "h" or after[:1] == "s", half=half)
        elif token["half"] is not None:
            shown += ("上午", "下午")[moment.hour >= 12]
        elif token["quoted"] is not None:
            shown += token["quoted"].strip('"')
        elif token["escaped"] is not None:
            shown += token["escaped"][1]
        else:
            shown += token["one"] or ""
        before = unit or before
    return shown.strip().removesuffix("@")


def _unit(unit: str, moment: datetime, *, minutes: bool, half: bool) -> str:
    match unit[0]:
        case "y" | "e":
            return f"{moment.year:04}" if len(unit) > 2 or unit[0] == "e" else f"{moment.year % 100:02}"
        case "m" if minutes and len(unit) < 3:
            number = moment.minute
        case "m" if len(unit) > 2:
            return moment.strftime("%b" if len(unit) == 3 else "%B")
        case "m":
            number = moment.month
        case "d" if len(unit) > 2:
            return moment.strftime("%a" if len(unit) == 3 else "%A")
        case "d":
            number = moment.day
        case "a":
            return ("星期" if len(unit) > 3 else "") + _WEEKDAYS[moment.weekday()]
        case "h":
            number = (moment.hour + 11) % 12 + 1 if half else moment.hour
        case _:
            number = moment.second
    return f"{number:02}" if len(unit) > 1 else str(number)
