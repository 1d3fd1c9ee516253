"""The ways in which a row's figures may stand in its columns, where the text does not say which: dropped blanks, figures run together.

An option gives for each slot of the line a value or None. Only options whose own sums close are kept, so a row without a sum of
its own has options only if there is but one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, islice, pairwise
from math import comb

import regex
from msgspec import Struct

from gongkai.forms.model import Line
from gongkai.tables.decide.closing import closes
from gongkai.tables.decide.sums import Reach, Totals, number
from gongkai.tables.reading import Option, Value
from gongkai.text.numerals import NONE, Number, read_figure

_RUN = regex.compile(rf"(?:[0-9]|{NONE}|[-—/])+")
_SIGN = regex.compile(r"[-—][0-9]")
_MANY = 3_000  # ways of one row
_STEPS = 60_000  # trials for one row; the longest row of a province, 30 digits in seven columns, takes a third of it
_PLACINGS = 10_000  # ways to choose slots for the figures above zero: those of three rows of five side by side are at most 6,435
_LONGEST = 48  # digits run together in one row; a province's have 30, three rows side by side 45
_WIDEST = 8  # digits of one figure


class _Piece(Struct, frozen=True, gc=False):
    """A figure that may stand in a row: up to where it takes what is printed, what it counts, and its value."""

    end: int
    counts: Number
    value: Value


class _Group(Struct, frozen=True):
    """The slots of one row of the output; ``summed``: the last of them is the sum of the others."""

    width: int
    summed: bool


def options_of(
    values: Sequence[Value], line: Line, totals: Totals, *, glued: bool, full: bool = False
) -> tuple[Option, ...]:
    """Return every way to put ``values`` in the slots of ``line``, in their order, in which each row's own sum closes.

    ``glued``: runs of digits may be cut into several figures. ``full``: no slot is empty.
    """
    if any(value.printed.status == "unreadable" and not (glued and can_be_cut(value)) for value in values):
        return ()  # in a sum it counts for nothing that is known
    row = _Row(values, glued=glued, full=full)
    found: list[Option] = []
    for option in row.ways(0, _groups(line, totals)):
        if closes(option, line, totals):
            found.append(option)
        if len(found) > _MANY:
            break
    if len(found) <= _MANY and row.steps >= 0:
        return tuple(dict.fromkeys(found))
    return () if glued else _without_zeros(values, line, totals)


def _without_zeros(values: Sequence[Value], line: Line, totals: Totals) -> tuple[Option, ...]:
    """Return the ways in which the figures above zero may stand, with room for the zeros between them, which are in no slot.

    In a sum a zero and an empty slot are the same: what these ways agree on holds wherever the zeros stand.
    """
    width = len(line.slots)
    kept = [i for i, value in enumerate(values) if number(value.printed)]
    behind = [len(values) - 1 - i for i in kept]  # values that need a slot to the right
    ways = combinations(range(width), len(kept))
    if len(values) > width or comb(width, len(kept)) > _PLACINGS:
        return ()
    found: list[Option] = []
    for slots in ways:
        places = zip(slots, kept, behind, strict=True)
        apart = all(b - a >= j - i for (a, i), (b, j) in pairwise(zip(slots, kept, strict=True)))
        if apart and all(i <= slot < width - after for slot, i, after in places):
            own = dict(zip(slots, (values[i] for i in kept), strict=True))
            option = tuple(own.get(slot) for slot in range(width))
            found += [option] if closes(option, line, totals) else []
    return tuple(found) if len(found) <= _MANY else ()


def nearly_closing(values: Sequence[Value], line: Line, totals: Totals) -> tuple[Option, ...]:
    """Return the ways to cut a full row of several sums in which as few of them fail as possible, and those in which one more does: no
    other row tells which of the sums is published wrong. None if there are too many.
    """
    groups = _groups(line, totals)
    row = _Row(values, glued=True, full=True)
    for failing in range(len(groups)):
        if any(True for freed in combinations(range(len(groups)), failing) for _ in row.ways(0, _freed(groups, freed))):
            more = combinations(range(len(groups)), failing + 1)
            found = {o: None for freed in more for o in islice(row.ways(0, _freed(groups, freed)), _MANY + 1)}
            return tuple(found) if len(found) <= _MANY and row.steps >= 0 else ()
    return ()


def _freed(groups: tuple[_Group, ...], freed: Sequence[int]) -> tuple[_Group, ...]:
    """Return the groups, those at ``freed`` without their sum."""
    return tuple(_Group(g.width, g.summed and i not in freed) for i, g in enumerate(groups))


def only_split(values: Sequence[Value], width: int, *, full: bool) -> tuple[Value, ...] | None:
    """Return the one way to read figures that were run together as ``width`` figures, None if there are none or several.

    000 is three zeros, since no number begins with 0; 1203 may be anything. In a table that is printed ``full``, 120 is three figures too.
    """
    if any(_SIGN.search(value.text) for value in values):
        return None  # no sum tells a sign from a dash in a cell of its own
    row = _Row(values, glued=True, full=full)
    ways: list[Option] = []
    for option in row.ways(0, (_Group(width, summed=False),)):
        ways.append(option)
        if len(ways) > 1:
            return None
    figures = tuple(value for way in ways for value in way if value is not None)
    return figures if ways and len(figures) == width and row.steps >= 0 else None


def all_cuts(values: Sequence[Value], width: int, allowed: Sequence[Sequence[Reach]]) -> tuple[Option, ...]:
    """Return the ways to cut a full row whatever its own sum, in which all figures but one may stand in their columns; none if they are too
    many.
    """
    row = _Row(values, glued=True, full=True)
    found: list[Option] = []
    for option in row.cuts(0, width, allowed, 1):
        found.append(option)
        if len(found) > _MANY:
            return ()
    return tuple(found) if row.steps >= 0 else ()


def letters_of(values: Sequence[Value]) -> int:
    """Count the figures that values hold at most: each digit of a run may be one."""
    return sum(len(value.text) if can_be_cut(value) else 1 for value in values)


def can_be_cut(value: Value) -> bool:
    """Whether a value is a run of digits, or of digits and dashes right behind a label, that may be several figures."""
    return (value.text.isascii() and value.text.isdecimal()) or (value.glued and _RUN.fullmatch(value.text) is not None)


def _groups(line: Line, totals: Totals) -> tuple[_Group, ...]:
    """Return the rows of a line: one, or several that stand side by side."""
    groups: list[_Group] = []
    for row, slots in groupby(line.slots, key=lambda slot: slot.row):
        keys = tuple((slot.row, slot.column) for slot in slots)
        groups.append(_Group(len(keys), totals.get(row) == (keys[:-1], keys[-1])))
    return tuple(groups)


class _Row:
    """What is printed in a row, taken apart into the figures that may begin at each place of it."""

    def __init__(self, values: Sequence[Value], *, glued: bool, full: bool) -> None:
        self.full = full
        self.steps = _STEPS
        self.pieces: list[tuple[_Piece, ...]] = []
        for value in values:
            if glued and can_be_cut(value) and letters_of(values) <= _LONGEST:
                start = len(self.pieces)
                self.pieces += [tuple(_pieces(value, start, i)) for i in range(len(value.text))]
            else:
                self.pieces.append((_Piece(len(self.pieces) + 1, number(value.printed), value),))
        self.end = len(self.pieces)
        self.known: dict[tuple[int, int, int, int], dict[Number, list[Option]]] = {}

    def ways(self, at: int, groups: tuple[_Group, ...]) -> Iterator[Option]:
        """Yield the options of rows that stand side by side, from the place ``at`` on."""
        if not groups:
            if at == self.end:
                yield ()
            return
        room = sum(group.width for group in groups[1:])
        for end, head in self._row(at, groups[0], room):
            for tail in self.ways(end, groups[1:]):
                yield head + tail

    def cuts(self, at: int, width: int, allowed: Sequence[Sequence[Reach]], misses: int) -> Iterator[Option]:
        """Yield the ways to fill the last slots, at most ``misses`` of them with a figure that is not allowed there."""
        self.steps -= 1
        if self.steps < 0 or self.end - at < width:
            return
        if not width:
            if at == self.end:
                yield ()
            return
        for piece in self.pieces[at]:
            left = misses - (not all(reach.has(piece.counts) for reach in allowed[-width]))
            if left >= 0:
                yield from ((piece.value, *rest) for rest in self.cuts(piece.end, width - 1, allowed, left))

    def _row(self, at: int, group: _Group, room: int) -> Iterator[tuple[int, Option]]:
        """Yield where a row may end and what stands in it; ``room`` is how many slots follow it."""
        ends = range(at, self.end + 1) if room else range(self.end, self.end + 1)
        for end in ends:
            self.steps -= 1
            if self.steps < 0:
                return
            if self.full and (end - at < group.width or self.end - end < room):
                continue
            if not group.summed:
                yield from ((end, option) for option in self._filled(at, end, group.width, _WIDEST))
                continue
            for start, total, value in self._totals(at, end):
                for parts in self._adding_up(at, start, group.width - 1, total):
                    yield end, (*parts, value)

    def _totals(self, at: int, end: int) -> Iterator[tuple[int, Number, Value | None]]:
        """Yield where a row's total may begin, what it counts, and its value."""
        if not self.full:
            yield end, 0, None
        for start in range(max(at, end - _WIDEST), end):
            yield from ((start, piece.counts, piece.value) for piece in self.pieces[start] if piece.end == end)

    def _adding_up(self, at: int, end: int, slots: int, total: Number) -> Iterator[Option]:
        """Yield the ways to fill so many slots with what is printed from ``at`` to ``end``, so that it adds up to ``total``.

        Each half of the slots is filled in every way, and halves that make the total together are joined.
        """
        wide = len(str(int(total)))  # no part of a sum is longer
        half = slots // 2
        for middle in range(at, end + 1):
            self.steps -= 1
            if self.steps < 0 or max(middle - at - half * wide, end - middle - (slots - half) * wide) > 0:
                continue
            heads = self._sums(at, middle, half, wide)
            tails = self._sums(middle, end, slots - half, wide) if heads else {}
            for summed in heads.keys() & {total - after for after in tails}:
                yield from (head + tail for head in heads[summed] for tail in tails[total - summed])

    def _sums(self, at: int, end: int, slots: int, wide: int) -> dict[Number, list[Option]]:
        """Group the ways to fill slots by what they add up to."""
        if (at, end, slots, wide) not in self.known:
            grouped: dict[Number, list[Option]] = {}
            for option in self._filled(at, end, slots, wide):
                grouped.setdefault(sum(number(v.printed) for v in option if v), []).append(option)
            self.known[at, end, slots, wide] = grouped
        return self.known[at, end, slots, wide]

    def _filled(self, at: int, end: int, slots: int, wide: int) -> Iterator[Option]:
        """Yield the ways to fill so many slots with what is printed from ``at`` to ``end``, no run of digits cut longer than ``wide``."""
        self.steps -= 1
        left = end - at
        if self.steps < 0 or left < (slots if self.full else 0) or left > slots * wide:
            return
        if at == end:
            yield (None,) * slots
            return
        if not self.full:
            yield from ((None, *rest) for rest in self._filled(at, end, slots - 1, wide))
        for piece in self.pieces[at]:
            if piece.end <= end and piece.end - at <= wide:
                yield from ((piece.value, *rest) for rest in self._filled(piece.end, end, slots - 1, wide))


def _pieces(value: Value, start: int, at: int) -> Iterator[_Piece]:
    """Yield the figures that may begin at a character of a run; no number begins with 0, and two long dashes may be one."""
    text = value.text
    digits = 0
    while at + digits < len(text) and text[at + digits].isdecimal():
        digits += 1
    longest = 1 + text.startswith("——", at) if not digits else 1 if text[at] == "0" else min(digits, _WIDEST)
    for end in range(at + 1, at + longest + 1):
        printed = read_figure(text[at:end])
        whole = at == 0 and end == len(text)
        yield _Piece(start + end, number(printed), value if whole else Value(text[at:end], printed, value.place))
