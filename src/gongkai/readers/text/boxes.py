"""Tables that a text draws with lines: what w3m, links, pandoc and many other programs print.

Where lines cross tells the columns, where a line runs through tells the rows, and where one is missing a cell spans. A box of which
that cannot be told for certain is left as text with bars, which other steps read.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai.document import Grid, GridCell, Place
from gongkai.readers.text.marks import JOINTS, LEVELS, PIPE, Line
from gongkai.text.numerals import is_value

_LEVEL = frozenset(f"-={LEVELS}")
_JOINTS = frozenset(JOINTS)
_DRAWN = _JOINTS | _LEVEL | {PIPE, "+"}
_ACROSS = (_DRAWN - {PIPE}) | {""}
_BARS = _DRAWN - _LEVEL
_TOPS = frozenset("┌┍┎┏╒╓╔╭+")
# Columns of a wide sign, of one of no certain width, and of a drawn line: as programs count them.
_WIDTHS = ((2, 1, 1), (2, 2, 1), (2, 2, 2), (1, 1, 1))
_ROUNDED = 2  # columns, in which no character has room beside a line
_MOST = (2_000, 1_000)  # lines and columns; what is larger is no table of a report
_PADDING = 2  # columns: blanks on both sides of what stands in a cell
_LARGEST = 40_000  # cells
_PLAIN = 2  # bands of a box that draws no line between its rows: heads and all the rest


class Box(NamedTuple):
    """A table that is drawn in the lines ``start`` to ``end`` (not with it)."""

    start: int
    end: int
    cells: tuple[GridCell, ...]

    def grid(self, index: int, first: Line) -> Grid:
        """Return the table with its places; ``first`` is its first line. Without any span it may be of a program that prints blank
        cells in their place.
        """
        has_spans = any(cell.row_span > 1 or cell.column_span > 1 for cell in self.cells)
        cells = (
            GridCell(
                row=cell.row,
                column=cell.column,
                text=cell.text,
                row_span=cell.row_span,
                column_span=cell.column_span,
                place=Place(line=cell.place.line, table=index, cell=(cell.row, cell.column)),
            )
            for cell in self.cells
        )
        place = Place(line=first.number, table=index)
        return Grid(cells=tuple(cells), place=place, spans_known=has_spans, rows_known=True)


def find_boxes(lines: Sequence[Line]) -> Iterator[Box]:
    """Yield the tables that are drawn whole, in reading order."""
    at = 0
    while at < len(lines):
        end = _end_of(lines, at) if lines[at].text.lstrip()[:1] in _TOPS else at
        cells = _cells(lines[at:end]) if end - at > _PLAIN else ()
        if cells:
            yield Box(at, end, cells)
        at = max(end, at + 1)


def _end_of(lines: Sequence[Line], start: int) -> int:
    """Return where a box ends that begins at a line: behind its last line that is drawn from side to side."""
    if not _runs_through(lines[start].text):
        return start
    end = start
    for at in range(start, min(len(lines), start + _MOST[0])):
        text = lines[at].text.strip()
        if at > start and (lines[at].gap or not text or text[0] not in _DRAWN or text[-1] not in _DRAWN):
            break
        if at > start and text[0] in _TOPS - {"+"}:
            break
        if _runs_through(text):
            end = at + 1
    return end


def _runs_through(text: str) -> bool:
    signs = text.strip()
    return len(signs) > _PLAIN and set(signs) <= _DRAWN - {PIPE} and signs[0] not in _LEVEL


def _cells(lines: Sequence[Line]) -> tuple[GridCell, ...]:
    """Return the cells of a box; none where its lines do not fit together."""
    for widths in _WIDTHS:
        screen = [_spread(line.text.strip(), widths) for line in lines]
        if len({len(row) for row in screen}) == 1 and len(screen[0]) < _MOST[1]:
            drawing = _Drawing(screen, lines, widths[2])
            return drawing.rows_ruled().cells() if drawing.is_sound() else ()
    return ()


def _spread(text: str, widths: tuple[int, int, int]) -> list[str]:
    """Return a line's signs by their columns; the second column of a wide one is empty."""
    row: list[str] = []
    wide, uncertain, drawn = widths
    for sign in text:
        if sign in _DRAWN:
            row += [sign, ""][: 1 if sign.isascii() and sign != PIPE else drawn]
        elif not unicodedata.combining(sign):
            kind = unicodedata.east_asian_width(sign)
            row += [sign, ""][: wide if kind in {"W", "F"} else uncertain if kind == "A" else 1]
    return row


def _figures_below(cell: GridCell) -> list[str]:
    """Return the figures that stand below each other in a cell, which holds nothing else."""
    pieces = cell.text.split("\n")
    return pieces if len(pieces) > 1 and all(map(is_value, pieces)) else []


class _Drawing:
    """A box by lines and columns: ``xs`` are the columns where lines cross, ``ys`` the lines that are drawn between two of them."""

    def __init__(self, screen: Sequence[Sequence[str]], lines: Sequence[Line], thick: int) -> None:
        self._screen = screen
        self._lines = lines
        self._thick = thick
        starts = sorted({x for row in screen for x in range(len(row)) if self._is_crossing(row, x)})
        self._xs: list[tuple[int, ...]] = [(x,) for x in starts]
        self._ys = [y for y, row in enumerate(screen) if any(self._is_level(row, *two) for two in pairwise(self._xs))]
        self._xs = list(self._sides(starts))

    def _sides(self, starts: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Yield the columns where lines cross; two of them, so near that no cell is between, are one where no row has a bar at both:
        widths were rounded.
        """
        side: tuple[int, ...] = ()
        for x in starts:
            near = bool(side) and x - side[0] <= _ROUNDED * self._thick
            if near and not any(
                self._has_bar(row, (x,)) and self._has_bar(row, side) for row in range(len(self._ys) - 1)
            ):
                side = (*side, x)
                continue
            if side:
                yield side
            side = (x,)
        yield side

    @staticmethod
    def _is_crossing(row: Sequence[str], x: int) -> bool:
        beside = {row[i] for i in (x - 1, x + 1) if 0 <= i < len(row)}
        return row[x] in _JOINTS or (row[x] in {"+", PIPE} and not beside.isdisjoint(_LEVEL))

    def _is_level(self, row: Sequence[str], left: tuple[int, ...], right: tuple[int, ...]) -> bool:
        """Whether a line is drawn from one side to the next."""
        own = set(row[left[-1] + self._thick : right[0]])
        return own <= _ACROSS and not own.isdisjoint(_LEVEL)

    def is_sound(self) -> bool:
        """Whether lines are drawn around the whole, and no two of them right below each other."""
        xs, ys = self._xs, self._ys
        is_whole = ys[:1] == [0] and ys[-1:] == [len(self._screen) - 1]
        is_apt = len(xs) > _PLAIN and len(xs) * len(ys) <= _LARGEST
        return is_whole and is_apt and all(below - above >= _PLAIN for above, below in pairwise(ys))

    def rows_ruled(self) -> _Drawing:
        """Return the same with a line between all rows, where figures below each other prove that none was drawn between them: there
        was room for the next one's first digit.
        """
        proved = {cell.row for cell in self._read() if self._is_proof(cell)}
        rule = ["┼" if any(x in side for side in self._xs) else "─" for x in range(len(self._screen[0]))]
        screen: list[Sequence[str]] = []
        lines: list[Line] = []
        for y, (row, line) in enumerate(zip(self._screen, self._lines, strict=True)):
            band = bisect_right(self._ys, y) - 1
            if band in proved and y > self._ys[band] + 1:
                screen.append(rule)
                lines.append(line)
            screen.append(row)
            lines.append(line)
        return _Drawing(screen, lines, self._thick) if proved else self

    def _is_proof(self, cell: GridCell) -> bool:
        room = self._xs[cell.column + cell.column_span][0] - self._xs[cell.column][-1] - self._thick - _PADDING
        return cell.row_span == 1 and any(len(piece) < room for piece in _figures_below(cell)[:-1])

    def cells(self) -> tuple[GridCell, ...]:
        """Return the cells; none where they are no rectangles, or where it cannot be told whether lines part the rows."""
        ys = self._ys
        is_plain = len(ys) <= _PLAIN + 1 and any(below - above > _PLAIN for above, below in pairwise(ys[1:]))
        found = () if is_plain else self._read()
        return () if any(map(_figures_below, found)) else found

    def _read(self) -> tuple[GridCell, ...]:
        return tuple(self._cell(*corner) for corner in self._corners())

    def _corners(self) -> list[tuple[int, int, int, int]]:
        """Return first row, first column, and the rows and columns of each cell; none where one is no rectangle."""
        free = {(row, column) for row in range(len(self._ys) - 1) for column in range(len(self._xs) - 1)}
        found: list[tuple[int, int, int, int]] = []
        for row, column in sorted(free):
            if (row, column) not in free:
                continue
            across = down = 1
            while column + across < len(self._xs) - 1 and not self._has_side(row, column + across):
                across += 1
            while row + down < len(self._ys) - 1 and not self._has_line(row + down, column):
                down += 1
            own = {(row + i, column + j) for i in range(down) for j in range(across)}
            if not own <= free or not self._is_closed(row, column, down, across):
                return []
            free -= own
            found.append((row, column, down, across))
        return found

    def _is_closed(self, row: int, column: int, down: int, across: int) -> bool:
        """Whether lines are drawn around a cell, and none in it."""
        rows, columns = range(row, row + down), range(column, column + across)
        around = all(self._has_line(each, j) for each in (row, row + down) for j in columns) and all(
            self._has_side(i, each) for each in (column, column + across) for i in rows
        )
        return around and not (
            any(self._has_line(i, j) for i in rows[1:] for j in columns)
            or any(self._has_side(i, j) for i in rows for j in columns[1:])
        )

    def _has_line(self, above: int, column: int) -> bool:
        return self._is_level(self._screen[self._ys[above]], self._xs[column], self._xs[column + 1])

    def _has_side(self, row: int, at: int) -> bool:
        return self._has_bar(row, self._xs[at])

    def _has_bar(self, row: int, side: tuple[int, ...]) -> bool:
        """Whether every line of a row has a bar at a side."""
        inner = self._screen[self._ys[row] + 1 : self._ys[row + 1]]
        return any(all(line[x] in _BARS for line in inner) for x in side)

    @staticmethod
    def _bar_of(line: Sequence[str], side: tuple[int, ...]) -> int:
        return next((x for x in side if line[x] in _BARS), side[0])

    def _cell(self, row: int, column: int, down: int, across: int) -> GridCell:
        first, last = self._ys[row] + 1, self._ys[row + down]
        left, right = self._xs[column], self._xs[column + across]
        inner = (
            (line, self._bar_of(line, left) + self._thick, self._bar_of(line, right))
            for line in self._screen[first:last]
        )
        pieces = ["".join(line[start:end]).strip() for line, start, end in inner]
        at = next((first + i for i, piece in enumerate(pieces) if piece), first)
        return GridCell(
            row=row,
            column=column,
            text="\n".join(filter(None, pieces)),
            row_span=down,
            column_span=across,
            place=Place(line=self._lines[at].number),
        )
