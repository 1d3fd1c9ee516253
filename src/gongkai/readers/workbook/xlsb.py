"""Binary workbooks (.xlsb): their values by calamine. Number formats, and what is struck or white, are not in what it gives."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, ZipError

from gongkai.document import Document, Issue
from gongkai.errors import DamagedSource
from gongkai.readers.text.limits import refuse_endless
from gongkai.readers.workbook.document import document_of
from gongkai.readers.workbook.formats import general
from gongkai.readers.workbook.sheet import Sheet, SheetCell

_FAULTS = (CalamineError, ZipError, OSError, ValueError)


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of an .xlsb, ``xlsx:binary``. Raises DamagedSource, EmptySource."""
    yield document_of(read_sheets(data), "xlsx:binary")


def read_sheets(data: bytes) -> Iterator[Sheet | Issue]:
    """Yield the sheets that are shown, and what could not be told of them. Raises DamagedSource."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.visible != SheetVisibleEnum.Visible:
                    message = "a hidden sheet was not read"
                    yield Issue(code="hidden_sheet", severity="info", message=message, location=about.name)
                elif about.typ == SheetTypeEnum.WorkSheet:
                    yield _sheet(book, about.name)
    except _FAULTS as error:
        raise DamagedSource(f"the workbook is cut short or broken ({error}); get a sound copy of it") from error
    yield Issue(
        code="number_formats_unread",
        severity="warning",
        message="this format of workbook keeps its number formats apart: figures are those stored, and may be shown otherwise",
    )


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    cells: list[SheetCell] = []
    for row, line in enumerate(sheet.to_python(skip_empty_area=True)):
        texts = ((column, _text(value)) for column, value in enumerate(line))
        cells += [SheetCell(row=top + row, column=left + column, text=text) for column, text in texts if text.strip()]
        refuse_endless(len(cells))
    merged = tuple(
        (first[0], first[1], last[0] - first[0] + 1, last[1] - first[1] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    )
    return Sheet(name=name, cells=tuple(cells), merged=merged)


def _text(value: str | float | bool | date | time | datetime | timedelta) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return general(Decimal(repr(value)))
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
