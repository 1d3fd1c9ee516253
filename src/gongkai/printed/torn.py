"""Rows that the end of a page tore: what of a label or a figure had no room stands at the head of the next page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from gongkai.forms.model import Form
from gongkai.grids.torn_rows import is_torn, untorn
from gongkai.printed.lines import rows_of
from gongkai.printed.names import is_number, name_of, own_label
from gongkai.report import GridFigure, PrintedGrid


def names_in(form: Form) -> frozenset[str]:
    """The folded names of all rows of a form."""
    return frozenset(
        name for table in form.tables for block in table.spec.blocks for row in rows_of(block) for name in row.names
    )


def rejoined(grid: PrintedGrid, names: Collection[str]) -> PrintedGrid:
    """Return the table with torn labels whole again, where only together they are one of ``names``; what is one alone is whole."""
    cells: dict[int, list[GridFigure]] = {}
    for cell in grid.cells:
        cells.setdefault(cell.row, []).append(cell)
    labels, gone = list(grid.rows), set[int]()
    for at in range(1, len(labels)):
        upper, rest = labels[at - 1], labels[at]
        signed = bool(upper and rest) and is_torn(upper) and is_torn(rest)
        if at - 1 in gone or not (signed or (len(upper) == len(rest) == 1 and not _has_text(cells, at))):
            continue
        one, other = own_label(untorn(upper)), own_label(untorn(rest))
        known = [name_of(text) in names for text in (one, other, one + other)]
        if known == [False, False, True] and _on_two_pages(cells.get(at - 1, []), cells.get(at, [])):
            labels[at - 1] = tuple(one + other if text == one else text for text in untorn(upper))
            gone.add(at)
        elif signed and (known[0] or known[1]) and not known[2]:
            labels[at - 1], labels[at] = untorn(upper), untorn(rest)
    if tuple(labels) == grid.rows:
        return grid
    kept = [at for at in range(len(labels)) if at not in gone]
    moved = {at: new for new, at in enumerate(kept)} | {at: kept.index(at - 1) for at in gone}
    filled = {(moved[c.row], c.column) for c in grid.cells if c.text and c.row not in gone}
    figures = [
        msgspec.structs.replace(c, row=moved[c.row])
        for c in grid.cells
        if c.row not in gone or (c.text and (moved[c.row], c.column) not in filled)
    ]
    taken = {(c.row, c.column) for c in figures if c.text}
    whole = tuple(c for c in figures if c.text or (c.row, c.column) not in taken)
    return msgspec.structs.replace(grid, rows=tuple(labels[at] for at in kept), cells=whole)


def _has_text(cells: Mapping[int, Sequence[GridFigure]], row: int) -> bool:
    return any(cell.text for cell in cells.get(row, ()))


def _on_two_pages(upper: list[GridFigure], rest: list[GridFigure]) -> bool:
    pages = [{cell.source.page for cell in own if cell.source.page is not None} for own in (upper, rest)]
    return bool(pages[0]) and (not pages[1] or max(pages[0]) < min(pages[1]))


def without_torn(grid: PrintedGrid, names: Collection[str]) -> PrintedGrid:
    """Make doubtful what the end of a page tore: 929.4 in the last row of a page and 3 in the first of the next are one figure, but which
    of the pieces are whole cannot be seen.
    """
    cells: dict[int, dict[int, GridFigure]] = {}
    for cell in grid.cells:
        cells.setdefault(cell.row, {})[cell.column] = cell
    torn: set[tuple[int, int]] = set()
    for at in range(1, len(grid.rows)):
        upper, rest = cells.get(at - 1, {}), cells.get(at, {})
        over = {c for c, cell in rest.items() if cell.text and c in upper and upper[c].text}
        if not over or not _on_two_pages(list(upper.values()), list(rest.values())):
            continue
        if _is_rest_of_row(grid, at, names) or any(_lacks_decimals(cells, at, c) for c in over):
            torn |= {(at - 1, c) for c in over} | {(at, c) for c in rest}
    doubtful = tuple(
        msgspec.structs.replace(c, status="ambiguous", value=None)
        if (c.row, c.column) in torn and c.status not in ("blank", "text")
        else c
        for c in grid.cells
    )
    return msgspec.structs.replace(grid, cells=doubtful) if torn else grid


def _is_rest_of_row(grid: PrintedGrid, at: int, names: Collection[str]) -> bool:
    """Whether a row has no label, or is the one without a code among rows with codes and is no row of the form."""
    path = grid.rows[at]
    if not any(path):
        return len(grid.rows) > 1
    coded = [any(is_number(text) for text in row) for row in grid.rows]
    return not coded[at] and sum(coded) > len(coded) / 2 and name_of(own_label(path)) not in names


def _lacks_decimals(cells: dict[int, dict[int, GridFigure]], at: int, column: int) -> bool:
    """Whether the figure above lacks as many decimals, of those that all others of its column have, as digits stand here."""
    others = {
        len(c.text.partition(".")[2])
        for row, own in cells.items()
        if row not in (at - 1, at) and (c := own.get(column)) and c.value
    }
    upper, rest = cells[at - 1][column].text, cells[at][column].text
    return (
        len(others) == 1
        and rest.isdecimal()
        and "." in upper
        and len(upper.partition(".")[2]) + len(rest) == max(others)
    )
