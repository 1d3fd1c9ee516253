"""Text that reaches beyond the edges of its page, as where a page was cropped: nobody sees it, and a figure that the edge cuts is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gongkai.document import BBox
from gongkai.readers.pages.covers import is_ruled_in
from gongkai.readers.pages.figures import Printed, Run
from gongkai.readers.pages.lines import Glyphs
from gongkai.text.shown import Shown

_SLACK = 1.0  # points: boxes of characters are looser than their ink
_CUT = 0.25  # of a digit's width or height: as much of its box may lie beyond the edge without a loss of ink


def beyond(
    glyphs: Glyphs, runs: Sequence[Run], printed: Iterable[Printed], page: tuple[tuple[float, float], Sequence[BBox]]
) -> Iterator[tuple[int, Shown]]:
    """Yield the characters beyond a page, given by its size and its level rules, as hidden; and the digits of figures, as unknown, that
    the edge cuts, or that it cuts off with their cells: such a cell is not blank.
    """
    size, rules = page
    over = [
        (start, end)
        for (x0, y0, x1, y1), start, end in printed
        if min(x0, y0) < -_SLACK or x1 > size[0] + _SLACK or y1 > size[1] + _SLACK
    ]
    if not over:
        return
    reaching = {at for start, end in over for at in range(start, end)}
    gone = {at for at in reaching if _is_out(glyphs.box(at), size)}
    yield from ((at, "hidden") for at in gone)
    for run in runs:
        if run.start in reaching:
            own = range(run.start, run.end)
            is_cut = not gone.issuperset(own) and any(at in gone or _is_cut(glyphs.box(at), size) for at in own)
            if is_cut or (gone.issuperset(own) and is_ruled_in(run.first, rules)):
                yield from ((at, "unknown") for at in own)


def _is_out(box: BBox, size: tuple[float, float]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return not (0 <= x <= size[0] and 0 <= y <= size[1])


def _is_cut(box: BBox, size: tuple[float, float]) -> bool:
    x0, y0, x1, y1 = box
    across, down = max(-x0, x1 - size[0]), max(-y0, y1 - size[1])
    return across > _CUT * (x1 - x0) or down > _CUT * (y1 - y0)
