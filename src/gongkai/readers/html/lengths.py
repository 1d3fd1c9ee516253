"""Lengths of CSS in pixels."""

from __future__ import annotations

import re
from types import MappingProxyType

_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))([a-z]*|%)")
_PIXELS = MappingProxyType(
    {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "rem": 16.0}
    | {"vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8}
)
_OF_THE_FONT = MappingProxyType({"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "lh": 1.2})


def length(value: str, em: float, whole: float | None = None, *, bare: bool = False) -> float | None:
    """Return a length in pixels; None for no value, a keyword, or a sum; ``bare`` numbers without a unit count as such."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit in _PIXELS:
        return number * _PIXELS[unit]
    if unit in _OF_THE_FONT:
        return number * _OF_THE_FONT[unit] * em
    if unit == "%":
        return None if whole is None else number * whole / 100
    return number if not unit and (bare or not number) else None
