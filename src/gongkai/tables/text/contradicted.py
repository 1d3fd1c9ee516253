"""Rows of flattened text whose sums fail in most of those that could be placed: the figures are another row's, or stand one column off.

A published total is wrong here and there, among others that hold. Where more fail than hold, the places of the figures are what is
wrong, however well their number fits.
"""

from __future__ import annotations

from gongkai.forms.model import TableForm
from gongkai.tables.decide.closing import sums_of
from gongkai.tables.decide.sums import Totals
from gongkai.tables.reading import Reading
from gongkai.tables.text.orders import loosen

_REASON = "more of the sums of the rows that were read fail than hold"


def without_contradicted(readings: tuple[Reading, ...], table: TableForm, totals: Totals) -> tuple[Reading, ...]:
    """Return the readings; those of which a sum fails keep their figures without a place, where most sums fail."""
    sums = [_sums(reading, table, totals) for reading in readings]
    held, failed = (sum(own.count(answer) for own in sums) for answer in (True, False))
    if failed <= held:
        return readings
    return tuple(
        loosen(reading, _REASON) if False in own else reading for reading, own in zip(readings, sums, strict=True)
    )


def _sums(reading: Reading, table: TableForm, totals: Totals) -> list[bool]:
    """Whether each of a row's sums holds; none where some of its figures have no place."""
    if reading.line is None or not reading.placed:
        return []
    line = table.lines[reading.line]
    placed = {each.slot: each.value for each in reading.placed}
    return (
        sums_of(tuple(map(placed.get, range(len(line.slots)))), line, totals) if len(placed) == len(line.slots) else []
    )
