"""Number formats of spreadsheets (ECMA-376, 18.8.30 and 18.8.31): what a stored number looks like in its cell.

Formats that are not known here (fractions, Chinese numerals) show a figure that cannot be told: ``GETA``.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from gongkai.readers.workbook.dates import is_date, shown_date
from gongkai.text.numerals import GETA

GENERAL = "General"
_BUILT_IN = MappingProxyType(
    {
        1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
        14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
        22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
        32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
        39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;-"¥"#,##0;"-"',
        43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;-"¥"#,##0.00;"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
        48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
        57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
    }
)  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|(?P<escaped>[\\!].)|(?P<space>_.|\*.)|\[(?P<bracket>[^\]]*)\]|(?P<exponent>[eE][+-])|(?P<one>.)""",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_EXCEL_DIGITS = 11  # that General shows


class Part(Struct, frozen=True):
    """A piece of a section: a ``literal``, or a ``sign`` that stands for something (0 # ? . , % @ E /)."""

    text: str
    sign: bool


class Section(Struct, frozen=True):
    """One of the sections that ``;`` parts; ``known`` is False where it shows a figure in a way that is not known here."""

    parts: tuple[Part, ...]
    condition: tuple[str, Decimal] | None
    known: bool

    def has(self, signs: str) -> bool:
        """Whether one of the signs stands in it."""
        return any(part.sign and part.text in signs for part in self.parts)


def built_in(number: int) -> str:
    """Return the format of a number that files leave undeclared, as a Chinese Excel shows it."""
    return _BUILT_IN.get(number, GENERAL)


def shown_text_of(text: str, code: str) -> str:
    """Return what a cell with that format shows where it holds words."""
    if "@" not in code and code.count(";") < 3:
        return text
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else next((s for s in sections if s.has("@")), None)
    if section is None:
        return text
    return "".join(text if part.sign and part.text == "@" else part.text for part in section.parts)


def shown_number(stored: str, code: str, *, from_1904: bool = False) -> str:
    """Return what a cell with the format ``code`` shows where it holds the number ``stored`` (as files write it)."""
    value = _decimal(stored)
    if value is None:
        return stored
    if code.lower() in ("general", "@", "", "g/通用格式"):
        return general(value)
    if is_date(code):
        return shown_date(float(value), code, from_1904=from_1904)
    section, signed = _chosen(value, _sections(code))
    if section is None or not section.known:
        return GETA
    return _signed(value, section, signed=signed) if section.has("0#?") else _literal(section, value)


def _decimal(stored: str) -> Decimal | None:
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _literal(section: Section, value: Decimal) -> str:
    """Show a section without digits: the word General in it, or words alone."""
    text = "".join(part.text for part in section.parts)
    return general(abs(value)).join(text.split("General")) if "General" in text else text.strip()


def _signed(value: Decimal, section: Section, *, signed: bool) -> str:
    shown = _digits(abs(value), section).removesuffix(".")
    if value >= 0 or not re.search(r"[1-9]", shown):
        return shown.strip()
    if signed:
        return f"-{shown}".strip()
    # A negative number that only its colour tells from a positive one cannot be told on paper.
    return shown.strip() if re.search(r"[-(（−△▲]", shown) else GETA


def general(value: Decimal) -> str:
    """Show a number without a format: no more digits than a cell has room for, and none that only arithmetic left."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}" if value else "0"
    places = max(0, _EXCEL_DIGITS - 1 - max(1, value.adjusted() + 1))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".") if places else f"{rounded:f}"


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[Section, ...]:
    sections: list[Section] = []
    parts: list[Part] = []
    condition: tuple[str, Decimal] | None = None
    known = True
    for match in (*_TOKEN.finditer(code), None):
        if match is None or match["one"] == ";":
            sections.append(Section(tuple(parts), condition, known))
            parts, condition, known = [], None, True
        elif match["bracket"] is not None:
            if found := _CONDITION.fullmatch(match["bracket"].strip()):
                condition = found[1], Decimal(found[2])
            elif money := _CURRENCY.match(match["bracket"]):
                parts += [Part(money[1], sign=False)] if money[1] else []
            known &= not match["bracket"].upper().startswith("DBNUM")
        elif match["space"] is None:
            part = _part(match)
            known &= not (part.sign and part.text in "E/")
            parts.append(part)
    return tuple(sections)


def _part(match: re.Match[str]) -> Part:
    if match["quoted"] is not None:
        return Part(match["quoted"].strip('"'), sign=False)
    if match["escaped"] is not None:
        return Part(match["escaped"][1], sign=False)
    if match["exponent"] is not None:
        return Part("E", sign=True)
    return Part(match["one"], sign=match["one"] in "0#?.,%@/")


def _chosen(value: Decimal, sections: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """Return the section for a value, and whether a minus is put before what it shows."""
    if any(section.condition for section in sections[:2]):
        for section in sections[:3]:
            if section.condition is None or _holds(value, *section.condition):
                return section, True
        return None, True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if not value and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound, ">": value > bound, "=": value == bound,
        "<=": value <= bound, ">=": value >= bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _digits(value: Decimal, section: Section) -> str:
    """Lay the digits of a value that is not negative over the places of a section, words between them left where they are."""
    parts = list(section.parts)
    places = [i for i, part in enumerate(parts) if part.sign and part.text in "0#?"]
    point = next((i for i, part in enumerate(parts) if part.sign and part.text == "."), None)
    last = max((i for i in places if point is None or i < point), default=point or 0)
    end = len(parts) if point is None else point
    scale = sum(1 for i, part in enumerate(parts) if part.sign and part.text == "," and last < i < end)
    scale += sum(
        1 for i, part in enumerate(parts) if part.sign and part.text == "," and point is not None and i > max(places)
    )
    grouped = any(part.sign and part.text == "," and places[0] < i < last for i, part in enumerate(parts))
    scaled = value.scaleb(2 * sum(part.sign and part.text == "%" for part in parts) - 3 * scale)
    decimals = [i for i in places if point is not None and i > point]
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    laid = _whole(whole.lstrip("0"), [i for i in places if i not in decimals], parts, grouped=grouped)
    for i, digit in zip(decimals, fraction, strict=False):
        laid[i] = digit
    for i in reversed(decimals):
        if parts[i].text == "0" or laid[i] != "0":
            break
        laid[i] = ""
    return "".join(laid.get(i, "" if part.sign and part.text in "0#?," else part.text) for i, part in enumerate(parts))


def _whole(digits: str, places: list[int], parts: list[Part], *, grouped: bool) -> dict[int, str]:
    """Lay the digits before the point from the right; those beyond the first place stand in it too."""
    laid: dict[int, str] = {}
    left, count = digits, 0
    for n, i in enumerate(reversed(places)):
        first = n == len(places) - 1
        taken, left = (left, "") if first else (left[-1:], left[:-1])
        if not taken and parts[i].text == "0":
            taken = "0"
        text = ""
        for digit in reversed(taken):
            text = digit + ("," if grouped and count and count % 3 == 0 else "") + text
            count += 1
        laid[i] = text
    return laid
