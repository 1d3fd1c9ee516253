"""Which cell of a grid's row stands under which head: by ordinal where their numbers agree, else by overlap."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.document import GridCell
from gongkai.tables.grid.heads import GridHeads
from gongkai.tables.reading import Value
from gongkai.tables.windows import Padded, windows
from gongkai.text.numerals import read_cell

Pairs = list[tuple[int, GridCell]]


def value_of(cell: GridCell) -> Value:
    """Return a cell's text as the value that it may be."""
    return Value(cell.text.strip(), read_cell(cell.text), cell.place)


def pairs_of(cells: Sequence[GridCell], heads: GridHeads, width: int) -> Pairs | None:
    """Return (slot, cell) pairs, or None where the cells of the row fit the heads in no certain way."""
    if heads.slots is None:
        return None
    if len(cells) == len(heads.slots):
        return [(slot, cell) for slot, cell in zip(heads.slots, cells, strict=True) if slot is not None]
    if heads.cells:
        return _by_overlap(cells, heads)
    found = windows([Padded(tuple(value_of(c) for c in cells), width, None, 0)])[0].cells
    known = [slot for slot in heads.slots if slot is not None]
    if found is None or len(known) != len(found):
        return None
    return [(slot, cells[i]) for slot, i in zip(known, found, strict=True)]


def _by_overlap(cells: Sequence[GridCell], heads: GridHeads) -> Pairs | None:
    """Pair each cell with the one head that it stands under; None unless every printed cell has its own."""
    slots = heads.slots or ()
    if max((c.column + c.column_span for c in cells), default=0) < heads.cells[-1].end:
        return None  # the row does not reach as far as its heads: it has lost a cell, nobody knows which
    pairs: Pairs = []
    for cell in cells:
        under = [
            i for i, h in enumerate(heads.cells) if h.start < cell.column + cell.column_span and cell.column < h.end
        ]
        slot = slots[under[0]] if len(under) == 1 else None
        if slot is not None and all(slot != taken for taken, _ in pairs):
            pairs.append((slot, cell))
        elif cell.text.strip() and (len(under) != 1 or slot is not None):
            return None
    return pairs or None


def has_strays(cells: Sequence[GridCell], heads: GridHeads) -> bool:
    """Whether a figure stands under a head that is an empty cell: heads and rows merge their cells otherwise, and that was lost."""
    nameless = [
        head
        for slot, head in zip(heads.slots or (), heads.cells, strict=False)
        if slot is None and not head.path[-1].strip()
    ]
    return any(
        head.start <= cell.column and cell.column + cell.column_span <= head.end
        for head in nameless
        for cell in cells
        if read_cell(cell.text).status in ("reported", "not_applicable")
    )


def certain_pairs(cells: Sequence[GridCell], heads: GridHeads, width: int) -> Pairs | None:
    """Pair the cells of a row in a table where figures were seen to stray: under its heads stands a figure each, or none at all."""
    pairs = pairs_of(cells, heads, width)
    if pairs is None or not any(cell.text.strip() for cell in cells):
        return pairs
    whole = len(pairs) == width and all(cell.text.strip() for _, cell in pairs)
    return pairs if whole and not has_strays(cells, heads) else None
