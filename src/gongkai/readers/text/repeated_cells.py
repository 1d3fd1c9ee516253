"""Tables in which a merged cell is printed once for each field that it spans, a cell a line or a row a line with one blank between cells.

Libraries hand out the cells of a Word table so, and scripts print what they get. Nothing marks a cell, but the words that stand
side by side tell how wide the table is: cut into rows of that width, all rows of figures have equally many labels before them, no
word stands behind a figure, no merged cell goes on from the end of a row to the beginning of the next, and the first row is of heads.
Then blank cells are known, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from gongkai.readers.text.cell_stream import Cell, Table
from gongkai.readers.text.gap_cells import Spacing
from gongkai.readers.text.marks import TAB, Line, mark_of
from gongkai.text.numerals import is_value

_LEAST_ROWS = 3  # the head, the heads below it, a row of figures
_LEAST_FIGURES = 2  # rows of figures behind labels
_NARROWEST = 3  # cells of a row: fewer are words that a blank parts
_WIDEST = 32  # the forms' tables have at most 15
_LEAST_REPEATED = 2  # neighbours alike that tell the habit
_MOST = 4_000  # cells that are looked at from one place on
_BLANK = regex.compile(r" (?![^(（]*[)）])")  # none within a note: 62（含上年 9 件）
_Rows = list[list[Cell]]


def find_repeated(lines: Sequence[Line]) -> Iterator[Table | Line]:
    """Yield the tables with repeated cells among ``lines``, and the lines around them."""
    at = 0
    while at < len(lines):
        found = (_by_lines(lines, at) or _by_cells(lines, at)) if _may_begin(lines, at) else None
        if found is None:
            yield lines[at]
            at += 1
        else:
            table, at = found
            yield table


def _may_begin(lines: Sequence[Line], at: int) -> bool:
    """Whether a table may begin with a line: with words that are repeated in it, or on the next line."""
    text = lines[at].text.strip()
    if not text or mark_of(text) is not None or TAB in text:
        return False
    if at + 1 < len(lines) and lines[at + 1].text.strip() == text:
        return not is_value(text) and (at == 0 or lines[at - 1].text.strip() != text)
    return any(a == b and not is_value(a) for a, b in pairwise(text.split()))


def _by_lines(lines: Sequence[Line], at: int) -> tuple[Table, int] | None:
    """Read a row a line, one blank between cells: rows of one width."""
    rows: _Rows = []
    for line in lines[at:]:
        row = [Cell(text, (line,)) for text in _BLANK.split(line.text)]
        if (rows and (len(row) != len(rows[0]) or line.gap > lines[at + 1].gap)) or len(row) < _NARROWEST:
            break
        rows.append(row)
    whole = _whole(rows, _WIDEST)
    return (Table(tuple(rows[:whole]), rows_known=True), at + whole) if whole else None


def _by_cells(lines: Sequence[Line], at: int) -> tuple[Table, int] | None:
    """Read a cell a line, a blank one as an empty line too many: cut into rows of the one width that fits most of them."""
    if at + 1 == len(lines) or lines[at + 1].text.strip() != lines[at].text.strip():
        return None
    cells = _cells(lines, at)
    best: dict[int, _Rows] = {}
    for width in range(_NARROWEST, _WIDEST):
        rows = [cells[i : i + width] for i in range(0, len(cells) - width + 1, width)]
        whole = _whole(rows, width)
        behind = cells[whole * width : whole * width + 1]
        if whole and all(map(_is_words, behind)):  # else the last row has a cell too many
            best.setdefault(whole * width, rows[:whole])
    if not best:
        return None
    rows = best[max(best)]
    last = next(cell for cell in reversed(rows[-1]) if cell.text)
    end = next(i for i in range(at, len(lines)) if lines[i] is last.lines[0]) + 1
    return Table(tuple(rows), rows_known=True), end


def _cells(lines: Sequence[Line], at: int) -> list[Cell]:
    """Return the cells from a line on, as far as the empty lines between them are cells or none."""
    spacing = Spacing(lines[at + 1].gap)
    cells = [Cell(lines[at].text.strip(), (lines[at],))]
    for line in lines[at + 1 :]:
        blanks = spacing.blanks(line)
        if blanks is None or mark_of(line.text) is not None or len(cells) > _MOST:
            break
        above = line.number - line.gap if line.number is not None else None
        step = spacing.usual + 1
        numbers = (above + spacing.usual + i * step if above is not None else None for i in range(blanks))
        cells += [Cell("", (Line("", number),)) for number in numbers]
        cells.append(Cell(line.text.strip(), (line,)))
    return cells


def _whole(rows: _Rows, width: int) -> int:
    """Return how many rows, up to the last with figures, make a table of such a width; 0 where they make none."""
    labels: int | None = None
    last: str | None = None
    end = filled = figures = repeated = 0
    for number, row in enumerate(rows, 1):
        words = next((i for i, cell in enumerate(row) if not _is_words(cell)), width)
        if len(row) > width or (last is not None and last == row[0].text) or _takes_turns(row[:words]):
            break
        if words < len(row):  # a row of figures
            if number == 1 or any(_is_words(cell) for cell in row[words:]) or labels not in (None, words):
                break
            labels, end, figures = words, number, figures + 1
            filled += any(cell.text for cell in row[words:])
        repeated += sum(a.text == b.text for a, b in pairwise(row[:words]))
        last = row[-1].text if words == len(row) else None
    enough = figures >= (_LEAST_FIGURES if labels else 1)
    return end if end >= _LEAST_ROWS and enough and filled and repeated >= _LEAST_REPEATED else 0


def _takes_turns(words: Sequence[Cell]) -> bool:
    """Whether two words are repeated in turn: a cell of two lines, which is no two cells."""
    return any(
        a.text == c.text and b.text == d.text and a.text != b.text
        for a, b, c, d in zip(words, words[1:], words[2:], words[3:], strict=False)
    )


def _is_words(cell: Cell) -> bool:
    return bool(cell.text.strip()) and not is_value(cell.text)
