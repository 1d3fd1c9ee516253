"""The columns of a table without rules: where white runs down through all its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median, pstdev

from msgspec import Struct

from gongkai.grids.unruled.chunks import Chunk, Row, Span, overlap
from gongkai.grids.values import squeezed, words

MOST = 40  # columns; more are no table but text that is spaced out
_GUTTER = 0.22  # of a height: narrower white is a blank between words
_LEVEL = 0.1  # of a height: words that begin nearer to each other begin at one place
_PAD = 0.35  # of a height: between what is printed in a cell and its side, at the side that it stands at


class Column(Struct, frozen=True):
    """Where a column's cells are printed, and what stands in them."""

    span: Span
    chunks: tuple[Chunk, ...]

    @property
    def figures(self) -> float:
        """The share of figures in it."""
        return sum(chunk.is_figure for chunk in self.chunks) / max(1, len(self.chunks))


def is_total(text: str) -> bool:
    """Whether a label is that of a sum: it may be centred over several columns of labels."""
    folded = squeezed(text)
    return words().totals.fullmatch(folded) is not None or words().subtotals.fullmatch(folded) is not None


def is_subtotal(text: str) -> bool:
    """Whether a label is that of a sum over a part of the rows."""
    return words().subtotals.fullmatch(squeezed(text)) is not None


def columns_of(rows: Sequence[Row], beside: Iterable[Row], loose: Iterable[Row]) -> list[Column]:
    """Return the columns of rows, left to right. ``beside`` are lines that are so near to a row that they are of it for certain, ``loose``
    those that may be pieces of its cells, or labels over all.
    """
    chunks = [chunk for row in rows for chunk in row.chunks if not is_total(chunk.text)]
    spans = _covered(chunks)
    for rows_of_it, certain in ((beside, True), (loose, False)):
        for chunk in (chunk for row in rows_of_it for chunk in row.chunks):
            own = sum(overlap(chunk.span, span) > 0 for span in spans)
            if own == 1 or (not own and certain):
                chunks.append(chunk)
    found = _covered(chunks)
    if len(found) > MOST:
        return [Column(span, ()) for span in found]
    return [Column(span, tuple(c for c in chunks if overlap(c.span, span) > 0)) for span in found]


def _covered(chunks: Sequence[Chunk]) -> list[Span]:
    spans: list[Span] = []
    for chunk in sorted(chunks, key=lambda c: c.box[0]):
        left, right = chunk.span
        if spans and left - spans[-1][1] < _GUTTER * chunk.height:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def parted(row: Row, columns: Sequence[Column]) -> Row:
    """Return a line of heads with those parted that nearly touch: of words with a blank between them each begins where a column does."""
    chunks = [part for chunk in row.chunks for part in _by_columns(chunk, columns)]
    return Row(tuple(chunks)) if len(chunks) > len(row.chunks) else row


def _by_columns(chunk: Chunk, columns: Sequence[Column]) -> Sequence[Chunk]:
    begun = [
        [at for at, column in enumerate(columns) if abs(part.box[0] - column.span[0]) < _LEVEL * part.height]
        for part in chunk.parts
    ]
    apart = bool(begun) and all(len(own) == 1 for own in begun) and len({own[0] for own in begun}) == len(begun)
    return chunk.parts if apart else (chunk,)


def merged(columns: Sequence[Column], at: int) -> list[Column]:
    """Return the columns with number ``at`` made one with the one before it."""
    left, right = columns[at - 1], columns[at]
    one = Column((left.span[0], right.span[1]), (*left.chunks, *right.chunks))
    return [*columns[: at - 1], one, *columns[at + 1 :]]


def cells_around(columns: Sequence[Column], leaves: Mapping[int, Chunk]) -> tuple[Span, ...]:
    """How far the cells of each column reach, judged by what stands in them and by their lowest heads, the ``leaves``."""
    own = [Column(widened(c, leaves.get(at)), c.chunks) for at, c in enumerate(columns)]
    sides = sides_of(columns, leaves)
    inner = [_edge(left, right, pair) for left, right, pair in zip(own, own[1:], pairwise(sides), strict=False)]
    edges: list[float | None] = [None, *inner, None]
    for first, last in _centred(sides):
        _balance(edges, [_middle(columns[at], leaves.get(at)) for at in range(first, last)], first)
    starts = [own[0].span[0] if edges[0] is None else edges[0], *inner]
    stops = [*starts[1:], own[-1].span[1] if edges[-1] is None else edges[-1]]
    found = [e for e in edges[1:-1] if e is not None]
    starts[1:], stops[:-1] = found, found
    return tuple(zip(starts, stops, strict=True))


def sides_of(columns: Sequence[Column], leaves: Mapping[int, Chunk]) -> list[str]:
    """The side of its cells that each column stands at, "" where nothing tells."""
    return [_side([*c.chunks, *([leaves[at]] if at in leaves else [])]) for at, c in enumerate(columns)]


def widened(column: Column, leaf: Chunk | None) -> Span:
    """Where a column is printed, its lowest head with it."""
    return column.span if leaf is None else (min(column.span[0], leaf.box[0]), max(column.span[1], leaf.box[2]))


def _edge(left: Column, right: Column, sides: tuple[str, str]) -> float:
    """Where two cells part: at the side that figures stand below each other at, else in the middle of the white."""
    pad = _PAD * left.chunks[0].height
    white = right.span[0] - left.span[1]
    if 2 * pad < white and sides[0] == "right" and sides[1] != "left":
        return left.span[1] + pad
    if 2 * pad < white and sides[1] == "left" and sides[0] != "right":
        return right.span[0] - pad
    return (left.span[1] + right.span[0]) / 2


def _centred(sides: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last + 1 of the columns beside each other in which all is centred."""
    start = 0
    for middle, group in groupby(side in ("", "middle") for side in sides):
        size = len(list(group))
        if middle:
            yield start, start + size
        start += size


def _balance(edges: list[float | None], middles: Sequence[float], first: int) -> None:
    """Move the edges of cells in which all is centred so that each middle is half way between two, as near to the white's as may be."""
    shifts = [0.0]
    for middle in middles:
        shifts.append(2 * middle - shifts[-1])
    signs = [(-1) ** n for n in range(len(shifts))]
    known = [
        (sign, e - shift)
        for n, (sign, shift) in enumerate(zip(signs, shifts, strict=True))
        if (e := edges[first + n]) is not None
    ]
    if not known:
        return
    start = sum(sign * off for sign, off in known) / len(known)
    for n, (sign, shift) in enumerate(zip(signs, shifts, strict=True)):
        edges[first + n] = sign * start + shift


def _middle(column: Column, leaf: Chunk | None) -> float:
    return median([*(c.middle for c in column.chunks), *([leaf.middle] if leaf is not None else [])])


def _side(own: Sequence[Chunk]) -> str:
    """The side at which what is printed in a column stands: of unequal widths one end is the same."""
    if len(own) < 2:
        return ""
    spread = {
        "left": pstdev(c.box[0] for c in own),
        "right": pstdev(c.box[2] for c in own),
        "middle": pstdev(c.middle for c in own),
    }
    return min(spread, key=lambda side: spread[side]) if max(spread.values()) > 0.5 else ""
