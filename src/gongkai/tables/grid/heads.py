"""The heads of a grid: which column each leaf head names, through the spans of the heads above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from gongkai.document import GridCell
from gongkai.forms.model import Block, TableForm
from gongkai.tables.heads import heads_of_text, row_names
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number


class HeadCell(Struct, frozen=True):
    """A leaf of the printed head: it covers grid columns ``start`` to ``end`` (exclusive); ``path`` are the texts above and its own."""

    start: int
    end: int
    path: tuple[str, ...]


class HeadRows(Struct, frozen=True):
    """The heads over some rows: their ``leaves`` from left to right, none where spans were lost, and their ``text`` as it reads."""

    leaves: tuple[HeadCell, ...] = ()
    text: str = ""


def head_rows(rows: Sequence[Sequence[GridCell]]) -> HeadRows:
    """Read the leaf heads of some head rows (cells that hang into a row included).

    Only the rows after the last full-width one count: a block's title stands above its heads and is none. Rows that do not all
    cover the same columns have lost their spans: then nothing stands above anything.
    """
    cells = list(dict.fromkeys(c for row in rows for c in row))
    width = max((c.column + c.column_span for c in cells), default=0)
    titles = [c.row for c in cells if c.column == 0 and c.column_span == width > 1]
    cells = [c for c in cells if c.row > max(titles, default=-1)]
    text = "".join(c.text for c in cells)
    spread = {sum(c.column_span for c in row) for row in rows if row and row[0].row > max(titles, default=-1)}
    return HeadRows(tuple(_leaves(cells, width)) if len(spread) <= 1 else (), text)


def _leaves(cells: list[GridCell], width: int) -> Iterator[HeadCell]:
    last: tuple[GridCell, ...] = ()
    start = 0
    for column in range(width + 1):
        covering = sorted((c for c in cells if c.column <= column < c.column + c.column_span), key=lambda c: c.row)
        path = tuple(covering)
        if path[-1:] != last[-1:] or column == width:
            if last:
                yield HeadCell(start, column, tuple(c.text for c in last))
            start, last = column, path


class GridHeads(Struct, frozen=True):
    """The heads over the values of a line, left to right: the slot that each names (None for an unknown one), and its place in
    the grid. ``cells`` is empty where spans are lost and the heads were read as text, ``slots`` None where their order is unknown.
    ``read`` are the slots whose head was read.
    """

    slots: tuple[int | None, ...] | None
    cells: tuple[HeadCell, ...]
    read: frozenset[int]
    foreign: bool = False


@lru_cache(maxsize=1 << 10)
def heads_of_grid(heads: HeadRows, table: TableForm, block: int, slots: int, sisters: frozenset[str]) -> GridHeads:
    """Read which slot of a line with so many ``slots`` each leaf head names, by its path; where the tree cannot be followed, row by row
    as text. All rows under one head, and all reports of one template, ask the same.
    """
    named = [_slot(head, table.blocks[block]) for head in heads.leaves]
    known = [slot for slot in named if slot is not None]
    if len(set(known)) == len(known) == slots:
        first = next(i for i, slot in enumerate(named) if slot is not None)
        return GridHeads(tuple(named[first:]), heads.leaves[first:], frozenset(known))
    text = heads_of_text(core(heads.text), table.blocks[block], sisters)
    return GridHeads(text.order, (), text.read, text.foreign)


def _slot(head: HeadCell, block: Block) -> int | None:
    column = _column(head.path, block)
    if column is None or not block.spec.across:
        return column
    row = _row(head.path, block)
    return None if row is None else row * len(block.columns) + column


def _column(path: tuple[str, ...], block: Block) -> int | None:
    """Return the column whose name the last texts of the path spell, together if a label is broken over cells."""
    folded = [core(strip_number(text)) for text in path if text.strip()]
    for count in range(1, min(3, len(folded)) + 1):
        name = "".join(folded[-count:])
        hit = next((i for i, column in enumerate(block.columns) if name in column.names), None)
        if hit is not None:
            return hit
    return None


def _row(path: tuple[str, ...], block: Block) -> int | None:
    keys = dict(row_names(block.spec.rows))
    found = [keys[core(strip_number(text))] for text in path if core(strip_number(text)) in keys]
    named = [key for key in found if key]
    return block.rows.index(named[-1]) if named else None
