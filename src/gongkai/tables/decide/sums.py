"""Sums over cells: which parts can still make one come out.

Each term of a sum has a few possible values, and all must add up to zero.

The sums that some terms can reach are held as the bits of one integer, so that a hundred terms cost a hundred shifts. What is too
large for that is judged by the least and the most that the terms can add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from gongkai.forms.equations import Key
from gongkai.forms.model import TableForm
from gongkai.text.numerals import Number, Printed

_BITS = 60_000  # more is judged by bounds; sums that are tied together are asked all the same
_NOTHING = 1e-6  # money has cents, and floats their own error

Totals = dict[str, tuple[tuple[Key, ...], Key]]
"""For each row of the output the parts and the total of its own sum."""


@lru_cache(maxsize=1 << 6)
def totals_of(table: TableForm) -> Totals:
    """Return each row's own sum: the parts and the single total that a ``row_total`` check of the form names."""
    sums = (e for e in table.equations if e.spec.each == "row" and e.spec.compare == "=" and len(e.right) == 1)
    return {e.name: (tuple(k for _, k in e.left), e.right[0][1]) for e in sums}


def number(printed: Printed | None) -> Number:
    """Return what a cell counts in a sum: a blank, a dash and an empty slot are 0."""
    return (printed.value or 0) if printed else 0


class Reach:
    """The values of one term with which a sum can close: ``sign`` times it, and one value of each of ``terms``, come to zero."""

    def __init__(self, sign: int, terms: Iterable[frozenset[Number]]) -> None:
        kept = tuple(terms)
        self.sign, self.least, self.most = sign, sum(map(min, kept)), sum(map(max, kept))
        whole = all(isinstance(v, int) for values in kept for v in values) and self.most - self.least <= _BITS
        self.bits = 1 if whole else 0
        for values in kept if whole else ():
            low, before = int(min(values)), self.bits
            self.bits = 0
            for value in values:
                self.bits |= before << (int(value) - low)

    def has(self, value: Number) -> bool:
        """Whether a value may be the term's; judged by bounds alone where the sums are too large to list."""
        rest = -self.sign * value
        if not self.least - _NOTHING <= rest <= self.most + _NOTHING:
            return False
        return not self.bits or (isinstance(rest, int) and bool(self.bits >> int(rest - self.least) & 1))


def possible(constant: Number, terms: Mapping[int, frozenset[Number]]) -> dict[int, frozenset[Number]] | None:
    """Return for each term those of its values with which ``constant`` and one value of every other term can come to zero.

    None where nothing can.
    """
    least = {key: min(values) for key, values in terms.items()}
    target = -(constant + sum(least.values()))
    span = sum(max(values) - least[key] for key, values in terms.items())
    if not -_NOTHING <= target <= span + _NOTHING:
        return None
    if span > _BITS or not all(isinstance(v, int) for values in terms.values() for v in (constant, *values)):
        return _between(target, terms, least)
    return _reached(int(target), terms, least)


def _between(
    target: Number, terms: Mapping[int, frozenset[Number]], least: Mapping[int, Number]
) -> dict[int, frozenset[Number]] | None:
    """Judge by bounds alone: a value is possible if the others can add what is left at most."""
    most = {key: max(values) - least[key] for key, values in terms.items()}
    room = sum(most.values())
    kept = {
        key: frozenset(v for v in values if -_NOTHING <= target - (v - least[key]) <= room - most[key] + _NOTHING)
        for key, values in terms.items()
    }
    return kept if all(kept.values()) else None


def _reached(
    target: int, terms: Mapping[int, frozenset[Number]], least: Mapping[int, Number]
) -> dict[int, frozenset[Number]] | None:
    keys = list(terms)
    steps = [{int(v - least[key]): v for v in terms[key]} for key in keys]
    before = _forward(steps, target)
    after = 1 << target  # the sums from which the terms behind can reach the target
    kept: dict[int, frozenset[Number]] = {}
    for index in range(len(keys) - 1, -1, -1):
        fitting = {step: v for step, v in steps[index].items() if (before[index] << step) & after}
        if not fitting:
            return None
        kept[keys[index]] = frozenset(fitting.values())
        reach = 0
        for step in fitting:
            reach |= after >> step
        after = reach
    return kept


def _forward(steps: Sequence[Mapping[int, Number]], target: int) -> list[int]:
    """Return for each term the sums, up to the target, that the terms before it can reach."""
    mask = (1 << (target + 1)) - 1
    reached = [1]
    for each in steps[:-1]:
        sums = 0
        for step in each:
            sums |= reached[-1] << step
        reached.append(sums & mask)
    return reached
