"""Runs that lie over each other: copies that make type bold, and words of one line that a converter put all at its beginning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from gongkai.readers.ofd.text import Run, width
from gongkai.readers.pages.covers import Cover

_OVERPRINT = 0.25  # a copy of the same text, nearer than this share of its first character, only makes it bold
_ONE_PLACE = 0.05  # sizes of a character
_BAND = 20.0  # points
_MOST = 200  # of one text in a band; more is no text


def once(runs: Iterable[Run], covers: Sequence[Cover] = ()) -> Iterator[Run]:
    """Leave out runs that are printed again over themselves for bold type; a figure's next digit stands farther away.

    What one of the ``covers`` painted out in between is not seen, and the later run is.
    """
    seen: dict[tuple[str, int], list[tuple[float, float, int]]] = {}
    for run in runs:
        if not run.text.strip():
            continue
        x, y, band = run.boxes[0][0], run.bases[0], int(run.bases[0] / _BAND)
        off, low = _OVERPRINT * (run.boxes[0][2] - x), _OVERPRINT * min(run.size, _BAND)
        places = (place for each in (band - 1, band, band + 1) for place in seen.get((run.text, each), ()))
        if not any(
            abs(x - left) < off and abs(y - base) < low and not _is_between(covers, order, run)
            for left, base, order in places
        ):
            known = seen.setdefault((run.text, band), [])
            if len(known) < _MOST:
                known.append((x, y, run.order))
            yield run


def _is_between(covers: Sequence[Cover], order: int, run: Run) -> bool:
    x, y = (run.boxes[0][0] + run.boxes[0][2]) / 2, run.bases[0] - run.size / 3
    return any(
        order < cover.at < run.order and cover.box[0] <= x <= cover.box[2] and cover.box[1] <= y <= cover.box[3]
        for cover in covers
    )


def unstacked(runs: Iterable[Run]) -> Iterator[Run]:
    """Set runs that begin at one place behind each other: other texts printed there could not be read.

    Some converters give each run of a line the line's own box, and stretch it over that.
    """
    stack: list[Run] = []
    for run in runs:
        if stack and not _begin_together(stack[-1], run):
            yield _in_a_row(stack)
            stack = []
        stack.append(run)
    if stack:
        yield _in_a_row(stack)


def _begin_together(one: Run, other: Run) -> bool:
    size = min(one.size, other.size) * _ONE_PLACE
    return (
        not (one.turned or other.turned)
        and other.order - one.order <= 1  # else something was painted over the first one
        and not (one.text != other.text and one.text.isdecimal() and other.text.isdecimal())
        and abs(one.boxes[0][0] - other.boxes[0][0]) < size
        and abs(one.bases[0] - other.bases[0]) < size
    )


def _in_a_row(stack: Sequence[Run]) -> Run:
    """Return one run of all the texts, in the room that the longest takes; copies of one text are one."""
    if len({run.text for run in stack}) == 1:
        return stack[0]
    text = "".join(run.text for run in stack)
    left, top, _, bottom = stack[0].boxes[0]
    units = [width(char) for char in text]
    em = (max(run.boxes[-1][2] for run in stack) - left) / sum(units)
    edges = [left + em * unit for unit in accumulate(units, initial=0.0)]
    boxes = [(start, top, end, bottom) for start, end in pairwise(edges)]
    return Run(text, boxes, [stack[0].bases[0]] * len(text), stack[0].size, False, stack[0].order)
