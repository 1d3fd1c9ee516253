"""Lays slabs of figures over the rows of a table, in every way that the text allows, and keeps those whose sums close.

The slabs of a page come in bands: some rows that follow each other, their columns from left to right, each slab a column of the
band or a few columns side by side, printed line by line. A single row is a band too. The form's rows come in order. Shape alone never
decides: every row of a band must close its own sum, the whole table all of its sums, and some of these must not be zero, unless
all figures are 0, which leaves nothing to confuse. What all surviving layouts agree on is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from msgspec import Struct

from gongkai.forms.equations import Key
from gongkai.forms.model import TableForm
from gongkai.tables.decide.closing import adds_up, closing
from gongkai.tables.decide.sums import Totals, number
from gongkai.tables.scattered.pool import Loose, Pool
from gongkai.tables.tokens import Token
from gongkai.text.numerals import Number

Row = tuple[Token, ...]
Rows = tuple[Row, ...]
_ENOUGH = 3  # sums that are not zero
_WRONG = 2  # rows whose published total may be wrong
_LAYOUTS = 64  # layouts kept side by side; more means that the text says too little


class _Sum(Struct, frozen=True):
    """A row's own sum by columns: the figures of ``parts`` make that of ``total``."""

    parts: tuple[int, ...]
    total: int


def tile(pool: Pool, table: TableForm, totals: Totals) -> tuple[Rows, ...]:
    """Return the layouts of all figures over all lines of ``table`` that may be the printed one; none if they are too many to compare.

    Where no layout closes every sum, a published one may be wrong: then a few rows may fail if more that are not zero close.
    """
    widths = {len(line.slots) for line in table.lines}
    if len(widths) > 1 or len(pool.figures) != len(table.lines) * (width := widths.pop()):
        return ()
    sums = tuple(s for i in range(len(table.lines)) if (s := _row_sum(table, i, totals)))
    if len(sums) < len(table.lines):
        return ()
    if {token.text for token in pool.figures} == {"0"}:  # nothing that could stand in another's place
        return _search(pool, len(table.lines), width, sums, 0)[:1]
    for wrong in range(_WRONG + 1):
        found = _search(pool, len(table.lines), width, sums, wrong)
        closed = [closing(_cells(rows, table), table.equations, wrong) for rows in found]
        if max(closed, default=0) >= _ENOUGH:
            return tuple(rows for rows, count in zip(found, closed, strict=True) if count >= (0 if wrong else _ENOUGH))
    return ()


def stack(pool: Pool, table: TableForm) -> tuple[Rows, ...]:
    """Return the layout of the only column of a table, all labels first and then all figures, if its sums close."""
    last = max((loose.at for loose in pool.loose), default=0)  # dashes may stand behind the headings of groups
    rows = tuple((loose.token,) for loose in pool.loose if loose.at == last)
    if pool.beside or len(rows) != len(table.lines):
        return ()
    return (rows,) if closing(_cells(rows, table), table.equations, 0) >= _ENOUGH else ()


def _row_sum(table: TableForm, index: int, totals: Totals) -> _Sum | None:
    slots = [(slot.row, slot.column) for slot in table.lines[index].slots]
    if slots[0][0] not in totals:
        return None
    parts, total = totals[slots[0][0]]
    return _Sum(tuple(slots.index(key) for key in parts), slots.index(total))


def _cells(rows: Rows, table: TableForm) -> dict[Key, Number]:
    return {
        (slot.row, slot.column): number(token.printed)
        for line, row in zip(table.lines, rows, strict=True)
        for slot, token in zip(line.slots, row, strict=True)
    }


Printed = tuple[tuple[str, ...], ...]
Layouts = dict[tuple[Printed, int], Rows]
"""Layouts by what is printed in them and how many of their rows fail: equal figures that change places are no other layout."""


def _search(pool: Pool, lines: int, width: int, sums: tuple[_Sum, ...], wrong: int) -> tuple[Rows, ...]:
    """Walk over (rows laid, figures used), keeping the different layouts that reach each point and how many of their rows fail."""
    reached: dict[tuple[int, int], Layouts] = {(0, 0): {((), 0): ()}}
    for line in range(lines):
        for point in sorted(p for p in reached if p[0] == line):
            layouts = reached.pop(point)
            if len(layouts) > _LAYOUTS:
                return ()
            for height, used, band in _bands(pool, line, point[1], lines, width):
                failing = sum(not _adds_up(row, sums[line + i]) for i, row in enumerate(band))
                texts = tuple(tuple(token.text for token in row) for row in band)
                after = reached.setdefault((line + height, point[1] + used), {})
                for (printed, count), rows in layouts.items():
                    if count + failing <= wrong:
                        after.setdefault((printed + texts, count + failing), rows + band)
    return tuple(reached.get((lines, len(pool.loose)), {}).values())


def _adds_up(row: Row, own: _Sum) -> bool:
    return adds_up([number(token.printed) for token in row], own.parts, own.total)


def _bands(pool: Pool, line: int, start: int, lines: int, width: int) -> Iterator[tuple[int, int, Rows]]:
    """Yield (rows, figures, what stands in them) for each band that may begin at a line and a figure."""
    given: list[Row] = []
    end = start
    for index in range(line, lines):
        given.append(pool.beside.get(index, ()))
        end += width - len(given[-1])
        if end > len(pool.loose):
            return
        own = pool.loose[start:end]
        if len(given) == 1 or _is_apart(own, pool.loose[end:]):
            for rows in dict.fromkeys(_fillings(own, given, width)):
                yield len(given), len(own), rows


def _is_apart(own: tuple[Loose, ...], behind: tuple[Loose, ...]) -> bool:
    """Whether figures are parted from those before and behind them by more than a line's end."""
    return bool(own) and own[0].edge == "gap" and (not behind or behind[0].edge == "gap")


def _fillings(own: tuple[Loose, ...], given: list[Row], width: int) -> Iterator[Rows]:
    """Yield the ways in which figures may fill a band's rows, ``given`` their first ones: slab by slab, or all column by column."""
    counts = {len(row) for row in given}
    if len(counts) == 1:
        for columns in _columns(own, len(given), counts.pop()):
            rest = zip(*columns, strict=True) if columns else ((),)
            yield tuple((*first, *row) for first, row in zip(given, rest, strict=True))
    if len(given) > 1:
        yield from _by_columns(own, given, width)


def _by_columns(own: tuple[Loose, ...], given: list[Row], width: int) -> Iterator[Rows]:
    """Yield the rows of a band that is printed column by column, unless a head says that a figure stands in another column."""
    rows = [list(row) for row in given]
    figures = iter(own)
    for column in range(width):
        for row in rows:
            if len(row) == column:
                loose = next(figures)
                if loose.head not in (None, column):
                    return
                row.append(loose.token)
    yield tuple(tuple(row) for row in rows)


def _columns(own: tuple[Loose, ...], height: int, first: int) -> Iterator[tuple[Row, ...]]:
    """Yield the columns of a band in each way in which its slabs may be printed; ``first`` is the column of the first slab."""
    if not own:
        yield ()
        return
    edges = [i for i, loose in enumerate(own) if i == 0 or (loose.edge == "gap" and height > 1)]
    if any(edge % height for edge in edges):
        return
    slabs = [own[a:b] for a, b in zip(edges, (*edges[1:], len(own)), strict=True)]
    column = first
    for slab in slabs:
        wide = len(slab) // height
        if slab[0].head is not None and not column <= slab[0].head < column + wide:
            return
        column += wide
    for ways in product(*(_ways(slab, height) for slab in slabs)):
        yield tuple(column for way in ways for column in way)


def _ways(slab: tuple[Loose, ...], height: int) -> Iterator[tuple[Row, ...]]:
    """Yield a slab's columns, printed line by line, and column by column where that is another thing."""
    tokens = tuple(loose.token for loose in slab)
    wide = len(tokens) // height
    yield tuple(tokens[i::wide] for i in range(wide))
    if wide > 1 and height > 1 and len({t.text for t in tokens}) > 1:
        yield tuple(tokens[i * height : (i + 1) * height] for i in range(wide))
