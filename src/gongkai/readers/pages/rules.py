"""Ruling lines of a page: where tables draw their edges, whatever drew them (strokes, thin bars, pixels)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

# Points. Rules nearer to each other than TOLERANCE are one rule (double borders, bars drawn cell by cell).
TOLERANCE = 3.0
_SHORTEST = 4.0  # points; shorter strokes are dots of a dotted rule, or letters


class Rule(Struct, frozen=True):
    """A rule from ``start`` to ``end`` along one axis, at ``at`` on the other; points from the page's top left."""

    at: float
    start: float
    end: float


def joined(pieces: Iterable[Rule]) -> list[Rule]:
    """Return the rules of one direction, pieces of one rule joined, those that are too short left out."""
    clusters: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda rule: rule.at):
        if not clusters or piece.at - clusters[-1][0].at > TOLERANCE:
            clusters.append([])
        clusters[-1].append(piece)
    return [rule for cluster in clusters for rule in _along(cluster) if rule.end - rule.start >= _SHORTEST]


def _along(cluster: list[Rule]) -> Iterator[Rule]:
    at = sum(piece.at for piece in cluster) / len(cluster)
    start, end = float("inf"), float("-inf")
    for piece in sorted(cluster, key=lambda rule: rule.start):
        if piece.start > end + TOLERANCE and end >= start:
            yield Rule(at, start, end)
            start, end = piece.start, piece.end
        start, end = min(start, piece.start), max(end, piece.end)
    yield Rule(at, start, end)
