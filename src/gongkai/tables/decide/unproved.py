"""Figures under heads whose order could not be read keep no place, unless they are the same in every order.

Two columns that changed places leave every row's sum as it was, and shift the sums of columns along with them: no sum can tell. Only a
row's own total stands out, where the others make it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gongkai.forms.model import Line, TableForm
from gongkai.tables.decide.sums import Totals, number, totals_of
from gongkai.tables.reading import Reading
from gongkai.text.numerals import Number

_REASON = "the heads of these columns are not all there, or in no certain order"


def without_unproved(readings: Sequence[Reading], table: TableForm) -> tuple[Reading, ...]:
    """Return the readings; where figures may change places within ``Reading.unproved`` and differ, they are loose."""
    totals = totals_of(table)
    return tuple(_freed(r, table.lines[r.line], totals) if r.line is not None and r.unproved else r for r in readings)


def _freed(reading: Reading, line: Line, totals: Totals) -> Reading:
    gone: set[int] = set()
    bounds = list(reading.bounds)
    for group in reading.unproved:
        slots = group - _proved_totals(reading, line, totals)
        own = {p.slot: (p.value.printed.status, p.value.printed.value) for p in reading.placed if p.slot in slots}
        if len(own) < len(slots) or len(set(own.values())) > 1:
            gone |= slots
            bounds = _widened(bounds, slots)
    if not any(placed.slot in gone for placed in reading.placed):
        return msgspec.structs.replace(reading, bounds=tuple(bounds))
    placed = tuple(p for p in reading.placed if p.slot not in gone)
    loose = tuple(dict.fromkeys((*reading.loose, *(p.value for p in reading.placed if p.slot in gone))))
    reason = reading.reason or _REASON
    return msgspec.structs.replace(reading, placed=placed, loose=loose, reason=reason, bounds=tuple(bounds))


def _proved_totals(reading: Reading, line: Line, totals: Totals) -> set[int]:
    """Return the slots of totals that the figures before them make, if not all of that is zero."""
    at = {(slot.row, slot.column): i for i, slot in enumerate(line.slots)}
    counted = {p.slot: number(p.value.printed) for p in reading.placed}
    found: set[int] = set()
    for row in dict.fromkeys(slot.row for slot in line.slots):
        parts, total = totals.get(row, ((), None))
        if total is not None and counted.get(at[total]) and _add_up((at[key] for key in parts), counted, at[total]):
            found.add(at[total])
    return found


def _add_up(parts: Iterable[int], counted: dict[int, Number], total: int) -> bool:
    slots = list(parts)
    return all(slot in counted for slot in slots) and sum(counted[slot] for slot in slots) == counted[total]


def _widened(bounds: list[tuple[Number, Number]], slots: Iterable[int]) -> list[tuple[Number, Number]]:
    """Give the slots of a group what any of them may hold."""
    own = [bounds[slot] for slot in slots] if bounds else []
    if own:
        both = (min(low for low, _ in own), max(high for _, high in own))
        return [both if i in slots else each for i, each in enumerate(bounds)]
    return bounds
