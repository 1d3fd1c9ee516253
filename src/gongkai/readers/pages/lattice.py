"""Ruled tables of a page as grids: rules make a lattice, the lattice makes cells.

A lattice has a line wherever any rule of the table lies. Neighbouring fields with no rule between them are one cell,
so row and column spans come out by themselves, and a table that a page break leaves open at an edge still closes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from gongkai.document import BBox, Grid, GridCell, Place
from gongkai.readers.pages.lines import JOINT, Glyphs, Line, fragments
from gongkai.readers.pages.narrow import is_one_figure, margin_of
from gongkai.readers.pages.rules import TOLERANCE, Rule

_MOST_FIELDS = 20_000  # more is a drawing
_SIGN = 30.0  # points: a smaller lattice is a character that is drawn, or a box to tick
_LEVEL = 0.2  # of its height: a raised mark shares more with its figure
_FIGURE = re.compile(r"[\d.,]{2,}")
_WORD = re.compile(r"\S+")
_Field = tuple[int, int]
_Region = tuple[int, int, int] | None  # table, row, column; None outside


class Table(Struct, frozen=True):
    """A lattice with lines at ``xs`` and ``ys`` (points); ``cells`` maps fields to cells (row, column, both spans)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: dict[_Field, tuple[int, int, int, int]]

    @property
    def bbox(self) -> BBox:
        """Outer box of the table."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> tuple[int, int, int, int] | None:
        """Return the cell around a point of the page, or None outside."""
        return self.cells.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


class RuledTable(Struct, frozen=True):
    """A table with the lines of text in its cells, keyed by the cells' (row, column)."""

    table: Table
    texts: dict[_Field, list[Line]]

    def grid(self, page: int, number: int) -> Grid:
        """Return it as the ``number``-th grid of the document, on ``page``."""
        xs, ys = self.table.xs, self.table.ys
        margin = margin_of(self.texts, xs)
        cells = tuple(
            GridCell(
                row=row,
                column=column,
                row_span=height,
                column_span=width,
                text=_cell_text(self.texts.get((row, column), []), xs[column + width] - xs[column] - 2 * margin),
                set_in=_set_in(self.texts.get((row, column), []), xs[column]),
                place=Place(
                    page=page,
                    bbox=(xs[column], ys[row], xs[column + width], ys[row + height]),
                    table=number,
                    cell=(row, column),
                ),
            )
            for row, column, height, width in sorted(set(self.table.cells.values()))
        )
        return Grid(cells=cells, place=Place(page=page, bbox=self.table.bbox, table=number))


def _set_in(lines: list[Line], left: float) -> float:
    """How far the first line begins to the right of its cell's side, in half characters."""
    return max(0.0, round((lines[0].bbox[0] - left) / (lines[0].em / 2), 1)) if lines and lines[0].em else 0.0


def fill(lattices: Iterable[Table], glyphs: Glyphs) -> tuple[list[Line], list[RuledTable]]:
    """Put a page's text into its lattices; return the lines outside them, and the tables that hold any."""
    tables, regions = _with_text(sorted(lattices, key=_area), glyphs)
    _keep_figures_whole(tables, regions, glyphs)
    texts: list[dict[_Field, list[Line]]] = [{} for _ in tables]
    outside: list[Line] = []
    for key, line in fragments(glyphs, regions, placed=True):
        if isinstance(key, tuple):
            texts[key[0]].setdefault(key[1:], []).append(line)
        else:
            outside.append(line)
    return outside, [RuledTable(table, text) for table, text in zip(tables, texts, strict=True)]


def _regions(tables: Sequence[Table], glyphs: Glyphs) -> list[_Region]:
    """Return for each character the cell it belongs to; a word whose ends stand in one cell stands there as a whole."""
    regions: list[_Region] = [None] * len(glyphs.text)
    for match in _WORD.finditer(glyphs.text) if tables else ():
        start, end = match.span()
        first, last = _cell_of(tables, glyphs.box(start)), _cell_of(tables, glyphs.box(end - 1))
        if first == last:
            regions[start:end] = [first] * (end - start)
        else:
            regions[start:end] = [_cell_of(tables, glyphs.box(i)) for i in range(start, end)]
    return regions


def _keep_figures_whole(tables: Sequence[Table], regions: list[_Region], glyphs: Glyphs) -> None:
    """Give a figure that runs over a rule to one cell."""
    for match in _FIGURE.finditer(glyphs.text):
        if len(set(regions[match.start() : match.end()])) > 1:
            for start, end in _touching(glyphs, *match.span()):
                whole = _cell_of(tables, glyphs.span(start, end - 1))
                regions[start:end] = [whole] * (end - start)


def _touching(glyphs: Glyphs, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut ``text[start:end]`` where room is left between two characters, or the next one stands in another line."""
    for at in range(start + 1, end):
        if glyphs.gap(at - 1, at) > JOINT or not _is_level(glyphs.box(at - 1), glyphs.box(at)):
            yield start, at
            start = at
    yield start, end


def _is_level(one: BBox, other: BBox) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > _LEVEL * min(one[3] - one[1], other[3] - other[1])


def _area(table: Table) -> float:
    x0, y0, x1, y1 = table.bbox
    return (x1 - x0) * (y1 - y0)


def _cell_of(tables: Sequence[Table], box: BBox) -> _Region:
    """Return (table, row, column) of the cell in which a character stands; of nested tables the inner one."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for i, table in enumerate(tables):
        cell = table.cell_at(x, y)
        if cell:
            return i, cell[0], cell[1]
    return None


def _with_text(tables: Sequence[Table], glyphs: Glyphs) -> tuple[list[Table], list[_Region]]:
    """Leave out what is no table: frames and drawings, in which fewer than two cells hold text; return the cell of each character.

    A lone row with one text is a table: the end of one, on the page after.
    """
    regions = _regions(tables, glyphs)
    filled = Counter(key[0] for key in set(regions) if key)
    kept = [table for i, table in enumerate(tables) if filled[i] >= 2 or (filled[i] and len(table.ys) == 2)]
    return kept, regions if len(kept) == len(tables) else _regions(kept, glyphs)


def _cell_text(lines: Sequence[Line], room: float) -> str:
    """Put a cell's lines in order, one a line; a label turned upright, one character a line, becomes one line, and so does a figure that
    ``room``, the width of the cell's text, broke.
    """
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.bbox[1] + line.bbox[3]):
        if rows and _beside(rows[-1][0].bbox, line.bbox):
            rows[-1].append(line)
        else:
            rows.append([line])
    texts = [" ".join(line.text for line in sorted(row, key=lambda line: line.bbox[0])) for row in rows]
    broken = all(len(row) == 1 for row in rows) and is_one_figure([row[0] for row in rows], room)
    return ("" if broken or all(len(text) == 1 for text in texts) else "\n").join(texts)


def _beside(one: BBox, other: BBox) -> bool:
    middle = (other[1] + other[3]) / 2
    return one[1] < middle < one[3] and (one[2] <= other[0] + 1 or other[2] <= one[0] + 1)


def lattices_of(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterator[Table]:
    """Yield the lattice of each set of rules that touch each other and part more than one cell."""
    for across, down in _connected(horizontal, vertical):
        xs = _lines([rule.at for rule in down], [end for rule in across for end in (rule.start, rule.end)])
        ys = _lines([rule.at for rule in across], [end for rule in down for end in (rule.start, rule.end)])
        if 3 < len(xs) * len(ys) <= _MOST_FIELDS and len(xs) > 1 and len(ys) > 1:
            cells = _cells(xs, ys, across, down)
            is_sign = xs[-1] - xs[0] < _SIGN > ys[-1] - ys[0]
            if len(set(cells.values())) > 1 and not is_sign:
                yield Table(tuple(xs), tuple(ys), cells)


def _connected(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the sets of rules that touch each other, those across and those down."""
    left = list(vertical)
    todo = list(horizontal)
    while todo:
        across, down, fresh = [], [], [todo.pop()]
        while fresh:
            across += fresh
            hit = [v for v in left if any(_touch(h, v) for h in fresh)]
            left = [v for v in left if v not in hit]
            down += hit
            fresh = [h for h in todo if any(_touch(h, v) for v in hit)]
            todo = [h for h in todo if h not in fresh]
        if down:
            yield across, down


def _touch(across: Rule, down: Rule) -> bool:
    return (
        across.start - TOLERANCE <= down.at <= across.end + TOLERANCE
        and down.start - TOLERANCE <= across.at <= down.end + TOLERANCE
    )


def _lines(rules_at: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Return the lattice's lines: where rules lie, and the table's outer edges where no rule closes it."""
    lines: list[float] = []
    for at in sorted(rules_at):
        if not lines or at - lines[-1] > TOLERANCE:
            lines.append(at)
    if min(ends) < lines[0] - 2 * TOLERANCE:
        lines.insert(0, min(ends))
    if max(ends) > lines[-1] + 2 * TOLERANCE:
        lines.append(max(ends))
    return lines


def _cells(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> dict[_Field, tuple[int, int, int, int]]:
    walls_down = [_covered(down, x, ys) for x in xs]  # [column line][row]
    walls_across = [_covered(across, y, xs) for y in ys]  # [row line][column]
    cells: dict[_Field, tuple[int, int, int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in cells:
                for cell in _split(_flood((row, column), walls_across, walls_down)):
                    cells.update(dict.fromkeys(_fields(cell), cell))
    return cells


def _covered(rules_there: Sequence[Rule], at: float, stops: Sequence[float]) -> list[bool]:
    """Whether the rules at ``at`` cover most of each stretch between two stops."""
    here = [rule for rule in rules_there if abs(rule.at - at) <= TOLERANCE]
    return [
        2 * sum(max(0.0, min(rule.end, b) - max(rule.start, a)) for rule in here) > b - a for a, b in pairwise(stops)
    ]


def _flood(start: _Field, walls_across: Sequence[list[bool]], walls_down: Sequence[list[bool]]) -> set[_Field]:
    """Return the fields that can be reached from ``start`` without crossing a rule or the table's edge."""
    bottom, right = len(walls_across) - 1, len(walls_down) - 1
    reached, todo = {start}, [start]
    while todo:
        row, column = todo.pop()
        ways = (
            (row > 0 and not walls_across[row][column], (row - 1, column)),
            (row + 1 < bottom and not walls_across[row + 1][column], (row + 1, column)),
            (column > 0 and not walls_down[column][row], (row, column - 1)),
            (column + 1 < right and not walls_down[column + 1][row], (row, column + 1)),
        )
        fresh = [field for is_open, field in ways if is_open and field not in reached]
        reached.update(fresh)
        todo += fresh
    return reached


def _split(fields: set[_Field]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the region as one cell if it is a rectangle; a region with a broken rule row by row."""
    rows, columns = [row for row, _ in fields], [column for _, column in fields]
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if height * width == len(fields):
        yield min(rows), min(columns), height, width
        return
    for row, column in sorted(fields):
        if (row, column - 1) not in fields:
            end = column
            while (row, end + 1) in fields:
                end += 1
            yield row, column, 1, end - column + 1


def _fields(cell: tuple[int, int, int, int]) -> Iterator[_Field]:
    row, column, height, width = cell
    return ((row + i, column + j) for i in range(height) for j in range(width))
