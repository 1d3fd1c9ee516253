"""An HTML table as a grid: spans, row groups, and whether it holds data or only lays out the page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from gongkai.document import Grid, GridCell, Place
from gongkai.readers.html.events import Event
from gongkai.readers.html.set_in import set_in_of
from gongkai.readers.html.text import cell_text
from gongkai.readers.text.marks import is_numbered, is_prose
from gongkai.text.numerals import is_value

_WIDEST = 1000  # columns that HTML allows in a span
_GROUPS = {"thead": 0, "tfoot": 2}
_FEW_FIGURES = 4  # with as many a table holds data
_LAYOUT_TEXT = 200  # letters of a cell that is a part of the page


class HtmlCell(NamedTuple):
    """A cell before it has a place in the document."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    set_in: float = 0.0


class HtmlTable(NamedTuple):
    """Cells in reading order; ``height`` counts rows, also those without a cell."""

    cells: tuple[HtmlCell, ...]
    height: int
    width: int

    @property
    def figures(self) -> int:
        """Number of cells that hold a number or a sign for none."""
        return sum([is_value(cell.text) for cell in self.cells])

    def grid(self, index: int) -> Grid:
        """Return the grid that is table number ``index`` of the document."""
        cells = [
            GridCell(
                row=c.row,
                column=c.column,
                text=c.text,
                row_span=c.row_span,
                column_span=c.column_span,
                place=Place(table=index, cell=(c.row, c.column)),
                set_in=c.set_in,
            )
            for c in self.cells
        ]
        return Grid(cells=tuple(cells), place=Place(table=index))


def read_table(events: list[Event], start: int, starts: Sequence[int]) -> HtmlTable | None:
    """Read the table that begins at ``start``; None where it only lays out the page, or holds nothing.

    ``starts`` are the indexes at which all tables of the page begin, in order.
    """
    rows = _rows(events, start)
    nesting = frozenset(cell for row in rows for cell in row.cells if _nests(events, cell, starts))
    table = _placed(rows, events, nesting)
    if _is_layout(table, rows, bool(nesting)):
        return None
    return _placed(rows, events, frozenset()) if nesting else table


class _Row(NamedTuple):
    cells: list[int]
    group: int
    group_start: int


def _rows(events: list[Event], start: int) -> list[_Row]:
    """Return the table's own rows in printed order: head, bodies, foot, wherever the foot stands in the source."""
    rows: list[_Row] = []
    group, group_start = 1, start
    index, end = start + 1, events[start].partner
    while index < end:
        name = events[index].name
        if name in {"thead", "tbody", "tfoot"}:
            group, group_start = _GROUPS.get(name, 1), index
        elif name == "tr":
            rows.append(_Row([], group, group_start))
        elif name in {"td", "th"}:
            if rows:
                rows[-1].cells.append(index)
            index = events[index].partner
        elif name in {"table", "caption"}:
            index = events[index].partner
        index += 1
    return sorted(rows, key=lambda row: row.group)


def _placed(rows: list[_Row], events: list[Event], nesting: frozenset[int]) -> HtmlTable:
    """Give each cell its column: behind the cells before it and clear of those that reach down from rows above.

    The text of ``nesting`` cells is left out: of tables in tables in tables, each text must be read only once.
    """
    taken: dict[int, int] = {}
    cells: list[HtmlCell] = []
    width = 0
    last = _last_rows(rows)
    for r, row in enumerate(rows):
        column = 0
        for start in row.cells:
            while column < _WIDEST and taken.get(column, 0) > r:
                column += 1
            attributes = events[start].attributes
            across = down = 1
            if "colspan" in attributes:
                across = min(_span(attributes, "colspan", 1), max(1, _WIDEST - column))
            if "rowspan" in attributes:
                down = min(_span(attributes, "rowspan", _WIDEST), last[r] - r)
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), r + down))
            text = "" if start in nesting else cell_text(events, start)
            cells.append(HtmlCell(r, column, down, across, text, set_in_of(events, start) if text else 0.0))
            column += across
        width = max(width, column)
    return HtmlTable(tuple(cells), len(rows), width)


def _last_rows(rows: list[_Row]) -> list[int]:
    """Return for each row where its row group ends: no cell reaches farther down."""
    ends: list[int] = []
    for _, group in groupby(rows, key=lambda row: row.group_start):
        count = len(list(group))
        ends += [len(ends) + count] * count
    return ends


def _span(attributes: Mapping[str, str | None], name: str, zero: int) -> int:
    """Return a span as browsers read it; ``zero`` is what 0 means (to the group's end for rows)."""
    value = attributes.get(name)
    digits = value.strip()[:6] if value else "1"
    if not digits.isdecimal():
        return 1
    return min(int(digits), _WIDEST) or zero


def _is_layout(table: HtmlTable, rows: list[_Row], nests: bool) -> bool:
    """Whether the table holds no data: nothing, one cell, a column of texts, other tables, or long running text."""
    filled = [cell for cell in table.cells if cell.text]
    if len(filled) < 2:
        return True
    figures = table.figures
    if figures >= _FEW_FIGURES:
        return nests and figures * 4 < len(filled)
    if nests or any(len(cell.text) > _LAYOUT_TEXT for cell in filled):
        return True
    return max(len(row.cells) for row in rows) < 2 and figures < 2


def _nests(events: list[Event], cell: int, starts: Sequence[int]) -> bool:
    """Whether a cell holds another table, at whatever depth."""
    return bisect_left(starts, cell) < bisect_left(starts, events[cell].partner)


def parts_of(table: HtmlTable) -> Iterator[HtmlTable | str]:
    """Cut a table at rows that are one cell of running text, or a heading at its upper edge; those come out as text."""
    rows: list[list[HtmlCell]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    texts = [_running_text(row, table.width) for row in rows]
    for index in reversed(range(table.height - 1)):
        if texts[index + 1] is not None and _is_single(rows[index], table.width):
            texts[index] = rows[index][0].text  # a title or a heading above running text
    for index, row in enumerate(rows):
        edge = index == 0 or texts[index - 1] is not None
        if edge and _is_single(row, table.width) and is_numbered(row[0].text):
            texts[index] = row[0].text
    for is_text, group in groupby(range(table.height), key=lambda r: texts[r] is not None):
        numbers = list(group)
        if is_text:
            yield from (texts[r] or "" for r in numbers)
        else:
            yield _slice(rows, numbers[0], numbers[-1] + 1, table.width)


def _is_single(row: list[HtmlCell], width: int) -> bool:
    return len(row) == 1 and row[0].column_span >= width and row[0].row_span == 1


def _running_text(row: list[HtmlCell], width: int) -> str | None:
    return row[0].text if _is_single(row, width) and is_prose(row[0].text) else None


def _slice(rows: list[list[HtmlCell]], first: int, end: int, width: int) -> HtmlTable:
    cells = [cell._replace(row=cell.row - first) if first else cell for row in rows[first:end] for cell in row]
    return HtmlTable(tuple(cells), end - first, width)
