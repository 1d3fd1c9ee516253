"""Text that a clip cuts off: a program that prints a long cell writes all of it on each page, and lets a part of it be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import byref, c_float

from gongkai.document import BBox
from gongkai.readers.pages.figures import Run
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.frame import Frame
from gongkai.text.shown import Shown

ObjectsOf = Callable[[Sequence[int]], Iterable[calls.Handle]]
Line = tuple[int, int]


def clipped(glyphs: Glyphs, frame: Frame, runs: Sequence[Run], objects_of: ObjectsOf) -> Iterator[tuple[int, Shown]]:
    """Yield the digits that stand outside of what the clips of their text leave open; where a clip cuts a figure, all of its digits.
    Lines that are wholly outside come with all their characters.
    """
    lines = list(_lines(glyphs.text))
    ends = [at for run in runs for at in (run.start, run.end - 1)]
    items = dict(zip(asked, objects_of(asked), strict=True)) if (asked := [*ends, *(at for at, _ in lines)]) else {}
    windows = {
        item: _window(item, frame)
        for item in set(items.values())
        if item and calls.count_clips(calls.clip_of(item)) > 0
    }
    if windows:
        yield from _unseen_lines(glyphs, lines, [windows.get(items[at]) for at, _ in lines], objects_of, frame)
        yield from _unseen_digits(glyphs, runs, windows, objects_of)


def _lines(text: str) -> Iterator[Line]:
    """Yield where each line of a text begins and ends, without the blanks around it."""
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words[0])
            yield start, start + len(words)
        at += len(line)


def _unseen_digits(
    glyphs: Glyphs, runs: Sequence[Run], windows: dict[calls.Handle, BBox], objects_of: ObjectsOf
) -> Iterator[tuple[int, Shown]]:
    for run in runs:
        own = range(run.start, run.end)
        places = [(at, glyphs.box(at), windows.get(item)) for at, item in zip(own, objects_of(own), strict=True)]
        gone = [at for at, box, window in places if window is not None and not _is_open(window, box)]
        open_beside = any(window is not None and _meets(window, run) for _, _, window in places)
        yield from ((at, "unknown") for at in own if gone and open_beside)
        yield from ((at, "hidden") for at in gone if not open_beside)


def _unseen_lines(
    glyphs: Glyphs, lines: Sequence[Line], windows: Sequence[BBox | None], objects_of: ObjectsOf, frame: Frame
) -> Iterator[tuple[int, Shown]]:
    """Yield the characters of lines that are outside of their window while others are seen in it: a window that shows nothing may be
    one that was not understood. (pdfium tells of no clip where all of a text is inside.)
    """
    known = [(line, window) for line, window in zip(lines, windows, strict=True) if window is not None]
    opening = {
        window for window in {own for _, own in known} if any(_is_open(window, glyphs.box(at)) for at, _ in lines)
    }
    for (start, end), window in known:
        if window not in opening or _is_open(window, glyphs.box(start)):
            continue
        own = [at for at in range(start, end) if not glyphs.text[at].isspace()]
        if not any(_is_open(window, glyphs.box(at)) for at in own) and _is_there(own, glyphs, objects_of, frame):
            yield from ((at, "hidden") for at in own)


def _is_there(own: Sequence[int], glyphs: Glyphs, objects_of: ObjectsOf, frame: Frame) -> bool:
    """Whether the text of a line stands where its characters do, so that its clip is of the same page, and no other's of a form in it."""
    edges = tuple(c_float() for _ in range(4))
    for at, item in zip(own, objects_of(own), strict=True):
        if not item or not calls.bounds_of(item, *map(byref, edges)):
            return False
        box, (x0, y0, x1, y1) = glyphs.box(at), frame.display(*(edge.value for edge in edges))
        if not (x0 <= box[2] + 1 and box[0] - 1 <= x1 and y0 <= box[3] + 1 and box[1] - 1 <= y1):
            return False
    return True


def _is_open(window: BBox, box: BBox) -> bool:
    return holds(window, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _meets(window: BBox, run: Run) -> bool:
    return (
        window[0] < run.last[2] and run.first[0] < window[2] and window[1] < run.first[3] and run.first[1] < window[3]
    )


def holds(box: BBox, x: float, y: float) -> bool:
    """Whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _window(item: calls.Handle, frame: Frame) -> BBox:
    """Return the box that all clips of an object leave open, as displayed."""
    clip, x, y = calls.clip_of(item), c_float(), c_float()
    left, bottom, right, top = -1e6, -1e6, 1e6, 1e6
    for path in range(calls.count_clips(clip)):
        xs, ys = [], []
        for i in range(calls.count_clip_segments(clip, path)):
            if calls.segment_point(calls.get_clip_segment(clip, path, i), byref(x), byref(y)):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            left, right, bottom, top = max(left, min(xs)), min(right, max(xs)), max(bottom, min(ys)), min(top, max(ys))
    return frame.display(left, bottom, right, top)
