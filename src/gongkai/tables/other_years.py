"""Tables of other years than the report's, in text: read as the form reads them, given as printed tables.

In a grid such a table needs no form: its heads and rows stand where they are printed. Text says that only with the form's help.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.forms.model import TableForm
from gongkai.forms.schema import RowSpec
from gongkai.report import Cell, GridFigure, PrintedGrid
from gongkai.tables.find.regions import Layout, Region, pieces_of_year
from gongkai.tables.fragments import Solid
from gongkai.tables.read import read_tables
from gongkai.tables.vocabulary import Vocabulary

_Path = tuple[str, ...]


def grids_of_years(layout: Layout, known: tuple[Vocabulary, ...]) -> Iterator[tuple[PrintedGrid, int]]:
    """Yield each table of another year that stands in text, with the block in which it begins."""
    for table in layout.other_years:
        pieces = pieces_of_year(layout, table)
        if not pieces or any(isinstance(piece, Solid) for piece in pieces):
            continue
        for reading in read_tables((Region(table.key, pieces),), known):
            forms = (
                form for v in known for form in v.tables if (form.key, form.form) == (table.key, reading.table.form)
            )
            yield _as_printed(reading.table.cells, next(forms), table.caption), pieces[0].block


def _as_printed(cells: tuple[Cell, ...], table: TableForm, caption: str) -> PrintedGrid:
    """Give the cells of a form as a table of printed labels; a cell of which nothing is known is left out."""
    rows, columns = _row_paths(table), _column_paths(table)
    keys, heads = list(rows), list(dict.fromkeys(columns.values()))
    figures = tuple(
        _figure(cell, keys.index(cell.row), heads.index(columns[cell.row, cell.column]))
        for cell in cells
        if cell.status != "missing"
    )
    return PrintedGrid(
        id="", caption=caption, unit=None, section=None, columns=tuple(heads), rows=tuple(rows.values()), cells=figures
    )


def _figure(cell: Cell, row: int, column: int) -> GridFigure:
    return GridFigure(
        row=row,
        column=column,
        text=cell.raw or "",
        value=cell.value,
        unit=cell.unit,
        status=cell.status,
        note=cell.note,
        source=cell.source,
    )


def _row_paths(table: TableForm) -> dict[str, _Path]:
    """Return the labels of every row, outermost first, under its key."""
    paths: dict[str, _Path] = {}
    for line in table.lines:
        if line.key:
            paths[line.key] = (*line.parents, line.label)
    for block in table.blocks:
        if block.spec.across:
            paths |= dict(_across(block.spec.rows, ()))
    return paths


def _across(rows: tuple[RowSpec, ...], above: _Path) -> Iterator[tuple[str, _Path]]:
    for row in rows:
        path = (*above, row.label)
        if row.key is not None:
            yield row.key, path
        yield from _across(row.rows, path)


def _column_paths(table: TableForm) -> dict[tuple[str, str], _Path]:
    """Return the heads over every cell, outermost first, under its keys."""
    paths: dict[tuple[str, str], _Path] = {}
    for line in table.lines:
        columns = {column.key: (*column.parents, column.label) for column in table.blocks[line.block].columns}
        paths |= {(slot.row, slot.column): columns[slot.column] for slot in line.slots}
    return paths
