"""Which columns a head stands over, where no rule says so: it is centred over them, or begins where the first of them begins."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gongkai.grids.unruled.chunks import Span

_OFF = 0.9  # heights: farther from the middle of its columns no head stands
_BETTER = 0.35  # heights: by less than this no way to part the columns is better than another
_LEFT_OUT = 0.8  # heights: what a column without a head over it costs, about as much as a head that is a column off
_SLACK = 0.6  # heights: by which a head may be wider than what is printed below it

Group = tuple[int, int]
"""First and last column of those that a head stands over."""


def _at(side: str, span: Span) -> float:
    return {"left": span[0], "right": span[1]}.get(side, (span[0] + span[1]) / 2)


class Over(Struct, frozen=True):
    """The columns that heads of one line may stand over, left to right: what is printed in each, and how far its cells are likely to
    reach; ``size`` is a letter's height, ``sides`` where heads may stand over their columns, their middle first.
    """

    columns: tuple[Span, ...]
    cells: tuple[Span, ...]
    leaves: tuple[str, ...]
    size: float
    sides: tuple[str, ...] = ("middle", "left", "right")


def groups_over(heads: Sequence[Span], over: Over) -> list[Group] | None:
    """Return for each head the columns that it stands over, None where two ways to part them are about as good."""
    if not heads or len(heads) > len(over.columns):
        return None
    if (equal := _repeated(heads, over)) is not None:
        return equal
    found = [way for side in over.sides if (way := _clear(heads, over, side)) is not None]
    found.sort(key=lambda way: way[0])
    if not found or any(groups != found[0][1] and cost - found[0][0] < _BETTER for cost, groups in found[1:]):
        return None
    return found[0][1]


def _clear(heads: Sequence[Span], over: Over, side: str) -> tuple[float, list[Group]] | None:
    """The columns of each head by one side, with how far it is off; None where another way is about as good."""
    ways = sorted(_ways(heads, over, side), key=lambda way: way[0])
    if not ways:
        return None
    cost, best = ways[0]
    rival = next((other for other, groups in ways[1:] if groups != best), float("inf"))
    return (cost, best) if cost <= 0.6 * _OFF * len(heads) and rival - cost >= _BETTER else None


def _repeated(heads: Sequence[Span], over: Over) -> list[Group] | None:
    """The columns in as many equal parts as there are heads, where the same names come again in each."""
    share, rest = divmod(len(over.columns), len(heads))
    if rest or share < 2 or len(heads) < 2:
        return None
    if any(leaf != over.leaves[i % share] for i, leaf in enumerate(over.leaves)):
        return None
    groups = [(i * share, (i + 1) * share - 1) for i in range(len(heads))]
    return groups if all(_fits(h, g, over) for h, g in zip(heads, groups, strict=True)) else None


def _extent(group: Group, over: Over) -> Span:
    own = over.columns[group[0] : group[1] + 1]
    return min(s[0] for s in own), max(s[1] for s in own)


def _fits(head: Span, group: Group, over: Over) -> bool:
    """Whether a head has room over columns, up to those beside them."""
    left = over.columns[group[0] - 1][1] if group[0] else float("-inf")
    right = over.columns[group[1] + 1][0] if group[1] + 1 < len(over.columns) else float("inf")
    first, last = _extent(group, over)
    own = head[0] >= left - 0.1 * over.size and head[1] <= right + 0.1 * over.size
    return own and head[0] < last + _SLACK * over.size and head[1] > first - _SLACK * over.size


def _away(head: Span, group: Group, over: Over, side: str) -> float:
    left, right = over.cells[group[0]], over.cells[group[1]]
    own = (left[0], right[1]) if side == "middle" else _extent(group, over)
    return abs(_at(side, head) - _at(side, own)) / over.size


def _ways(heads: Sequence[Span], over: Over, side: str) -> list[tuple[float, list[Group]]]:
    """The two cheapest ways to give each head columns of its own, in order."""
    count = len(over.columns)
    best: list[list[tuple[float, list[Group]]]] = [[(_LEFT_OUT * n, [])] for n in range(count + 1)]
    for head in heads:
        reached: list[list[tuple[float, list[Group]]]] = [[] for _ in range(count + 1)]
        for stop in range(1, count + 1):
            found = [(cost + _LEFT_OUT, groups) for cost, groups in reached[stop - 1]]
            for start in range(stop):
                group = (start, stop - 1)
                if best[start] and _fits(head, group, over) and (off := _away(head, group, over, side)) <= _OFF:
                    found += [(cost + off, [*groups, group]) for cost, groups in best[start]]
            reached[stop] = sorted(found, key=lambda way: way[0])[:2]
        best = reached
    return best[count]
