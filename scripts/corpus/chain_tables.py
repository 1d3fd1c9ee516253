"""Steps of a random chain that change a table as it is printed: its labels, its heads, the order of its rows and columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random

import msgspec

from corpus.draft import HAN_HAN, Draft, change, each_cell, each_table, is_figure, is_group, with_text
from corpus.grid import PrintedCell, PrintedTable

_WIDE = {ord("0") + i: ord("０") + i for i in range(10)}
Cells = tuple[PrintedCell, ...]


def break_inside(draft: Draft, rng: Random) -> Draft:
    """Break labels and notes over lines, between two of their characters; never a figure."""
    often = rng.choice((0.1, 0.4, 1.0))
    return each_cell(
        draft, lambda cell: with_text(cell, _parted(cell.text, "\n", rng)) if rng.random() < often else cell
    )


def space_labels(draft: Draft, rng: Random) -> Draft:
    """Put white space into labels: between all characters of short ones, somewhere in long ones."""
    space = rng.choice((" ", "  ", "\u3000"))

    def spaced(cell: PrintedCell) -> PrintedCell:
        short = len(cell.text) <= 4
        return with_text(cell, HAN_HAN.sub(space, cell.text) if short else _parted(cell.text, space, rng))

    return each_cell(draft, lambda cell: cell if is_figure(cell) else spaced(cell))


def _parted(text: str, by: str, rng: Random) -> str:
    places = [m.start() for m in HAN_HAN.finditer(text)]
    at = rng.choice(places) if places else len(text)
    return text[:at] + by + text[at:] if places else text


def widen_digits(draft: Draft, rng: Random) -> Draft:
    """Print the digits of all figures, or of some, full-width."""
    often = rng.choice((0.3, 1.0))
    return each_cell(
        draft, lambda c: with_text(c, c.text.translate(_WIDE)) if is_figure(c) and rng.random() < often else c
    )


def swallow_groups(draft: Draft, rng: Random) -> Draft:
    """Leave out labels of several rows (（三）不予公开): the numbering of the rows below still tells where they are."""
    often = rng.choice((0.3, 1.0))
    return each_cell(draft, lambda cell: with_text(cell, "") if is_group(cell) and rng.random() < often else cell)


def lose_heads(draft: Draft, rng: Random) -> Draft:
    """Leave out head rows: figures in the form's order need no heads."""
    often = rng.choice((0.3, 1.0))

    def lost(table: PrintedTable) -> PrintedTable:
        gone = {i for i, row in enumerate(table.rows()) if not any(map(is_figure, row)) and rng.random() < often}
        return PrintedTable(tuple(c for c in table.cells if c.row not in gone), table.width)

    return draft if draft.fixed else change(each_table(draft, lost), fixed=True)


def shuffle_heads(draft: Draft, rng: Random) -> Draft:
    """Print neighbouring head rows in another order."""

    def shuffled(table: PrintedTable) -> PrintedTable:
        rows = list(table.rows())
        heads = [i for i, row in enumerate(rows) if row and all(cell.role in ("head", "stub") for cell in row)]
        pairs = [i for i in heads if i + 1 in heads]
        at = rng.choice(pairs) if pairs else -1
        return _exchanged(table, at) if pairs else table

    return draft if draft.fixed else change(each_table(draft, shuffled), fixed=True)


def exchange_rows(draft: Draft, rng: Random) -> Draft:
    """Exchange neighbouring rows of one group, labels and figures together."""

    def exchanged(table: PrintedTable) -> PrintedTable:
        rows = list(table.rows())
        plain = [any(map(is_figure, row)) and all(c.row_span == 1 for c in row) for row in rows]
        shapes = [[cell.column for cell in row] for row in rows]
        pairs = [i for i in range(len(rows) - 1) if plain[i] and plain[i + 1] and shapes[i] == shapes[i + 1]]
        return _exchanged(table, rng.choice(pairs)) if pairs else table

    return each_table(draft, exchanged)


def _exchanged(table: PrintedTable, at: int) -> PrintedTable:
    to = {at: at + 1, at + 1: at}
    moved = (msgspec.structs.replace(cell, row=to.get(cell.row, cell.row)) for cell in table.cells)
    return PrintedTable(tuple(sorted(moved, key=lambda c: (c.row, c.column))), table.width)


def swap_columns(draft: Draft, rng: Random) -> Draft:
    """Exchange two columns under one head, together with their own heads."""
    if draft.fixed:
        return draft
    choices = [(i, pair) for i, p in enumerate(draft.parts) if isinstance(p, PrintedTable) for pair in _pairs(p)]
    if not choices:
        return draft
    index, (one, other) = rng.choice(choices)
    table = draft.parts[index]
    assert isinstance(table, PrintedTable)
    swapped = PrintedTable(tuple(_content(table, one, other)), table.width)
    return change(draft, parts=(*draft.parts[:index], swapped, *draft.parts[index + 1 :]), fixed=True)


def _pairs(table: PrintedTable) -> Iterator[tuple[Cells, Cells]]:
    """Yield columns that can be exchanged: a leaf head and the figures of the same width right below it, twice."""
    columns = [_column(table, head) for head in table.cells if head.role == "head"]
    for one, other in combinations([cells for cells in columns if len(cells) > 1], 2):
        same_rows = [c.row for c in one] == [c.row for c in other]
        if same_rows and _above(table, one[0]) == _above(table, other[0]):
            yield one, other


def _column(table: PrintedTable, head: PrintedCell) -> Cells:
    cells = [head]
    for row in list(table.rows())[head.row + head.row_span :]:
        if not any(map(is_figure, row)):
            break
        cells += [c for c in row if is_figure(c) and (c.column, c.column_span) == (head.column, head.column_span)]
    return tuple(cells)


def _above(table: PrintedTable, head: PrintedCell) -> PrintedCell | None:
    over = (
        c
        for c in table.cells
        if c.role == "head" and c.row < head.row and c.column <= head.column < c.column + c.column_span
    )
    return max(over, key=lambda c: c.row, default=None)


def _content(table: PrintedTable, one: Cells, other: Cells) -> Iterator[PrintedCell]:
    """Yield the table's cells, the content of two columns exchanged."""
    places = {(c.row, c.column) for c in (*one, *other)}
    source = dict(zip([(c.row, c.column) for c in (*one, *other)], (*other, *one), strict=True))
    for cell in table.cells:
        at = (cell.row, cell.column)
        new = source.get(at, cell) if at in places else cell
        yield msgspec.structs.replace(cell, text=new.text, key=new.key)
