"""Heads of several levels of which a page ended between two: the upper ones are put over the columns that the next page shows.

On its own page a head has as many columns as can be seen there; the boxes of the cells tell which of the columns below it stands over.
"""

from __future__ import annotations

import msgspec

from gongkai.document import GridCell
from gongkai.grids.sheet import At, Kind, Sheet

_SIDE = 3.0  # points


def refitted(heads: Sheet, below: Sheet) -> Sheet | None:
    """Return ``heads``, a piece without a figure, with the columns of the next page; None where they do not stand over them."""
    if heads.columns >= below.columns or not _is_over(heads, below) or "figure" in heads.kinds.values():
        return None
    middles = _middles(below)
    if len(middles) < below.columns:
        return None
    cover: dict[At, GridCell] = {}
    kinds: dict[At, Kind] = {}
    fitted: dict[GridCell, GridCell] = {}
    for (row, column), cell in sorted(heads.cover.items(), key=lambda item: item[0]):
        box = cell.place.bbox
        own = [c for c, middle in middles.items() if box is not None and box[0] < middle < box[2]]
        if not own:
            return None
        if cell not in fitted:
            fitted[cell] = msgspec.structs.replace(cell, column=own[0], column_span=len(own))
        cover |= {(row, c): fitted[cell] for c in own}
        kinds |= {(row, c): heads.kind(row, column) for c in own}
    if any((row, c) not in cover for row in range(heads.rows) for c in middles):
        return None
    return msgspec.structs.replace(heads, cover=cover, kinds=kinds, columns=below.columns)


def _is_over(heads: Sheet, below: Sheet) -> bool:
    """Whether the second piece stands on the next page, with its sides at the same places."""
    one, other = heads.place, below.place
    if one.bbox is None or other.bbox is None or one.page is None or other.page != one.page + 1:
        return False
    return abs(one.bbox[0] - other.bbox[0]) < _SIDE and abs(one.bbox[2] - other.bbox[2]) < _SIDE


def _middles(sheet: Sheet) -> dict[int, float]:
    """The middle of each column, by a cell of its own."""
    found: dict[int, float] = {}
    for (_, column), cell in sheet.cover.items():
        if cell.column_span == 1 and cell.place.bbox is not None:
            found.setdefault(column, (cell.place.bbox[0] + cell.place.bbox[2]) / 2)
    return found
