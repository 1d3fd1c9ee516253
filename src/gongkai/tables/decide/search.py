"""The search for all ways in which the open rows of a table can stand together, so that every sum closes that speaks of them.

Rows whose figures are certain are fixed, every open row has its options, and the equations that tie them together must all close. What is
bounded is work, not time: the same table gives the same answer everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.forms.equations import Equation, Key
from gongkai.forms.model import TableForm
from gongkai.tables.decide.reach import Room, Sums, tied
from gongkai.tables.decide.sums import number, possible
from gongkai.tables.reading import Option, Reading
from gongkai.text.numerals import Number

_AT_ONCE = 100_000  # steps for one look at sums that are tied together
_LOOK = 100  # steps that a look at one sum costs, beside those for its values
_VALUE = 5  # steps that one option costs in a look at one sum, and in writing down what it adds to one

Vector = tuple[Number, ...]
Combination = tuple[Number, dict[int, list[tuple[int, int]]]]
"""An equation as what is fixed of it and, for each open row, its signed slots."""
Parts = dict[int, dict[Vector, list[Number]]]
"""For each open row its options, as they count, and what each adds to every equation."""


class Search:
    """One search; ``used`` are the ids of the checks that the open rows take part in, ``tied`` the rows that any of them speaks of:
    a row without a sum is never decided; ``crossed`` those that another than their own speaks of. No sum is asked that speaks of cells
    which are ``wrong``. ``shown`` are solutions that were found: for each open row what stands in its slots, an empty one
    counting 0.
    """

    def __init__(
        self,
        readings: tuple[Reading, ...],
        open_rows: list[int],
        table: TableForm,
        room: Room,
        wrong: frozenset[Key] = frozenset(),
    ) -> None:
        slots = {i: [(s.row, s.column) for s in table.lines[readings[i].line or 0].slots] for i in open_rows}
        open_keys = {key: (i, n) for i in open_rows for n, key in enumerate(slots[i])}
        fixed = _fixed(readings, table)
        self.room = room
        self.options = {i: _vectors(readings[i].options) for i in open_rows}
        asked = (
            e for e in table.equations if e.spec.compare == "=" and wrong.isdisjoint(k for _, k in e.left + e.right)
        )
        kept = [e for e in asked if _known(e, fixed, open_keys)]
        self.used = frozenset(e.id for e in kept)
        terms = [_row(e, fixed, open_keys) for e in kept]
        self.constants = [constant for constant, _ in terms]
        self.rows = [tuple(own) for _, own in terms]
        self.tied = frozenset(index for own in self.rows for index in own)
        self.crossed = frozenset(i for e, own in zip(kept, self.rows, strict=True) if e.spec.each != "row" for i in own)
        self.equations = {i: [e for e, own in enumerate(self.rows) if i in own] for i in open_rows}
        self.parts: Parts = {i: self._parts(i, terms) for i in open_rows}
        self.groups = _groups(self.rows)
        self.shown: list[dict[int, Vector]] = []

    def _parts(self, row: int, terms: list[Combination]) -> dict[Vector, list[Number]]:
        """Return what each option of a row adds to every equation."""
        own = [(e, signs[row]) for e, (_, signs) in enumerate(terms) if row in signs]
        self.room.steps -= _VALUE * len(self.options[row]) * (2 + len(own))
        parts: dict[Vector, list[Number]] = {}
        for vector in self.options[row]:
            parts[vector] = [0] * len(terms)
            for equation, signs in own:
                parts[vector][equation] = sum(sign * vector[slot] for sign, slot in signs)
        return parts

    def run(self) -> dict[int, list[Option]] | None:
        """Return the options of each open row that stand in some solution, as far as can be told; None where no solution is found.

        Options that no choice of the other rows could bring to zero are dropped until nothing changes. For each of the rest a solution
        is looked for in which it stands (``shown``), unless one that was found has it; where there is none, it is dropped, and what
        falls with it. What is kept after that stands in a solution, unless the room was used up before.
        """
        kept = self._settle(self.parts, self.parts)
        if kept is None or (witness := self._find(kept)) is None:
            return None
        self.shown.append(witness)
        for index in sorted(kept, key=lambda i: len(self.parts[i])):
            for vector in list(kept[index]):
                kept = self._without(kept, index, vector)
        return {i: [o for v in vectors for o in self.options[i][v]] for i, vectors in kept.items()}

    def _without(self, parts: Parts, index: int, vector: Vector) -> Parts:
        """Drop an option, and what falls with it, if it stands in no solution."""
        own = parts[index].get(vector)
        if own is None or self.room.steps < 0 or any(solution[index] == vector for solution in self.shown):
            return parts
        after = self._settle({**parts, index: {vector: own}}, (index,))
        solution = self._find(after) if after is not None else None
        if solution is not None:
            self.shown.append(solution)
        if solution is not None or self.room.steps < 0:
            return parts
        rest = {**parts, index: {v: kept for v, kept in parts[index].items() if v != vector}}
        return self._settle(rest, (index,)) or rest

    def _find(self, parts: Parts) -> dict[int, Vector] | None:
        """Find one solution, by trying the options of the row that has fewest."""
        if self.room.steps < 0:
            return None
        index = min((i for i in parts if len(parts[i]) > 1), key=lambda i: len(parts[i]), default=None)
        if index is None:
            return {i: next(iter(vectors)) for i, vectors in parts.items()}
        for vector, own in parts[index].items():
            after = self._settle({**parts, index: {vector: own}}, (index,))
            if after is not None and (found := self._find(after)) is not None:
                return found
        return None

    def _settle(self, parts: Parts, changed: Iterable[int]) -> Parts | None:
        """Drop what cannot stand after some rows changed; None where a row is left without an option."""
        parts = dict(parts)
        rows = set(changed)
        while rows and self.room.steps >= 0:
            waiting = {e for i in rows for e in self.equations[i]}
            if not self._each(parts, waiting, rows):
                return None
            groups = [rows_of for rows_of in self.groups if not rows.isdisjoint(rows_of)]
            rows = set()
            for group in groups:
                narrowed = self._together(parts, group)
                if narrowed is None:
                    return None
                rows |= narrowed
        return parts

    def _each(self, parts: Parts, waiting: set[int], rows: set[int]) -> bool:
        """Narrow rows by each of the ``waiting`` equations, until nothing changes; False where a row is left without an option."""
        while waiting and self.room.steps >= 0:
            equation = waiting.pop()
            values = {i: frozenset(v[equation] for v in parts[i].values()) for i in self.rows[equation]}
            self.room.steps -= _LOOK + _VALUE * sum(len(parts[i]) for i in values)
            fitting = possible(self.constants[equation], values)
            if fitting is None:
                return False
            for i in self.rows[equation]:
                if len(fitting[i]) < len(values[i]):
                    parts[i] = {v: own for v, own in parts[i].items() if own[equation] in fitting[i]}
                    waiting.update(e for e in self.equations[i] if e != equation)
                    rows.add(i)
        return True

    def _together(self, parts: Parts, group: tuple[int, ...]) -> set[int] | None:
        """Narrow the rows that the same equations tie, by all of these at once; return which changed, None where nothing is left."""
        equations = self.groups[group]
        start = [self.constants[e] for e in equations]
        free: dict[int, dict[Sums, list[Vector]]] = {}
        for i in group:
            sums: dict[Sums, list[Vector]] = {}
            for vector, own in parts[i].items():
                sums.setdefault(tuple(own[e] for e in equations), []).append(vector)
            if len(sums) == 1:
                start = [a + b for a, b in zip(start, next(iter(sums)), strict=True)]
            else:
                free[i] = sums
        room = Room(_AT_ONCE)
        kept = tied(tuple(start), {i: tuple(sums) for i, sums in free.items()}, room)
        self.room.steps -= _AT_ONCE - max(room.steps, 0)
        if kept is None:
            return None
        changed = {i for i in free if len(kept[i]) < len(free[i])}
        for i in changed:
            vectors = {vector for sums in kept[i] for vector in free[i][sums]}
            parts[i] = {vector: own for vector, own in parts[i].items() if vector in vectors}
        return changed


def _groups(rows: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], list[int]]:
    """Return for each set of open rows the equations that speak of them; equations of one row have been asked."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for equation, own in enumerate(rows):
        groups.setdefault(tuple(sorted(own)), []).append(equation)
    return groups


def _vectors(options: tuple[Option, ...]) -> dict[Vector, list[Option]]:
    """Group options that count alike: in a sum a zero and an empty slot are the same."""
    grouped: dict[Vector, list[Option]] = {}
    for option in options:
        grouped.setdefault(tuple(number(v.printed if v else None) for v in option), []).append(option)
    return grouped


def _fixed(readings: tuple[Reading, ...], table: TableForm) -> dict[Key, Number]:
    """Return the cells that are certain, as they count in sums; a row of which nothing but the label is printed counts nothing."""
    fixed: dict[Key, Number] = {}
    for reading in readings:
        if reading.line is None or reading.loose:
            continue
        slots = table.lines[reading.line].slots
        if not reading.placed:
            fixed |= {(slot.row, slot.column): 0 for slot in slots}
        for placed in reading.placed:
            fixed[slots[placed.slot].row, slots[placed.slot].column] = number(placed.value.printed)
    return fixed


def _known(equation: Equation, fixed: dict[Key, Number], open_keys: dict[Key, tuple[int, int]]) -> bool:
    keys = [key for _, key in equation.left + equation.right]
    return all(key in fixed or key in open_keys for key in keys) and any(key in open_keys for key in keys)


def _row(equation: Equation, fixed: dict[Key, Number], open_keys: dict[Key, tuple[int, int]]) -> Combination:
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
