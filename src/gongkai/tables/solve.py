"""Chooses between the ways in which uncertain rows may be read, by the sums that the form declares.

A small exact search with a bound: rows whose figures are certain are fixed, every uncertain row has its options, and the equations
that tie them together must all close. What every solution agrees on is decided; the rest stays open. Where nothing
closes the report's own sums are wrong, and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from gongkai.forms.equations import Equation, Key
from gongkai.forms.model import TableForm
from gongkai.tables.options import Totals, number
from gongkai.tables.reading import Option, Placed, Reading
from gongkai.text.numerals import Number

_NODES = 3_000
_NOTHING = 1e-6

Vector = tuple[Number, ...]


class Solved(Struct, frozen=True):
    """Readings after the search, and the ids of the checks that chose between options."""

    readings: tuple[Reading, ...]
    chose: frozenset[str]


def totals_of(table: TableForm) -> Totals:
    """Return each row's own sum: the parts and the single total that a ``row_total`` check of the form names."""
    sums = (e for e in table.equations if e.spec.each == "row" and len(e.right) == 1)
    return {e.name: (tuple(k for _, k in e.left), e.right[0][1]) for e in sums}


def solve(readings: tuple[Reading, ...], table: TableForm) -> Solved:
    """Decide what the sums decide among the options of the readings."""
    open_rows = [i for i, reading in enumerate(readings) if reading.options and _is_only(reading, readings)]
    if not open_rows:
        return Solved(readings, frozenset())
    search = _Search(readings, open_rows, table)
    survivors = search.run()
    if survivors is None:
        return Solved(readings, frozenset())
    solved = list(readings)
    for index in open_rows:
        if index in search.tied:
            solved[index] = _agree(readings[index], survivors[index])
    return Solved(tuple(solved), search.used)


def _is_only(reading: Reading, readings: tuple[Reading, ...]) -> bool:
    return reading.line is not None and sum(r.line == reading.line for r in readings) == 1


def _agree(reading: Reading, options: Sequence[Option]) -> Reading:
    """Place the figures on whose slot all surviving options agree."""
    placed = tuple(
        Placed(slot, values[0], "order")
        for slot, values in enumerate(zip(*options, strict=True))
        if values[0] is not None and all(v is values[0] or v == values[0] for v in values)
    )
    return msgspec.structs.replace(reading, placed=placed)


class _Search:
    """One search; ``used`` are the ids of the checks that the open rows take part in, ``tied`` the rows that any of them speaks of:
    a row without a sum is never decided.

    First every option that no choice of the other rows could bring back to zero is dropped, until nothing changes; then the rest is
    tried, row by row, against the least and the most that the rows still open can add.
    """

    def __init__(self, readings: tuple[Reading, ...], open_rows: list[int], table: TableForm) -> None:
        slots = {i: [(s.row, s.column) for s in table.lines[readings[i].line or 0].slots] for i in open_rows}
        open_keys = {key: (i, n) for i in open_rows for n, key in enumerate(slots[i])}
        fixed = _fixed(readings, table)
        self.options = {i: _vectors(readings[i].options) for i in open_rows}
        kept = [e for e in table.equations if e.spec.compare == "=" and _known(e, fixed, open_keys)]
        self.used = frozenset(e.id for e in kept)
        rows = [_row(e, fixed, open_keys) for e in kept]
        self.constants = [constant for constant, _ in rows]
        self.tied = frozenset(index for _, terms in rows for index in terms)
        self.parts = {
            i: {v: [sum(sign * v[n] for sign, n in terms.get(i, ())) for _, terms in rows] for v in self.options[i]}
            for i in open_rows
        }
        self.nodes = 0

    def run(self) -> dict[int, list[Option]] | None:
        """Return the options of each open row that stand in some solution; None where there is no solution or no end."""
        if not self._prune():
            return None
        order = sorted(self.parts, key=lambda i: len(self.parts[i]))
        self.seen: dict[int, set[Vector]] = {i: set() for i in order}
        bounds = [
            _bounds([self.parts[i] for i in order[depth:]], len(self.constants)) for depth in range(len(order) + 1)
        ]
        self._descend(order, bounds, self.constants, [])
        kept = self.parts if self.nodes > _NODES else self.seen
        if not all(self.seen.values()) and self.nodes <= _NODES:
            return None
        return {i: [o for v in kept[i] for o in self.options[i][v]] for i in order}

    def _prune(self) -> bool:
        """Drop options that cannot stand in any solution; return whether every row keeps one."""
        changed = True
        while changed and all(self.parts.values()):
            changed = False
            low, high = _bounds(list(self.parts.values()), len(self.constants))
            for index, vectors in self.parts.items():
                own_low, own_high = _bounds([vectors], len(self.constants))
                others = [
                    (c + lo - a, c + hi - b)
                    for c, lo, hi, a, b in zip(self.constants, low, high, own_low, own_high, strict=True)
                ]
                kept = {v: parts for v, parts in vectors.items() if _closable(parts, others)}
                changed = changed or len(kept) < len(vectors)
                self.parts[index] = kept
                if changed:
                    break
        return all(self.parts.values())

    def _descend(self, order: list[int], bounds: list[Bounds], sums: list[Number], chosen: list[Vector]) -> None:
        self.nodes += 1
        depth = len(chosen)
        if self.nodes > _NODES or not _closable(sums, list(zip(*bounds[depth], strict=True))):
            return
        if depth == len(order):
            for index, vector in zip(order, chosen, strict=True):
                self.seen[index].add(vector)
            return
        for vector, parts in self.parts[order[depth]].items():
            after = [s + part for s, part in zip(sums, parts, strict=True)]
            self._descend(order, bounds, after, [*chosen, vector])


Bounds = tuple[list[Number], list[Number]]


def _bounds(rows: list[dict[Vector, list[Number]]], equations: int) -> Bounds:
    """Return for each equation the least and the most that some rows can add to it."""
    low: list[Number] = [0] * equations
    high: list[Number] = [0] * equations
    for vectors in rows:
        columns = list(zip(*vectors.values(), strict=True))
        for index, column in enumerate(columns):
            low[index] += min(column)
            high[index] += max(column)
    return low, high


def _closable(parts: Sequence[Number], others: Sequence[tuple[Number, Number]]) -> bool:
    """Whether every equation can still come to zero."""
    return all(p + lo < _NOTHING and p + hi > -_NOTHING for p, (lo, hi) in zip(parts, others, strict=True))


def _vectors(options: tuple[Option, ...]) -> dict[Vector, list[Option]]:
    """Group options that count alike: in a sum a zero and an empty slot are the same."""
    grouped: dict[Vector, list[Option]] = {}
    for option in options:
        grouped.setdefault(tuple(number(v.printed if v else None) for v in option), []).append(option)
    return grouped


def _fixed(readings: tuple[Reading, ...], table: TableForm) -> dict[Key, Number]:
    """Return the cells that are certain, as they count in sums."""
    fixed: dict[Key, Number] = {}
    for reading in readings:
        if reading.line is None or reading.loose:
            continue
        slots = table.lines[reading.line].slots
        for placed in reading.placed:
            fixed[slots[placed.slot].row, slots[placed.slot].column] = number(placed.value.printed)
    return fixed


def _known(equation: Equation, fixed: dict[Key, Number], open_keys: dict[Key, tuple[int, int]]) -> bool:
    keys = [key for _, key in equation.left + equation.right]
    return all(key in fixed or key in open_keys for key in keys) and any(key in open_keys for key in keys)


def _row(
    equation: Equation, fixed: dict[Key, Number], open_keys: dict[Key, tuple[int, int]]
) -> tuple[Number, dict[int, list[tuple[int, int]]]]:
    """Return an equation as (what is fixed, for each open row its signed slots); it closes where all adds up to 0."""
    constant: Number = 0
    terms: dict[int, list[tuple[int, int]]] = {}
    for factor, side in ((1, equation.left), (-1, equation.right)):
        for sign, key in side:
            if key in fixed:
                constant += factor * sign * fixed[key]
            else:
                index, slot = open_keys[key]
                terms.setdefault(index, []).append((factor * sign, slot))
    return constant, terms
