"""Old workbooks (.xls, .et of WPS): BIFF read by xlrd, shown by the same number formats as the newer ones."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd

from gongkai.document import Document, Issue
from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.text.limits import refuse_endless
from gongkai.readers.workbook.document import document_of
from gongkai.readers.workbook.escher import pictures_by_sheet
from gongkai.readers.workbook.formats import shown_number, shown_text_of
from gongkai.readers.workbook.sheet import Sheet, SheetCell, SheetComment, SheetPicture
from gongkai.readers.workbook.stored import stored_otherwise
from gongkai.readers.workbook.styles import Style, shown_as
from gongkai.text.shown import shown_text

_FAULTS = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, IndexError, KeyError, AssertionError, ValueError, TypeError,
    AttributeError, OverflowError, NotImplementedError, RecursionError,
)  # fmt: skip
"""What xlrd raises on files that are cut short or tampered with."""
_WHITE = (255, 255, 255)
_SUPERSCRIPT, _SUBSCRIPT = 1, 2
_PAPER = 65  # the colour of a window's ground, which some programs paint their cells with
_SOLID = 1  # the pattern of an even ground


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of an .xls or .et, ``xls:biff``. Raises DamagedSource, EncryptedSource, EmptySource."""
    yield document_of(read_sheets(data), "xls:biff")


def read_sheets(data: bytes) -> Iterator[Sheet | Issue]:
    """Yield the sheets that are shown, and an issue for each that is hidden. Raises DamagedSource, EncryptedSource."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        pictures = pictures_by_sheet(data)
        found = [_sheet(book, sheet, pictures.get(sheet.name, ())) for sheet in book.sheets()]
    except _FAULTS as error:
        if "encrypted" in str(error).lower():
            raise EncryptedSource(
                "the workbook opens only with a password; give it with --password, or save a copy without one"
            ) from error
        raise DamagedSource(f"the workbook is cut short or broken ({error}); get a sound copy of it") from error
    yield from found


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, pictures: tuple[SheetPicture, ...]) -> Sheet | Issue:
    if sheet.visibility:
        return Issue(code="hidden_sheet", severity="info", message="a hidden sheet was not read", location=sheet.name)
    cells: list[SheetCell] = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell(book, sheet, row, column)
            if cell is not None:
                cells.append(cell)
        refuse_endless(len(cells))
    return Sheet(
        name=sheet.name,
        cells=tuple(cells),
        pictures=pictures,
        merged=tuple((top, left, bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells),
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        hidden_columns=frozenset(c for c, info in sheet.colinfo_map.items() if info.hidden or info.width == 0),
        comments=tuple(
            SheetComment(row, column, note.author or None, note.text.strip())
            for (row, column), note in sorted(sheet.cell_note_map.items())
            if note.text.strip()
        ),
    )


def _cell(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> SheetCell | None:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    xf = book.xf_list[sheet.cell_xf_index(row, column)]
    code = book.format_map[xf.format_key].format_str
    filled, ground = _is_filled(book, xf.background), _ground(book, xf.background)
    style = _style(book, xf.font_index, code, filled=filled, ground=ground)
    stored = None
    if kind == xlrd.XL_CELL_TEXT:
        text = _words(book, sheet, (row, column), str(value), style)
    elif kind == xlrd.XL_CELL_BOOLEAN:
        text = shown_text("TRUE" if value else "FALSE", shown_as(style))
    elif kind == xlrd.XL_CELL_ERROR:
        text = shown_text(xlrd.error_text_from_code.get(value, "#N/A"), shown_as(style))
    else:
        raw = repr(value).removesuffix(".0")
        text = shown_text(shown_number(raw, code, from_1904=bool(book.datemode)), shown_as(style))
        stored = stored_otherwise(raw, text, code)
    return SheetCell(row=row, column=column, text=text, stored=stored) if text.strip() else None


def _words(book: xlrd.Book, sheet: xlrd.sheet.Sheet, place: tuple[int, int], text: str, style: Style) -> str:
    """Return the text run by run, where its runs have fonts of their own."""
    runs = [(0, style)]
    for start, font in sheet.rich_text_runlist_map.get(place, ()):
        runs.append((start, _style(book, font, style.code, filled=style.filled, ground=style.ground)))
    ends = [start for start, _ in runs[1:]] + [len(text)]
    shown = "".join(shown_text(text[start:end], shown_as(run)) for (start, run), end in zip(runs, ends, strict=True))
    return shown_text_of(shown, style.code) if shown else ""


def _style(book: xlrd.Book, font_index: int, code: str, *, filled: bool, ground: str) -> Style:
    font = book.font_list[font_index]
    return Style(
        code=code,
        struck=bool(font.struck_out),
        raised=font.escapement == _SUPERSCRIPT,
        lowered=font.escapement == _SUBSCRIPT,
        white=book.colour_map.get(font.colour_index) == _WHITE,
        filled=filled,
        color=_name(book, font.colour_index),
        ground=ground,
    )


def _ground(book: xlrd.Book, ground: xlrd.formatting.XFBackground) -> str:
    """Return the colour of a cell that is painted evenly."""
    return _name(book, ground.pattern_colour_index) if ground.fill_pattern == _SOLID else ""


def _name(book: xlrd.Book, index: int) -> str:
    """Return a colour of the palette as RRGGBB, "" where it is automatic."""
    colour = _WHITE if index == _PAPER else book.colour_map.get(index)
    return "" if colour is None else bytes(colour).hex().upper()


def _is_filled(book: xlrd.Book, ground: xlrd.formatting.XFBackground) -> bool:
    return bool(ground.fill_pattern) and _name(book, ground.pattern_colour_index) != bytes(_WHITE).hex().upper()
