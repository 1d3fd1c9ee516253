"""Tables that people save from spreadsheets: the encoding by their first bytes, what parts their fields by their first line.

Excel writes CSV in the code page of its Windows (GBK in China), with semicolons where commas part decimals, and "Unicode text" as UTF-16
with tabs. Each is read where it is certain.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import regex
from msgspec import Struct

from gongkai.errors import UsageError

if TYPE_CHECKING:
    import _csv

_SEPARATORS = (",", ";", "\t")
_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_HINT = regex.compile(r"\ufeff?sep=(.)\s*")  # Excel's own first line, which says what parts the fields


class Delimited(Struct, frozen=True):
    """A table: its head, and each row that is not blank with the number of its line."""

    separator: str
    head: list[str]
    rows: Iterator[tuple[int, list[str]]]


def decoded(path: Path, data: bytes) -> str:
    """Return a file's text, in whichever of its encodings a spreadsheet saved it. Raises UsageError."""
    for encoding in (_wide(data),) if b"\0" in data[:64] or data[:2] in _WIDE else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path}: is neither UTF-8, UTF-16 nor GB18030; save it as CSV UTF-8")


def _wide(data: bytes) -> str:
    """Tell UTF-16 by its mark, or by where the zeros of a first line in English are."""
    return _WIDE.get(data[:2]) or ("utf-16-be" if data[:1] == b"\0" else "utf-16-le")


def table_of(path: Path, text: str) -> Delimited:
    """Tell what parts the fields by the first line. Raises UsageError where a line is no such table's, as rows are read."""
    lines = io.StringIO(text, newline="")
    first = lines.readline()
    hint = _HINT.fullmatch(first)
    before, first = (1, lines.readline()) if hint else (0, first)
    separator = hint[1] if hint else max(_SEPARATORS, key=lambda each: len(_head(first, each)))
    lines.seek(0)
    reader = csv.reader(lines, strict=True, delimiter=separator)
    try:
        head = [name.strip() for name in [next(reader, []) for _ in range(before + 1)][-1]]
    except csv.Error as error:
        raise UsageError(f"{path}: line {reader.line_num} is no CSV ({error})") from error
    return Delimited(separator, head, _rows(path, reader))


def _head(first: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([first], delimiter=separator), [])
    except csv.Error:
        return []


def _rows(path: Path, reader: _csv.Reader) -> Iterator[tuple[int, list[str]]]:
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, row
    except csv.Error as error:
        raise UsageError(f"{path}: line {reader.line_num} is no CSV ({error})") from error
