"""Binary workbooks (.xlsb): their values by calamine. Number formats, and what is struck or white, are not in what it gives."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, ZipError

from gongkai.document import Document, Issue
from gongkai.errors import DamagedSource, SourceError
from gongkai.readers.text.limits import refuse_endless
from gongkai.readers.workbook.document import document_of
from gongkai.readers.workbook.drawings import drawings_of, pictures_of
from gongkai.readers.workbook.formats import general
from gongkai.readers.workbook.package import Package
from gongkai.readers.workbook.sheet import Sheet, SheetCell, SheetPicture

_BOOK = "xl/workbook.bin"
_BUNDLE = 156  # the record that lists a sheet
_FAULTS = (CalamineError, ZipError, OSError, ValueError)


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of an .xlsb, ``xlsx:binary``. Raises DamagedSource, EmptySource."""
    yield document_of(read_sheets(data), "xlsx:binary")


def pictures_by_sheet(data: bytes) -> dict[str, tuple[SheetPicture, ...]]:
    """Return the pictures that lie on each sheet, by its name ([MS-XLSB] 2.4.303); what is broken there costs no figure."""
    try:
        package = Package(data)
        related = package.relations(_BOOK)
        found: dict[str, tuple[SheetPicture, ...]] = {}
        for relation, name in _sheets_listed(package.read(_BOOK)):
            if relation in related:
                drawn = drawings_of(package, package.relations(related[relation].target))
                found[name] = tuple(pictures_of(drawn, package))
    except (SourceError, struct.error, UnicodeDecodeError, IndexError):
        return {}
    return found


def _sheets_listed(book: bytes) -> Iterator[tuple[str, str]]:
    """Yield the relation and the name of each sheet that the workbook's part lists."""
    at = 0
    while at < len(book):
        kind, at = _number(book, at)
        size, at = _number(book, at)
        if kind == _BUNDLE:
            relation, after = _string(book, at + 8)
            yield relation, _string(book, after)[0]
        at += size


def _number(book: bytes, at: int) -> tuple[int, int]:
    """Read a number of seven bits a byte; return it, and where it ends."""
    number = shift = 0
    while True:
        number |= (book[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not book[at - 1] & 0x80 or shift > 21:
            return number, at


def _string(book: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", book, at)
    end = at + 4 + 2 * length
    return book[at + 4 : end].decode("utf-16-le"), end


def read_sheets(data: bytes) -> Iterator[Sheet | Issue]:
    """Yield the sheets that are shown, and what could not be told of them. Raises DamagedSource."""
    pictures = pictures_by_sheet(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.visible != SheetVisibleEnum.Visible:
                    message = "a hidden sheet was not read"
                    yield Issue(code="hidden_sheet", severity="info", message=message, location=about.name)
                elif about.typ == SheetTypeEnum.WorkSheet:
                    yield _sheet(book, about.name, pictures.get(about.name, ()))
    except _FAULTS as error:
        raise DamagedSource(f"the workbook is cut short or broken ({error}); get a sound copy of it") from error
    yield Issue(
        code="number_formats_unread",
        severity="warning",
        message="this format of workbook keeps its number formats apart: figures are those stored, and may be shown otherwise",
    )


def _sheet(book: CalamineWorkbook, name: str, pictures: tuple[SheetPicture, ...]) -> Sheet:
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
    return Sheet(name=name, cells=tuple(cells), merged=merged, pictures=pictures)


def _text(value: str | float | bool | date | time | datetime | timedelta) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return general(Decimal(repr(value)))
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
