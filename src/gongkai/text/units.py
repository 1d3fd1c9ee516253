"""Units as they are printed: 万元 is a scale (万, 10,000) of a base (元). Factors are exact."""

from __future__ import annotations

from decimal import Decimal

import regex

from gongkai.text.fold import squeeze
from gongkai.text.numerals import Number

MONEY = "元"
_SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
_SCALE = "|".join(sorted(filter(None, _SCALES), key=len, reverse=True))
_FOREIGN = "美元|港元|港币|澳门元|新台币|欧元|日元|英镑"
_BASE = rf"{_FOREIGN}|元|件次|件|条|人次|人|次|篇|个|项|份|宗|起"
UNIT = rf"(?:{_SCALE})?(?:{_BASE})"
_PARTS = regex.compile(rf"(?P<scale>{_SCALE})?(?P<base>{_BASE})")
_DECLARED = regex.compile(
    rf"(?<![填编报单主本])(?:计量|金额|货币|计价|统计)?单位[:为]?(?:人民币)?(?P<units>{UNIT}(?:[、,/和]{UNIT})*)(?![\p{{L}}\p{{N}}])"
)


def base_of(unit: str | None) -> str | None:
    """Return what a unit counts, without its scale: 元 for 万元. None for what is no unit that is known here."""
    match = _PARTS.fullmatch(unit or "")
    return match["base"] if match else None


def kind_of(unit: str | None) -> str | None:
    """Return what a unit measures: 元 for money of any currency, else what it counts; None for what is no unit that is known here."""
    base = base_of(unit)
    return MONEY if base in _FOREIGN.split("|") else base


def factor_of(unit: str | None) -> int:
    """Return how many of its base a unit is; 1 for what is no unit that is known here."""
    match = _PARTS.fullmatch(unit or "")
    return _SCALES[match["scale"] or ""] if match else 1


def declared_units(text: str) -> tuple[str, ...]:
    """Return the units that 单位：… in ``text`` names; an office that is called 填报单位 is none."""
    if "单" not in text:
        return ()
    return tuple(unit for match in _DECLARED.finditer(squeeze(text)) for unit in regex.findall(UNIT, match["units"]))


def is_other_money(unit: str | None, into: str | None) -> bool:
    """Whether both are units of money, of two currencies: no amount in the one is one in the other."""
    return kind_of(unit) == kind_of(into) == MONEY and base_of(unit) != base_of(into)


def converted(value: Number, unit: str, into: str) -> Number | None:
    """Give an amount of money in another unit of money, exactly; None where one of the units is none of money."""
    if base_of(unit) != MONEY or base_of(into) != MONEY:
        return None
    exact = Decimal(str(value)) * factor_of(unit) / factor_of(into)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
