"""Lines that a style draws through text with what is meant for grounds: gradients of hard steps, flat ones, pictures, inner shadows."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

_STOP = re.compile(r"(?<![\w.#-])(-?\d*\.?\d+)(%|px|em|rem|pt)(?![\w%])")
_ARGUMENTS = re.compile(r"gradient\(((?:[^()]|\([^()]*\))*)\)")
_WHOLE = re.compile(r"^(?:|auto|cover|contain|100%)(?: (?:auto|100%))?$")
_ASIDE = re.compile(r"left|right|(?<![\w.])-?\d")
_STEEP = 12.0  # per cent, or pixels: where two stops stand nearer to each other than that, an edge is seen


def is_ruled(style: Callable[[str], str], *, inside: bool) -> bool:
    """Whether the ground of an element, which stands ``inside`` of a line or not, may draw a rule through its text."""
    image = style("background-image")
    if "gradient(" in image:
        sized = style("background-size") or (image.partition("/")[2] if "/" in image else "")
        return inside or not _WHOLE.match(sized.strip()) or any(map(_has_edge, _ARGUMENTS.findall(image)))
    if inside and "url" in image:
        return bool(style("background-size")) or not _is_icon(style)
    return inside and "inset" in style("box-shadow")


def _is_icon(style: Callable[[str], str]) -> bool:
    """Whether a picture stands once at one side of the text, as before a date or a link, not behind all of it."""
    across = " ".join(style(name) for name in ("background-position", "background-position-x"))
    return style("background-repeat") == "no-repeat" and _ASIDE.search(across or "left") is not None


def _has_edge(arguments: str) -> bool:
    stops = [(float(number), unit) for number, unit in _STOP.findall(re.sub(r"\([^()]*\)", "", arguments))]
    return any(unit == other and abs(second - first) < _STEEP for (first, unit), (second, other) in pairwise(stops))
