"""``dataset.xlsx``: opens on a sheet as a person would make it, a report a row with its main totals; then a sheet a table.

The long tables, with a row for each cell, check or section, are a workbook of their own (``xlsx_long``): nobody reads them in Excel, and
they cost most of the time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source
from gongkai.dataset.formats.xlsx_overview import OVERVIEW, write_overview
from gongkai.dataset.formats.xlsx_sheets import Looks, close_book, open_book, sheet_names, write_sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = "dataset.xlsx"
LONG = frozenset({"cells", "grid_cells", "sections", "checks"})
_FIRST = "说明 README"
_NOTES = (
    "一表一页，首行为列名；鼠标停在列名上可见中文标签。 One sheet a table; point at a column's name to see its label.",
    "空格：未印数字，或无法确定，见 cells 的 status。 Empty: no number is printed, or it cannot be decided; see cells, status.",
    "数字照原样，不改正；不勾稽的见 checks。 Figures are as printed, never corrected; what does not add up stands in checks.",
    "变量的中英文标签见 codebook。 Labels of all variables stand in codebook.",
    "长表（cells、checks、sections 等）不在此文件内：gongkai export 数据集 --formats xlsx-long。 "
    "The long tables (cells, checks, sections …) are not in this file: gongkai export DATASET --formats xlsx-long.",
    "本文件由 CSV 生成，以 CSV 为准。 Made from the CSV files, which go before.",
)


def make(source: Source, target: Path) -> Made:
    """Write the workbook. Raises UsageError where a CSV file is damaged, OSError where there is no room."""
    book, looks = open_book(target / NAME, source.title)
    write_overview(book.add_worksheet(OVERVIEW), source, looks)
    first = book.add_worksheet(_FIRST)
    tables = [table for table in source.tables if table.name not in LONG]
    names = dict(sheet_names((table.name for table in tables), (OVERVIEW, _FIRST)))
    notices = [
        f"{table.name}: {cut}"
        for table in tables
        for cut in write_sheet(book.add_worksheet(names[table.name]), source, table, looks)
    ]
    _write_first(first, source, names, notices, looks)
    close_book(book)
    return Made((NAME,), tuple(notices))


def _write_first(sheet: Worksheet, source: Source, names: dict[str, str], notices: list[str], looks: Looks) -> None:
    """Say what the sheets hold and what is left out."""
    lines: list[tuple[str, ...]] = [(source.title,), *((note,) for note in _NOTES), ()]
    lines += [("未收入 left out", notice) for notice in notices] + ([()] if notices else [])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 2, 60)
    at = 0
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(at, column, text, *([looks.head] if at == 0 else []))
    for column, text in enumerate(("工作表 sheet", "内容", "content")):
        sheet.write_string(at + 1, column, text, looks.head)
    for row, table in enumerate((one for one in source.tables if one.name in names), at + 2):
        sheet.write_url(row, 0, f"internal:'{names[table.name]}'!A1", string=names[table.name])
        sheet.write_string(row, 1, table.title)
        sheet.write_string(row, 2, table.description)
