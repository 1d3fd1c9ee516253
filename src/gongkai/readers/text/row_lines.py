"""Text with one row a line: cells parted or ended by pipes or TABs, with a border or none, broken over lines or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, dropwhile, groupby, pairwise

from gongkai.readers.text.cell_stream import MOST_LINES, Cell, Table, pipe_cells
from gongkai.readers.text.marks import (
    PIPE,
    TAB,
    Line,
    is_bare_ruler,
    is_numbered,
    mark_of,
    may_continue,
    split_cells,
)
from gongkai.readers.text.padding import Surroundings
from gongkai.text.numerals import is_value

_LONE = 2  # so many pipes that stand alone, each behind a line of text, end cells of one line each
_LONGEST_PADDING = 200  # blank cells behind the last one that is used


def has_pipe_rows(lines: list[Line]) -> bool:
    """Whether lines hold whole rows rather than one cell each."""
    return _row_share([split_cells(line.text, PIPE) for line in lines if mark_of(line.text) == PIPE], ends=1)


def has_tab_rows(lines: list[Line]) -> bool:
    """Whether TABs part the cells of a line, rather than open one cell a line."""
    return _row_share([split_cells(line.text, TAB) for line in lines if mark_of(line.text) == TAB], ends=0)


def _row_share(rows: list[list[str]], ends: int) -> bool:
    filled = [(sum(map(bool, row)), len(row)) for row in rows if any(row)]
    several = sum(texts > 1 for texts, _ in filled)
    padded = sum(marks > 2 + ends for _, marks in filled)
    return bool(filled) and (several * 4 >= len(filled) or (several > 0 and padded * 2 >= len(filled)))


def read_tab_rows(lines: list[Line]) -> list[Table | Line]:
    """Read rows whose cells are parted by TABs; a TAB at the head of every line opens the row and parts nothing."""
    marked = [line for line in lines if mark_of(line.text) == TAB]
    led = all(line.text.startswith(TAB) for line in marked)
    items: list[list[Cell] | Line] = []
    for line in lines:
        if mark_of(line.text) == TAB:
            items.append(_cells(split_cells(line.text, TAB)[led:], line))
        elif not is_bare_ruler(line.text):
            items.append(line)
    return _tables(items)


def read_pipe_rows(lines: list[Line], usual: Surroundings | None) -> list[Table | Line]:
    """Read rows whose cells are ended by pipes, or parted by them where most rows do not end in one; among them may stand
    cells of one line each, with their pipe on the next.
    """
    marked = [pieces for line in lines if mark_of(line.text) == PIPE and any(pieces := split_cells(line.text, PIPE))]
    border = 5 * sum(not pieces[0] for pieces in marked) >= 4 * len(marked)
    reader = _PipeRows(border, parted=_are_parted(lines), usual=usual)
    for lone, part in _parts(lines):
        if lone:
            reader.cells(part)
            continue
        for line in part:
            if mark_of(line.text) != PIPE:
                reader.plain(line)
            else:
                reader.marked(line)
    reader.end_row()
    return _tables([*reader.items, *reader.waiting])


def _parts(lines: list[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Cut lines where cells of one line begin and end, each with a pipe on the next line: True stands before those."""
    for open_, group in groupby(lines, lambda line: mark_of(line.text) != PIPE or line.text.strip() == PIPE):
        part = list(group)
        cells = list(dropwhile(_is_lone, part))
        while cells and not _is_lone(cells[-1]):
            cells.pop()
        if not open_ or sum(map(_is_lone, cells)) < _LONE:
            yield False, part
            continue
        before = next(i for i, line in enumerate(part) if not _is_lone(line))
        yield False, part[:before]
        yield True, cells
        yield False, part[before + len(cells) :]


def _is_lone(line: Line) -> bool:
    return line.text.strip() == PIPE


def _are_parted(lines: list[Line]) -> bool:
    """Whether most rows end in a text; a last pipe may also stand alone on the next line."""
    ends = parted = 0
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        pieces = split_cells(line.text, PIPE)
        if len(pieces) < 2 or not any(pieces):
            continue
        late = after is not None and mark_of(after.text) == PIPE and not any(split_cells(after.text, PIPE))
        ends += 1
        parted += bool(pieces[-1]) and not late
    return parted * 2 > ends


class _PipeRows:
    """Rows as they grow: ``row`` is the one that is still open, ``waiting`` are lines without pipes before the next;
    ``ends_blank`` says that the last row ended in white space, which a pipe on the next line makes a cell.
    """

    def __init__(self, border: bool, parted: bool, usual: Surroundings | None) -> None:
        self.border = border
        self.parted = parted
        self.usual = usual
        self.ends_blank = False
        self.items: list[list[Cell] | Line] = []
        self.waiting: list[Line] = []
        self.row: list[Cell] = []

    def plain(self, line: Line) -> None:
        """Take a line without pipes: more of an open cell, or something that the next row will tell."""
        if is_bare_ruler(line.text):
            return
        text = line.text.strip()
        if self._breaks_figure(line, text) or (self.row and may_continue(text) and self._goes_on(line, text)):
            self._lengthen(text, line)
        else:
            self.end_row()
            self.waiting.append(line)

    def cells(self, lines: list[Line]) -> None:
        """Take lines of a cell each: they are one row, however many rows there are."""
        self.end_row()
        self._flush()
        for is_cell, group in groupby(pipe_cells(lines, self.usual), lambda item: isinstance(item, Cell)):
            items = list(group)
            if is_cell:
                self.items.append([item for item in items if isinstance(item, Cell)])
            else:
                self.items += [item for item in items if isinstance(item, Line)]

    def marked(self, line: Line) -> None:
        """Take a line with pipes, whatever it holds."""
        pieces = split_cells(line.text, PIPE)
        idle = [*self.usual.idle(line), False] if self.usual else [False] * len(pieces)
        if not any(pieces):
            closes = bool(self.row or self.waiting or self.ends_blank) or not idle[0]
            self._padding(line, closes + idle[1:-1].count(False))
            self.ends_blank = False
            return
        self.ends_blank = line.text[-1].isspace() and not self.border
        pieces = [piece for piece, drop in zip(pieces, idle, strict=True) if piece or not drop]
        self._row(line, pieces)

    def _row(self, line: Line, pieces: list[str]) -> None:
        if self._breaks_figure(line, pieces[0]):
            self._lengthen(pieces[0], line)
            self._add(line, pieces[1:])
            return
        if self.row and self._goes_on(line, pieces[0]):
            self._lengthen(pieces[0], line)
            self._add(line, pieces[1:])
        else:
            self.end_row()
            pieces = pieces[1:] if self.border and not pieces[0] else pieces
            for part in self._label_before(line, pieces):
                self._begin(part)
            if self.row:
                self._lengthen(pieces[0], line)
                pieces = pieces[1:]
            self._add(line, pieces)

    def end_row(self) -> None:
        """Close the open row, if there is one."""
        if self.row:
            self.items.append(self.row)
            self.row = []

    def _add(self, line: Line, pieces: list[str]) -> None:
        closed = bool(pieces) and not pieces[-1] and not self.parted
        self.row += _cells(pieces[:-1] if closed else pieces, line)
        if closed or self.parted:
            self.end_row()

    def _goes_on(self, line: Line, piece: str) -> bool:
        """Whether an open row goes on here; figures are whole, so a row that ends in one is complete."""
        last = self.row[-1]
        if line.gap or not piece or len(last.lines) >= MOST_LINES:
            return False
        return not (is_value(last.text) or is_value(piece) or is_numbered(piece))

    def _breaks_figure(self, line: Line, piece: str) -> bool:
        """Whether nothing but the line's end stands between two figures: they may be one, so they share a cell that cannot be read.

        The row of the first is open again then.
        """
        rows = isinstance(self.items[-1], list) if self.items else False
        row = self.row or (self.items[-1] if rows and self.parted and not self.waiting else [])
        if line.gap or not isinstance(row, list) or not row or not is_value(piece) or not is_value(row[-1].text):
            return False
        if row is not self.row:
            self.row = row
            self.items.pop()
        return True

    def _padding(self, line: Line, count: int) -> None:
        blanks = _cells([""] * count, line)
        if self.row:
            self.row += blanks[1:]
            self.end_row()
        elif self.waiting and line.gap == 0 and _may_be_label(self.waiting[-1].text):
            label = self.waiting.pop()
            self._flush()
            self.items.append([Cell(label.text.strip(), (label,)), *blanks[1:]])
        elif self.border and count > 2:
            self._flush()
            self.items.append(blanks[1:])
        elif not self.waiting and self.items and isinstance(self.items[-1], list) and not (self.border and count < 2):
            self.items[-1] += blanks

    def _label_before(self, line: Line, pieces: list[str]) -> list[Line]:
        """Take back the waiting lines that begin the first cell of this row; the others stand between two rows.

        A numbered line may be a heading; it is a label's beginning where figures follow in the row.
        """
        count = 0
        after = line
        broken = bool(pieces and pieces[0]) and not is_value(pieces[0]) and not self.parted and bool(self.items)
        while broken and count < min(3, len(self.waiting)) and after.gap == 0:
            after = self.waiting[-count - 1]
            if not _may_be_label(after.text) or (is_numbered(after.text) and not any(map(is_value, pieces[1:]))):
                break
            count += 1
        label = self.waiting[len(self.waiting) - count :]
        del self.waiting[len(self.waiting) - count :]
        self._flush()
        return label

    def _begin(self, line: Line) -> None:
        if self.row:
            self._lengthen(line.text.strip(), line)
        else:
            self.row = [Cell(line.text.strip(), (line,))]

    def _lengthen(self, text: str, line: Line) -> None:
        last = self.row[-1]
        self.row[-1] = last._replace(text=f"{last.text}\n{text}", lines=(*last.lines, line))

    def _flush(self) -> None:
        self.items += self.waiting
        self.waiting = []


def _may_be_label(text: str) -> bool:
    return may_continue(text) and not is_value(text.strip())


def _cells(pieces: list[str], line: Line) -> list[Cell]:
    """Make cells, with a run of blank ones at the end kept to a length that a table can have."""
    used = max((index + 1 for index, piece in enumerate(pieces) if piece), default=0)
    return [Cell(piece, (line,)) for piece in pieces[: used + _LONGEST_PADDING]]


def _tables(items: list[list[Cell] | Line]) -> list[Table | Line]:
    found: list[Table | Line] = []
    for is_row, group in groupby(items, lambda item: isinstance(item, list)):
        if is_row:
            found.append(_table([item for item in group if isinstance(item, list)]))
        else:
            found += [item for item in group if isinstance(item, Line)]
    return found


def _table(rows: list[list[Cell]]) -> Table:
    """Give up the rows where one line holds several of them: where labels follow figures again and again."""
    steps = sum(is_value(a.text) and bool(b.text) and not is_value(b.text) for row in rows for a, b in pairwise(row))
    if steps > 2 * len(rows):
        return Table((tuple(chain.from_iterable(rows)),), rows_known=False)
    return Table(tuple(rows), rows_known=True)
