"""Reads a table from grids whose spans are known: Word, HTML, ruled pages.

The last label of a row names it, what follows are its values. Heads and values are paired by their ordinal in the row, since
the spans of a head row and of the rows below it need not agree; where the numbers differ, by overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rapidfuzz import fuzz

from gongkai.document import Grid, GridCell
from gongkai.forms.model import Item, TableForm
from gongkai.report import Anchor
from gongkai.tables.grid.heads import GridHeads, HeadRows, head_rows, heads_of_grid
from gongkai.tables.grid.pairs import certain_pairs, has_strays, pairs_of, value_of
from gongkai.tables.reading import Placed, Reading
from gongkai.text.fold import core
from gongkai.text.numbering import leading_number, strip_number
from gongkai.text.numerals import read_cell

_ALIKE = 72.0


class Row(Struct, frozen=True):
    """One row of a grid: the cells that begin in it, and those that reach into it from above."""

    index: int
    own: tuple[GridCell, ...]
    hanging: tuple[GridCell, ...]


class Found(Struct, frozen=True):
    """A row of values with its label cells (outermost first) and the heads that stand above it."""

    labels: tuple[GridCell, ...]
    values: tuple[GridCell, ...]
    heads: HeadRows


def read_grids(grids: Sequence[Grid], table: TableForm, sisters: frozenset[str]) -> tuple[Reading, ...]:
    """Read the lines of ``table`` from the grids that hold it, in their order (a table may go on over pages).

    ``sisters`` are heads of other forms for the same table: a row under them is none of this form's.
    """
    rows = tuple(_found_rows(grids, table))
    lines = _assign(rows, table)
    heads = [_under(row, line, table, sisters) for row, line in zip(rows, lines, strict=True)]
    skewed = any(each is not None and has_strays(row.values, each) for row, each in zip(rows, heads, strict=True))
    return tuple(
        _reading(row, line, table, each, skewed=skewed) for row, line, each in zip(rows, lines, heads, strict=True)
    )


# --- rows ------------------------------------------------------------------------------------------------------------------


def _rows(grid: Grid) -> Iterator[Row]:
    tall = [c for c in grid.cells if c.row_span > 1]
    for index, own in enumerate(grid.rows()):
        hanging = (c for c in tall if c.row < index < c.row + c.row_span)
        yield Row(index, own, tuple(sorted(hanging, key=lambda c: c.column)))


def _found_rows(grids: Sequence[Grid], table: TableForm) -> Iterator[Found]:
    """Yield the rows that hold values, each under the heads that stand above it, on this page or the one before."""
    above: list[Row] = []
    heads = HeadRows()
    for grid in grids:
        above = []
        for row in _rows(grid):
            if _is_head(row, table):
                above.append(row)
                continue
            if above:
                heads = head_rows([(*r.own, *r.hanging) for r in above])
                above = []
            labels, values = _labels_and_values(row, table, _first_value_column(heads, table))
            if values or labels:
                yield Found(labels, values, heads)


def _is_head(row: Row, table: TableForm) -> bool:
    """Whether a row holds heads: labels of columns or blocks, and neither a row's name nor a figure."""
    if any(_is_figure(c) for c in row.own):
        return False
    texts = [c for c in row.own if c.text.strip()]
    roles = [_role(c, table) for c in texts]
    if any(role == "row" for role in roles):
        return False
    return any(role in ("column", "column_group", "block", "stub") for role in roles)


def _role(cell: GridCell, table: TableForm) -> str | None:
    """Return the role of the item that the cell's text names; a numbered label is a row's before it is a head's."""
    items = _items_named(cell, table)
    roles = [item.role for item in items]
    if "row" in roles and ("column" not in roles or leading_number(cell.text)):
        return "row"
    return next((role for role in roles if role != "row"), None)


def _items_named(cell: GridCell, table: TableForm) -> list[Item]:
    name, bare = core(strip_number(cell.text)), core(strip_number(cell.text).split("（")[0].split("(")[0])
    return [item for item in table.items if name in item.names or (bare and bare in item.names)]


def _is_figure(cell: GridCell) -> bool:
    return read_cell(cell.text).status in ("reported", "not_applicable")


def _first_value_column(heads: HeadRows, table: TableForm) -> int:
    """Return the grid column of the leftmost head that names a column: words to the left of it are labels."""
    names = {name for block in table.blocks for column in block.columns for name in column.names}
    return min((h.start for h in heads.leaves if core(strip_number(h.path[-1])) in names), default=0)


def _labels_and_values(
    row: Row, table: TableForm, values_from: int
) -> tuple[tuple[GridCell, ...], tuple[GridCell, ...]]:
    """Part a row at its last label: the last cell that a form knows as a label, or else the last words before a figure; words under
    no head are labels too, known or not.
    """
    cells = sorted((*row.own, *row.hanging), key=lambda c: c.column)
    worded = [c for c in cells if read_cell(c.text).status == "unreadable"]
    known = [c for c in worded if any(i.role in ("row", "group") for i in _items_named(c, table))]
    first_figure = min((c.column for c in row.own if _is_figure(c)), default=1 << 30)
    leading = [c for c in worded if c.column < first_figure]
    last = known[-1] if known else leading[-1] if leading else None
    if last is not None:
        last = next((c for c in reversed(leading) if last.column < c.column < values_from), last)
    own_last = last is not None and last.row == row.index
    if last is None or not (own_last or any(_is_figure(c) for c in row.own)):
        return (), tuple(row.own) if last is None else ()
    labels = tuple(c for c in worded if c.column <= last.column)
    return labels, tuple(c for c in row.own if c.column > last.column)


# --- which line ----------------------------------------------------------------------------------------------------------


def _assign(rows: tuple[Found, ...], table: TableForm) -> list[int | None]:
    """Return for each row the index of its line: by its label, then by likeness, then by place between its neighbours."""
    lines: list[int | None] = []
    for row in rows:
        before = next((i for i in reversed(lines) if i is not None), -1)
        lines.append(_line_of(row, table, before))
    for index, row in enumerate(rows):
        if lines[index] is None and row.labels:
            between = _missing_between(lines, index, table)
            unknown = [label.text for label in reversed(row.labels) if not _items_named(label, table)]
            lines[index] = next((i for text in unknown if (i := _likely(text, table, *between)) is not None), None)
    _fill_gaps(rows, lines, table)
    return lines


def _line_of(row: Found, table: TableForm, before: int) -> int | None:
    """Return the line that the row's last label names; of several the one under the same parents, then the next one."""
    if not table.items or all(block.spec.across for block in table.blocks):
        return None if row.labels else _only_line(row, table)
    for label in reversed(row.labels):
        items = _items_named(label, table)
        named = [i.line for i in items if i.role == "row" and i.line is not None]
        if len(named) > 1:
            named = _by_parents(named, row, table) or named
            named = [line for line in named if line > before][:1] or named
        if named:
            return named[0]
        if items:  # a group's label: the row itself has none of its own
            return None
    return None


def _by_parents(lines: list[int], row: Found, table: TableForm) -> list[int]:
    path = {core(strip_number(c.text)) for c in row.labels[:-1]}
    return [i for i in lines if {core(strip_number(p)) for p in table.lines[i].parents} & path]


def _only_line(row: Found, table: TableForm) -> int | None:
    """Return the single line of a table whose rows stand across, if the row is one of values."""
    enough = sum(1 for c in row.values if read_cell(c.text).status != "unreadable")
    return 0 if len(table.lines) == 1 and enough >= len(table.lines[0].slots) // 2 else None


def _missing_between(lines: list[int | None], index: int, table: TableForm) -> tuple[int, int]:
    before = next((i for i in reversed(lines[:index]) if i is not None), -1)
    after = next((i for i in lines[index + 1 :] if i is not None), len(table.lines))
    return before + 1, after


def _likely(label: str, table: TableForm, start: int, end: int) -> int | None:
    """Return the one line from ``start`` to ``end`` whose name is like ``label``, or like what stands before its remark; None if none
    or two are.
    """
    whole = strip_number(label)
    likes = [name for name in {core(whole), core(whole.split("（")[0].split("(")[0])} if len(name) >= 3]
    if not likes:
        return None
    scored = sorted(
        (
            (max(fuzz.ratio(name, n) for n in table.lines[i].names for name in likes), i)
            for i in range(start, end)
            if table.lines[i].names
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < _ALIKE or (len(scored) > 1 and scored[1][0] > scored[0][0] - 10):
        return None
    return scored[0][1]


def _fill_gaps(rows: tuple[Found, ...], lines: list[int | None], table: TableForm) -> None:
    """Place unlabelled full rows between two known ones, only where their number equals the lines missing there."""
    index = 0
    while index < len(rows):
        if lines[index] is not None or rows[index].labels:
            index += 1
            continue
        end = index
        while end < len(rows) and lines[end] is None and not rows[end].labels:
            end += 1
        start, stop = _missing_between(lines, index, table)
        if 0 < end - index == stop - start and index > 0:
            lines[index:end] = range(start, stop)
        index = end


# --- values --------------------------------------------------------------------------------------------------------------


def _under(row: Found, index: int | None, table: TableForm, sisters: frozenset[str]) -> GridHeads | None:
    """Return the heads over a row's values; None where its line is unknown."""
    if index is None:
        return None
    line = table.lines[index]
    return heads_of_grid(row.heads, table.blocks[line.block], line, sisters)


def _reading(row: Found, index: int | None, table: TableForm, heads: GridHeads | None, *, skewed: bool) -> Reading:
    label = " ".join(row.labels[-1].text.split()) if row.labels else ""
    loose = tuple(value_of(c) for c in row.values)
    if index is None or heads is None or heads.foreign:
        return Reading(line=None, label=label, loose=loose)
    line = table.lines[index]
    pairs = (certain_pairs if skewed else pairs_of)(row.values, heads, len(line.slots))
    if pairs is None:
        return Reading(line=index, label=label, loose=loose, reason="cells do not fit")
    row_read = bool(row.labels) or not line.key
    placed = tuple(Placed(slot, value_of(cell), _anchor(slot, heads, row_read)) for slot, cell in pairs)
    return Reading(line=index, label=label, placed=placed)


def _anchor(slot: int, heads: GridHeads, row_read: bool) -> Anchor:
    if not heads.read:
        return "order"
    return "label" if row_read and slot in heads.read else "grid"
