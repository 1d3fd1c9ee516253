"""Sums that are tied together: which choices of several rows bring all of them to zero at once.

Each row adds a vector, one number for each sum. The vectors that the rows so far can add up to are kept as a set and pruned by what the
rows behind them can add at least and at most, so that the number of states, not of combinations, counts. A vector is packed into one
integer, a field of ``_FIELD`` bits for each sum: adding and comparing all fields is one operation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gongkai.text.numerals import Number

_FIELD = 56  # bits; the largest sums of fees, in cents, need some 40
_BIAS = 1 << (_FIELD - 3)  # keeps a field above zero, so that no borrow reaches its neighbour
_SCALE = 10_000  # money is printed with at most so many parts of a unit
_LARGEST = 10**11  # no published figure comes near; 21 of them, scaled, stay inside a field

Sums = tuple[Number, ...]


class Room(Struct):
    """How many steps are left; a step is one addition of two vectors."""

    steps: int


def tied(start: Sums, rows: Mapping[int, Sequence[Sums]], room: Room) -> dict[int, frozenset[Sums]] | None:
    """Return for each row those of its vectors with which ``start`` and one vector of every other row can come to zero.

    None where nothing can. Where ``room`` is too small to tell, nothing is left out.
    """
    packing = _packing(start, rows)
    if packing is None:
        return {key: frozenset(vectors) for key, vectors in rows.items()}
    scale, width = packing
    packed = {key: {_pack(vector, scale): vector for vector in vectors} for key, vectors in rows.items()}
    order = sorted(rows, key=lambda key: (-max(abs(n) for vector in rows[key] for n in vector), key))
    bounds = _bounds([rows[key] for key in order], scale, width)
    layers = _forward(_pack(start, scale) + _ones(width) * _BIAS, [packed[key] for key in order], bounds, width, room)
    if layers is None:
        return {key: frozenset(vectors) for key, vectors in rows.items()}
    return _backward(layers, order, packed, _ones(width) * _BIAS)


def _packing(start: Sums, rows: Mapping[int, Sequence[Sums]]) -> tuple[int, int] | None:
    numbers = [n for vectors in rows.values() for vector in vectors for n in vector] + list(start)
    if any(abs(n) > _LARGEST for n in numbers):
        return None
    return (1 if all(isinstance(n, int) for n in numbers) else _SCALE), len(start)


def _pack(vector: Sums, scale: int) -> int:
    packed = 0
    for number in vector:
        packed = (packed << _FIELD) + round(number * scale)
    return packed


def _ones(width: int) -> int:
    return sum(1 << (_FIELD * i) for i in range(width))


def _bounds(rows: Sequence[Sequence[Sums]], scale: int, width: int) -> list[tuple[int, int]]:
    """Return for each number of rows laid the least and the most that a packed state may be to come to zero still."""
    least, most = [0] * width, [0] * width
    bounds: list[tuple[int, int]] = []
    for vectors in (*reversed(rows), ()):
        low = _pack(tuple(-n for n in most), scale) + _ones(width) * _BIAS
        high = _pack(tuple(-n for n in least), scale) + _ones(width) * _BIAS
        bounds.append((low, high))
        for i, column in enumerate(zip(*vectors, strict=True)):
            least[i] += min(column)
            most[i] += max(column)
    return bounds[::-1]


def _forward(
    start: int, rows: Sequence[Mapping[int, Sums]], bounds: Sequence[tuple[int, int]], width: int, room: Room
) -> list[set[int]] | None:
    guard = _ones(width) << (_FIELD - 1)
    layers = [{start}]
    for vectors, (low, high) in zip(rows, bounds[1:], strict=True):
        room.steps -= len(vectors) * len(layers[-1])
        if room.steps < 0:
            return None
        ceiling = high | guard
        sums = {state + vector for vector in vectors for state in layers[-1]}
        layers.append({s for s in sums if ((s | guard) - low) & (ceiling - s) & guard == guard})
    return layers


def _backward(
    layers: Sequence[set[int]], order: Sequence[int], packed: Mapping[int, Mapping[int, Sums]], zero: int
) -> dict[int, frozenset[Sums]] | None:
    ends = {zero} & layers[-1]
    kept: dict[int, frozenset[Sums]] = {}
    for key, layer in zip(reversed(order), reversed(layers[:-1]), strict=True):
        before: set[int] = set()
        fitting: list[Sums] = []
        for vector, sums in packed[key].items():
            from_here = {end - vector for end in ends} & layer
            if from_here:
                before |= from_here
                fitting.append(sums)
        if not fitting:
            return None
        kept[key], ends = frozenset(fitting), before
    return kept
