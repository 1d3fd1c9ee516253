"""Chooses between the ways in which uncertain rows may be read, by the sums that the form declares.

What every solution of the whole table agrees on is decided; the rest stays open. Where nothing closes the report's own sums are wrong:
then one published figure, or one in each row whose sum no cut closes, may be wrong, and what every such reading agrees on is decided.
Where a bound ends the search nothing is decided.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from gongkai.forms.equations import Key
from gongkai.forms.model import TableForm
from gongkai.tables.decide.faults import Fault, faults_of, suspects_of
from gongkai.tables.decide.reach import Room
from gongkai.tables.decide.search import Search
from gongkai.tables.decide.sums import number
from gongkai.tables.reading import Option, Placed, Reading
from gongkai.text.numerals import Number

_MOST_FAULTS = 60  # assumed errors that are tried: seven columns of eight rows, or of two rows together
_STEPS = 1_500_000  # of one table, less than a second; one that ran together takes a fiftieth where its sums hold


class Solved(Struct, frozen=True):
    """Readings after the search, and the ids of the checks that chose between options."""

    readings: tuple[Reading, ...]
    chose: frozenset[str]


class _Found(Struct, frozen=True):
    """The options of each row that is open and that sums speak of, and the ids of these."""

    options: dict[int, list[Option]]
    used: frozenset[str]


def solve(readings: tuple[Reading, ...], table: TableForm) -> Solved:
    """Decide what the sums decide among the options of the readings."""
    suspects = suspects_of(readings, table)
    room = Room(_STEPS)
    found = _search(readings, table, frozenset(), room) if not suspects else None
    if found is None and room.steps >= 0:
        found = _with_errors(readings, table, suspects, room)
    if found is None:
        return Solved(readings, frozenset())
    solved = list(readings)
    for index, options in found.options.items():
        solved[index] = _agree(readings[index], options)
    return Solved(tuple(solved), found.used)


def _search(readings: tuple[Reading, ...], table: TableForm, wrong: frozenset[Key], room: Room) -> _Found | None:
    """Search for solutions in which no sum has to close that speaks of the cells ``wrong``; None where none is found."""
    open_rows = [i for i, reading in enumerate(readings) if reading.options and _is_only(reading, readings)]
    if not open_rows:
        return None
    search = Search(readings, open_rows, table, room, wrong)
    survivors = search.run()
    if survivors is None:
        return None
    decided = {i: o for i, o in survivors.items() if i in (search.crossed if _is_cut(readings[i]) else search.tied)}
    return _Found(decided, search.used)


def _with_errors(
    readings: tuple[Reading, ...], table: TableForm, suspects: tuple[int, ...], room: Room
) -> _Found | None:
    """Return what all solutions with an error in each suspected row have; in one row of any, where there is no suspect."""
    faults = tuple(faults_of(readings, table, suspects))
    if not faults or len(faults) > _MOST_FAULTS:
        return None
    tried = (_search(_with_options(readings, fault), table, fault.cells, room) for fault in faults)
    found = [each for each in tried if each is not None]
    if not found or room.steps < 0:
        return None
    common = set.intersection(*(set(each.options) for each in found))
    options = {i: [o for each in found for o in each.options[i]] for i in sorted(common)}
    return _Found(options, frozenset().union(*(each.used for each in found)))


def _with_options(readings: tuple[Reading, ...], fault: Fault) -> tuple[Reading, ...]:
    changed = list(readings)
    for index, options in fault.options.items():
        changed[index] = msgspec.structs.replace(readings[index], options=options)
    return tuple(changed)


def bounds_of(readings: Sequence[Reading], table: TableForm) -> dict[Key, tuple[Number, Number]]:
    """Return what the sums prove about cells that stay open: the least and the most that any solution has there.

    (0, 0): zero is printed there or nothing. A cell that a single reading speaks of; nothing of what was read by its label.
    """
    found: dict[Key, tuple[Number, Number]] = {}
    for reading in readings:
        if reading.line is None or not reading.bounds:
            continue
        placed = {each.slot for each in reading.placed}
        for index, (slot, own) in enumerate(zip(table.lines[reading.line].slots, reading.bounds, strict=True)):
            if index not in placed:
                found[slot.row, slot.column] = own
    return found


def _is_only(reading: Reading, readings: tuple[Reading, ...]) -> bool:
    return reading.line is not None and sum(r.line == reading.line for r in readings) == 1


def _is_cut(reading: Reading) -> bool:
    """Whether digits that were run together are cut into figures: a row's own sum is not enough to say where."""
    return any(v is not None and v not in reading.loose for option in reading.options for v in option)


def _agree(reading: Reading, options: Sequence[Option]) -> Reading:
    """Place the figures on whose slot all surviving options agree, and keep between what all of them lie."""
    counted = [[number(v.printed if v else None) for v in column] for column in zip(*options, strict=True)]
    bounds = tuple((min(own), max(own)) for own in counted)
    placed = tuple(
        Placed(slot, values[0], "order")
        for slot, values in enumerate(zip(*options, strict=True))
        if values[0] is not None and all(v is values[0] or v == values[0] for v in values)
    )
    return msgspec.structs.replace(reading, placed=placed, bounds=bounds)
