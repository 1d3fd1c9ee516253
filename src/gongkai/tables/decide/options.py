"""The ways in which a row's figures may stand in its columns, where the text does not say which: dropped blanks, figures run together.

An option gives for each slot of the line a value or None. Only options whose own sums close are kept, so a row without a sum of
its own has options only if there is but one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, product

from gongkai.forms.equations import Key
from gongkai.forms.model import Line
from gongkai.tables.reading import Option, Value
from gongkai.text.numerals import Printed, read_figure

_MANY = 1500
_LONGEST = 16  # digits run together; more has too many ways to fall apart

Totals = dict[str, tuple[tuple[Key, ...], Key]]
"""For each row of the output the parts and the total of its own sum."""


def options_of(values: Sequence[Value], line: Line, totals: Totals, *, glued: bool) -> tuple[Option, ...]:
    """Return every way to put ``values`` in the slots of ``line``, in their order, in which each row's own sum closes."""
    found: list[Option] = []
    for figures in _tokenisations(values, len(line.slots)) if glued else (tuple(values),):
        if any(value.printed.status == "unreadable" for value in figures):
            continue  # in a sum it counts for nothing that is known
        for option in _placements(figures, line, totals):
            found.append(option)
            if len(found) > _MANY:
                return ()
    return tuple(dict.fromkeys(found))


def only_split(values: Sequence[Value], width: int) -> tuple[Value, ...] | None:
    """Return the one way to read figures that were run together as ``width`` figures, None if there are none or several.

    000 is three zeros, since no number begins with 0; 1203 may be anything.
    """
    ways = [figures for figures in _tokenisations(values, width) if len(figures) == width]
    shorter = any(len(figures) < width for figures in _tokenisations(values, width))
    return ways[0] if len(ways) == 1 and not shorter else None


def _tokenisations(values: Sequence[Value], width: int) -> Iterator[tuple[Value, ...]]:
    """Yield the ways to cut runs of digits into at most ``width`` figures."""
    cuts = [tuple(_cuts(value, width)) for value in values]
    ways = 1
    for cut in cuts:
        ways *= len(cut)
    if ways > _MANY:
        return
    for parts in product(*cuts):
        figures = tuple(value for part in parts for value in part)
        if len(figures) <= width:
            yield figures


def _cuts(value: Value, width: int) -> Iterator[tuple[Value, ...]]:
    text = value.text
    if not text.isdecimal() or len(text) > _LONGEST or not text.isascii():
        yield (value,)
        return
    for count in range(min(width, len(text))):
        for at in combinations(range(1, len(text)), count):
            pieces = [text[a:b] for a, b in zip((0, *at), (*at, len(text)), strict=True)]
            if not any(piece[0] == "0" and len(piece) > 1 for piece in pieces):
                yield tuple(Value(piece, read_figure(piece), value.place) for piece in pieces)


def _placements(figures: tuple[Value, ...], line: Line, totals: Totals) -> Iterator[Option]:
    """Yield the placements row by row of the line: where rows stand across, figures are shared out among them in order."""
    groups = [tuple(slots) for _, slots in groupby(line.slots, key=lambda slot: slot.row)]
    yield from _share_out(figures, [(tuple((s.row, s.column) for s in g), totals.get(g[0].row)) for g in groups])


Group = tuple[tuple[Key, ...], tuple[tuple[Key, ...], Key] | None]


def _share_out(figures: tuple[Value, ...], groups: list[Group]) -> Iterator[Option]:
    if not groups:
        if not figures:
            yield ()
        return
    keys, total = groups[0]
    room = sum(len(k) for k, _ in groups[1:])
    for count in range(max(0, len(figures) - room), min(len(keys), len(figures)) + 1):
        heads = [o for o in _spread(figures[:count], len(keys)) if _closes(o, keys, total)]
        if heads:
            tails = list(_share_out(figures[count:], groups[1:]))
            yield from (head + tail for head in heads for tail in tails)


def _spread(figures: tuple[Value, ...], width: int) -> Iterator[Option]:
    for at in combinations(range(width), len(figures)):
        slots: list[Value | None] = [None] * width
        for index, figure in zip(at, figures, strict=True):
            slots[index] = figure
        yield tuple(slots)


def _closes(option: Option, keys: tuple[Key, ...], total: tuple[tuple[Key, ...], Key] | None) -> bool:
    if total is None:
        return True
    printed = {key: number(value.printed if value else None) for key, value in zip(keys, option, strict=True)}
    parts, sum_key = total
    return sum(printed[key] for key in parts) == printed[sum_key]


def number(printed: Printed | None) -> int | float:
    """Return what a cell counts in a sum: a blank, a dash and an empty slot are 0."""
    return (printed.value or 0) if printed else 0
