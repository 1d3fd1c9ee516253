"""Figures over which other characters are printed: what stands there cannot be told, unless the other characters are not seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from gongkai.document import BBox
from gongkai.readers.pages.figures import Printed, Run
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.places import union
from gongkai.text.shown import Shown

_CRAMPED = 0.65  # of the room that as many digits as wide as the first take
_REACH = 0.3  # of a digit's width: a word in front of it does not reach so far into it
_INSIDE = 0.1  # of a character's width
_ABOVE = 0.4  # lines that reach less into each other
_STRIKES = "-‐‑‒–—―－─━﹣−~～/／\\＼|｜=×✕✗█■"  # typed over a figure they strike it out
_TANGLED = 50_000  # pairs of lines: a page printed twice over itself has some hundred
_TOP = itemgetter(1)


def printed_over(
    glyphs: Glyphs, runs: Sequence[Run], printed: Iterable[Printed], shown: Mapping[int, Shown]
) -> Iterator[tuple[int, Shown]]:
    """Yield the digits that cannot be told because other characters are printed over them, such as are seen (``shown`` says which)."""
    for run in cramped(runs):
        own = range(run.start, run.end)
        if not any(shown.get(at) in ("hidden", "struck") for at in own):
            yield from ((at, "unknown") for at in own)
    over = {
        at for at in (*run_over(glyphs, runs), *crossed(glyphs, runs, printed)) if shown.get(at, "plain") == "plain"
    }
    if over:
        gone = sorted((glyphs.box(at) for at, how in shown.items() if how in ("hidden", "struck")), key=_TOP)
        highest = max([box[3] - box[1] for box in gone], default=0.0)
        for at in sorted(over):
            place = glyphs.box(at)
            near = gone[bisect_left(gone, place[1] - highest, key=_TOP) : bisect_right(gone, place[3], key=_TOP)]
            if not any(_overlap(place, box) for box in near if box[0] <= place[2] and place[0] <= box[2]):
                yield at, "unknown"


def run_over(glyphs: Glyphs, runs: Iterable[Run]) -> Iterator[int]:
    """Yield the characters of figures over which other characters of the line, or other digits, are printed."""
    text, box = glyphs.text, glyphs.box
    last: Run | None = None
    for run in runs:
        before, behind = run.start - 1, run.end
        while before >= 0 and text[before] in " \u3000":
            before -= 1
        neighbour = last.last if last is not None and last.end == before + 1 else None
        if before >= 0 and not text[before].isspace():
            neighbour = neighbour or box(before)
            if neighbour[2] > run.first[0] and _is_over(neighbour, run.first, text[before]):
                yield from range(run.start, run.end)
        if behind < len(text) and _is_ink(text[behind]) and _overlap(union(run.first, run.last), box(behind)):
            yield from range(run.start, run.end)
        last = run


def cramped(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the figures of which some digits are printed in the room of the first ones."""
    for run in runs:
        room = (run.end - run.start) * (run.first[2] - run.first[0])
        if run.last[1] < run.first[3] and run.last[2] - run.first[0] < _CRAMPED * room:
            yield run


def _is_over(before: BBox, digit: BBox, char: str) -> bool:
    """Whether a character reaches into the digit behind it; the empty half of a sign of punctuation may."""
    if "\u3400" <= char <= "\u9fff" and before[1] < digit[3] and digit[1] < before[3]:
        return min(before[2], digit[2]) - max(before[0], digit[0]) > _REACH * (digit[2] - digit[0])
    return char.isalnum() and _overlap(before, digit)


def _is_ink(char: str) -> bool:
    return char.isalnum() or char in _STRIKES


def _overlap(one: BBox, other: BBox) -> bool:
    """Whether the middle of one character stands inside of another one's box."""
    if one[2] < other[0] or one[3] < other[1] or other[3] < one[1]:  # nearly always
        return False
    x, y, u, v = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2, (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return _holds(other, x, y) or _holds(one, u, v)


def _holds(box: BBox, x: float, y: float) -> bool:
    slack = _INSIDE * (box[2] - box[0])
    return box[0] + slack < x < box[2] - slack and box[1] < y < box[3]


def crossed(glyphs: Glyphs, runs: Sequence[Run], printed: Iterable[Printed]) -> Iterator[int]:
    """Yield the characters of figures over which characters of another printed line stand; of all figures, where so many lines reach
    into each other that nobody can read the page.
    """
    lines = sorted(printed, key=lambda line: line[0][1])
    pairs: dict[int, list[Printed]] = {}
    count = 0
    for at, line in enumerate(lines):
        left, top, right, bottom = line[0]
        limit = bottom - _ABOVE * (bottom - top)
        for other in lines[at + 1 :]:
            if other[0][1] > limit:
                break
            if other[0][0] < right and left < other[0][2]:
                count += 1
                pairs.setdefault(line[1], []).append(other)
                pairs.setdefault(other[1], []).append(line)
        if count > _TANGLED:
            yield from (at for run in runs for at in range(run.start, run.end))
            return
    if pairs:
        starts = sorted(start for _, start, _ in lines)
        for run in runs:
            own = starts[max(0, bisect_left(starts, run.start + 1) - 1)]
            if own in pairs and any(_is_crossed(glyphs, run, line) for line in pairs[own]):
                yield from range(run.start, run.end)


def _is_crossed(glyphs: Glyphs, run: Run, line: Printed) -> bool:
    (left, top, right, bottom), start, end = line
    middle = (run.first[1] + run.first[3]) / 2
    if right < run.first[0] or run.last[2] < left or not top < middle < bottom:
        return False
    boxes = [glyphs.box(at) for at in range(start, end) if _is_ink(glyphs.text[at])]
    return any(_overlap(glyphs.box(at), box) for box in boxes for at in range(run.start, run.end))
