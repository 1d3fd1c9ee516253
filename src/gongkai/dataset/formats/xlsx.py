"""``dataset.xlsx``: a sheet a table, typed, one head row that stays in view and filters, the column's label as a note on its head.

One head row and not two: filters, sorting, pivot tables and ``read_excel`` all take the first row for the names. Text is always
written as text, never as a formula or a link. What Excel has no room for is left out, counted on the first sheet and said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.dataset.described import Resource
from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source, Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAME = "dataset.xlsx"
_FIRST = "说明 README"
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
_NOTES = (
    "一表一页，首行为列名；鼠标停在列名上可见中文标签。 One sheet a table; point at a column's name to see its label.",
    "空格：未印数字，或无法确定，见 cells 的 status。 Empty: no number is printed, or it cannot be decided; see cells, status.",
    "数字照原样，不改正；不勾稽的见 checks。 Figures are as printed, never corrected; what does not add up stands in checks.",
    "变量的中英文标签见 codebook。 Labels of all variables stand in codebook.",
    "机关与年度在 reports 第 6、7 列：在别的表里用 =VLOOKUP($A2,reports!$A:$G,6,FALSE) 取来。 Agency and year are columns 6 and 7 "
    "of reports; in another sheet that formula fetches them.",
    "本文件由 CSV 生成，以 CSV 为准。 Made from the CSV files, which go before.",
)


def make(source: Source, target: Path) -> Made:
    """Write the workbook. Raises UsageError where a CSV file is damaged, OSError where there is no room."""
    import xlsxwriter  # noqa: PLC0415  (of the extra formats)
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415

    book = xlsxwriter.Workbook(target / NAME, {**_OPTIONS, "tmpdir": str(target)})
    book.set_properties({"title": source.title, "created": _CREATED})
    head = book.add_format({"bold": True, "bg_color": "#E7EEF7", "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    first = book.add_worksheet(_FIRST)
    names = dict(_sheet_names(table.name for table in source.tables))
    notices: list[str] = []
    for table in source.tables:
        sheet = book.add_worksheet(names[table.name])
        notices += [f"{table.name}: {cut}" for cut in _write_sheet(sheet, source, table, head, day)]
    _write_first(first, source, names, notices, head)
    try:
        book.close()
    except XlsxWriterException as error:
        raise OSError(str(error)) from error
    return Made((NAME,), tuple(notices))


def _write_sheet(sheet: Worksheet, source: Source, table: Resource, head: Format, day: Format) -> list[str]:
    """Write a table; return what there was no room for."""
    fields = table.schema.fields[:_COLUMNS]
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.name, head)
        sheet.write_comment(0, column, f"{field.title}\n{field.description}", {"x_scale": 2})
    rows = source.rows(table)
    sample = list(islice(rows, _SAMPLE))
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _width(field.name, [row[column] for row in sample]))
    written = long = 0
    for row in chain(sample, islice(rows, _ROWS - 1 - len(sample))):
        written += 1
        for column, value in enumerate(row[:_COLUMNS]):
            if value is not None:
                long += _write_cell(sheet, written, column, value, day)
    rest = sum(1 for _ in rows)
    sheet.freeze_panes(1, 1)
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


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, day: Format) -> bool:
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


def _write_first(sheet: Worksheet, source: Source, names: dict[str, str], notices: list[str], head: Format) -> None:
    """Say what the sheets hold and what is left out."""
    lines: list[tuple[str, ...]] = [(source.title,), *((note,) for note in _NOTES), ()]
    lines += [("未收入 left out", notice) for notice in notices] + ([()] if notices else [])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 2, 60)
    at = 0
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(at, column, text, *([head] if at == 0 else []))
    for column, text in enumerate(("工作表 sheet", "内容", "content")):
        sheet.write_string(at + 1, column, text, head)
    for row, table in enumerate(source.tables, at + 2):
        sheet.write_url(row, 0, f"internal:'{names[table.name]}'!A1", string=names[table.name])
        sheet.write_string(row, 1, table.title)
        sheet.write_string(row, 2, table.description)


def _sheet_names(tables: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Name the sheets as the tables, in at most 31 characters, no two alike."""
    taken: set[str] = {_FIRST, "history"}  # Excel keeps this one for itself
    for table in tables:
        name, number = table[:31], 1
        while name.lower() in taken:
            number += 1
            name = f"{table[: 30 - len(str(number))]}_{number}"
        taken.add(name.lower())
        yield table, name


def _width(name: str, values: list[Value]) -> int:
    shown = max((_shown(str(value)) for value in values if value is not None), default=0)
    return min(max(shown + 2, min(len(name) + 3, _HEAD), _NARROWEST), _WIDEST)


def _shown(text: str) -> int:
    """Return how many columns a text takes on the screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text.partition("\n")[0][:_WIDEST])
