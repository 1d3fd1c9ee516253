"""Figures that stand twice: in two tables of one report, and in the reports of two years that follow each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from gongkai.forms.schema import AcrossSpec, PanelSpec
from gongkai.grids.announced import is_total
from gongkai.learning.chance import proves
from gongkai.learning.model import LearnedAcross, LearnedLink
from gongkai.learning.spots import Filled, Spot, agree, name_of_spot
from gongkai.text.fold import core

_LEAST = 3  # different figures above zero that agree: two may by chance
_SURE = 5  # where only one of the two is called a total
_WRONG = 0.2  # of the reports: a published error shall not cost the rule that finds it
_TABLES = 6  # that have a cell under the same labels; more are columns of years, not parts
_ROUNDED = Decimal("0.02")  # by which totals part that were rounded in two tables


def learn_across(reports: Sequence[Filled], labels: Mapping[Spot, tuple[str, str]]) -> Iterator[LearnedAcross]:
    """Yield totals that are the same in two tables; ``labels`` are those of row and column. Of each pair of tables the first only."""
    spots = list(dict.fromkeys(spot for filled in reports for spot in filled.figures))
    totals = {spot for spot in spots if any(map(is_total, labels[spot]))}
    tried = sum(one[0] != other[0] and bool(totals & {one, other}) for one, other in combinations(spots, 2))
    done: set[tuple[str, str]] = set()
    for one, other in combinations(spots, 2):
        pair = (one[0], other[0])
        announced = len(totals & {one, other})
        if one[0] == other[0] or pair in done or not announced:
            continue
        both = [(f.figures[one], f.figures[other]) for f in reports if one in f.figures and other in f.figures]
        near = [(a, a) if abs(a - b) <= _near(a, b) else (a, b) for a, b in both]
        same, differing, kinds = agree(near)
        enough = kinds >= (_LEAST if announced == 2 else _SURE) and proves([a for a, b in near if a == b], tried)
        if enough and differing <= _WRONG * len(both):
            done.add(pair)
            slack = max((abs(a - b) for a, b in both if abs(a - b) <= _near(a, b)), default=Decimal(0))
            spec = AcrossSpec(
                id=f"same.{one[0]}.{other[0]}", left=name_of_spot(one), right=name_of_spot(other),
                tolerance=float(_ROUNDED) if slack else 0.0,
            )  # fmt: skip
            yield LearnedAcross(spec=spec, said=_said(same, differing, "reports"))


def learn_parts(
    reports: Sequence[Filled], labels: Mapping[Spot, tuple[str, str]], repeated: Collection[str]
) -> Iterator[LearnedAcross]:
    """Yield cells of one table that are sums of cells under the same labels: of other tables, or of all units of one that repeats."""
    alike: dict[tuple[str, str], list[Spot]] = {}
    for spot, (row, column) in labels.items():
        if row and column:
            alike.setdefault((core(row), core(column)), []).append(spot)
    tries = [
        (left, total)
        for spots in alike.values()
        if len({spot[0] for spot in spots}) == len(spots) <= _TABLES
        for total in spots
        if total[0] not in repeated
        for size in range(1, len(spots))
        for left in combinations([spot for spot in spots if spot is not total], size)
        if size > 1 or left[0][0] in repeated
    ]
    done: set[Spot] = set()
    for left, total in tries:
        both = [
            (
                sum((f.figures[spot] for spot in left), Decimal(0)),
                f.figures[total],
                sum(bool(f.figures[s]) for s in left),
            )
            for f in reports
            if total in f.figures and all(spot in f.figures for spot in left)
        ]
        near = [(b, b) if abs(a - b) <= _near(a, b) else (a, b) for a, b, _ in both]
        same, differing, kinds = agree(near)
        telling = [b for (a, b), (_, _, parts) in zip(near, both, strict=True) if a == b and parts == len(left)]
        enough = kinds >= _LEAST and len(set(telling)) >= _LEAST and proves(telling, len(tries))
        if total in done or not enough or differing > _WRONG * len(both):
            continue
        done.add(total)
        slack = any(a != b and abs(a - b) <= _near(a, b) for a, b, _ in both)
        spec = AcrossSpec(
            id=f"parts.{name_of_spot(total)}", left=" + ".join(map(name_of_spot, left)), right=name_of_spot(total),
            tolerance=float(_ROUNDED) * len(left) if slack else 0.0,
        )  # fmt: skip
        yield LearnedAcross(spec=spec, said=_said(same, differing, "reports"))


def _near(one: Decimal, other: Decimal) -> Decimal:
    return _ROUNDED if one % 1 or other % 1 else Decimal(0)


def learn_links(reports: Sequence[Filled]) -> Iterator[LearnedLink]:
    """Yield what a report takes over from that on the year before: rows first, then columns."""
    pairs = list(_years(reports))
    tables = dict.fromkeys(spot[0] for filled in reports for spot in filled.figures)
    for table in tables:
        for own, each in ((1, "column"), (2, "row")):
            yield from _links(table, own, each, pairs)


def _years(reports: Sequence[Filled]) -> Iterator[tuple[Filled, Filled]]:
    for one in reports:
        for other in reports:
            a, b = one.report, other.report
            if a.agency and a.agency == b.agency and a.year is not None and b.year == a.year + 1:
                yield one, other


def _links(table: str, own: int, each: str, pairs: Sequence[tuple[Filled, Filled]]) -> Iterator[LearnedLink]:
    names = list(dict.fromkeys(s[own] for pair in pairs for f in pair for s in f.figures if s[0] == table))
    lines = list(dict.fromkeys(s[3 - own] for pair in pairs for f in pair for s in f.figures if s[0] == table))
    for hands, takes in ((h, t) for t in names for h in names if h != t):
        both: list[tuple[Decimal, Decimal]] = []
        for before, after in pairs:
            for line in lines:
                one, other = _spot(table, own, hands, line), _spot(table, own, takes, line)
                if one in before.figures and other in after.figures:
                    both.append((before.figures[one], after.figures[other]))
        same, differing, kinds = agree(both)
        agreeing = [one for one, other in both if one == other]
        if kinds >= _LEAST and differing <= _WRONG * len(both) and proves(agreeing, len(names) * (len(names) - 1)):
            name = f"{table}.{takes}.from_year_before"
            spec = PanelSpec(
                id=name, table=table, each="column" if each == "column" else "row", hands_on=hands, takes_over=takes,
                severity="warning",
            )  # fmt: skip
            yield LearnedLink(spec=spec, said=_said(same, differing, "figures of two years"))
            return


def _spot(table: str, own: int, name: str, line: str) -> Spot:
    return (table, name, line) if own == 1 else (table, line, name)


def _said(same: int, differing: int, of: str) -> str:
    return f"confirmed by {same} {of}" + (f"; {differing} differ" if differing else "")
