"""Text that does not print figures behind their labels: figures first, or all labels and then all figures.

Shape alone never decides between layouts: a table slipped by one row looks like any other. Each layout is read, and the one whose
sums close, all of them and some that are not zero, is believed; where none or several do, no figure has a place.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gongkai.forms.model import TableForm
from gongkai.tables.decide.closing import closing
from gongkai.tables.decide.sums import number
from gongkai.tables.reading import Reading
from gongkai.tables.text.labels import Span
from gongkai.tables.text.stretch import Run, Stretch, has_figure
from gongkai.tables.tokens import Token
from gongkai.text.numerals import Number

Owned = dict[Span, list[Token]]
_UNCLEAR = "it is not clear which label the figures belong to"
_ENOUGH = 3  # sums that are not zero
_MOSTLY = 0.5  # of the rows have no figure behind their label


def other_layouts(stretch: Stretch, table: TableForm, owned: Owned) -> list[Owned]:
    """Return the layouts that the text may have instead of figures behind labels; none where nothing speaks for one."""
    rows = sorted(owned)
    if len(rows) < 2:
        return []
    first = any(run.at <= rows[0].start and _has_number(run) for run in stretch.runs)
    if first and not has_figure(owned[rows[-1]]):
        before = _figures_first(stretch, rows)
        return [before, *(layout for layout in _labels_first(stretch, table, rows) if layout != before)]
    empty = sum(not has_figure(tokens) for tokens in owned.values())
    return _labels_first(stretch, table, rows) if empty > _MOSTLY * len(rows) else []


def _has_number(run: Run) -> bool:
    """Whether a number stands in a run: dashes may stand behind the heading of a group."""
    return any(token.printed is not None and token.printed.status == "reported" for token in run.tokens)


def _figures_first(stretch: Stretch, rows: list[Span]) -> Owned:
    """Give each run to the label that follows it."""
    owned: Owned = {row: [] for row in rows}
    for run in stretch.runs:
        following = next((row for row in rows if run.at <= row.start), None)
        if following is not None:
            owned[following] += run.tokens
    return owned


def _labels_first(stretch: Stretch, table: TableForm, rows: list[Span]) -> list[Owned]:
    """Share out all figures in order, row by row or column by column, where their number is that of the rows found."""
    widths = [len(table.lines[table.items[row.item].line or 0].slots) for row in rows]
    figures = [t for run in stretch.runs for t in run.tokens if t.kind == "figure"]
    if len(figures) != sum(widths):
        return []
    by_row: Owned = {}
    start = 0
    for row, width in zip(rows, widths, strict=True):
        by_row[row] = figures[start : start + width]
        start += width
    if len(set(widths)) > 1:
        return [by_row]
    return [by_row, {row: figures[i :: len(rows)] for i, row in enumerate(rows)}]


def choose(readings: Sequence[tuple[Reading, ...]], table: TableForm) -> tuple[Reading, ...]:
    """Return the readings of the one layout whose sums close; else those of the first, without places."""
    closing = [r for r in readings if _closes(r, table)]
    if len(closing) == 1:
        return tuple(msgspec.structs.replace(reading, chose=True) for reading in closing[0])
    return tuple(loosen(reading) for reading in readings[0])


def _closes(readings: tuple[Reading, ...], table: TableForm) -> bool:
    """Whether every sum of the table closes, and enough of them over figures that are not zero."""
    cells: dict[tuple[str, str], Number] = {}
    for reading in readings:
        if reading.line is not None:
            slots = table.lines[reading.line].slots
            cells |= {(slots[p.slot].row, slots[p.slot].column): number(p.value.printed) for p in reading.placed}
    keys = {key for equation in table.equations for _, key in equation.left + equation.right}
    return keys <= cells.keys() and closing(cells, table.equations, 0) >= _ENOUGH


def loosen(reading: Reading, reason: str = _UNCLEAR) -> Reading:
    """Take the places from a reading's figures; they stay with their row."""
    if reading.line is None:
        return reading
    values = tuple(p.value for p in reading.placed) or reading.loose
    return msgspec.structs.replace(reading, placed=(), loose=values, options=(), reason=reason)
