"""Rows that the end of a page tore: the rest of a label stands alone at the head of the next page, without a figure."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from gongkai.forms.model import Form
from gongkai.printed.lines import rows_of
from gongkai.printed.names import name_of
from gongkai.report import GridFigure, PrintedGrid


def names_in(form: Form) -> frozenset[str]:
    """The folded names of all rows of a form."""
    return frozenset(
        name for table in form.tables for block in table.spec.blocks for row in rows_of(block) for name in row.names
    )


def rejoined(grid: PrintedGrid, names: Collection[str]) -> PrintedGrid:
    """Return the table with torn labels whole again, where only together they are one of ``names``."""
    cells: dict[int, list[GridFigure]] = {}
    for cell in grid.cells:
        cells.setdefault(cell.row, []).append(cell)
    labels, gone = list(grid.rows), set[int]()
    for at in range(1, len(labels)):
        upper, rest = labels[at - 1], labels[at]
        if len(upper) != 1 or len(rest) != 1 or at - 1 in gone or any(cell.text for cell in cells.get(at, ())):
            continue
        whole = upper[0] + rest[0]
        known = [name_of(text) in names for text in (upper[0], rest[0], whole)]
        if known == [False, False, True] and _on_two_pages(cells.get(at - 1, []), cells.get(at, [])):
            labels[at - 1] = (whole,)
            gone.add(at)
    if not gone:
        return grid
    kept = [at for at in range(len(labels)) if at not in gone]
    moved = {at: new for new, at in enumerate(kept)}
    figures = tuple(msgspec.structs.replace(c, row=moved[c.row]) for c in grid.cells if c.row in moved)
    return msgspec.structs.replace(grid, rows=tuple(labels[at] for at in kept), cells=figures)


def _on_two_pages(upper: list[GridFigure], rest: list[GridFigure]) -> bool:
    pages = [{cell.source.page for cell in own if cell.source.page is not None} for own in (upper, rest)]
    return bool(pages[0]) and (not pages[1] or max(pages[0]) < min(pages[1]))
