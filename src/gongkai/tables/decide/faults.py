"""Published errors in a table whose figures ran together: where a figure may be wrong, and how its row is cut then.

A wrong figure breaks the sum of its row and the sums of its column; all other columns still tell what stands in the row. So a row whose
sum no cut closes is cut by the columns, all but one of them, whichever that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct

from gongkai.forms.equations import Equation, Key
from gongkai.forms.model import Line, TableForm
from gongkai.tables.decide.closing import closes
from gongkai.tables.decide.sums import Reach, number, totals_of
from gongkai.tables.decide.ways import all_cuts
from gongkai.tables.reading import Option, Reading
from gongkai.text.numerals import Number

_ROWS = 2  # with three wrong rows nearly anything can be made to add up
_CUTS = 300  # ways of a wrong row; where there are more, the columns do not tell


class Fault(Struct, frozen=True):
    """Cells whose figures are taken for wrong, and the options of their rows then, by the index of the reading."""

    cells: frozenset[Key]
    options: dict[int, tuple[Option, ...]]


def suspects_of(readings: Sequence[Reading], table: TableForm) -> tuple[int, ...]:
    """Return the readings of whole rows that were run together and whose own sum no cut closes."""
    totals = totals_of(table)
    found = []
    for index, reading in enumerate(readings):
        if reading.whole and reading.line is not None and not reading.options:
            line = table.lines[reading.line]
            if not reading.placed or not closes(_placed(reading, line), line, totals):
                found.append(index)
    return tuple(found)


def _placed(reading: Reading, line: Line) -> Option:
    slots = {placed.slot: placed.value for placed in reading.placed}
    return tuple(slots.get(i) for i in range(len(line.slots)))


def faults_of(readings: Sequence[Reading], table: TableForm, suspects: Sequence[int]) -> Iterator[Fault]:
    """Yield the errors that may be assumed: a figure in each suspected row, or in any row where none is suspected."""
    if len(suspects) > _ROWS:
        return
    if suspects:
        yield from _joint([tuple(_of_row(i, readings, table, suspects)) for i in suspects])
        return
    for index, reading in enumerate(readings):
        if reading.whole:
            yield from _of_row(index, readings, table, (index,))


def _joint(rows: Sequence[Sequence[Fault]]) -> Iterator[Fault]:
    for faults in product(*rows):
        options = {i: o for fault in faults for i, o in fault.options.items()}
        yield Fault(frozenset().union(*(fault.cells for fault in faults)), options)


def _of_row(index: int, readings: Sequence[Reading], table: TableForm, without: Sequence[int]) -> Iterator[Fault]:
    """Yield the errors that one row may have: each of its figures, where its other figures fit the sums of their columns."""
    reading = readings[index]
    line = table.lines[reading.line or 0]
    keys = [(slot.row, slot.column) for slot in line.slots]
    if reading.placed:
        yield from (Fault(frozenset({key}), {}) for key in keys)
        return
    allowed = [_allowed(key, readings, table, without) for key in keys]
    cuts = all_cuts(reading.loose, len(keys), allowed)
    for column, key in enumerate(keys if len(cuts) <= _CUTS else ()):
        fitting = tuple(cut for cut in cuts if _misses(cut, allowed) <= {column})
        if fitting:
            yield Fault(frozenset({key}), {index: fitting})


def _misses(option: Option, allowed: Sequence[Sequence[Reach]]) -> set[int]:
    return {
        i
        for i, (value, reaches) in enumerate(zip(option, allowed, strict=True))
        if not all(reach.has(number(value.printed if value else None)) for reach in reaches)
    }


def _allowed(key: Key, readings: Sequence[Reading], table: TableForm, without: Sequence[int]) -> tuple[Reach, ...]:
    """Return what the sums that speak of a cell, its row's apart, leave for it; sums over rows that are not known leave anything."""
    known: dict[Key, frozenset[Number]] = {}
    for index, reading in enumerate(readings):
        if reading.line is not None and index not in without:
            known |= _choices(reading, table.lines[reading.line])
    sums = (e for e in table.equations if e.spec.compare == "=" and e.spec.each != "row")
    return tuple(reach for e in sums if (reach := _reach(e, key, known)) is not None)


def _choices(reading: Reading, line: Line) -> dict[Key, frozenset[Number]]:
    options = reading.options or ((_placed(reading, line),) if reading.placed or not reading.loose else ())
    if not options:
        return {}
    counted = [frozenset(number(v.printed if v else None) for v in column) for column in zip(*options, strict=True)]
    return {(slot.row, slot.column): own for slot, own in zip(line.slots, counted, strict=True)}


def _reach(equation: Equation, key: Key, known: Mapping[Key, frozenset[Number]]) -> Reach | None:
    """Return the values with which a cell can close a sum; None where the sum does not speak of it, or of cells that are not known."""
    own: int | None = None
    terms: list[frozenset[Number]] = []
    for factor, side in ((1, equation.left), (-1, equation.right)):
        for sign, cell in side:
            if cell == key:
                own = factor * sign
            elif cell not in known:
                return None
            else:
                terms.append(frozenset(factor * sign * n for n in known[cell]))
    return Reach(own, terms) if own is not None else None
