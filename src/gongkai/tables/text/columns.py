"""Columns that a text keeps by white space alone: where a row has fewer figures than columns, their place says which they are.

A column is where the figures of full rows stand. Columns that overlap are no evidence, and neither are heads: text that lost its
columns still has heads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from gongkai.tables.reading import Value
from gongkai.tables.tokens import Span
from gongkai.text.numerals import BLANK

_SLACK = 1.0  # columns of a fixed-width font, or points
_APART = 2.0  # letters between two columns' figures
_ROWS = 3  # full rows that must agree


class Columns(Struct, frozen=True):
    """Where each column of a block stands across the lines, left to right; the spans do not overlap."""

    spans: tuple[Span, ...]

    def place(self, values: Sequence[Value]) -> tuple[Value, ...] | None:
        """Return a value for each column, blank where nothing is printed; None where a figure stands under no single column."""
        if len({value.line for value in values}) != 1:
            return None
        slots: list[Value | None] = [None] * len(self.spans)
        for value in values:
            under = [i for i, span in enumerate(self.spans) if value.span and _overlap(span, value.span)]
            if len(under) != 1 or slots[under[0]] is not None:
                return None
            slots[under[0]] = value
        return tuple(value or Value("", BLANK, values[0].place) for value in slots)


def columns_of_rows(rows: Iterable[Sequence[Value]], width: int) -> Columns | None:
    """Return the columns in which the figures of full rows stand, None if they do not stand in columns."""
    spans = [[v.span for v in row if v.span] for row in rows if len(row) == width and len({v.line for v in row}) == 1]
    full = [row for row in spans if len(row) == width]
    if len(full) < _ROWS:
        return None
    columns = list(zip(*full, strict=True))
    if not all(_aligned(column) for column in columns):
        return None
    return _apart([(min(s[0] for s in column), max(s[1] for s in column)) for column in columns])


def _aligned(column: Sequence[Span]) -> bool:
    """Whether figures stand under each other: at the left, at the right, or in the middle."""
    edges = ([s[0] for s in column], [s[1] for s in column], [(s[0] + s[1]) / 2 for s in column])
    return any(max(edge) - min(edge) <= _SLACK for edge in edges)


def _apart(spans: Sequence[Span]) -> Columns | None:
    """Take columns that stand apart by more than one blank: figures of one width behind single blanks only look like columns."""
    return Columns(tuple(spans)) if all(a[1] + _APART <= b[0] for a, b in pairwise(spans)) else None


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
