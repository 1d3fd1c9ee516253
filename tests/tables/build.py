"""Reports with harm done to them: a truth, its printed tables changed on purpose, printed and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

import msgspec
import pytest

from corpus.compare import Score, compare
from corpus.grid import PrintedCell, PrintedTable
from corpus.model import Truth
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.forms.load import load_forms
from gongkai.forms.model import Form
from gongkai.pipeline import extract_bytes
from gongkai.report import Cell, Report

Key = tuple[str, str, str]
GRIDS = ("docx", "html")
"""Formats in which nothing of a table is lost."""


@cache
def forms() -> dict[str, Form]:
    """Return the packaged forms by their ids."""
    return {form.id: form for form in load_forms()}


def truth_of(seed: int | str = 1, form: str = "gio-2021", **options: Any) -> Truth:
    """Invent a report whose figures are mostly distinct, unless the options say otherwise."""
    return make_truth(seed, forms()[form], **{"profile": "city", **options})


def printed(truth: Truth, flavour: str) -> bytes:
    """Print ``truth`` as ``docx``, ``html`` or in one of the text flavours."""
    if flavour == "docx":
        return to_docx(truth)
    if flavour == "html":
        return to_html(truth).encode()
    return to_text(truth, flavour, Random(0)).encode()


def read(truth: Truth, flavour: str) -> Report:
    """Print ``truth`` and read it back."""
    extension = flavour if flavour in GRIDS else "txt"
    return extract_bytes(printed(truth, flavour), f"report.{extension}")


def read_text(text: str) -> Report:
    """Read a text file."""
    return extract_bytes(text.encode(), "report.txt")


def read_html(body: str) -> Report:
    """Read a web page that holds ``body`` and nothing else."""
    return extract_bytes(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "report.html")


def cells_of(report: Report) -> dict[Key, Cell]:
    """Return a report's cells by table, row and column."""
    return {(key, c.row, c.column): c for key, table in report.tables.items() for c in table.cells}


def values_of(report: Report, table: str, row: str) -> list[int | float | str | None]:
    """Return a row's values in form order; a cell that is not reported gives its status."""
    cells = (c for c in report.tables[table].cells if c.row == row)
    return [c.value if c.status == "reported" else c.status for c in cells]


def statuses_of(report: Report, table: str) -> set[str]:
    """Return what statuses a table's cells have."""
    return {cell.status for cell in report.tables[table].cells}


def score(truth: Truth, report: Report) -> Score:
    """Compare a report with its truth."""
    return compare(truth, msgspec.to_builtins(report))


def wrong(truth: Truth, report: Report) -> list[str]:
    """Return a line for each value that is reported and is not the one printed in that cell."""
    return [line for line in score(truth, report).differences if line.startswith("WRONG")]


def missed(truth: Truth, report: Report) -> set[tuple[str, str]]:
    """Return (table, row) of the printed figures that are not given."""
    cells = cells_of(report)
    return {
        (table, row)
        for table, printed_cells in truth.tables.items()
        for (row, column), cell in printed_cells.items()
        if cell.status == "reported" and cells[table, row, column].status != "reported"
    }


def failing(value: str, which: set[str], reason: str) -> Any:
    """Mark a parameter that shows a known defect."""
    return pytest.param(value, marks=pytest.mark.xfail(strict=True, reason=reason)) if value in which else value


# --- changing what is printed ------------------------------------------------------------------------------------------


def change(truth: Truth, table: str, make: Callable[[PrintedTable], PrintedTable]) -> Truth:
    """Print one table otherwise."""
    return msgspec.structs.replace(truth, layouts={**truth.layouts, table: make(truth.layouts[table])})


def with_cells(table: PrintedTable, cells: Iterator[PrintedCell] | list[PrintedCell], width: int = 0) -> PrintedTable:
    """Return the table with other cells, put in reading order."""
    return PrintedTable(tuple(sorted(cells, key=lambda c: (c.row, c.column))), width or table.width)


def moved(cell: PrintedCell, **fields: Any) -> PrintedCell:
    """Return the cell with some fields changed."""
    return msgspec.structs.replace(cell, **fields)


def relabelled(old: str, new: str) -> Callable[[PrintedTable], PrintedTable]:
    """Print every label ``old`` as ``new``."""
    return lambda t: with_cells(t, [moved(c, text=new) if c.text == old else c for c in t.cells])


def without(key: tuple[str, str]) -> Callable[[PrintedTable], PrintedTable]:
    """Take a value's cell out, its borders and marks with it."""
    return lambda t: with_cells(t, [c for c in t.cells if c.key != key])


def printing(key: tuple[str, str], text: str) -> Callable[[PrintedTable], PrintedTable]:
    """Print another text in a value's cell."""
    return lambda t: with_cells(t, [moved(c, text=text) if c.key == key else c for c in t.cells])


def row_of(table: PrintedTable, key: str) -> int:
    """Return the number of the printed row that holds form row ``key``."""
    return next(c.row for c in table.cells if c.key and c.key[0] == key)


def with_row_after(key: str, label: str, texts: list[str]) -> Callable[[PrintedTable], PrintedTable]:
    """Insert a row like that of ``key`` below it, with another label and other figures; spans beside it grow."""

    def make(table: PrintedTable) -> PrintedTable:
        row = row_of(table, key)
        cells = [_pushed(c, row) for c in table.cells]
        values = iter(texts)
        for c in table.cells:
            if c.row == row and c.row_span == 1:
                text = next(values) if c.role == "value" else label
                cells.append(moved(c, row=row + 1, text=text, key=None))
        return with_cells(table, cells)

    return make


def _pushed(cell: PrintedCell, row: int) -> PrintedCell:
    if cell.row > row:
        return moved(cell, row=cell.row + 1)
    return moved(cell, row_span=cell.row_span + 1) if cell.row + cell.row_span > row + 1 else cell


def without_row(key: str) -> Callable[[PrintedTable], PrintedTable]:
    """Leave out the printed row of ``key``."""

    def make(table: PrintedTable) -> PrintedTable:
        row = row_of(table, key)
        kept = [c for c in table.cells if not (c.row == row and c.row_span == 1)]
        return with_cells(table, [_pulled(c, row) for c in kept])

    return make


def _pulled(cell: PrintedCell, row: int) -> PrintedCell:
    if cell.row > row:
        return moved(cell, row=cell.row - 1)
    return moved(cell, row_span=cell.row_span - 1) if cell.row + cell.row_span > row + 1 else cell


def with_rows_swapped(one: str, other: str) -> Callable[[PrintedTable], PrintedTable]:
    """Exchange the labels and figures of two rows that begin and end in the same grid columns."""

    def make(table: PrintedTable) -> PrintedTable:
        a, b = row_of(table, one), row_of(table, other)
        to = {a: b, b: a}
        first = min(c.column for c in table.cells if c.role == "value")
        start = {
            r: max(c.column for c in table.cells if c.row == r and c.column < first and c.row_span == 1) for r in (a, b)
        }
        return with_cells(
            table,
            [
                moved(c, row=to[c.row]) if c.row in to and c.row_span == 1 and c.column >= start[c.row] else c
                for c in table.cells
            ],
        )

    return make


def with_columns_swapped(one: str, other: str, head: tuple[str, str]) -> Callable[[PrintedTable], PrintedTable]:
    """Exchange two columns of the same width, values and lowest heads, of the blocks that print both heads."""

    def make(table: PrintedTable) -> PrintedTable:
        heads = [c for c in table.cells if c.role == "head" and c.text in head]
        to = {heads[0].column: heads[1].column, heads[1].column: heads[0].column}
        rows = {c.row for c in table.cells if c.key and c.key[1] in (one, other)}
        rows |= {h.row for h in heads}
        return with_cells(
            table, [moved(c, column=to[c.column]) if c.row in rows and c.column in to else c for c in table.cells]
        )

    return make


def stacked(*tables: PrintedTable) -> PrintedTable:
    """Print several tables as one, below each other."""
    cells: list[PrintedCell] = []
    for table in tables:
        top = max((c.row + c.row_span for c in cells), default=0)
        cells += [moved(c, row=c.row + top) for c in table.cells]
    return with_cells(tables[0], cells, max(t.width for t in tables))
