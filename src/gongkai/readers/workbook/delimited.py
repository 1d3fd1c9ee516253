"""Delimited tables (.csv, .tsv): any encoding, any usual delimiter; cells that were merged are left empty in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from gongkai.document import Document
from gongkai.readers.decode import Decoded, decode
from gongkai.readers.text.limits import refuse_endless
from gongkai.readers.workbook.document import document_of
from gongkai.readers.workbook.sheet import Sheet, SheetCell

_DELIMITERS = ",\t;|，"
_LEAST_ROWS = 2  # that a sign parts into as many cells
_SAMPLE = 200  # lines
_FIELD = 1 << 20  # letters of a field; the library's own bound is an eighth


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of a delimited table, ``csv:fields``. Raises DamagedSource, EmptySource, NotAReport."""
    sheet, decoded = read_sheet(data)
    yield document_of([sheet, *decoded.issues], "csv:fields", decoded.encoding)


def read_sheet(data: bytes) -> tuple[Sheet, Decoded]:
    """Return the one sheet that a delimited file is, and its text. Raises DamagedSource, NotAReport."""
    decoded = decode(data)
    rows = rows_of(decoded.text)
    cells: list[SheetCell] = []
    for row, line in enumerate(rows or [[line] for line in decoded.text.split("\n")]):
        cells += [
            SheetCell(row=row, column=column, text=_plain(text)) for column, text in enumerate(line) if text.strip()
        ]
        refuse_endless(len(cells))
    return Sheet(name="", cells=tuple(cells)), decoded


def rows_of(text: str) -> list[list[str]] | None:
    """Return the fields of a text that some delimiter parts into a table; None where none does."""
    declared = text.split("\n", 1)[0].strip().lower()
    if declared.startswith("sep=") and len(declared) == 5:
        return _parsed(text.partition("\n")[2], declared[-1])
    best = max((_width(text, sign), sign) for sign in _DELIMITERS)
    return _parsed(text, best[1]) if best[0] else None


def _width(text: str, delimiter: str) -> int:
    """Count the lines of the beginning that a delimiter parts; nothing where hardly a line is."""
    sample = text.split("\n", _SAMPLE)[:_SAMPLE]
    hit = [line.count(delimiter) for line in sample if line.strip()]
    parted = [count for count in hit if count]
    return sum(parted) if len(parted) >= max(_LEAST_ROWS, len(hit) // 3) else 0


def _parsed(text: str, delimiter: str) -> list[list[str]] | None:
    csv.field_size_limit(_FIELD)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]


def _plain(text: str) -> str:
    """Drop what keeps a spreadsheet program from taking a figure for a number: ``="0012"``, a leading apostrophe."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]
    return text
