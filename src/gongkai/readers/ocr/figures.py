"""Which figures that were read in a picture may be passed on as digits.

A wrong digit is worse than none. A figure stays only if two looks at it agree, each sure of every character, if there are as many
pieces of ink as characters, if a stroke that was read as 1 stands upright and one read as / leans, and if neither a seal nor a rule
touches it. Else each of its characters becomes ``UNREAD``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from gongkai.readers.ocr.arrays import Boxes, Mask
from gongkai.readers.ocr.ctc import Reading
from gongkai.text.numerals import GETA

UNREAD = GETA
SURE = 0.97
"""The bound of a character's probability in the first look; ``SECOND`` is that of the second."""
SECOND = 0.85  # tuned with ``SURE``
_OTHERS = r"[^\s\u2e80-\u9fff\uff00-\uffef\u2018-\u201d]*"
_TOKEN = re.compile(
    rf"{_OTHERS}\d{_OTHERS}"  # the part of a word without Chinese characters that holds a digit
    r"|(?<!\S)(?:[-‐‑‒–—―－─━﹣−/／\\＼_一]{1,4}|[〇○OoＯ零无lIi|丿ノ])(?!\S)"  # what stands in a cell for no figure, or for zero
)
_ZERO = frozenset("0０OoＯ〇○")
_WORDS = frozenset("零无")
_STROKES = re.compile(r"[-‐‑‒–—―－─━﹣−_一]+")
_PUNCTUATION = ".,:;!?\"'()[]<>·"
_FLAT = 2.2  # a lone dash is so many times wider than high
_LEANING = re.compile(r"[/／1lIi|丿ノ]")
_STRAIGHT, _THIN = 0.07, 0.3  # of its height: how far a slash strays from a line, how thick it is at most
_LEAN_SLASH, _LEAN_ONE = 0.22, 0.13  # how far a stroke's ends stand apart sideways, of its height
_UNEVEN = 0.08  # digits begin and end on one line, but for such a share of their height
_COMMA, _POINT = 0.06, 0.12  # how deep below the line a sign ends, of the height of the figure
_ONE, _OTHER = 1.02, 0.6  # widths of a 1 at most and of other digits at least, in digits
_SERIF = 0.35  # of the height of a figure: no digit is so low
_LOWEST, _HIGHEST, _MARGIN = 0.9, 1.08, 0.12  # heights of a whole figure, of the usual one; its edges, of its own
# Of 108 printings of each digit in 27 fonts, none as high as this covers more of a level row in its middle than 0.95 of its width.
_CLEAR, _MIDDLE, _BAR, _ALL = (
    18,
    (0.3, 0.55, 0.66),
    0.3,
    0.97,
)  # pixels; heights; a wider piece is more than a stem; of its width
_ENOUGH = 8  # figures that tell how high the others are
_APART = 1.0  # no room within a figure is wider, in digits
_TOUCHING = 1.45  # a piece of ink wider than so many digits holds two


class Token(Struct, frozen=True):
    """A figure, ``text[start:end]`` of what was read, and the ink that makes it."""

    start: int
    end: int
    text: str
    ink: Boxes


def tokens(reading: Reading, blobs: Boxes, left: int) -> Iterator[Token]:
    """Yield the figures in a line with their ink; ``left`` is the crop's left edge, the line is that of ``blobs``."""
    for match in _TOKEN.finditer(reading.text):
        start, end = _bare(reading.text, *match.span())
        # what nothing was read from belongs to the figure beside it, which then has too much ink
        x0 = _between(reading, start) + left if reading.text[:start].strip() else -np.inf
        x1 = _between(reading, end) + left if reading.text[end:].strip() else np.inf
        middle = (blobs[:, 0] + blobs[:, 2]) / 2
        yield Token(start, end, reading.text[start:end], blobs[(middle >= x0) & (middle <= x1)])


def _between(reading: Reading, at: int) -> float:
    """Return where one character ends and the next, ``at``, begins: Chinese characters are twice as wide as others."""
    before, after = (2.0 if char > "\u2e80" else 1.1 for char in reading.text[at - 1 : at + 1])
    return reading.at[at - 1] + (reading.at[at] - reading.at[at - 1]) * before / (before + after)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the punctuation around a figure, such as the stop behind a number that counts paragraphs."""
    while end - start > 1 and text[end - 1] in _PUNCTUATION:
        end -= 1
    while end - start > 1 and text[start] in _PUNCTUATION:
        start += 1
    return start, end


class Harm(Struct, frozen=True):
    """Pixels beside which something was taken away: a seal, or a rule."""

    seal: Mask
    rules: Mask


class Usual(Struct, frozen=True):
    """The usual digit: its width as a share of its height, and its height in pixels (not a number where that is not known)."""

    width: float
    height: float


def stands(token: Token, first: Reading, second: Reading, black: Mask, harm: Harm, usual: Usual) -> bool:
    """Whether a figure may be passed on."""
    if not len(token.ink) or min(first.sure[token.start : token.end]) < SURE or second.least < SECOND:
        return False
    if plain(token.text) != plain(second.text.strip()):
        return False
    return (
        _counted(token, usual.width)
        and _level(token)
        and _pointed(token)
        and _upright(token, black)
        and not _barred(token, black)
        and not _touched(token, black, harm.seal)
        and (token.text in _WORDS or not _cut(token, black, harm.rules, usual.height))
    )


def plain(text: str) -> str:
    """Return a figure with each of its signs in one printing: 0 for 〇 and O where it stands alone, narrow digits."""
    if text in _ZERO:
        return "0"
    return unicodedata.normalize("NFKC", text)


def is_dash(token: Token, black: Mask) -> bool:
    """Whether a token is one level stroke, by whatever name it was read."""
    if not _STROKES.fullmatch(token.text) or not len(token.ink):
        return False
    x0, y0, x1, y1 = _box(token.ink)
    return x1 - x0 >= _FLAT * (y1 - y0) and float((black[y0:y1, x0:x1] > 0).mean()) > 0.5


def is_slash(token: Token, black: Mask) -> bool:
    """Whether a token is one thin, straight, leaning stroke: recognisers read it as 1, but no 1 is without flag and foot and leans so."""
    if not _LEANING.fullmatch(token.text) or len(token.ink) != 1:
        return False
    x0, y0, x1, y1 = _box(token.ink)
    ink = black[y0:y1, x0:x1] > 0
    counts = ink.sum(axis=1)
    if y1 - y0 < 6 or not counts.all():
        return False
    middles = (ink * np.arange(x1 - x0)).sum(axis=1) / counts
    slope, start = np.polyfit(np.arange(y1 - y0), middles, 1)
    off = np.abs(middles - start - slope * np.arange(y1 - y0)).max()
    return bool(-slope > _LEAN_SLASH and off < _STRAIGHT * (y1 - y0) and counts.max() < _THIN * (y1 - y0))


def _counted(token: Token, digit: float) -> bool:
    """Whether there are as many pieces of ink, side by side, as characters; one so wide that it must be two counts as two.

    ``digit`` is the width of a digit, of its height.
    """
    if token.text in _WORDS:
        return True  # a Chinese character has as many pieces as it has
    digit *= _height(token.ink)
    pieces = _side_by_side(token.ink)
    if any(b[0] - a[1] > _APART * digit for a, b in pairwise(pieces)):
        return False  # two cells, between which no wall was seen
    count = sum(max(1, round((x1 - x0) / digit)) if x1 - x0 > _TOUCHING * digit else 1 for x0, x1 in pieces)
    if len(pieces) == len(token.text) and np.isfinite(digit) and not _shaped(token.text, pieces, digit):
        return False
    rings = 2 * sum(char in "%‰" for char in token.text)  # which may stand apart from their stroke
    return 0 <= count - len(token.text.replace(" ", "")) <= rings


def _shaped(text: str, pieces: list[tuple[int, int]], digit: float) -> bool:
    """Whether each 1 is narrower than other digits, and these are not as narrow as a 1."""
    widths = [((x1 - x0) / digit, char) for (x0, x1), char in zip(pieces, text, strict=True) if char.isdigit()]
    return all(width <= _ONE if char == "1" else width >= _OTHER for width, char in widths)


def _level(token: Token) -> bool:
    """Whether all digits stand on one line and are equally high: a rule that was read as 1 is higher, a speck lower."""
    spans = _side_by_side(token.ink)
    if len(spans) != len(token.text):
        return True
    tops, bottoms = [], []
    for (x0, x1), char in zip(spans, token.text, strict=True):
        own = token.ink[(token.ink[:, 0] >= x0) & (token.ink[:, 2] <= x1)]
        if char.isdigit():
            tops.append(int(own[:, 1].min()))
            bottoms.append(int(own[:, 3].max()))
    room = max(1.0, _UNEVEN * _height(token.ink))
    return not tops or (max(tops) - min(tops) <= room and max(bottoms) - min(bottoms) <= room)


def _barred(token: Token, black: Mask) -> bool:
    """Whether a level bar runs through the middle of a digit, which strikes it out: no digit has ink from side to side there."""
    x0, y0, x1, y1 = _box(token.ink)
    height = y1 - y0
    if height < _CLEAR or not any(char.isdigit() for char in token.text):
        return False
    spans = _side_by_side(token.ink)
    parts = spans if len(spans) == len(token.text) else _parted(x0, x1, len(token.text))
    for char, (left, right) in zip(token.text, parts, strict=True):
        low = _MIDDLE[1] if char == "4" else _MIDDLE[2]  # below the middle a 4 has a bar of its own
        ink = black[y0 + round(_MIDDLE[0] * height) : y0 + round(low * height), left:right] > 0
        if right - left > _BAR * height and ink.mean(axis=1).max() > _ALL:
            return True
    return False


def _parted(left: int, right: int, count: int) -> list[tuple[int, int]]:
    """Part digits that touch each other as if all were equally wide."""
    edges = np.linspace(left, right, count + 1).round().astype(int).tolist()
    return list(pairwise(edges))


def _pointed(token: Token) -> bool:
    """Whether the signs that were read as points end on the line and those read as commas below it."""
    spans = _side_by_side(token.ink)
    if len(spans) != len(token.text) or not set(token.text) & set(".,"):
        return True
    bottoms = [int(token.ink[(token.ink[:, 0] >= x0) & (token.ink[:, 2] <= x1)][:, 3].max()) for x0, x1 in spans]
    line = max((b for b, char in zip(bottoms, token.text, strict=True) if char.isdigit()), default=0)
    below = [(b - line) / _height(token.ink) for b in bottoms]
    signs = [(depth, char) for depth, char in zip(below, token.text, strict=True) if char in ".,"]
    return all(depth > _COMMA if char == "," else depth < _POINT for depth, char in signs)


def _side_by_side(ink: Boxes) -> list[tuple[int, int]]:
    """Return the stretches of ink; pieces above each other, broken by a faint print, are one."""
    spans: list[tuple[int, int]] = []
    for x0, x1 in sorted((int(a), int(b)) for a, b in ink[:, [0, 2]]):
        if spans and min(x1, spans[-1][1]) - x0 > 0.4 * min(x1 - x0, spans[-1][1] - spans[-1][0]):
            spans[-1] = (spans[-1][0], max(x1, spans[-1][1]))
        else:
            spans.append((x0, x1))
    return _with_serifs(spans, ink)


def _with_serifs(spans: list[tuple[int, int]], ink: Boxes) -> list[tuple[int, int]]:
    """Join what a faint print broke off a digit, such as the balls of a 3; a point stands on the line and has room beside it."""
    done: list[tuple[int, int]] = []
    for span in spans:
        if done and span[0] - done[-1][1] <= 1 and (_is_serif(span, ink) or _is_serif(done[-1], ink)):
            done[-1] = (done[-1][0], max(span[1], done[-1][1]))
        else:
            done.append(span)
    return done


def _is_serif(span: tuple[int, int], ink: Boxes) -> bool:
    own = ink[(ink[:, 0] >= span[0]) & (ink[:, 2] <= span[1])]
    tallest, middle = int((own[:, 3] - own[:, 1]).max()), (ink[:, 1].min() + ink[:, 3].max()) / 2
    return tallest < _SERIF * _height(ink) and bool(own[:, 1].min() < middle - tallest)


def usual_digit(found: Sequence[Token], alike: Sequence[Token]) -> Usual:
    """Measure the digits of a page: their width on all figures ``found``, their height on those of one size, ``alike``."""
    widths = [
        (x1 - x0) / _height(token.ink)
        for token in found
        for (x0, x1), char in zip(_side_by_side(token.ink), token.text, strict=False)
        if char in "023456789" and len(_side_by_side(token.ink)) == len(token.text)
    ]
    heights = [_height(token.ink) for token in alike if token.text.isdecimal() and len(token.ink)]
    width = float(np.median(widths)) if widths else np.inf
    return Usual(width, float(np.median(heights)) if len(heights) >= _ENOUGH else np.nan)


def _upright(token: Token, black: Mask) -> bool:
    """Whether lone strokes lean as they were read: 1 stands upright, / does not, and - lies."""
    if token.text in {"/", "／"}:
        return is_slash(token, black)
    if token.text == "1":
        return _lean(token, black) < _LEAN_ONE
    return is_dash(token, black) if _STROKES.fullmatch(token.text) else True


def _lean(token: Token, black: Mask) -> float:
    """Return how far right of its foot the head of a token's ink stands, as a share of its height."""
    x0, y0, x1, y1 = _box(token.ink)
    ink = black[y0:y1, x0:x1] > 0
    third = max(1, (y1 - y0) // 3)
    head, foot = np.nonzero(ink[:third])[1], np.nonzero(ink[-third:])[1]
    return float(head.mean() - foot.mean()) / (y1 - y0) if len(head) and len(foot) else 1.0


def _touched(token: Token, black: Mask, harmed: Mask) -> bool:
    """Whether ink was taken away right beside that of the figure."""
    return any(bool((black[y0:y1, x0:x1] & harmed[y0:y1, x0:x1]).any()) for x0, y0, x1, y1 in token.ink)


def _cut(token: Token, black: Mask, rules: Mask, usual: float) -> bool:
    """Whether a rule may have taken some of the figure away, or left some of itself.

    A figure that stands on its cell's edge, or hangs from it, is whole if it is as high as others.
    """
    if not _touched(token, black, rules):
        return False
    x0, y0, x1, y1 = _box(token.ink)
    height = y1 - y0
    if not _LOWEST * usual <= height <= _HIGHEST * usual:
        return True
    rows = np.nonzero((black[y0:y1, x0:x1] & rules[y0:y1, x0:x1]).any(axis=1))[0]
    margin = max(1, round(_MARGIN * height))
    return bool(((rows >= margin) & (rows < height - margin)).any())


def _height(ink: Boxes) -> int:
    return max(1, int(ink[:, 3].max() - ink[:, 1].min()))


def _box(ink: Boxes) -> tuple[int, int, int, int]:
    return (int(ink[:, 0].min()), int(ink[:, 1].min()), int(ink[:, 2].max()), int(ink[:, 3].max()))
