"""Text with one cell a line and no sign between cells, in which a blank cell is an empty line too many.

Where k empty lines part two cells as a rule, k + m * (k + 1) of them hold m blank cells. Empty lines may mean anything else: the end
of a row, a page's edge. They are believed where, with the blanks that they would be, nearly all rows come out as long as others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from gongkai.readers.text.cell_stream import MOST_LINES, Cell, Table
from gongkai.readers.text.marks import Line, may_continue
from gongkai.text.numerals import is_value

_LEAST_ROWS = 6  # so many rows tell a habit
_LEAST_HOLED = 2  # one may be a page's edge
_SHORTEST_ROW = 5  # cells; shorter rows are alike by chance
_NEAR = 3  # rows that are so much longer than most have cells that are none; still longer ones are another table's
_HABIT = 3  # a number of empty lines that is seen less often is an accident
_OTHERS = 3  # rows of other tables that are longer
_LENGTHS = 3  # rows below a group's label, the last of a group, and others have the blank cells of other merged labels
_ALIKE = 0.85  # of the gaps between cells are equal
_HOLED_ALIKE = 0.7  # the same where blank cells make some of them longer
_UNEQUAL = 0.03  # of the rows may be of another length
_KINDS = 3  # places of the last figure, with blanks before it or none
_LEAST_SINGLE = 20  # rows of one cell; fewer are paragraphs
_EMPTY = 0.6  # of the rows have blank cells in a report that has any
_IRREGULAR = 0.03  # of the gaps may be of a size that nothing explains
_FAIR = 0.2  # of the gaps before figures; what is rarer is no rule
_LONGEST = 60  # blank cells in a row; more is no table
_HEADS = 15  # lines above a table's first figure that may hold its heads and labels
_BLANK_ROW = 3  # blank cells that are no gap between paragraphs
_FAR = 30  # lines of words between two figures; more is no table


Stretch = tuple[Sequence[Line], Line | None]
"""Lines, and the line that follows them."""


class Spacing(NamedTuple):
    """How many empty lines stand between two cells."""

    usual: int

    def blanks(self, line: Line) -> int | None:
        """Return how many blank cells stand before a line, None where the gap is no multiple of the rule, or a page's edge."""
        count, rest = divmod(line.gap - self.usual, self.usual + 1)
        if count and line.new_page:
            return None
        return count if 0 <= count <= _LONGEST and not rest else None


def spacing_of(stretches: Iterable[Stretch]) -> Spacing | None:
    """Return the spacing of cells in a text of which ``stretches`` show no signs of cells; None where empty lines tell no blank cells."""
    own = list(stretches)
    parts = [part for lines, after in own for part in _parts(lines, after, None) if part.is_table]
    gaps = [line.gap for part in parts for line in part.lines[1:] if _is_figure(line)]
    usual = _least_usual(gaps)
    if usual is None:
        return _spacing_of_blanks(own)
    spacing = Spacing(usual)
    return spacing if _is_regular(parts, spacing) and _tells_blanks(parts, spacing) else None


def _spacing_of_blanks(stretches: Sequence[Stretch]) -> Spacing | None:
    """Return the spacing of a text without a figure, in which a form was printed with blank cells alone."""
    gaps = [line.gap for lines, _ in stretches for line in lines[1:]]
    usual = _least_usual(gaps)
    if usual is None or max(gaps) < _BLANK_ROW:
        return None
    spacing = Spacing(usual)
    parts = [part for lines, after in stretches for part in _parts(lines, after, spacing) if part.is_table]
    rows = [row for part in parts for row in _rows(_cells(part.lines, part.after, spacing))]
    return spacing if _is_regular(parts, spacing) and _are_alike(rows) else None


def _least_usual(gaps: Sequence[int]) -> int | None:
    """Return the least number of empty lines that is no rare one."""
    return next((gap for gap, count in sorted(Counter(gaps).items()) if count >= _FAIR * len(gaps)), None)


def find_gap_tables(stretch: Stretch, spacing: Spacing) -> Iterator[Table | Line]:
    """Yield the cells among the lines of a stretch, blank ones among them, and the lines around them."""
    for part in _parts(*stretch, spacing):
        if part.is_table:
            yield Table((tuple(_cells(part.lines, part.after, spacing)),), rows_known=False)
        else:
            yield from part.lines


class _Part(NamedTuple):
    """Lines around figures or blank cells, or lines without; ``after`` is the line that follows."""

    lines: Sequence[Line]
    after: Line | None
    is_table: bool


def _parts(lines: Sequence[Line], after: Line | None, spacing: Spacing | None) -> Iterator[_Part]:
    """Cut lines into those around figures, with the labels and heads above them, and others."""
    following = [*lines[1:], after]
    blanks = [_blanks_before(line, spacing) for line in following]
    sure = [_is_figure(line) or count >= _BLANK_ROW for line, count in zip(lines, blanks, strict=True)]
    end = 0
    for start, stop in _clusters([i for i, count in enumerate(blanks) if sure[i] or count]):
        if not any(sure[start:stop]):
            continue
        headings = (i + 1 for i in range(max(end, start - _HEADS), start) if lines[i].level is not None)
        top = max([end, start - _HEADS, *headings])
        yield _Part(lines[end:top], None, is_table=False)
        yield _Part(lines[top:stop], following[stop - 1], is_table=True)
        end = stop
    yield _Part(lines[end:], None, is_table=False)


def _clusters(at: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first index and the one behind the last of each cluster."""
    edges = [0, *(i for i in range(1, len(at)) if at[i] - at[i - 1] > _FAR), len(at)]
    yield from ((at[a], at[b - 1] + 1) for a, b in pairwise(edges) if a < b)


def _blanks_before(line: Line | None, spacing: Spacing | None) -> int:
    return (spacing.blanks(line) or 0) if line is not None and spacing is not None else 0


def _is_figure(line: Line) -> bool:
    return is_value(line.text.strip())


def _cells(part: Sequence[Line], after: Line | None, spacing: Spacing) -> Iterator[Cell]:
    """Yield cells; lines of words that stand closer than cells do are one label."""
    open_: list[Line] = [part[0]]
    for line in part[1:]:
        if line.gap < spacing.usual and _may_join(open_, line):
            open_.append(line)
            continue
        yield _cell(open_)
        yield from _blanks(open_[-1], line, spacing)
        open_ = [line]
    yield _cell(open_)
    if after is not None:
        yield from _blanks(open_[-1], after, spacing)


def _may_join(above: Sequence[Line], line: Line) -> bool:
    last = above[-1]
    return len(above) < MOST_LINES and not (_is_figure(last) or _is_figure(line)) and may_continue(last.text)


def _cell(lines: Sequence[Line]) -> Cell:
    return Cell("\n".join(line.text.strip() for line in lines), tuple(lines))


def _blanks(above: Line, line: Line, spacing: Spacing) -> Iterator[Cell]:
    """Yield the blank cells between two lines, each on its own empty line."""
    for index in range(1, (spacing.blanks(line) or 0) + 1):
        number = above.number + index * (spacing.usual + 1) if above.number is not None else None
        yield Cell("", (Line("", number),))


def _is_regular(parts: Sequence[_Part], spacing: Spacing) -> bool:
    """Whether hardly a gap is none of the rule's; lines of one label may stand closer."""
    gaps = [(a, b) for part in parts for a, b in pairwise(part.lines)]
    odd = sum(spacing.blanks(b) is None and not (b.gap < spacing.usual and _may_join([a], b)) for a, b in gaps)
    return odd <= _IRREGULAR * len(gaps)


class _Row(NamedTuple):
    """Cells between two labels: how many, and at which the last figure stands (0 for none); ``holed``: a blank stands before it."""

    cells: int
    last: int
    holed: bool


def _tells_blanks(parts: Sequence[_Part], spacing: Spacing) -> bool:
    """Whether blanks put the last figure of nearly all rows, their total, at one place, or make many empty rows alike.

    Blanks behind the last figure prove nothing: they may be the ends of rows.
    """
    rows = [row for part in parts for row in _rows(_cells(part.lines, part.after, spacing))]
    if _are_equal(rows) or _are_single(rows):
        return True
    filled = [row for row in rows if row.last >= _SHORTEST_ROW]
    size = max((count, cells) for cells, count in Counter(row.cells for row in filled).items())[1] if filled else 0
    near = [row for row in filled if row.cells <= size + _NEAR]
    if len(near) < _LEAST_ROWS:
        return _are_alike(rows)
    places = Counter(row.last for row in near)
    usual = max(places, key=lambda place: places[place])
    if any(place > usual and count < _HABIT for place, count in places.items()):
        return False  # some empty line is no cell
    holed = [row.last == usual for row in near if row.holed]
    alike = places[usual] >= _ALIKE * len(near) and len(filled) - len(near) <= _OTHERS
    return len(holed) >= _LEAST_HOLED and alike and sum(holed) >= _HOLED_ALIKE * len(holed)


def _are_equal(rows: Iterable[_Row]) -> bool:
    """Whether all rows of the larger table are of one length, wherever their blank cells are: empty lines of another meaning would make
    some longer than others.
    """
    long = [row for row in rows if row.cells >= _SHORTEST_ROW]
    size = Counter(row.cells for row in long).most_common(1)[0][0] if long else 0
    near = [row for row in long if row.cells < size + _NEAR]
    equal = [row for row in near if row.cells == size]
    inner = sum(row.holed and row.last == size for row in equal)
    kinds = {(row.holed, row.last) for row in equal}
    longer, shorter = (sum(row.cells > size for row in near), sum(row.cells < size for row in near))
    few = _UNEQUAL * len(near)  # a table's last row may have lost the blank cells at its end
    is_table = len(equal) >= _LEAST_ROWS and longer <= few and shorter <= max(1, few)
    is_told = inner >= _LEAST_ROWS or (inner >= _LEAST_HOLED and len(kinds) >= _KINDS)
    return is_table and is_told and len(long) - len(near) <= _OTHERS


def _are_single(rows: Sequence[_Row]) -> bool:
    """Whether each label has one cell, some of them blank: a table of one column of figures."""
    single = [row for row in rows if row.cells == 1]
    blank = sum(not row.last for row in single)
    odd = sum(row.cells > 1 and (row.holed or row.last < row.cells) for row in rows)
    is_table = len(single) >= _LEAST_SINGLE and odd <= _UNEQUAL * len(rows)
    return is_table and min(blank, len(single) - blank) >= _LEAST_HOLED


def _are_alike(rows: Iterable[_Row]) -> bool:
    """Whether there are many rows, most of them empty, of hardly more than a few lengths."""
    long = [row for row in rows if row.cells >= _SHORTEST_ROW]
    usual = sum(count for _, count in Counter(row.cells for row in long).most_common(_LENGTHS))
    empty = sum(not row.last for row in long)
    return empty >= max(_LEAST_ROWS, _EMPTY * len(long)) and usual >= _ALIKE * len(long)


def _rows(cells: Iterable[Cell]) -> Iterator[_Row]:
    for is_label, group in groupby(cells, lambda cell: bool(cell.text) and not is_value(cell.text)):
        row = [bool(cell.text) for cell in group]
        if not is_label:
            last = max((i for i, figure in enumerate(row, 1) if figure), default=0)
            yield _Row(len(row), last, not all(row[:last]))
