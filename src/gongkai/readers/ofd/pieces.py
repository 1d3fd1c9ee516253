"""Runs of characters into pieces without a gap, and pieces into printed lines.

Converters write one object a line, a run or a character, in the order of reading, or sorted by font or by what is drawn first. The order
of the file is kept where lines can be read in it, since it goes cell by cell through tables; else lines are put together by place.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.ofd.stacks import once, unstacked
from gongkai.readers.ofd.text import Run
from gongkai.readers.pages.covers import Cover

# In sizes of a character.
GAP = 0.3  # above it a space parts two pieces
_SMALLER = 0.9  # of a figure's size: a mark beside it
_BACK = 0.5  # so far characters may reach into each other
_LEVEL = 0.35  # baselines nearer to each other are one line
_TOUCHING = 0.35  # figures are often set off from words by a quarter
# Beyond these shares the file's order is none of reading: lines that touch on one baseline, pairs of lines from bottom to top.
_TORN, _INVERSIONS, _FEW = 0.05, 0.05, 3


class Piece(Struct, frozen=True, gc=False):
    """Characters that follow each other without a gap; ``alone``: set vertically or turned, a line of its own."""

    text: str
    boxes: Sequence[BBox]
    base: float
    size: float
    alone: bool = False
    order: int = 0

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.boxes[0][0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.boxes[-1][2]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.boxes[0][1]


Line = list[Piece]


def pieces(runs: Iterable[Run], covers: Sequence[Cover] = ()) -> Iterator[Piece]:
    """Yield the pieces of the runs, in their order; ``covers`` are painted among them."""
    for run in once(unstacked(runs), covers):
        if run.turned or _is_column(run):
            yield Piece(run.text, run.boxes, run.bases[0], run.size, True, run.order)
            continue
        start = 0
        for at in range(1, len(run.text)):
            gap = run.boxes[at][0] - run.boxes[at - 1][2]
            level = abs(run.bases[at] - run.bases[at - 1])
            if not -_BACK * run.size <= gap <= GAP * run.size or level > _LEVEL * run.size:
                yield _part(run, start, at)
                start = at
        yield _part(run, start, len(run.text))


def _part(run: Run, start: int, end: int) -> Piece:
    return Piece(run.text[start:end], run.boxes[start:end], run.bases[start], run.size, False, run.order)


def _is_column(run: Run) -> bool:
    """Whether words are set from top to bottom; figures below each other stand in several rows."""
    down = run.bases[-1] - run.bases[0]
    if len(run.text) < 2 or any(char.isdigit() for char in run.text):
        return False
    return down > run.size / 2 and all(abs(box[0] - run.boxes[0][0]) < run.size / 2 for box in run.boxes)


def lines(found: Sequence[Piece]) -> list[Line]:
    """Return the printed lines, in the order of the file if that is one of reading, else from top to bottom."""
    as_written = list(_follow(found))
    if _is_sane(as_written):
        return as_written
    return list(_follow(sorted(found, key=lambda piece: piece.base)))


def _follow(found: Iterable[Piece]) -> Iterator[Line]:
    """Join pieces that follow each other on one baseline, whatever their order on it: some writers sort a line by font."""
    line: Line = []
    for piece in found:
        if line and not (_beside(line[0], piece) or _is_mark(line[-1], piece)):
            yield sorted(line, key=lambda piece: piece.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda piece: piece.left)


def _is_mark(one: Piece, other: Piece) -> bool:
    """Whether digits stand right behind a figure, smaller and at another height: a mark is of its line."""
    return (
        other.text.isdecimal()
        and one.text[-1:].isdecimal()
        and other.size < _SMALLER * one.size
        and abs(other.left - one.right) < GAP * one.size
        and other.top < one.boxes[0][3]
        and other.boxes[0][3] > one.top
    )


def _beside(one: Piece, other: Piece) -> bool:
    return not (one.alone or other.alone) and abs(one.base - other.base) <= _LEVEL * min(one.size, other.size)


def _is_sane(found: Sequence[Line]) -> bool:
    """Whether words come whole and lines mostly from top to bottom; the label of many rows stands in their middle, but comes first."""
    pairs = len(found) * (len(found) - 1) / 2
    return _torn(found) <= _TORN * len(found) and _inversions(found) <= max(_FEW, _INVERSIONS * pairs)


def _torn(found: Sequence[Line]) -> int:
    """Count the places where pieces of two lines touch on one baseline: the file goes elsewhere in the middle of a word."""
    upright = [(piece, number) for number, line in enumerate(found) for piece in line if not piece.alone]
    upright.sort(key=lambda pair: (round(pair[0].base), pair[0].left))
    return sum(
        number != other and _beside(one, next_one) and _touch(one, next_one)
        for (one, number), (next_one, other) in pairwise(upright)
    )


def _touch(one: Piece, other: Piece) -> bool:
    return abs(other.left - one.right) < _TOUCHING * min(one.size, other.size)


def _inversions(found: Sequence[Line]) -> int:
    """Count the pairs of lines of which the later one stands wholly above the earlier."""
    tops: list[float] = []
    count = 0
    for line in found:
        count += len(tops) - bisect_right(tops, line[0].base + line[0].size)
        insort(tops, line[0].top)
    return count
