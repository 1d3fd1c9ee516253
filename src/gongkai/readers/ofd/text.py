"""Text objects: where each character stands (GB/T 33190, 11).

A text code gives its first character's place on the baseline, and the steps from each to the next; how wide the characters are only the
fonts know, so widths are taken from the steps, or else are those of common fonts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.ofd.xml import Element, child, children, number
from gongkai.readers.pages.geometry import Matrix, around, moved
from gongkai.text.numerals import GETA

_BLANK = re.compile(r"[\t\n\r\xa0]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DIGIT = re.compile(r"\d")
_PLACEHOLDER = "\xa4"  # stands for a character that only its glyph's number tells
_NO_CHARACTER = "\ufffd"
_WIDE = "“”‘’—…"
_WIDE_LATIN = "mwMW@%+±"
ASCENT, DESCENT = 0.88, 0.12  # of a Chinese font, in ems
_STRETCH = 1.35  # a step up to this many usual widths is the character's own width
_TURNS = {90: (0.0, 1.0, -1.0, 0.0), 180: (-1.0, 0.0, 0.0, -1.0), 270: (0.0, -1.0, 1.0, 0.0)}


class Run(Struct, frozen=True, gc=False):
    """The characters of one text code with their displayed boxes; ``size`` in points.

    ``bases`` are their baselines' distances from the top of the page; ``turned``: they are seen lying on their side;
    ``order`` counts what was painted before.
    """

    text: str
    boxes: Sequence[BBox]
    bases: Sequence[float]
    size: float
    turned: bool = False
    order: int = 0


def runs(item: Element, matrix: Matrix, seen: Callable[[str, int], str] = lambda text, _: text) -> Iterator[Run]:
    """Yield the text codes of a text object; ``matrix`` leads from its space to the page, ``seen`` gives the characters that a text
    which begins at an offset of the object is seen to have.
    """
    size = number(item.get("Size") or item.get("size")) or 0.0
    if size <= 0:
        return
    scale = abs(number(item.get("HScale")) or 1.0)
    turn, way = _angle(item.get("CharDirection")), _angle(item.get("ReadDirection"))
    mapped = child(item, "CGTransform") is not None
    x = y = 0.0
    offset = 0
    for code in children(item, "TextCode"):
        own_x, own_y = number(code.get("X")), number(code.get("Y"))
        x, y = x if own_x is None else own_x, y if own_y is None else own_y
        text = _clean(code.text or "", mapped)
        if text:
            text = seen(text, offset)
            offset += len(text)
            usual = [size * scale * width(char) for char in text]
            dx, dy = _steps(code, usual, way)
            yield _run(text, _widths(usual, dx), list(_places(x, y, dx, dy)), (size, turn), matrix)


def _clean(text: str, mapped: bool) -> str:
    if "\n" in text:  # an indenting writer's
        text = text.strip()
    text = _CONTROL.sub(_NO_CHARACTER, _BLANK.sub(" ", text))
    return text.replace(_PLACEHOLDER, _NO_CHARACTER) if mapped else text


def _angle(text: str | None) -> int:
    return 0 if not text else round((number(text) or 0.0) / 90) * 90 % 360


def width(char: str) -> float:
    """Return how wide a character usually is, in sizes."""
    if char > "\u2e7f" or char in _WIDE:
        return 1.0
    return 0.85 if char in _WIDE_LATIN else 0.65 if char.isupper() else 0.5


def _steps(code: Element, usual: Sequence[float], way: int) -> tuple[list[float], list[float]]:
    """Return the steps from each character to the next; where the code tells none, characters follow each other."""
    count = len(usual) - 1
    across, down = code.get("DeltaX"), code.get("DeltaY")
    if across or down:
        return _deltas(across or "", count), _deltas(down or "", count)
    still = [0.0] * count
    ahead = [-each if way in (180, 270) else each for each in usual[:count]]
    return (still, ahead) if way in (90, 270) else (ahead, still)


def _deltas(text: str, count: int) -> list[float]:
    """Read ``count`` steps; ``g N V`` is N times V, the last holds on where there are too few."""
    tokens = iter(text.replace(",", " ").split())
    steps: list[float] = []
    for token in tokens:
        times = 1.0
        if token in "gG":
            times, token = number(next(tokens, "")) or 0.0, next(tokens, "")  # noqa: PLW2901
        steps += [number(token) or 0.0] * min(max(int(times), 0), count - len(steps))
        if len(steps) >= count:
            return steps
    return steps + steps[-1:] * (count - len(steps)) if steps else [0.0] * count


def _widths(usual: Sequence[float], steps: Sequence[float]) -> list[float]:
    """Return how wide each character is: as far as the next one, unless there is a gap between them."""
    widths = [step if 0 < step <= own * _STRETCH else own for own, step in zip(usual, steps, strict=False)]
    return [*widths, usual[-1]]


def _places(x: float, y: float, dx: Sequence[float], dy: Sequence[float]) -> Iterator[tuple[float, float]]:
    return zip(accumulate(dx, initial=x), accumulate(dy, initial=y), strict=True)


def _run(
    text: str, widths: Sequence[float], places: Sequence[tuple[float, float]], shape: tuple[float, int], matrix: Matrix
) -> Run:
    size, turn = shape
    a, b, c, d, e, f = matrix
    if turn or b or c or a <= 0 or d <= 0:
        return _turned_run(text, widths, places, shape, matrix)
    up, low = ASCENT * size * d, DESCENT * size * d
    bases = [d * y + f for _, y in places]
    lefts = [a * x + e for x, _ in places]
    boxes = [
        (left, base - up, left + a * width, base + low) for left, base, width in zip(lefts, bases, widths, strict=True)
    ]
    return Run(text, boxes, bases, size * d)


def _turned_run(
    text: str, widths: Sequence[float], places: Sequence[tuple[float, float]], shape: tuple[float, int], matrix: Matrix
) -> Run:
    """Make a run whose characters are turned, by themselves or with everything around them."""
    size, turn = shape
    p, q, r, s = _TURNS.get(turn, (1.0, 0.0, 0.0, 1.0))
    boxes, bases = [], []
    for (x, y), width in zip(places, widths, strict=True):
        cell = [(u, v) for u in (0.0, width) for v in (-ASCENT * size, DESCENT * size)]
        boxes.append(around(moved(matrix, x + p * u + r * v, y + q * u + s * v) for u, v in cell))
        bases.append(boxes[-1][3])
    across = moved(matrix, p, q)
    origin = moved(matrix, 0.0, 0.0)
    sideways = abs(across[1] - origin[1]) > abs(across[0] - origin[0])
    heights = boxes[0][2] - boxes[0][0] if sideways else boxes[0][3] - boxes[0][1]
    is_mirrored = matrix[0] * matrix[3] - matrix[1] * matrix[2] < 0
    if is_mirrored or (not sideways and across[0] < origin[0]):  # a 6 that stands on its head is seen as a 9
        text = _DIGIT.sub(GETA, text)
    return Run(text, boxes, bases, heights, sideways)
