"""Fills one report of an invented family in: figures that keep the family's sums, printed in a style of the report's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from msgspec import Struct

from corpus.families.model import Column, Family, Filled, Part, Row, Table, Where
from corpus.families.numbers import Line, lines_of
from corpus.others.model import Chapter, Half, Head, Other, Printed

_PLACES = ("芦川县", "青岚县", "云溪区", "石桥市", "苇塘县", "临江市")
_AGENCIES = [place + body for place in _PLACES for body in ("水务局", "林业局", "教育局", "粮食局", "体育局", "商务局")]
_PROSE = ("本年度各项工作有序开展。", "有关数据经过核对。", "与上年相比变化不大。", "各科室按职责分工落实到位。")


class Style(Struct, frozen=True):
    """How a report prints: zeros, negative figures, thousands, captions with a number."""

    zero: str
    brackets: bool
    thousands: bool
    numbered: bool


def fill(family: Family, seed: int) -> Filled:
    """Fill one report in; seeds 2n and 2n + 1 are one agency's reports on years that follow each other."""
    pair = Random(f"pair {seed // 2} {family.subject}")
    agency, year = pair.choice(_AGENCIES), pair.randint(2018, 2023) + seed % 2
    rng = Random(f"report {seed} {family.subject}")
    style = Style(rng.choice(("0", "0", "0", "", "—")), rng.random() < 0.5, rng.random() < 0.2, rng.random() < 0.3)
    press = _Print(rng, style, seed)
    printed: dict[int, list[Printed]] = {}
    for at, table in enumerate(family.tables):
        if table.optional and rng.random() < 0.4:
            continue
        name = f"表{at + 1} {_worded(rng, table.names)}" if style.numbered else _worded(rng, table.names)
        printed.setdefault(table.chapter, []).append(Printed(name, table.unit, press.halves(at, table)))
    truth = press.truth
    order = list(range(len(family.chapters)))
    if family.shuffled:
        rng.shuffle(order)
    chapters = []
    for number, which in enumerate(order):
        said = [
            f"{s.before}{truth[s.where]}{s.behind}。" for s in family.said
            if s.where in truth and family.tables[s.where[0]].chapter == which
        ]  # fmt: skip
        text = (rng.choice(_PROSE), *said)
        chapters.append(
            Chapter(f"{'一二三四五六'[number]}、{family.chapters[which]}", text, tuple(printed.get(which, ())))
        )
    report = Other("family", f"{agency}{year}年度{family.subject}报告", agency, year, tuple(chapters))
    return Filled(report=report, truth=truth, held=frozenset(press.held & truth.keys()))


def _worded(rng: Random, names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 or rng.random() < 0.6 else rng.choice(names[1:])


class _Print:
    """Prints the tables of one report, and notes what is printed where."""

    def __init__(self, rng: Random, style: Style, seed: int) -> None:
        self._rng, self._style, self._seed = rng, style, seed
        self.truth: dict[Where, Decimal] = {}
        self.held: set[Where] = set()

    def halves(self, at: int, table: Table) -> tuple[Half, ...]:
        """Print the table of that number."""
        return tuple(self._half(at, number, table) for number in range(len(table.parts)))

    def _half(self, at: int, number: int, table: Table) -> Half:
        part, rng = table.parts[number], self._rng
        absent = frozenset(i for i, c in enumerate(part.columns) if c.optional and rng.random() < 0.4)
        if any(row.carries is not None for row in part.rows):
            absent = frozenset()
        shown = [i for i in range(len(part.columns)) if i not in absent]
        lines = lines_of(table, number, f"{at} {number}", self._seed, absent)
        rows = []
        for line in lines:
            figures = []
            for column in shown:
                text, value = _printed(table, part.columns[column], line, line.figures[column], self._style)
                figures.append(text)
                if value is not None:
                    self.truth[at, number, line.name, column] = value
            rows.append((_labels(rng, part, line, len(rows)), tuple(figures)))
        self.held |= {(at, number, row, column) for row, column in _held(part, lines, shown)}
        return Half(
            part.stubs, tuple(_heads([(*part.columns[i].over, _worded(rng, part.columns[i].names)) for i in shown])),
            tuple(rows), merged=("类别",), numbered=part.numbered,
        )  # fmt: skip


def _labels(rng: Random, part: Part, line: Line, at: int) -> tuple[str, ...]:
    row = part.rows[int(line.name)] if line.row is not None else None
    if row is None:
        own = line.labels
        if len(part.stubs) == 4:
            code, label = own
            own = (code[:3], code[3:5], code[5:7], label)
    else:
        own = _row_labels(rng, part, row)
    return (*own, str(at + 1)) if part.ordinals else own


def _row_labels(rng: Random, part: Part, row: Row) -> tuple[str, ...]:
    stubs = len(part.stubs) - part.ordinals
    label = _worded(rng, row.names)
    if not stubs:
        return ()
    if row.unit:
        return label, row.unit
    if row.group and row.group != row.names[0]:
        return row.group, label
    return (label, *[""] * (stubs - 1))


def _printed(table: Table, column: Column, line: Line, value: Decimal, style: Style) -> tuple[str, Decimal | None]:
    kind = column.kind or ("money" if line.unit in ("万元", "元") else table.kind)
    if line.unit and line.unit not in ("万元", "元"):
        kind = "count"
    places = {"count": "1", "money": "0.01", "percent": "0.1"}[kind]
    rounded = value.quantize(Decimal(places), ROUND_HALF_UP)
    if not rounded and style.zero != "0":
        return style.zero, None
    text = f"{abs(rounded):,}" if style.thousands else str(abs(rounded))
    if rounded < 0:
        text = f"({text})" if style.brackets else f"-{text}"
    return text + ("%" if kind == "percent" and "%" not in column.names[0] else ""), rounded


def _heads(paths: list[tuple[str, ...]]) -> Iterator[Head]:
    """Neighbours below one head are one tree."""
    at = 0
    while at < len(paths):
        end = at + 1
        while len(paths[at]) > 1 and end < len(paths) and len(paths[end]) > 1 and paths[end][0] == paths[at][0]:
            end += 1
        below = tuple(_heads([path[1:] for path in paths[at:end]])) if len(paths[at]) > 1 else ()
        yield Head(paths[at][0], below)
        at = end


def _held(part: Part, lines: Sequence[Line], shown: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The cells that a sum covers whose total and parts are printed."""
    for line in lines:
        for total in shown:
            if part.columns[total].parts:
                yield from ((line.name, c) for c in (total, *part.columns[total].parts) if c in shown)
        for name in (*line.parts, *line.minus, *((line.name,) if line.parts else ())):
            yield from ((name, c) for c in shown if part.columns[c].share is None)
