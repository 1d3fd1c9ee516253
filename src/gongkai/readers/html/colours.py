"""Colours of CSS as red, green, blue and how much they cover."""

from __future__ import annotations

import re

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1 each."""

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_USUAL = {"black": (0.0, 0.0, 0.0), "windowtext": (0.0, 0.0, 0.0), "white": (1.0, 1.0, 1.0), "window": (1.0, 1.0, 1.0)}


def colour_of(value: str) -> tuple[Colour, float] | None:
    """Return a colour and its opacity; None where the value is none that is known."""
    if value in _USUAL:
        return _USUAL[value], 1.0
    if value in {"transparent", "none"}:
        return (0.0, 0.0, 0.0), 0.0
    match = _HEX.fullmatch(value)
    if match is None:
        return _other(value)
    digits = match[1]
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, alpha = (int(digits.ljust(8, "f")[at : at + 2], 16) / 255 for at in (0, 2, 4, 6))
    return (red, green, blue), alpha


def _other(value: str) -> tuple[Colour, float] | None:
    from tinycss2.color4 import parse_color  # noqa: PLC0415  (most colours are hexadecimal)

    found = parse_color(value)
    if found is None or isinstance(found, str):
        return None
    try:
        converted = found.to("srgb")
    except NotImplementedError:  # a colour space that tinycss2 knows by name only
        return None
    red, green, blue = converted.coordinates[:3]
    return (red or 0.0, green or 0.0, blue or 0.0), converted.alpha
