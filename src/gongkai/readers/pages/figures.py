"""How the figures of a page are shown, told by the places of characters alone: raised marks, what is struck, what is printed over."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from statistics import median

from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.places import Places, union
from gongkai.text.shown import Shown

_RUN = re.compile(r"\d(?:[\d.,()]*[\d)])?")
_PRINTED = re.compile(r"[^\r\n]+")
# In heights of a character's box.
_ALIKE = 0.04  # boxes of one font and size differ less
_RISE = 0.12  # a mark's base line lies so far from the figure's
_SMALL = 0.85  # of a figure's size: smaller digits on its base line are no part of it that is certain
_NEAR = 0.3  # a mark stands so near behind its figure
_BESIDE_HAN = (0.8, 0.25)  # a mark behind a word: its size at most, its rise at least
_MIDDLE = (0.25, 0.65)  # where a bar strikes a character through, from the top of its box
_HELD = 0.6  # of a character's width that a bar must cover
_GRAZED = 0.35  # covered less, a character is only touched by the bar that strikes its neighbour
_LONGER = 2.0  # sizes by which a bar that strikes a word out runs beyond it, at most
_SLIP = 0.35  # of a character's height or width: its middle is so near to a line through it
_NET = 6.0  # points
_TOP = itemgetter(1)


Printed = tuple[BBox, int, int]
"""A printed line: its box, and its span in the text."""


class Run(Struct, frozen=True, gc=False):
    """Digits that follow each other, ``text[start:end]``, with the boxes of the first and the last."""

    start: int
    end: int
    first: BBox
    last: BBox


def runs_of(glyphs: Glyphs) -> list[Run]:
    """Return the page's runs of digits."""
    box = glyphs.box
    return [
        Run(start, end, box(start), box(end - 1))
        for start, end in (match.span() for match in _RUN.finditer(glyphs.text))
    ]


def printed_again(glyphs: Glyphs, runs: Sequence[Run]) -> bool:
    """Whether a figure is printed a second time at one place."""
    if not _may_meet(glyphs.text, runs):
        return False
    places = Places()
    for run in runs:
        text = glyphs.text[run.start : run.end]
        if places.holds(text, run.first):
            return True
        places.add(text, run.first)
    return False


def _may_meet(text: str, runs: Sequence[Run]) -> bool:
    """Whether two runs of the same digits stand in one field of either of two nets over the page: cheap, and rarely so."""
    for shift in (0.0, _NET / 2):
        fields = {
            (text[run.start : run.end], (run.first[0] + shift) // _NET, (run.first[1] + shift) // _NET) for run in runs
        }
        if len(fields) < len(runs):
            return True
    return False


def marked(glyphs: Glyphs, runs: Sequence[Run]) -> Iterator[tuple[int, Shown]]:
    """Yield the digits that are raised or lowered beside a figure or a word, and those of which it cannot be told."""
    text = glyphs.text
    usual = median([run.first[3] - run.first[1] for run in runs]) if runs else 0.0
    for run in runs:
        top, bottom = run.first[1], run.first[3]
        slack = _ALIKE * (bottom - top)
        if run.end - run.start > 1 and not (abs(bottom - run.last[3]) < slack > abs(top - run.last[1])):
            yield from _within(glyphs, run)
        elif run.start and run.end - run.start <= 2 and "\u2e80" <= text[run.start - 1] <= "\uffef":
            word = glyphs.box(run.start - 1)
            size, rise = bottom - top, word[3] - bottom
            if size < _BESIDE_HAN[0] * (word[3] - word[1]) and rise > _BESIDE_HAN[1] * (word[3] - word[1]):
                yield from ((at, "raised") for at in range(run.start, run.end))
        elif bottom - top < _SMALL * usual and (not run.start or text[run.start - 1].isspace()):
            yield from _apart(glyphs, run, runs)


def _apart(glyphs: Glyphs, run: Run, runs: Sequence[Run]) -> Iterator[tuple[int, Shown]]:
    """Yield a mark that a break, or the order of the file, parts from its figure; the break before it is left out."""
    owner = next((other for other in runs if _bears(other, run)), None)
    if owner is None:
        return
    how: Shown = "raised" if run.first[3] < owner.last[3] else "lowered"
    yield from ((at, how) for at in range(run.start, run.end))
    if owner.end < run.start and not glyphs.text[owner.end : run.start].strip():
        yield from ((at, "hidden") for at in range(owner.end, run.start))


def _bears(owner: Run, mark: Run) -> bool:
    _, top, right, bottom = owner.last
    size = bottom - top
    return (
        abs(mark.first[0] - right) < _NEAR * size
        and mark.first[3] - mark.first[1] < _SMALL * size
        and min(bottom, mark.first[3]) > max(top, mark.first[1])
        and owner is not mark
    )


def _within(glyphs: Glyphs, run: Run) -> Iterator[tuple[int, Shown]]:
    """Tell the digits of a figure from the marks beside it by size and base line; the figure is what is largest."""
    settings = [glyphs.setting(at) for at in range(run.start, run.end)]
    largest = max(size for _, size in settings)
    bases = Counter(round(base, 1) for base, size in settings if size > 0.95 * largest)
    if not bases:  # of no size, or upside down: a matrix that was damaged
        return
    level = next(
        base for base, size in settings if size > 0.95 * largest and bases[round(base, 1)] == max(bases.values())
    )
    for at, (base, size) in enumerate(settings, run.start):
        if abs(level - base) > largest:
            continue  # it stands in another row
        if level - base > _RISE * largest:
            yield at, "raised"
        elif base - level > _RISE * largest:
            yield at, "lowered"
        elif size < _SMALL * largest:
            yield at, "unknown"


def printed_boxes(glyphs: Glyphs, runs: Sequence[Run]) -> Iterator[Printed]:
    """Yield the box of each printed line, with the line's span: as its first and last character have it, and its figures, which a file
    may store behind what stands to the right of them.
    """
    at, count, text = 0, len(runs), glyphs.text
    for match in _PRINTED.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            boxes = [glyphs.box(start), glyphs.box(end - 1)]
            while at < count and runs[at].start < end:
                boxes += runs[at].first, runs[at].last
                at += 1
            yield union(*boxes), start, end


def struck(glyphs: Glyphs, bars: Iterable[BBox], printed: Iterable[Printed]) -> Iterator[tuple[int, Shown]]:
    """Yield the characters that thin level ``bars`` strike through; a figure under a rule that runs on beyond it is uncertain."""
    bars = sorted(bars, key=_TOP)
    levels = [bar[1] for bar in bars]
    for box, start, end in printed:
        high, low = (box[1] + share * (box[3] - box[1]) for share in _MIDDLE)
        near = bars[bisect_left(levels, high - 3) : bisect_left(levels, low)]
        for bar in near:
            if bar[0] < box[2] and box[0] < bar[2]:
                yield from _struck(glyphs, bar, range(start, end))


def _struck(glyphs: Glyphs, bar: BBox, line: range) -> Iterator[tuple[int, Shown]]:
    middle = (bar[1] + bar[3]) / 2
    held: list[int] = []
    cut: list[int] = []
    for at in line:
        left, top, right, bottom = glyphs.box(at)
        high, low = (top + share * (bottom - top) for share in _MIDDLE)
        share = (min(right, bar[2]) - max(left, bar[0])) / (right - left or 1.0)
        if share > _GRAZED and high < middle < low and not glyphs.text[at].isspace():
            (held if share > _HELD else cut).append(at)
    if held:
        left, right = glyphs.box(held[0])[0], glyphs.box(held[-1])[2]
        size = glyphs.box(held[0])[3] - glyphs.box(held[0])[1]
        sure = left - bar[0] < _LONGER * size and bar[2] - right < _LONGER * size
        yield from ((at, "struck" if sure else "unknown") for at in held if sure or glyphs.text[at].isdigit())
        yield from ((at, "unknown") for at in cut if glyphs.text[at].isdigit())


def slashed(glyphs: Glyphs, slants: Iterable[BBox], printed: Sequence[Printed]) -> Iterator[tuple[int, Shown]]:
    """Yield the figures through which a slanted line runs, given by its box: struck out, or under a mark; it cannot be told."""
    for slant in slants:
        for box, start, end in printed:
            if box[0] < slant[2] and slant[0] < box[2] and box[1] < slant[3] and slant[1] < box[3]:
                held = (at for at in range(start, end) if glyphs.text[at].isdigit())
                yield from ((at, "unknown") for at in held if _is_on(slant, glyphs.box(at)))


def _is_on(slant: BBox, char: BBox) -> bool:
    """Whether one of the diagonals of a box runs near a character's middle."""
    (x0, y0, x1, y1), (left, top, right, bottom) = slant, char
    across, down = (left + right) / 2 - x0, (top + bottom) / 2 - y0
    wide, high = x1 - x0, y1 - y0
    if not (-_HELD * (right - left) < across < wide + _HELD * (right - left)):
        return False
    if not (-_SLIP * (bottom - top) < down < high + _SLIP * (bottom - top)):
        return False
    off = min(abs(across / wide - down / high), abs(1 - across / wide - down / high))
    return off * high < _SLIP * (bottom - top) or off * wide < _SLIP * (right - left)
