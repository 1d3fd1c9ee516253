"""Tables of text whose bars stand below each other, without a line between the rows: what antiword prints.

A cell is as wide as its column, so that a text which fills it goes on in the line below; there only such cells hold more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gongkai.readers.text.cell_stream import MOST_LINES, Cell
from gongkai.readers.text.marks import PIPE, Line
from gongkai.text.fold import width_of
from gongkai.text.numbering import leading_number
from gongkai.text.numerals import is_value

_LEAST_LINES = 4  # of a table; fewer are alike by chance
_ROOM = 2  # columns: a Chinese character has room there
_LEFT_ALIGNED = 0.9  # of the cells with text begin right behind their bar
_ONE_WIDTH = 0.9  # of the lines are as wide as each other
_LEAST_STACKED = 2  # figures below figures are of two rows; one may be a figure that was broken

_Pieces = list[str]


def barred_apart(lines: Sequence[Line]) -> Iterator[tuple[list[list[Cell]], list[Line]]]:
    """Yield the rows of each such table with its lines, and the lines around them without rows."""
    waiting: list[Line] = []
    for is_barred, group in groupby(lines, _has_outer_bars):
        own = list(group)
        rows = _rows(own) if is_barred else []
        if not rows:
            waiting += own
            continue
        if waiting:
            yield [], waiting
        yield rows, own
        waiting = []
    if waiting:
        yield [], waiting


def _has_outer_bars(line: Line) -> bool:
    text = line.text.strip()
    return len(text) > 1 and text[0] == PIPE == text[-1]


def _rows(lines: Sequence[Line]) -> list[list[Cell]]:
    """Return the rows of a table whose cells go on in the lines below; none where no cell does, or where it cannot be told."""
    pieces = [line.text.strip()[1:-1].split(PIPE) for line in lines]
    if not _is_barred(lines, pieces):
        return []
    rows: list[list[tuple[Line, _Pieces]]] = []
    for line, cells in zip(lines, pieces, strict=True):
        if rows and line.gap == 0 and len(rows[-1]) < MOST_LINES and _goes_on([own for _, own in rows[-1]], cells):
            rows[-1].append((line, cells))
        else:
            rows.append([(line, cells)])
    return [list(_joined(row)) for row in rows] if len(rows) < len(lines) else []


def _is_barred(lines: Sequence[Line], pieces: Sequence[_Pieces]) -> bool:
    if len(lines) < _LEAST_LINES:
        return False
    widths = [width_of(line.text.strip()) for line in lines]
    filled = [piece for row in pieces for piece in row if piece.strip()]
    alike = max(sum(1 for _ in group) for _, group in groupby(sorted(widths)))
    beside = sum(not piece[0].isspace() for piece in filled)
    padded = any(piece[-1].isspace() for piece in filled)
    return padded and alike >= _ONE_WIDTH * len(widths) and beside >= _LEFT_ALIGNED * len(filled)


def _goes_on(above: Sequence[_Pieces], cells: _Pieces) -> bool:
    """Whether a line goes on with the row above: all that stands in it is below a cell that had no room for more."""
    held = [at for at, piece in enumerate(cells) if piece.strip()]
    if not held or [width_of(piece) for piece in cells] != [width_of(piece) for piece in above[0]]:
        return False
    if leading_number(cells[held[0]].strip()) is not None and not is_value(cells[held[0]].strip()):
        return False
    stacked = sum(is_value(above[-1][at].strip()) and is_value(cells[at].strip()) for at in held)
    return stacked < _LEAST_STACKED and all(_is_full(above[-1][at]) for at in held)


def _is_full(piece: str) -> bool:
    return bool(piece.strip()) and width_of(piece) - width_of(piece.rstrip()) < _ROOM


def _joined(row: Sequence[tuple[Line, _Pieces]]) -> Iterator[Cell]:
    for at in range(len(row[0][1])):
        own = [(line, cells[at].strip()) for line, cells in row if cells[at].strip()] or [(row[0][0], "")]
        yield Cell("\n".join(text for _, text in own), tuple(line for line, _ in own))
