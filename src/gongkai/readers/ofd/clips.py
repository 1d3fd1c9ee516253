"""What the clips of a text object leave of it (GB/T 33190, 8.4): what lies outside is not painted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from msgspec import structs

from gongkai.document import BBox
from gongkai.readers.ofd.paths import outline
from gongkai.readers.ofd.text import Run
from gongkai.readers.ofd.xml import Element, child, children, numbers
from gongkai.readers.pages.geometry import Matrix, product
from gongkai.readers.pages.places import union
from gongkai.text.numerals import GETA


def opened(found: Iterator[Run], item: Element, matrix: Matrix) -> Iterator[Run]:
    """Yield the runs of a text object as far as its clips leave them; of a figure that is cut, what it is cannot be told."""
    clips = child(item, "Clips")
    windows = [] if clips is None else [box for clip in children(clips, "Clip") if (box := _window(clip, matrix))]
    if not windows:
        yield from found
        return
    window = reduce(_shared, windows)
    for run in found:
        seen = [_holds(window, box) for box in run.boxes]
        if all(seen):
            yield run
        elif any(seen):
            text = "".join(
                GETA if char.isdigit() else char if on else " " for char, on in zip(run.text, seen, strict=True)
            )
            yield structs.replace(run, text=text)


def _window(clip: Element, matrix: Matrix) -> BBox | None:
    """Return the box around what one clip leaves open; None where no path says it."""
    boxes = [
        box
        for area in children(clip, "Area")
        if (path := child(area, "Path")) is not None
        if (box := outline(path, _placed(path, _turned(area, matrix)))) is not None
    ]
    return union(*boxes) if boxes else None


def _placed(path: Element, outer: Matrix) -> Matrix:
    x, y, *_ = numbers(path.get("Boundary"), 4) or (0.0, 0.0)
    return _turned(path, product((1.0, 0.0, 0.0, 1.0, x, y), outer))


def _turned(item: Element, outer: Matrix) -> Matrix:
    ctm = numbers(item.get("CTM"), 6)
    return product((ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]), outer) if ctm else outer


def _shared(one: BBox, other: BBox) -> BBox:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _holds(window: BBox, box: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return window[0] <= x <= window[2] and window[1] <= y <= window[3]
