"""A table as a sheet of a workbook: typed, one head row that stays in view and filters, the column's label as a note on its head.

One head row and not two: filters, sorting, pivot tables and ``read_excel`` all take the first row for the names. Text is always
written as text, never as a formula or a link. What Excel has no room for is left out and counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gongkai.dataset.described import Resource
from gongkai.dataset.files import WHO
from gongkai.dataset.formats.source import Source, Value
from gongkai.dataset.labels import is_wide

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ROWS, _COLUMNS, _CHARACTERS = 1_048_576, 16_384, 32_767
_SAMPLE, _NARROWEST, _HEAD, _WIDEST = 100, 8, 26, 60  # rows that decide on widths; widths in characters
_CREATED = datetime(2000, 1, 1)  # the same data give the same bytes
_EARLIEST = date(1900, 3, 1)  # before it Excel's calendar has a day too many
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}


class Looks(NamedTuple):
    """How heads and days look."""

    head: Format
    day: Format


def open_book(path: Path, title: str) -> tuple[Workbook, Looks]:
    """Begin a workbook; its temporary files lie beside it."""
    import xlsxwriter  # noqa: PLC0415  (of the extra formats)

    book = xlsxwriter.Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)})
    book.set_properties({"title": title, "created": _CREATED})
    head = book.add_format({"bold": True, "bg_color": "#E7EEF7", "text_wrap": True, "valign": "top"})
    return book, Looks(head, book.add_format({"num_format": "yyyy-mm-dd"}))


def close_book(book: Workbook) -> None:
    """Write the workbook. Raises OSError where there is no room."""
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415

    try:
        book.close()
    except XlsxWriterException as error:
        raise OSError(str(error)) from error


def sheet_names(tables: Iterable[str], taken: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Name the sheets as the tables, in at most 31 characters, no two alike."""
    taken = {*taken, "history"}  # Excel keeps this one for itself
    for table in tables:
        name, number = table[:31], 1
        while name.lower() in taken:
            number += 1
            name = f"{table[: 30 - len(str(number))]}_{number}"
        taken.add(name.lower())
        yield table, name


def write_sheet(sheet: Worksheet, source: Source, table: Resource, looks: Looks) -> list[str]:
    """Write a table; return what there was no room for."""
    fields, heads = table.schema.fields[:_COLUMNS], source.heads(table)
    for column, field in enumerate(fields):
        sheet.write_string(0, column, heads[field.name], looks.head)
        key = "" if heads[field.name] == field.name else f"{field.name}\n"
        sheet.write_comment(0, column, f"{key}{field.title}\n{field.description}", {"x_scale": 2})
    rows = source.rows(table)
    sample = list(islice(rows, _SAMPLE))
    for column, field in enumerate(fields):
        sheet.set_column(column, column, width(heads[field.name], [row[column] for row in sample]))
    written = long = 0
    for row in chain(sample, islice(rows, _ROWS - 1 - len(sample))):
        written += 1
        for column, value in enumerate(row[:_COLUMNS]):
            if value is not None:
                long += write_cell(sheet, written, column, value, looks.day)
    rest = sum(1 for _ in rows)
    sheet.freeze_panes(1, 1 + len(WHO) if is_wide(table) else 1)
    sheet.autofilter(0, 0, max(written, 1), len(fields) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{_ROWS}"})
    return list(_cuts(rest, len(table.schema.fields) - len(fields), long))


def _cuts(rows: int, columns: int, texts: int) -> Iterator[str]:
    if rows:
        yield f"the last {rows:,} rows are left out, Excel takes {_ROWS - 1:,} 行数超出 Excel 上限，末尾 {rows:,} 行未收入"
    if columns:
        yield f"the last {columns:,} columns are left out, Excel takes {_COLUMNS:,} 列数超出上限，末尾 {columns:,} 列未收入"
    if texts:
        yield f"{texts:,} texts are cut, Excel takes {_CHARACTERS:,} characters 文本过长，{texts:,} 处被截断"


def write_cell(sheet: Worksheet, row: int, column: int, value: Value, day: Format) -> bool:
    """Write one value; return whether it had to be cut."""
    if isinstance(value, str):
        rich = value.startswith("<r>") and value.endswith("</r>")  # XlsxWriter would take it for its own mark-up
        return bool(sheet.write_string(row, column, f"{value} " if rich else value))
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        if value < _EARLIEST:
            sheet.write_string(row, column, value.isoformat())
        else:
            sheet.write_datetime(row, column, value, day)
    elif value is not None:
        sheet.write_number(row, column, value)
    return False


def width(name: str, values: list[Value]) -> int:
    """Return how wide a column is to be, in characters."""
    shown = max((_shown(str(value)) for value in values if value is not None), default=0)
    return min(max(shown + 2, min(len(name) + 3, _HEAD), _NARROWEST), _WIDEST)


def _shown(text: str) -> int:
    """Return how many columns a text takes on the screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text.partition("\n")[0][:_WIDEST])
