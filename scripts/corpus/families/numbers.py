"""The figures of one table: what rows add up to, what the year before hands on, exactly; they are rounded where they are printed."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from msgspec import Struct, structs

from corpus.families.invent import WORDS
from corpus.families.model import Column, Kind, Part, Row, Table

_NAMES = ("行政运行", "一般行政管理事务", "其他支出", "机关服务")


class Line(Struct, frozen=True, kw_only=True):
    """One printed row: its name in the truth, its labels where it is open, its figure for every column, the rows that it adds."""

    name: str
    figures: tuple[Decimal, ...]
    labels: tuple[str, ...] = ()
    row: Row | None = None
    unit: str = ""
    parts: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


def lines_of(table: Table, number: int, name: str, seed: int, absent: frozenset[int] = frozenset()) -> list[Line]:
    """The rows of one half of a table in one report; there is nothing in the columns that are ``absent`` from it."""
    part = table.parts[number]
    if absent:
        kept = tuple(structs.replace(c, nothing=i in absent) for i, c in enumerate(part.columns))
        part = structs.replace(part, columns=kept)
    rng = Random(f"numbers {seed} {name} {table.names[0]}")
    if part.open:
        return _opened(rng, table, part)
    before = (
        lines_of(table, number, name, seed - 1) if seed % 2 and any(r.carries is not None for r in part.rows) else []
    )
    return _fixed(rng, table, part, before)


def _base(rng: Random, kind: Kind, rounded: bool) -> Decimal:
    drawn = Decimal(rng.choice((0, rng.randint(1, 90), rng.randint(100, 99999))))
    if kind == "count":
        return drawn
    return drawn / 100 + (Decimal(rng.randint(0, 99)) / 10000 if rounded and drawn else 0)


def _drawn(rng: Random, table: Table, part: Part, kind: Kind) -> list[Decimal]:
    """The figures of a row before sums: nothing where a column is one."""
    figures: list[Decimal] = []
    for column in part.columns:
        value = _base(rng, column.kind or kind, table.rounded)
        if column.among is not None:
            value = (figures[column.among] * rng.randint(0, 10) / 10).quantize(
                Decimal(1 if kind == "count" else "0.01")
            )
        if column.signed and rng.random() < 0.5:
            value = -value
        figures.append(Decimal(0) if column.parts or column.share or column.nothing else value)
    return figures


def _summed(columns: tuple[Column, ...], figures: list[Decimal]) -> tuple[Decimal, ...]:
    own = list(figures)
    for at in sorted(range(len(columns)), key=lambda i: -min(columns[i].parts, default=0)):
        if columns[at].parts:
            own[at] = sum((own[p] for p in columns[at].parts), Decimal(0))
    for at, column in enumerate(columns):
        if column.share is not None:
            one, all_of = (abs(own[i]) for i in column.share)
            own[at] = 100 * one / all_of if one < 20 * all_of else Decimal(0)
    return tuple(own)


def _fixed(rng: Random, table: Table, part: Part, before: list[Line]) -> list[Line]:
    drawn: dict[int, list[Decimal]] = {}
    for at, row in enumerate(part.rows):
        kind: Kind = ("money" if row.unit in ("万元", "元") else "count") if row.unit else table.kind
        if row.carries is not None and before:
            earlier = next(line for line in before if line.name == str(row.carries))
            drawn[at] = list(earlier.figures)
        elif not row.parts and not (row.optional and rng.random() < 0.5):
            drawn[at] = _drawn(rng, table, part, kind)
    for row in part.rows:  # nothing goes out that has not come in
        for out in row.minus:
            sums = [sum(c, Decimal(0)) for c in zip(*(drawn[p] for p in row.parts), strict=True)]
            drawn[out] = [min(max(o, Decimal(0)), max(s, Decimal(0))) for o, s in zip(drawn[out], sums, strict=True)]
    width = len(part.columns)
    for at in sorted((i for i, r in enumerate(part.rows) if r.parts), key=lambda i: _deep(part, i)):
        row = part.rows[at]
        own = [drawn[p] for p in row.parts if p in drawn]
        less = [drawn[p] for p in row.minus if p in drawn]
        drawn[at] = [sum((o[c] for o in own), Decimal(0)) - sum((o[c] for o in less), Decimal(0)) for c in range(width)]
    return [
        Line(
            name=str(at), figures=_summed(part.columns, drawn[at]), row=row, unit=row.unit,
            parts=tuple(str(p) for p in row.parts if p in drawn), minus=tuple(str(p) for p in row.minus),
        )
        for at, row in enumerate(part.rows) if at in drawn
    ]  # fmt: skip


def _deep(part: Part, at: int) -> int:
    """How many sums a row's figure is made of."""
    return 1 + max((_deep(part, p) for p in part.rows[at].parts), default=0) if part.rows[at].parts else 0


def _opened(rng: Random, table: Table, part: Part) -> list[Line]:
    lines = _codes(rng, table, part) if part.open == "codes" else _listed(rng, table, part)
    tops = [line for line in lines if part.open == "list" or len(line.name) == 3]
    if not part.rows:
        return lines
    total = [sum(c, Decimal(0)) for c in zip(*(line.figures for line in tops), strict=True)]
    row = Line(
        name="0", figures=_summed(part.columns, total), row=part.rows[0], parts=tuple(line.name for line in tops)
    )
    return [*lines, row] if rng.random() < 0.8 else [row, *lines]


def _codes(rng: Random, table: Table, part: Part) -> list[Line]:
    deep = part.stubs[0] != "科目编码"
    lines: list[Line] = []
    for top in sorted(rng.sample(range(201, 235), rng.randint(2, 5))):
        lines += _below(rng, table, part, str(top), 2 if deep else 1)
    return lines


def _below(rng: Random, table: Table, part: Part, code: str, levels: int) -> list[Line]:
    """A code and those below it; the label of a code is the same in every report."""
    if not levels:
        figures = _summed(part.columns, _drawn(rng, table, part, table.kind))
        label = _NAMES[int(code[-2:])] if int(code[-2:]) < len(_NAMES) else f"{WORDS[int(code) % len(WORDS)]}事务"
        return [Line(name=code, figures=figures, labels=(code, label))]
    below: list[Line] = []
    for item in sorted(rng.sample(range(1, 30), rng.randint(1, 3))):
        below += _below(rng, table, part, f"{code}{item:02d}", levels - 1)
    own = [line for line in below if len(line.name) == len(code) + 2]
    figures = [sum(c, Decimal(0)) for c in zip(*(line.figures for line in own), strict=True)]
    label = f"{WORDS[int(code) % len(WORDS)]}支出"
    first = Line(
        name=code, figures=_summed(part.columns, figures), labels=(code, label), parts=tuple(line.name for line in own)
    )
    return [first, *below]


def _listed(rng: Random, table: Table, part: Part) -> list[Line]:
    names = rng.sample([f"{a}{b}项目" for a in WORDS for b in WORDS if a != b], rng.randint(3, 9))
    return [
        Line(name=name, figures=_summed(part.columns, _drawn(rng, table, part, table.kind)), labels=(str(i), name))
        for i, name in enumerate(names, 1)
    ]
