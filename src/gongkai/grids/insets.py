"""How far the labels of a table without rules are set in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gongkai.grids.label_columns import Word


def setter(labels: Sequence[tuple[Word, Word]]) -> Callable[[Word, Word], float]:
    """Return what tells how far a label is set in from the leftmost one, in half characters; 0 where labels have no place of their own.
    Each comes with the first word of its line: what is set in with its whole line, as on another page, is not.
    """
    lefts = [(left, _left(first) or 0.0) for word, first in labels if (left := _left(word)) is not None]
    least = min((left for left, _ in lefts), default=0.0)
    behind = min((left - first for left, first in lefts), default=0.0)

    def set_in(word: Word, first: Word) -> float:
        left, start, box = _left(word), _left(first), word.place.bbox
        half = 1.0 if box is None else max(1.0, (box[3] - box[1]) / 2)
        if left is None or word is first or start is None:
            return 0.0 if left is None else (left - least) / half
        return max(0.0, min(left - least, left - start - behind)) / half

    return set_in


def _left(word: Word) -> float | None:
    if word.place.bbox is not None:
        return word.place.bbox[0]
    return word.span[0] if word.span[0] >= 0 else None
