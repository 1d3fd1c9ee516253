"""Text with one row a line: cells parted or ended by pipes or TABs, with a border or none, broken over lines or not."""

from __future__ import annotations

from itertools import chain, groupby, pairwise

from gongkai.readers.cell_stream import MOST_LINES, Cell, Table
from gongkai.readers.marks import (
    PIPE,
    TAB,
    Line,
    is_bare_ruler,
    is_figure,
    is_numbered,
    mark_of,
    may_continue,
    split_cells,
)

_LONGEST_PADDING = 200


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


def read_pipe_rows(lines: list[Line]) -> list[Table | Line]:
    """Read rows whose cells are ended by pipes, or parted by them where most rows do not end in one."""
    marked = [pieces for line in lines if mark_of(line.text) == PIPE and any(pieces := split_cells(line.text, PIPE))]
    border = 5 * sum(not pieces[0] for pieces in marked) >= 4 * len(marked)
    reader = _PipeRows(border, parted=_are_parted(lines))
    for line in lines:
        if mark_of(line.text) != PIPE:
            reader.plain(line)
        else:
            reader.marked(line, split_cells(line.text, PIPE))
    reader.end_row()
    return _tables([*reader.items, *reader.waiting])


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
    """Rows as they grow: ``row`` is the one that is still open, ``waiting`` are lines without pipes before the next."""

    def __init__(self, border: bool, parted: bool) -> None:
        self.border = border
        self.parted = parted
        self.items: list[list[Cell] | Line] = []
        self.waiting: list[Line] = []
        self.row: list[Cell] = []

    def plain(self, line: Line) -> None:
        """Take a line without pipes: more of an open cell, or something that the next row will tell."""
        if is_bare_ruler(line.text):
            return
        text = line.text.strip()
        if self.row and may_continue(text) and self._goes_on(line, text):
            self._lengthen(text, line)
        else:
            self.end_row()
            self.waiting.append(line)

    def marked(self, line: Line, pieces: list[str]) -> None:
        """Take a line with pipes, whatever it holds."""
        if not any(pieces):
            self._padding(line, len(pieces) - 1)
        elif self.row and self._goes_on(line, pieces[0]):
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
        return not (is_figure(last.text) or is_figure(piece) or is_numbered(piece))

    def _padding(self, line: Line, count: int) -> None:
        blanks = _cells([""] * count, line)
        if self.row:
            self.row += blanks[1:]
            self.end_row()
        elif self.waiting and line.gap == 0 and may_continue(self.waiting[-1].text):
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
        broken = bool(pieces and pieces[0]) and not is_figure(pieces[0]) and not self.parted and bool(self.items)
        while broken and count < min(3, len(self.waiting)) and after.gap == 0:
            after = self.waiting[-count - 1]
            if not may_continue(after.text) or (is_numbered(after.text) and not any(map(is_figure, pieces[1:]))):
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
    steps = sum(is_figure(a.text) and bool(b.text) and not is_figure(b.text) for row in rows for a, b in pairwise(row))
    if steps > 2 * len(rows):
        return Table((tuple(chain.from_iterable(rows)),), rows_known=False)
    return Table(tuple(rows), rows_known=True)
