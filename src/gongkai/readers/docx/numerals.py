"""Numbers as Word's automatic numbering prints them (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS, _LEGAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(n: int) -> str:
    printed = ""
    for size, letters in _ROMAN:
        count, n = divmod(n, size)
        printed += letters * count
    return printed


def _letters(n: int) -> str:
    """Return A … Z, AA, BB …: Word repeats the letter where a spreadsheet would count on."""
    repeats, index = divmod(n - 1, 26)
    return chr(ord("A") + index) * (repeats + 1)


def _digit_by_digit(n: int) -> str:
    """Return 105 as 一〇五."""
    return "".join(_DIGITS[int(digit)] for digit in str(n))


def _said(n: int, digits: str, units: tuple[str, ...], zero: str) -> str:
    """Return 105 as 一百零五, 12 as 一十二."""
    if n >= 10000:
        return str(n)
    printed, gap = "", False
    for power in reversed(range(len(str(n)))):
        digit = n // 10**power % 10
        printed += (zero * gap + digits[digit] + units[power]) if digit else ""
        gap = not digit
    return printed


def _thousands(n: int) -> str:
    """Return 12 as 十二, 112 as 一百一十二."""
    said = _said(n, _DIGITS, _UNITS, "零")
    return said[1:] if 10 <= n < 20 else said


def _counting(n: int) -> str:
    return _thousands(n) if n < 100 else _digit_by_digit(n)


def _japanese(n: int) -> str:
    """Return 111 as 百十一: no 一 before a unit, no zero between."""
    said = _said(n, _DIGITS, _UNITS, "")
    return said.replace("一十", "十").replace("一百", "百").replace("一千", "千")


def _legal(n: int) -> str:
    return _said(n, _LEGAL, _LEGAL_UNITS, "零")


def _circled(n: int) -> str:
    for first, start, end in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if start <= n <= end:
            return chr(ord(first) + n - start)
    return str(n)


def _run_of(first: str, count: int) -> Callable[[int], str]:
    """Make a format of ``count`` characters that follow each other in Unicode; plain digits beyond them."""
    return lambda n: chr(ord(first) + n - 1) if n <= count else str(n)


def _cycle_of(characters: str) -> Callable[[int], str]:
    return lambda n: characters[(n - 1) % len(characters)]


def _full_width(n: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(n))


_FORMATS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimalZero": lambda n: f"{n:02}",
        "upperRoman": _roman,
        "lowerRoman": lambda n: _roman(n).lower(),
        "upperLetter": _letters,
        "lowerLetter": lambda n: _letters(n).lower(),
        "chineseCounting": _counting,
        "taiwaneseCounting": _counting,
        "chineseCountingThousand": _thousands,
        "taiwaneseCountingThousand": _thousands,
        "japaneseCounting": _japanese,
        "chineseLegalSimplified": _legal,
        "ideographLegalTraditional": _legal,
        "ideographDigital": _digit_by_digit,
        "japaneseDigitalTenThousand": _digit_by_digit,
        "taiwaneseDigital": _digit_by_digit,
        "ideographTraditional": _cycle_of(_STEMS),
        "ideographZodiac": _cycle_of(_BRANCHES),
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
        "decimalEnclosedFullstop": _run_of("⒈", 20),
        "decimalEnclosedParen": _run_of("⑴", 20),
        "ideographEnclosedCircle": _run_of("㊀", 10),
        "decimalFullWidth": _full_width,
        "decimalFullWidth2": _full_width,
        "none": lambda _: "",
        "bullet": lambda _: "",
    }
)


def printed(n: int, number_format: str) -> str:
    """Print ``n`` in one of Word's formats; a format that is not known here prints as plain digits."""
    if n < 1 and number_format not in ("none", "bullet"):
        return str(n)
    return _FORMATS.get(number_format, str)(n)
