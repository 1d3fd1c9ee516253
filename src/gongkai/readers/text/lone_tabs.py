"""Rows whose cells hold paragraphs, as a browser copies them: a TAB on a line of its own between two cells, empty lines around it.

More empty lines than those around a TAB end the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

from gongkai.readers.text.cell_stream import MOST_LINES, Cell, Row, Table, goes_on
from gongkai.readers.text.marks import TAB, Line, mark_of, may_continue
from gongkai.text.numerals import is_value

_LEAST = 6  # lone TABs
_FEW = 0.05  # of the lines with TABs may hold text, and so many pairs of figures no TAB between them


def has_lone_tabs(lines: list[Line]) -> bool:
    """Whether lines with TABs hold nothing else, as a rule, empty lines stand before them, and they stand between figures."""
    marked = [line for line in lines if mark_of(line.text) == TAB]
    filled = sum(bool(line.text.strip()) for line in marked)
    unparted = sum(is_value(a.text.strip()) and is_value(b.text.strip()) for a, b in pairwise(lines))
    most = _FEW * len(marked)
    return len(marked) - filled >= _LEAST and filled <= most and unparted <= most and _usual_gap(marked) > 0


def read_lone_tabs(lines: list[Line]) -> list[Table | Line]:
    """Read rows; lines that no TAB follows or precedes stand outside them."""
    gap = _usual_gap([line for line in lines if mark_of(line.text) == TAB])
    items: list[list[Cell] | Line] = []
    in_row = is_whole = False
    for line in lines:
        if mark_of(line.text) == TAB:
            _part(items, line, in_row=in_row and line.gap <= gap)
            in_row, is_whole = True, not line.text.endswith(TAB)  # a blank cell holds a blank
        elif in_row and not is_whole and line.gap <= gap and _fill(items, line):
            continue
        else:
            items.append(line)
            in_row = False
    return list(_tables(items))


def _usual_gap(marked: list[Line]) -> int:
    return Counter(line.gap for line in marked).most_common(1)[0][0] if marked else 0


def _part(items: list[list[Cell] | Line], line: Line, *, in_row: bool) -> None:
    """Part cells at the TABs of a line: in the open row, or in one that the line above begins."""
    pieces = [piece.strip() for piece in line.text.split(TAB)]
    if not in_row:
        above = items.pop() if items and isinstance(items[-1], Line) and not pieces[0] else None
        items.append([_cell(above.text.strip(), above)] if isinstance(above, Line) else [_cell(pieces[0], line)])
    elif pieces[0]:
        _fill(items, line._replace(text=pieces[0]))
    row = items[-1]
    if isinstance(row, list):
        row += [_cell(piece, line) for piece in pieces[1:]]


def _fill(items: list[list[Cell] | Line], line: Line) -> bool:
    """Put a line in the last cell, or behind what it holds, if it can belong there."""
    row, text = items[-1], line.text.strip()
    if not isinstance(row, list):
        return False
    last = row[-1]
    if not last.text:
        row[-1] = _cell(text, line)
        return True
    joins = may_continue(last.text) and may_continue(text) and goes_on(last.text, text) and len(last.lines) < MOST_LINES
    if joins:
        row[-1] = last._replace(text=f"{last.text}\n{text}", lines=(*last.lines, line))
    return joins


def _cell(text: str, line: Line) -> Cell:
    """Make a cell; blank ones share a line and have none of their own."""
    return Cell(text, (line if text else line._replace(text="", number=None),))


def _tables(items: list[list[Cell] | Line]) -> Iterator[Table | Line]:
    for is_row, group in groupby(items, lambda item: isinstance(item, list)):
        found = list(group)
        rows: tuple[Row, ...] = tuple(tuple(item) for item in found if isinstance(item, list))
        if is_row:
            yield Table(rows, rows_known=True)
        else:
            yield from (item for item in found if isinstance(item, Line))
