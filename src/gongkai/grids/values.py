"""What a cell of an unknown table holds: a number in any unit, a percent, or words."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec
import regex
from msgspec import Struct

from gongkai.text.fold import narrow
from gongkai.text.numerals import Printed, is_value, read_figure

_PERCENT = regex.compile(r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<sign>[%‰])")
_NEGATIVE = regex.compile(r"\((?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\)")
_CURRENCY = regex.compile(r"(?P<sign>[-+]?)[$£€¥](?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)")
_LEADING_POINT = regex.compile(r"[-+]?\.\d+")


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The patterns of ``words.yaml``, compiled; each is matched against a whole text without white space."""

    units: regex.Pattern[str]
    ordinals: regex.Pattern[str]
    ordinal_rows: regex.Pattern[str]
    codes: regex.Pattern[str]
    references: regex.Pattern[str]
    own_units: regex.Pattern[str]
    plain_heads: regex.Pattern[str]
    money: regex.Pattern[str]
    totals: regex.Pattern[str]
    subtotals: regex.Pattern[str]
    among: regex.Pattern[str]
    years: regex.Pattern[str]
    caption: regex.Pattern[str]
    continued: regex.Pattern[str]
    table_code: regex.Pattern[str]
    offices: regex.Pattern[str]
    apparatus: regex.Pattern[str]
    notes: regex.Pattern[str]
    empty: regex.Pattern[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the words of tables."""
    patterns: dict[str, str] = msgspec.yaml.decode(files("gongkai.grids").joinpath("words.yaml").read_bytes())
    return Words(**{k: regex.compile("".join(p.split()), regex.IGNORECASE) for k, p in patterns.items()})


@lru_cache(maxsize=1 << 12)
def read_value(text: str, western: bool = False) -> Printed:
    """Understand one cell; what is no number and does not look like one has the status ``missing``, for words.

    ``western``: a number in brackets is negative, as accounts in English print it.
    """
    printed = read_figure(text)
    if printed.status != "unreadable":
        return printed
    squeezed = "".join(narrow(text).split())
    if match := _PERCENT.fullmatch(squeezed):
        return Printed("reported", _number(match["number"]), match["sign"])
    if match := _CURRENCY.fullmatch(squeezed):
        return Printed("reported", _number(match["sign"] + match["number"]), next(c for c in squeezed if c in "$£€¥"))
    if western and (match := _NEGATIVE.fullmatch(squeezed)):
        return Printed("reported", -_number(match["number"]))
    if _LEADING_POINT.fullmatch(squeezed):
        return Printed("reported", float(squeezed))
    return printed if is_value(text) or "〓" in text else Printed("missing")


def in_brackets(text: str) -> int | float | None:
    """The negative figure that stands alone in brackets, None where none does."""
    match = _NEGATIVE.fullmatch("".join(narrow(text).split()))
    return -_number(match["number"]) if match else None


def _number(digits: str) -> int | float:
    plain = digits.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def squeezed(text: str) -> str:
    """Text without white space, in half-width signs."""
    return "".join(narrow(text).split())
