"""A reading of heads that the sums contradict, where the form's order closes them, is refused.

Torn heads push figures into other columns than their own. A row that has exactly as many figures as the form has columns, whose sum
holds in the form's order and fails in the order of the heads, says so; then no row below the same heads keeps its places.

So is a row whose figures changed places by the units beside them: 251000元 under 项目数量, and a mere 6 under 总金额.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gongkai.forms.model import Line, TableForm
from gongkai.tables.decide.closing import closes
from gongkai.tables.decide.sums import number, totals_of
from gongkai.tables.reading import Reading, Value
from gongkai.text.units import MONEY, kind_of

_CONTRADICTED = "the sums hold in the form's order of columns and fail in that of the printed heads"
_EXCHANGED = "a unit beside a figure is that of another column of the row"


def refuse_contradicted(readings: Sequence[Reading], table: TableForm) -> tuple[Reading, ...]:
    """Return the readings, those under contradicted heads without places."""
    totals = totals_of(table)
    against: set[int] = set()
    confirmed: set[int] = set()
    for reading in readings:
        if reading.line is None or not reading.placed or not totals:
            continue
        line = table.lines[reading.line]
        figures = _figures(reading)
        if len(figures) != len(line.slots) or not number(figures[-1].printed):
            continue
        slots = {placed.slot: placed.value for placed in reading.placed}
        as_read, in_order = tuple(map(slots.get, range(len(line.slots)))), figures
        if closes(as_read, line, totals):
            confirmed |= {line.block} if as_read != in_order else set()
        elif closes(in_order, line, totals):
            against.add(line.block)
    return tuple(
        _without_places(r, _CONTRADICTED) if _block(r, table.lines) in against - confirmed else r for r in readings
    )


def refuse_exchanged(readings: Sequence[Reading], table: TableForm) -> tuple[Reading, ...]:
    """Return the readings, without places those in which money is printed where the form counts, or the other way round, beside a column
    that it would fit.
    """
    return tuple(_without_places(r, _EXCHANGED) if _is_exchanged(r, table.lines) else r for r in readings)


def _is_exchanged(reading: Reading, lines: Sequence[Line]) -> bool:
    if reading.line is None or not any(placed.value.printed.unit for placed in reading.placed):
        return False
    money = [slot.kind == "money" or kind_of(slot.unit) == MONEY for slot in lines[reading.line].slots]
    printed = {p.slot: kind for p in reading.placed if (kind := kind_of(p.value.printed.unit)) is not None}
    return len(set(money)) > 1 and any((kind == MONEY) != money[slot] for slot, kind in printed.items())


def _figures(reading: Reading) -> tuple[Value, ...]:
    """Return a row's figures in printed order."""
    values = (*(placed.value for placed in reading.placed), *reading.loose)
    return tuple(value for value in values if value.printed.status != "blank")


def _block(reading: Reading, lines: Sequence[Line]) -> int | None:
    return lines[reading.line].block if reading.line is not None else None


def _without_places(reading: Reading, reason: str) -> Reading:
    values = (*(placed.value for placed in reading.placed), *reading.loose)
    return msgspec.structs.replace(reading, placed=(), options=(), loose=values, reason=reason)
