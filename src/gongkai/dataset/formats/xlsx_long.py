"""``dataset_long.xlsx``: the long tables, a sheet each: a row for each cell, check, section."""

from __future__ import annotations

from pathlib import Path

from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source
from gongkai.dataset.formats.xlsx import LONG
from gongkai.dataset.formats.xlsx_sheets import close_book, open_book, write_sheet

NAME = "dataset_long.xlsx"


def make(source: Source, target: Path) -> Made:
    """Write the workbook. Raises UsageError where a CSV file is damaged, OSError where there is no room."""
    book, looks = open_book(target / NAME, source.title)
    notices = [
        f"{table.name}: {cut}"
        for table in source.tables
        if table.name in LONG
        for cut in write_sheet(book.add_worksheet(table.name), source, table, looks)
    ]
    close_book(book)
    return Made((NAME,), tuple(notices))
