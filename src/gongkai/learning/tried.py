"""One sum tried on all reports: where it holds, where it does not, and by how much rounding parts its sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from math import ceil, sqrt

from msgspec import Struct

from gongkai.learning.chance import needed, weight

_TELLING = 3  # lines with two parts and more above zero: by chance one in thousands holds, three hardly ever
_WRONG = 0.2  # of the reports: a published error shall not cost the rule that finds it
_OUT = 0.5  # of the reports that print a line break the sum there: the line is none of the sum's, such as a share or a price
_SPREAD = 4  # times the standard deviation of a sum of rounded figures, each of which varies by 1/12 of a unit squared
_FEW = 2  # reports: one alone may be the publisher's mistake
Line = dict[str, Decimal]
"""One row's figures by column, or one column's by row; what is blank is nought, what is absent is not in it."""
Lines = Mapping[str, Line]
"""The lines of one report by name."""
Signed = Sequence[tuple[int, str]]


class Tried(Struct, frozen=True):
    """How a sum came out: reports that confirm it with figures above zero, that break it; ``telling`` lines prove it, 0 where a part
    was never above zero; ``without`` are lines in which it does not hold, ``weight`` what its different figures prove.
    """

    confirmed: int
    broken: int
    telling: int
    slack: Decimal
    without: tuple[str, ...] = ()
    held: int = 0
    weight: float = 0.0

    def holds(self, tried: int = 1) -> bool:
        """Whether it is a rule: more lines keep it than are left out, and they prove enough among so many sums that were ``tried``."""
        proved = self.telling >= _TELLING and self.weight >= needed(tried)
        return (
            proved and self.broken <= _WRONG * (self.confirmed + self.broken) and len(self.without) < max(self.held, 1)
        )


class Outcome:
    """What came of one line in all reports."""

    def __init__(self) -> None:
        self.good: set[int] = set()
        self.bad: set[int] = set()
        self.alive: set[str] = set()
        self.slack = Decimal(0)
        self.telling = 0
        self.weights: dict[tuple[Decimal, ...], float] = {}

    def hold(self, number: int, total: Decimal, parts: Mapping[str, Decimal]) -> int:
        """Hold a total of report ``number`` against its parts: 1 where it confirms the sum, -1 where it breaks it, else 0."""
        values = list(parts.values())
        off, slack = abs(sum(values, Decimal(0)) - total), allowed((*values, total), len(values))
        if off > slack:
            self.bad.add(number)
            return -1
        if sum(map(bool, values)) < min(2, len(values)):
            return 0
        self.good.add(number)
        self.telling += 1
        self.weights[(*values, total)] = weight(max((*map(abs, values), abs(total))), slack)
        self.slack = max(self.slack, off)
        self.alive |= {name for name, value in parts.items() if value}
        return 1


def tried_on(total: str, parts: Signed, reports: Sequence[Lines]) -> Tried:
    """Try one sum on all lines of all reports; lines without the total say nothing."""
    outcomes: dict[str, Outcome] = {}
    against = 0
    for number, lines in enumerate(reports):
        good = bad = 0
        for name, line in lines.items():
            if total in line:
                values = {part: sign * line.get(part, Decimal(0)) for sign, part in parts}
                verdict = outcomes.setdefault(name, Outcome()).hold(number, line[total], values)
                good, bad = good + (verdict > 0), bad + (verdict < 0)
        against += bool(bad and not good)
        if against > 1 + _OUT * len(reports):
            break
    return judged(outcomes, {part for _, part in parts})


def judged(outcomes: Mapping[str, Outcome], parts: Set[str]) -> Tried:
    """Say what all lines together tell; a part that never was above zero leaves the sum unproved."""
    without = tuple(n for n, o in outcomes.items() if len(o.bad) >= _FEW and len(o.bad) > _OUT * len(o.bad | o.good))
    kept = [outcome for name, outcome in outcomes.items() if name not in without]
    broken = frozenset[int]().union(*(o.bad for o in kept))
    confirmed = frozenset[int]().union(*(o.good for o in kept)) - broken
    alive = set[str]().union(*(o.alive for o in kept))
    telling = sum(o.telling for o in kept) if alive >= parts else 0
    slack = max((o.slack for o in kept), default=Decimal(0))
    weights: dict[tuple[Decimal, ...], float] = {}
    for outcome in kept:
        weights |= outcome.weights  # the same figures in two lines prove no more than in one
    held = sum(o.telling > 0 for o in kept)
    return Tried(len(confirmed), len(broken), telling, slack, without, held, sum(weights.values()))


def allowed(values: Sequence[Decimal], parts: int) -> Decimal:
    """By how much rounding may part the sides: half a unit of the last decimal for each figure at most, and of many hardly ever more than
    four times its standard deviation; nothing among whole numbers.
    """
    places = max((-int(v.as_tuple().exponent) for v in values if v % 1), default=0)
    units = min((parts + 1) // 2, ceil(_SPREAD * sqrt((parts + 1) / 12)))
    return Decimal(units).scaleb(-places) if places else Decimal(0)
