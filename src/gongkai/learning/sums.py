"""Sums that hold in the reports: found by trying, proved by figures above zero, told with the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from re import split
from typing import Literal

from msgspec import structs

from gongkai.forms.read_sums import OPEN_WORDS, children_of, top_rows
from gongkai.forms.schema import CheckSpec
from gongkai.grids.announced import is_among, is_total
from gongkai.learning.model import LearnedCheck
from gongkai.learning.tried import Line, Lines, Outcome, Signed, Tried, allowed, judged, tried_on
from gongkai.report import Table

_MOST = 40  # lines of a side that are tried
_FEW = 10  # lines of a side of which one or two may be left out of a sum; more would take long and hold by chance
_SIGNS = ((1, 1, -1), (1, -1, 1), (1, -1, -1), (1, 1, 1, -1), (1, 1, -1, -1))
"""What goes in and what goes out: carried over + new - done."""
_SHARES = ("%", "‰")
Each = Literal["row", "column"]
Hit = tuple[str, Signed, Tried]


def learn_sums(key: str, tables: Sequence[Table], labels: Mapping[str, str]) -> Iterator[LearnedCheck]:
    """Yield the sums of one table as all reports print it; ``labels`` are those of its rows and columns, by key.

    Where rounding was seen in one of them, it may be seen in each of them, in the next report.
    """
    found = list(_sums(key, tables, labels))
    seen = [Decimal(str(one.spec.tolerance)) for one in found if one.spec.tolerance]
    for one in found:
        parts = len(split(r" [+-] ", one.spec.left))
        tolerance = one.spec.tolerance or float(allowed(seen, parts))
        yield structs.replace(one, spec=structs.replace(one.spec, tolerance=tolerance))


def _sums(key: str, tables: Sequence[Table], labels: Mapping[str, str]) -> Iterator[LearnedCheck]:
    for each in ("row", "column"):
        lines = [_lines(table, each) for table in tables]
        names = _order(lines)
        shares = _shares(tables, each)
        for total, parts, tried in _Search(names, lines, labels).found():
            without = dict.fromkeys((*tried.without, *shares))
            yield _check(key, each, parts, total, structs.replace(tried, without=tuple(without)), labels)
    yield from _open_sums(key, tables, labels)


def _lines(table: Table, each: Each) -> dict[str, Line]:
    """The lines of one report; all open rows are lines without a name of the form."""
    named = {row.key for row in table.rows or () if row.level}
    found: dict[str, Line] = {}
    spoilt: set[str] = set()
    for cell in table.cells:
        if (each == "column" and cell.row in named) or cell.unit in _SHARES:
            continue
        line, name = (cell.row, cell.column) if each == "row" else (cell.column, cell.row)
        if cell.value is not None:
            found.setdefault(line, {})[name] = Decimal(str(cell.value))
        elif cell.status in ("unreadable", "ambiguous"):
            spoilt.add(line)
        else:
            found.setdefault(line, {}).setdefault(name, Decimal(0))
    return {name: line for name, line in found.items() if line and name not in spoilt}


def _shares(tables: Sequence[Table], each: Each) -> list[str]:
    """The lines that hold nothing but shares and growth: nothing is added up in them."""
    units: dict[str, set[bool]] = {}
    for cell in (cell for table in tables for cell in table.cells if cell.value is not None):
        units.setdefault(cell.column if each == "column" else cell.row, set()).add(cell.unit in _SHARES)
    return [name for name, kinds in units.items() if kinds == {True}]


def _order(reports: Sequence[Lines]) -> list[str]:
    """All names in printed order: the longest line first, then what only others have, behind what stands before it there."""
    lines = sorted((line for lines in reports for line in lines.values()), key=len, reverse=True)
    order: list[str] = []
    for line in lines:
        before = -1
        for name in line:
            if name in order:
                before = order.index(name)
            else:
                before += 1
                order.insert(before, name)
    return order[:_MOST]


class _Search:
    """Finds total and parts, small sums first: what has been added up stands for its parts in larger ones."""

    def __init__(self, names: list[str], reports: Sequence[Lines], labels: Mapping[str, str]) -> None:
        self._active, self._reports, self._labels = list(names), reports, labels
        self._taken: set[str] = set()
        self._tried = 0

    def found(self) -> Iterator[Hit]:
        """Yield the sums."""
        while hit := self._next():
            yield hit
            total, parts, _ = hit
            self._taken.add(total)
            added = {name for sign, name in parts if name != total}
            self._active = [name for name in self._active if name not in added]
        yield from self._equal()

    def _next(self) -> Hit | None:
        for size in range(2, len(self._active)):
            if hit := self._try(self._runs(size)):
                return self._widened(hit)
        return self._try(self._thinned()) or self._try(self._signed())

    def _try(self, candidates: Iterator[tuple[str, Signed]]) -> Hit | None:
        for total, parts in candidates:
            if total in self._taken:
                continue
            self._tried += not self._announced(total)  # what a label announces is expected, and no chance find
            tried = tried_on(total, parts, self._reports)
            if tried.holds(1 if self._announced(total) else self._tried):
                return total, parts, tried
        return None

    def _widened(self, hit: Hit) -> Hit:
        """A sum that some reports break may lack a part that is mostly nought: take the longer one that fewer break."""
        total, parts, tried = hit
        for size in range(len(parts) + 1, len(self._active) if tried.broken else 0):
            for other, longer in self._runs(size):
                if other == total and set(parts) < set(longer):
                    again = tried_on(total, longer, self._reports)
                    if again.broken < tried.broken and again.confirmed >= tried.confirmed:
                        parts, tried, hit = longer, again, (total, longer, again)
        return hit

    def _announced(self, name: str) -> bool:
        return is_total(self._labels.get(name, ""))

    def _runs(self, size: int) -> Iterator[tuple[str, Signed]]:
        """Totals right before or behind ``size`` parts; announced totals go before others."""
        active = self._active
        places = [
            (at, run) for at in range(len(active)) for run in (at - size, at + 1) if 0 <= run <= len(active) - size
        ]
        places.sort(key=lambda place: not self._announced(active[place[0]]))
        for at, run in places:
            yield active[at], [(1, name) for name in active[run : run + size]]

    def _thinned(self) -> Iterator[tuple[str, Signed]]:
        """Announced totals over runs of which some are left out: 其中 first, then any one or two."""
        active = self._active
        for at, total in enumerate(active):
            if not self._announced(total):
                continue
            for run in [active[at + 1 : end] for end in range(len(active), at + 3, -1)] + [
                active[start:at] for start in range(at - 2)
            ]:
                bare = [name for name in run if not is_among(self._labels.get(name, ""))]
                if 1 < len(bare) < len(run):
                    yield total, [(1, name) for name in bare]
                for out in (c for n in (1, 2) for c in combinations(run, n) if len(run) <= _FEW):
                    if len(run) - len(out) >= 2:
                        yield total, [(1, name) for name in run if name not in out]

    def _signed(self) -> Iterator[tuple[str, Signed]]:
        """What was there, came in and went out, right before what is left."""
        for signs in _SIGNS:
            for at in range(len(signs), len(self._active)):
                run = self._active[at - len(signs) : at]
                yield self._active[at], list(zip(signs, run, strict=True))

    def _equal(self) -> Iterator[Hit]:
        """Totals that are the same, such as those of income and spending."""
        totals = [name for name in self._active if self._announced(name)]
        for one, other in combinations(totals, 2):
            tried = tried_on(other, [(1, one)], self._reports)
            if tried.holds() and not tried.without:
                yield other, [(1, one)], tried
                return


def _open_sums(key: str, tables: Sequence[Table], labels: Mapping[str, str]) -> Iterator[LearnedCheck]:
    """Yield the sums of open rows over their children, and those of fixed rows over the outermost open ones."""
    if not any(table.rows for table in tables):
        return
    shares = {c.column for table in tables for c in table.cells if c.unit in _SHARES}
    pairs = [[(p.key, [c.key for c in children_of(p, t.rows or ())]) for p in t.rows or () if p.level] for t in tables]
    tried = _tried_open(tables, pairs, shares)
    if tried.holds():
        yield _check(key, "column", [(1, "children")], "parent", tried, labels)
    for total in dict.fromkeys(row.key for t in tables for row in t.rows or () if not row.level):
        tops = [[(total, [r.key for r in top_rows(t.rows or ())])] for t in tables]
        tried = _tried_open(tables, tops, shares)
        if tried.holds():
            yield _check(key, "column", [(1, "top")], total, tried, labels)


def _tried_open(
    tables: Sequence[Table], pairs: Sequence[Sequence[tuple[str, Sequence[str]]]], shares: set[str]
) -> Tried:
    """Try sums whose parts differ from report to report, column by column."""
    outcomes: dict[str, Outcome] = {}
    most = 1
    for number, (table, own) in enumerate(zip(tables, pairs, strict=True)):
        values = {(c.row, c.column): Decimal(str(c.value)) for c in table.cells if c.value is not None}
        for column in dict.fromkeys(c.column for c in table.cells if c.column not in shares):
            for total, parts in own:
                if parts and (total, column) in values:
                    named = {str(n): values.get((part, column), Decimal(0)) for n, part in enumerate(parts)}
                    outcomes.setdefault(column, Outcome()).hold(number, values[total, column], named)
                    most = max(most, len(parts))
    tried = judged(outcomes, frozenset())
    slack = max(tried.slack, allowed((tried.slack,), most))
    return structs.replace(tried, slack=slack, without=(*tried.without, *sorted(shares)), held=tried.held + len(shares))


def _check(key: str, each: Each, parts: Signed, right: str, tried: Tried, labels: Mapping[str, str]) -> LearnedCheck:
    equal = len(parts) == 1 and parts[0][1] not in OPEN_WORDS
    name = f"{parts[0][1]}.{right}" if equal else right if right != "parent" else "levels"
    signed = [(" + " if sign > 0 else " - ") + part for sign, part in parts]
    kind: Literal["row_total", "subtotal", "balance"] = "row_total" if each == "row" else "subtotal"
    if equal or any(sign < 0 for sign, _ in parts):
        kind = "balance"
    spec = CheckSpec(
        id=f"{key}.{'across' if each == 'row' else 'down'}.{name}",
        table=key,
        kind=kind,
        each=each,
        left="".join(signed).removeprefix(" + "),
        right=right,
        tolerance=_tolerance(tried, len(parts)),
        without=tried.without,
    )
    said = f"confirmed by {tried.confirmed} reports with figures above zero"
    if tried.broken:
        said += f"; broken in {tried.broken}"
    if is_total(labels.get(right, "")):
        said += f"; {labels[right]} says so"
    return LearnedCheck(spec=spec, said=said)


def _tolerance(tried: Tried, parts: int) -> float:
    """What rounding may part in other reports too, where it was seen at all."""
    if not tried.slack:
        return 0.0
    return float(max(tried.slack, allowed((tried.slack,), parts)))
