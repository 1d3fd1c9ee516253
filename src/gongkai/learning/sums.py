"""Sums that hold in the reports: found by trying, proved by figures above zero, told with the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from gongkai.forms.read_sums import children_of, top_rows
from gongkai.forms.schema import CheckSpec
from gongkai.grids.announced import is_total
from gongkai.learning.model import LearnedCheck
from gongkai.report import Table

_TELLING = 3  # lines with two parts and more above zero: by chance one in thousands holds, three hardly ever
_WRONG = 0.2  # of the reports: a published error shall not cost the rule that finds it
_MOST = 40  # lines of a side that are tried
Each = Literal["row", "column"]
Line = dict[str, Decimal]
"""One row's figures by column, or one column's by row; what is blank or absent is not in it."""


class Tried(Struct, frozen=True):
    """How a sum came out: reports that confirm it with figures above zero, that break it, and by how much rounding parts its sides."""

    confirmed: int
    broken: int
    telling: int
    slack: Decimal

    @property
    def holds(self) -> bool:
        """Whether it is a rule."""
        return self.telling >= _TELLING and self.broken <= _WRONG * (self.confirmed + self.broken)


def learn_sums(key: str, tables: Sequence[Table], labels: Mapping[str, str]) -> Iterator[LearnedCheck]:
    """Yield the sums of one table as all reports print it; ``labels`` are those of its rows and columns, by key."""
    for each in ("row", "column"):
        lines = [_lines(table, each) for table in tables]
        names = _order(lines)
        for total, parts, tried in _found(names, lines, labels):
            yield _check(key, each, " + ".join(parts), total, tried, labels)
    yield from _open_sums(key, tables, labels)


def _lines(table: Table, each: Each) -> list[Line]:
    named = {row.key for row in table.rows or () if row.level}
    found: dict[str, Line] = {}
    for cell in table.cells:
        if each == "column" and cell.row in named:
            continue
        line, name = (cell.row, cell.column) if each == "row" else (cell.column, cell.row)
        if cell.unit in ("%", "‰"):
            continue
        own = found.setdefault(line, {})
        if cell.value is not None:
            own[name] = Decimal(str(cell.value))
        elif cell.status in ("unreadable", "ambiguous"):
            found.pop(line)
            found[line] = {}
        else:
            own.setdefault(name, Decimal(0))
    return [line for line in found.values() if line]


def _order(reports: Sequence[Sequence[Line]]) -> list[str]:
    """All names in printed order: the longest line first, then what only others have, at the end."""
    lines = sorted((line for lines in reports for line in lines), key=len, reverse=True)
    return list(dict.fromkeys(name for line in lines for name in line))[:_MOST]


def _found(
    names: list[str], reports: Sequence[Sequence[Line]], labels: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...], Tried]]:
    """Yield total and parts, small sums first: what has been added up stands for its parts in larger ones."""
    active = list(names)
    taken: set[str] = set()
    size = 2
    while size < len(active):
        hit = _first(active, size, taken, reports, labels)
        if hit is None:
            size += 1
            continue
        yield hit
        total, parts, _ = hit
        taken.add(total)
        active = [name for name in active if name not in parts]
        size = 2


def _first(
    active: Sequence[str], size: int, taken: set[str], reports: Sequence[Sequence[Line]], labels: Mapping[str, str]
) -> tuple[str, tuple[str, ...], Tried] | None:
    """The first total that stands right before or behind ``size`` parts; announced totals go before others."""
    places = [(at, run) for at in range(len(active)) for run in (at - size, at + 1) if 0 <= run <= len(active) - size]
    places.sort(key=lambda place: not is_total(labels.get(active[place[0]], "")))
    for at, run in places:
        total, parts = active[at], tuple(active[run : run + size])
        if total not in taken and (tried := tried_on(total, parts, reports)).holds:
            return total, parts, tried
    return None


def tried_on(total: str, parts: Sequence[str], reports: Sequence[Sequence[Line]]) -> Tried:
    """Try one sum on all lines of all reports; lines without the total say nothing."""
    confirmed = broken = telling = 0
    slack, alive = Decimal(0), set[str]()
    for lines in reports:
        good = bad = 0
        for line in lines:
            if total not in line:
                continue
            values = [line.get(part, Decimal(0)) for part in parts]
            off = abs(sum(values, Decimal(0)) - line[total])
            if off > _allowed((*values, line[total])):
                bad += 1
            elif sum(map(bool, values)) >= 2:
                good += 1
                slack = max(slack, off)
                alive |= {part for part, value in zip(parts, values, strict=True) if value}
        broken += bad > 0
        confirmed += good > 0 and not bad
        telling += good
        if broken > 1 and not confirmed:
            break
    return Tried(confirmed, broken, telling if alive == set(parts) else 0, slack)


def _allowed(values: Sequence[Decimal]) -> Decimal:
    """One unit of the last printed decimal, two where many are added; nothing among whole numbers."""
    places = max((-int(v.as_tuple().exponent) for v in values if v % 1), default=0)
    return Decimal(1 + (len(values) > 10)).scaleb(-places) if places else Decimal(0)


def _open_sums(key: str, tables: Sequence[Table], labels: Mapping[str, str]) -> Iterator[LearnedCheck]:
    """Yield the sums of open rows over their children, and those of fixed rows over the outermost open ones."""
    if not any(table.rows for table in tables):
        return
    pairs = [
        [_values(t, p.key, [c.key for c in children_of(p, t.rows or ())]) for p in t.rows or () if p.level]
        for t in tables
    ]
    tried = tried_on("parent", _parts(pairs), [[line for lines in own for line in lines] for own in pairs])
    if tried.telling and tried.broken <= _WRONG * (tried.confirmed + tried.broken):
        yield _check(key, "column", "children", "parent", tried, labels)
    fixed = dict.fromkeys(row.key for t in tables for row in t.rows or () if not row.level)
    for total in fixed:
        tops = [[_values(t, total, [r.key for r in top_rows(t.rows or ())])] for t in tables]
        tried = tried_on("parent", _parts(tops), [[line for lines in own for line in lines] for own in tops])
        if tried.telling >= 2 and tried.broken <= _WRONG * (tried.confirmed + tried.broken):
            yield _check(key, "column", "top", total, tried, labels)


def _values(table: Table, total: str, parts: Sequence[str]) -> list[Line]:
    """One line for each column of a sum whose parts differ from report to report: they are numbered."""
    values = {
        (c.row, c.column): Decimal(str(c.value))
        for c in table.cells
        if c.value is not None and c.unit not in ("%", "‰")
    }
    found: list[Line] = []
    for column in dict.fromkeys(c for _, c in values):
        if parts and (total, column) in values:
            own = {str(i): values.get((part, column), Decimal(0)) for i, part in enumerate(parts)}
            found.append({"parent": values[total, column], "0": sum(own.values(), Decimal(0)), "1": Decimal(0)})
            if len(parts) >= 2:
                found[-1] |= {"0": own["0"], "1": sum(own.values(), Decimal(0)) - own["0"]}
    return found


def _parts(pairs: Sequence[Sequence[Sequence[Line]]]) -> tuple[str, ...]:
    return ("0", "1") if any(line for own in pairs for lines in own for line in lines) else ("0",)


def _check(key: str, each: Each, left: str, right: str, tried: Tried, labels: Mapping[str, str]) -> LearnedCheck:
    name = right if right != "parent" else "levels"
    spec = CheckSpec(
        id=f"{key}.{'across' if each == 'row' else 'down'}.{name}",
        table=key,
        kind="row_total" if each == "row" else "subtotal",
        each=each,
        left=left,
        right=right,
        tolerance=float(tried.slack),
    )
    said = f"confirmed by {tried.confirmed} reports with figures above zero"
    if tried.broken:
        said += f"; broken in {tried.broken}"
    if is_total(labels.get(right, "")):
        said += f"; {labels[right]} says so"
    return LearnedCheck(spec=spec, said=said)
