"""Digits whose ink is not that of a digit beside others: it is missing, much lower, or in the place of the digit before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from gongkai.readers.pdf.glyphs import Outline

_AS_HIGH = (0.6, 1.25)  # of the height of digits: commas and dashes are lower or wider, brackets higher
_SLIM = 0.95  # of a sign's height: no digit is wider
_LOW = 0.55  # of the height of other digits: those of old faces, low as small letters, have two thirds
_ONE_PLACE = 0.02  # of a digit's height: several digits that a font says of one glyph stand so near to each other
_LEAST = 0.01  # points: what has less ink shows nothing


def like_digits(text: str, where: Sequence[int], outlines: Sequence[Outline]) -> list[int]:
    """Return which of the ``outlines`` are worth a picture: those of digits, and those of signs whose ink is about as large as theirs."""
    digits = [max(one.high, one.wide) for one, at in zip(outlines, where, strict=True) if text[at].isdigit()]
    least, most = (share * median(digits) for share in _AS_HIGH) if digits else (0.0, float("inf"))
    return [
        i
        for i, (one, at) in enumerate(zip(outlines, where, strict=True))
        if text[at].isdigit()
        or (least < max(one.high, one.wide) < most and min(one.high, one.wide) < _SLIM * max(one.high, one.wide))
    ]


def odd(text: str, where: Sequence[int], outlines: Sequence[Outline]) -> Iterator[int]:
    """Yield the digits of all figures that hold such a one; ``where`` are the positions of the ``outlines``."""
    digits = [i for i, at in enumerate(where) if text[at].isdigit()]
    if not digits:
        return
    usual = median(max(outlines[i].high, outlines[i].wide) for i in digits)
    for figure in _figures(where, digits):
        if len(figure) == 1:  # it is low where it is much lower than digits usually are, and flat
            one = outlines[figure[0]]
            is_odd = _is_empty(one) or one.high < _LOW * min(usual, one.wide)
        else:
            own = [outlines[i] for i in figure]
            is_odd = any(map(_is_empty, own)) or _is_low(own) or _is_stacked(own)
        if is_odd:
            yield from (where[i] for i in figure)


def _figures(where: Sequence[int], digits: Sequence[int]) -> Iterator[list[int]]:
    figure: list[int] = []
    for i in digits:
        if figure and where[i] != where[figure[-1]] + 1:
            yield figure
            figure = []
        figure.append(i)
    if figure:
        yield figure


def _is_empty(outline: Outline) -> bool:
    return outline.high < _LEAST or outline.wide < _LEAST


def _is_low(figure: Sequence[Outline]) -> bool:
    """Whether a digit is much lower than the largest beside it."""
    sizes = [max(each.high, each.wide) for each in figure]
    return min(sizes) < _LOW * max(sizes)


def _is_stacked(figure: Sequence[Outline]) -> bool:
    return any(
        abs(one.left - other.left) < _ONE_PLACE * one.high > abs(one.bottom - other.bottom)
        for one, other in pairwise(figure)
    )
