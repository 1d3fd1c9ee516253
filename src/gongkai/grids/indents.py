"""How far the labels of rows are set in: by blanks before their words, by the source's own indents, by where a page prints them."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import regex

from gongkai.document import GridCell
from gongkai.grids.shape import Shape, counts_rows
from gongkai.grids.sheet import Sheet
from gongkai.grids.values import squeezed, words
from gongkai.text.fold import width_of

_BLANKS = regex.compile(r"[ \t\u3000\u00a0\u2002\u2003]*")
_STEP = 1.0  # half characters: labels nearer to each other stand below each other; pages print them within a tenth
_MOST_STEPS = 4  # more different places than levels of a table: the labels are not set in, but centred or set apart
_CENTRED = 1.2  # half characters
_SAME = 0.3  # half characters


def indents_of(sheet: Sheet, shape: Shape, rows: list[int]) -> dict[int, int]:
    """Return for each row how far its last label is set in; 0 for all where they are centred or stand at the right."""
    cells = {row: cell for row in rows if (cell := _label(sheet, shape, row)) is not None}
    blanks = {row: _blanks(cells[row].text) if row in cells else 0 for row in rows}
    if len(set(blanks.values())) > 1 or not any(cell.set_in for cell in cells.values()):
        return blanks
    steps = _steps(sheet, cells)
    return {row: steps.get(row, 0) for row in rows}


def _label(sheet: Sheet, shape: Shape, row: int) -> GridCell | None:
    named = [c for c in shape.stub if not counts_rows(sheet, c, shape.heads)] or shape.stub
    return next((sheet.cover[row, c] for c in reversed(named) if sheet.raw(row, c).strip()), None)


def _blanks(text: str) -> int:
    match = _BLANKS.match(text)
    return sum(2 if char in "\u3000\u2003" else 1 for char in (match[0] if match else ""))


def _steps(sheet: Sheet, cells: dict[int, GridCell]) -> dict[int, int]:
    """Give the source's indents as steps; the label of a total, which is centred over others, is set in nowhere."""
    own = {row: cell for row, cell in cells.items() if not _is_total(cell.text) and "\n" not in cell.text.strip()}
    if len({cell.column_span for cell in own.values()}) > 1 or len(own) < 2 or _is_centred(list(own.values())):
        return {}
    levels: list[float] = []
    for place in sorted(cell.set_in for cell in own.values()):
        if not levels or place - levels[-1] >= _STEP:
            levels.append(place)
    if len(levels) > _MOST_STEPS:
        return {}
    found = {row: max(n for n, level in enumerate(levels) if cell.set_in >= level) for row, cell in own.items()}
    for row in sorted(cells.keys() - own.keys()):
        if _is_total(cells[row].text):
            found[row] = 0 if words().subtotals.fullmatch(squeezed(cells[row].text)) is None else found.get(row - 1, 0)
        else:
            found[row] = max((n for n, level in enumerate(levels) if cells[row].set_in >= level - 0.5), default=0)
    return found


def _is_total(text: str) -> bool:
    folded = squeezed(text)
    return words().totals.fullmatch(folded) is not None or words().subtotals.fullmatch(folded) is not None


def _is_centred(cells: list[GridCell]) -> bool:
    """Whether labels of different lengths have one middle, or one end, on a page; elsewhere an indent is what the source says."""
    if any(cell.place.bbox is None or words().among.match(squeezed(cell.text)) for cell in cells):
        return False  # behind 其中： labels of one length end at one place, and are set in
    wide = [(cell.set_in, width_of(cell.text.strip())) for cell in cells]
    if max(w for _, w in wide) - min(w for _, w in wide) < 2 * _CENTRED:
        return False
    if any(abs(a - b) < _SAME and abs(w - v) >= 2 * _CENTRED for (a, w), (b, v) in pairwise(sorted(wide))):
        return False  # what is centred or stands at the right begins elsewhere where it is longer
    return _level([place + w / 2 for place, w in wide]) > 0.7 or _level([place + w for place, w in wide]) == 1.0


def _level(places: list[float]) -> float:
    """The share of places that are about the same."""
    middle = median(places)
    return sum(abs(place - middle) <= _CENTRED for place in places) / len(places)
