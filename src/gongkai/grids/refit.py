"""Pieces of a table that show fewer columns than the others: heads of which a page ended between two, a last row on a page of its own.

On its own page a piece has as many columns as can be seen there: a total over merged labels shows one where the rows above it show two. The
boxes of the cells tell which of the others' columns each one stands in.
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
    return _spread(heads, below)


def refitted_below(above: Sheet, sheet: Sheet) -> Sheet | None:
    """Return ``sheet``, on the page behind ``above``, with the columns of that; None where they do not stand below them."""
    if sheet.columns >= above.columns or not _is_over(above, sheet):
        return None
    sides = [side for cell in above.cover.values() if (box := cell.place.bbox) for side in (box[0], box[2])]
    own = [side for cell in sheet.cover.values() if (box := cell.place.bbox) for side in (box[0], box[2])]
    if not all(any(abs(side - other) < _SIDE for other in sides) for side in own):
        return None
    fitted = _spread(sheet, above)
    wide = fitted is not None and any(
        fitted.kind(*at) == "figure" and cell.column_span > 1 for at, cell in fitted.cover.items()
    )
    return None if wide else fitted


def _spread(sheet: Sheet, like: Sheet) -> Sheet | None:
    """Put the cells of a sheet in the columns of another one; None where not all of these are filled."""
    middles = _middles(like)
    if len(middles) < like.columns:
        return None
    cover: dict[At, GridCell] = {}
    kinds: dict[At, Kind] = {}
    fitted: dict[GridCell, GridCell] = {}
    for (row, column), cell in sorted(sheet.cover.items(), key=lambda item: item[0]):
        box = cell.place.bbox
        own = [c for c, middle in middles.items() if box is not None and box[0] < middle < box[2]]
        if not own:
            return None
        if cell not in fitted:
            fitted[cell] = msgspec.structs.replace(cell, column=own[0], column_span=len(own))
        cover |= {(row, c): fitted[cell] for c in own}
        kinds |= {(row, c): sheet.kind(row, column) for c in own}
    if any((row, c) not in cover for row in range(sheet.rows) for c in middles):
        return None
    return msgspec.structs.replace(sheet, cover=cover, kinds=kinds, columns=like.columns)


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
