"""Pipes that end no cell: those that stand for columns a row does not have, and those that open a row.

A converter prints a blank cell with the white space that it puts around a filled one. A pipe with less before it ends no cell, in a text
that has both sorts and never a value right behind such a pipe in the same line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai.readers.text.marks import PIPE, Line, mark_of
from gongkai.text.numerals import is_value


class Surroundings(NamedTuple):
    """How many blanks a blank cell has at least: as the ``first`` of its line, and further ``inner``."""

    first: int
    inner: int

    def idle(self, line: Line) -> list[bool]:
        """Tell for each pipe of a line whether it ends no cell, if no text waits for it."""
        pieces = line.text.split(PIPE)[:-1]
        if any(map(str.strip, pieces)):
            return [bool(i) and len(p) < self.inner and not p.strip() for i, p in enumerate(pieces)]
        return [len(p) < (self.inner if i else self.first) and not (line.gap and not i) for i, p in enumerate(pieces)]


def surroundings_of(lines: Sequence[Line]) -> Surroundings | None:
    """Return the white space of blank cells, None where the text does not tell them from idle pipes."""
    marked = [line for line in lines if mark_of(line.text) == PIPE]
    first = _usual(p for line in marked for p in line.text.split(PIPE)[:1])
    inner = _usual(p for line in marked for p in line.text.split(PIPE)[1:-1])
    found = Surroundings(max(1, first), inner or 1 << 30)
    seen = any(_blanks(line, found) for line in marked)
    return found if seen and all(_trail(line, found) for line in marked) else None


def _usual(pieces: Iterable[str]) -> int:
    """Return how much white space stands around most texts, 0 where there are none."""
    counts = Counter(len(piece) - len(piece.strip()) for piece in pieces if piece.strip())
    return counts.most_common(1)[0][0] if counts else 0


def _blanks(line: Line, usual: Surroundings) -> int:
    """Count the blank cells of a line; what stands before a border is none."""
    pieces = line.text.split(PIPE)[:-1]
    blanks = [not piece.strip() and not idle for piece, idle in zip(pieces, usual.idle(line), strict=True)]
    return sum(blanks[any(map(str.strip, pieces)) :])


def _trail(line: Line, usual: Surroundings) -> bool:
    """Whether no figure and no blank cell stands right behind idle pipes; the first pipe of an empty line may be a border."""
    pieces, idle = line.text.split(PIPE)[:-1], usual.idle(line)
    return not any(
        before and not after and (not piece.strip() or is_value(piece.strip()))
        for (before, after), piece in zip(pairwise(idle[1:]), pieces[2:], strict=True)
    )
