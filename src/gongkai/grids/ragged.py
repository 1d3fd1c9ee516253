"""Rows of marked text that lost cells: put where there is one place for them, else admitted to be uncertain.

A converter drops merged cells, an editor blanks at a line's end. A row of one label and as many figures as there are columns of figures is
whole, its label spans the stubs. Where blanks are printed elsewhere in the table, only those at the end of a line are lost.
"""

from __future__ import annotations

import msgspec

from gongkai.document import Grid, GridCell
from gongkai.grids.values import read_value, squeezed, words

Row = list[GridCell]


def mended(grid: Grid) -> tuple[Grid, frozenset[GridCell]]:
    """Return the grid with short rows put in their places, and the cells whose column is not certain."""
    rows = [list(row) for row in grid.rows()]
    width = max(map(len, rows), default=0)
    if grid.spans_known or all(len(row) in (0, width) for row in rows):
        return grid, frozenset()
    whole = [row for row in rows if len(row) == width and any(map(_is_figure, row))]
    values = min((next(i for i, cell in enumerate(row) if _is_figure(cell)) for row in whole), default=width)
    stubs = max(
        (next((i for i, c in enumerate(row) if _is_figure(c) and i > _last_words(row)), width) for row in whole),
        default=values,
    )
    printed = any(not cell.text.strip() for row in whole for cell in row[stubs:-1])
    placed: list[GridCell] = []
    unsure: list[GridCell] = []
    first = next((i for i, row in enumerate(rows) if any(map(_is_figure, row))), len(rows))
    for at, row in enumerate(rows):
        if len(row) in (0, width):
            placed += row
        elif at < first:
            placed += _head(row, rows[at + 1] if at + 1 < len(rows) else [], width)
        else:
            fitted = _body(row, stubs, width)
            placed += fitted or row
            unsure += [] if fitted or printed else [cell for cell in row if _is_figure(cell)]
    return msgspec.structs.replace(grid, cells=tuple(placed)), frozenset(unsure)


def _is_figure(cell: GridCell) -> bool:
    return read_value(cell.text).status == "reported"


def _last_words(row: Row) -> int:
    return max((i for i, c in enumerate(row) if c.text.strip() and read_value(c.text).status == "missing"), default=-1)


def _body(row: Row, stubs: int, width: int) -> Row:
    """A label and as many figures as there are columns of figures: the label of a total spans the stubs, any other stands in the last of
    them, below the label of its group.
    """
    fits = len(row) == 1 + width - stubs and not _is_figure(row[0]) and row[0].text.strip() != ""
    if not fits:
        return []
    shift = stubs - 1
    spans = words().totals.fullmatch(squeezed(row[0].text)) is not None
    label = (
        msgspec.structs.replace(row[0], column_span=stubs) if spans else msgspec.structs.replace(row[0], column=shift)
    )
    return [label, *(msgspec.structs.replace(cell, column=cell.column + shift) for cell in row[1:])]


def _head(row: Row, below: Row, width: int) -> Row:
    """Heads that lost their spans: each stands over as many heads below as the others, where these come again below each."""
    groups, leaves = len(row) - 1, width - 1
    texts = [cell.text.strip() for cell in below]
    if len(row) == width - 1:  # the heads below a stub's head that spans two lines
        return [msgspec.structs.replace(cell, column=cell.column + 1) for cell in row]
    share = leaves // groups if groups >= 1 and leaves % groups == 0 and len(below) == leaves else 0
    if not share or any(texts[i] != texts[i % share] for i in range(leaves)):
        # which stands over which cannot be told: together they stand over all
        together = " ".join(cell.text.strip() for cell in row if cell.text.strip())
        return [msgspec.structs.replace(row[0], text=together, column_span=width)]
    heads = [msgspec.structs.replace(cell, column=1 + i * share, column_span=share) for i, cell in enumerate(row[1:])]
    return [msgspec.structs.replace(row[0], row_span=2), *heads]
