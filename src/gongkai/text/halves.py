"""Pages that are printed in two columns: where each begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.document import BBox

_LEAST = 6  # lines of prose in each column
_NARROW = 0.28  # of the page's width: shorter lines are cells, headings, ends of paragraphs
_GAP = 8.0  # points of white between the columns, at the least

Span = tuple[float, float]


def halves_of(boxes: Sequence[BBox], width: float) -> tuple[Span, Span] | None:
    """Return left and right column of a page of ``width``, by the boxes of its lines of prose; None where it has one column."""
    own = [box for box in boxes if _NARROW * width < box[2] - box[0] < width / 2]
    left = [box for box in own if box[2] <= 0.56 * width and box[0] < 0.4 * width]
    right = [box for box in own if box[0] >= 0.44 * width]
    if min(len(left), len(right)) < _LEAST or len(left) + len(right) < len(own):
        return None
    one, other = (
        (min(b[0] for b in left), max(b[2] for b in left)),
        (min(b[0] for b in right), max(b[2] for b in right)),
    )
    beside = min(max(b[3] for b in left), max(b[3] for b in right)) - max(
        min(b[1] for b in left), min(b[1] for b in right)
    )
    tall = sum(b[3] - b[1] for b in left) / len(left)
    return (one, other) if other[0] - one[1] > _GAP and beside > _LEAST * tall else None


def half_at(box: BBox, halves: tuple[Span, Span]) -> Span | None:
    """The column that a box stands in, None where it stands in both."""
    return next((half for half in halves if half[0] - 2 <= box[0] and box[2] <= half[1] + 2), None)
