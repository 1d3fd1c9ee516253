"""Puts the values of one row of flattened text in the slots of its line, or keeps them loose with the ways in which they may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from gongkai.forms.model import Line
from gongkai.report import Anchor
from gongkai.tables.decide.closing import closes
from gongkai.tables.decide.sums import Totals, number
from gongkai.tables.decide.ways import can_be_cut, letters_of, nearly_closing, only_split, options_of
from gongkai.tables.heads import Heads
from gongkai.tables.reading import Option, Placed, Reading, Value


class Shape(Struct, frozen=True):
    """What is the same for all rows of a stretch: ``marked``, cells show; ``full``, figures were run together and no cell is blank."""

    marked: bool
    full: bool = False


def place_row(
    index: int,
    line: Line,
    values: tuple[Value, ...],
    fitting: tuple[Value, ...] | None,
    heads: Heads,
    totals: Totals,
    shape: Shape,
) -> Reading:
    """Place ``values``; ``fitting`` are those of them that fill the line's columns one by one, None where that is not certain.

    Heads in another order than the form's are believed; where it is not certain, the reading says so.
    """
    width = len(line.slots)
    glued = _is_glued(values, width)
    if glued:
        fitting = only_split(values, width, full=shape.full)
        if fitting is not None and not closes(fitting, line, totals):
            fitting = None  # blank cells may be among them
    if heads.order is None:
        reason = "the order of the printed heads cannot be told"
        return Reading(line=index, label=line.label, loose=values, reason=reason)
    if fitting is not None:
        both = zip(heads.order, fitting, strict=True)
        placed = tuple(Placed(slot, value, _anchor(slot, heads)) for slot, value in both)
        return Reading(line=index, label=line.label, placed=placed, whole=glued and shape.full, unproved=heads.open)
    if glued and shape.full and len({slot.row for slot in line.slots}) > 1:
        return _across(index, line, values, totals, heads)
    options = (
        ()
        if heads.moved or width == 1
        else tuple(dict.fromkeys(_options(values, line, totals, glued=glued, full=shape.full)))
    )
    reason = f"{len(values)} figures for {width} columns"
    return Reading(
        line=index,
        label=line.label,
        loose=values,
        options=options,
        reason=reason,
        whole=glued and shape.full,
        unproved=heads.open,
    )


def _across(index: int, line: Line, values: tuple[Value, ...], totals: Totals, heads: Heads) -> Reading:
    """Place the figures of rows side by side, run together, on which all cuts agree that may be the printed one."""
    cuts = nearly_closing(values, line, totals) if not heads.moved else ()
    placed = tuple(
        Placed(slot, own[0], "order")
        for slot, own in enumerate(zip(*cuts, strict=True))
        if own[0] is not None and all(value == own[0] for value in own)
    )
    reason = "the figures were run together and may be cut in several ways"
    loose = () if len(placed) == len(line.slots) else values
    return Reading(
        line=index, label=line.label, placed=placed, loose=loose, reason=reason, chose=bool(placed), unproved=heads.open
    )


def is_sure(values: tuple[Value, ...], fitting: tuple[Value, ...], line: Line, totals: Totals, *, padded: bool) -> bool:
    """Whether ``fitting`` are a lone row's values beyond doubt, as no other row tells how it is padded.

    Where blanks stand behind its figures only, in a table whose other rows are ``padded``, it may have lost a cell. Where it has more
    cells than columns, or figures on several lines, its own sums must close.
    """
    printed = [value.printed.status != "blank" for value in fitting]
    lacks = padded and any(printed) and not printed[-1] and all(printed[: sum(printed)])
    torn = lines_of(fitting) == "torn"
    at = values.index(fitting[0])
    apart = values[at : at + len(fitting)] != fitting
    if lacks or ((len(values) == len(fitting) or all(printed)) and not torn and not apart):
        return not lacks
    rows = len({slot.row for slot in line.slots})
    return closes(fitting, line, totals, least=rows if apart else 1 if torn or at else 0)


def incomplete(rows: Sequence[tuple[Line, tuple[Value, ...] | None]], totals: Totals) -> list[bool]:
    """Tell which rows have figures in their sum's parts and a blank for the sum, or the other way round: they may have lost a cell.

    Where most rows are like that, it is the agency's habit.
    """
    seen = [_is_incomplete(line, fitting, totals) if fitting else None for line, fitting in rows]
    habit = seen.count(True) > seen.count(False)
    return [bool(found) and not habit for found in seen]


def _is_incomplete(line: Line, fitting: tuple[Value, ...], totals: Totals) -> bool | None:
    """Answer for one row of columns; None for one without figures, or without a sum."""
    printed = {(s.row, s.column): v.printed for s, v in zip(line.slots, fitting, strict=True)}
    if line.slots[0].row not in totals:
        return None
    parts, total = totals[line.slots[0].row]
    summed = any(number(printed[key]) for key in parts)
    if not summed and not number(printed[total]):
        return None
    return printed[total].status == "blank" if summed else all(printed[key].status == "blank" for key in parts)


def lines_of(values: Sequence[Value], *more: int | None) -> Literal["line", "cells", "torn"]:
    """Tell how the cells of a row, up to the last figure, are shared out to lines: all on one, a cell a line, or otherwise.

    ``more`` are lines of other cells of the row; they are asked where there is but one cell.
    """
    last = max((i for i, value in enumerate(values) if value.printed.status != "blank"), default=0)
    lines = [value.place.line for value in values[: last + 1]]
    lines += more if len(lines) == 1 else ()
    if None in lines or len(set(lines)) == 1:
        return "line"
    return "cells" if len(set(lines)) == len(lines) else "torn"


def _anchor(slot: int, heads: Heads) -> Anchor:
    return "label" if slot in heads.read else "order"


def is_full(rows: Sequence[tuple[Line, tuple[Value, ...]]]) -> bool:
    """Whether figures were run together and each row has digits enough for all of its columns: a table that leaves cells blank has rows
    with hardly a figure.
    """
    glued = any(_is_glued(values, len(line.slots)) for line, values in rows)
    return glued and all(letters_of(values) >= len(line.slots) for line, values in rows)


def _is_glued(values: tuple[Value, ...], width: int) -> bool:
    """Whether figures were run together: too few of them, one against the words before it, or with a zero before its digits."""
    digits = [v for v in values if can_be_cut(v) and len(v.text) > 1]
    return len(values) < width and any(v.glued or v.text[0] == "0" for v in digits)


def _options(values: tuple[Value, ...], line: Line, totals: Totals, *, glued: bool, full: bool) -> Iterator[Option]:
    """Yield the ways to place values of which blanks were dropped, or whose padding is uncertain; none without a sum to ask."""
    if not any(slot.row in totals for slot in line.slots):
        return
    if all(v.printed.status != "blank" for v in values):
        yield from options_of(values, line, totals, glued=glued, full=full and glued)
        return
    width = len(line.slots)
    for start in range(len(values) - width + 1):
        outside = (*values[:start], *values[start + width :])
        if all(v.printed.status == "blank" for v in outside):
            yield from options_of(values[start : start + width], line, totals, glued=False)
