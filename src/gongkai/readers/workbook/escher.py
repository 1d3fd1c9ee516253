"""Pictures that lie on the sheets of old workbooks (.xls, .et): their files, and the cells on which they lie ([MS-XLS], [MS-ODRAW])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gongkai.errors import DamagedSource
from gongkai.readers.ole import Container
from gongkai.readers.workbook.sheet import SheetPicture

_BOUND, _GROUP, _DRAWING, _CONTINUE, _BOF = 0x85, 0xEB, 0xEC, 0x3C, 0x809  # records of the workbook
_STORE_ENTRY, _SHAPE, _OPTIONS, _ANCHOR = 0xF007, 0xF004, 0xF00B, 0xF010  # records of drawings
_ENTRY_HEAD = 36  # bytes of a store entry before the picture
_PICTURE_ID = 0x104  # the property that names a picture
_ONE_MARK, _TWO_MARKS = 17, 33  # bytes before a picture's file: one or two checksums, and a tag
_BITMAPS = frozenset((0xF01D, 0xF01E, 0xF029, 0xF02A))  # JPEG, PNG, TIFF, JPEG
_STREAMS = frozenset(("Workbook", "Book"))
_NESTED = 0xF  # in the head of a record that holds others
_DEEPEST = 8  # records in records; a group of shapes in a group has six
_MOST = 200  # pictures of a workbook
_Records = Iterator[tuple[int, int, bytes]]


def pictures_by_sheet(data: bytes) -> dict[str, tuple[SheetPicture, ...]]:
    """Return the pictures of each sheet by its name; nothing where that cannot be told, for it costs no figure."""
    try:
        with Container(data) as ole:
            book = ole.read(next(iter(sorted(ole.names & _STREAMS)), ""))
        files = [_file(entry) for kind, _, entry in _walk(b"".join(_joined(book, _GROUP, 0))) if kind == _STORE_ENTRY]
        sheets = list(_sheets(book)) if any(files) else []
        found = {name: tuple(_placed(b"".join(_joined(book, _DRAWING, start)), files)) for name, start in sheets}
    except (DamagedSource, struct.error, IndexError):
        return {}
    return found


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name of each sheet and where its records begin."""
    for kind, _, body in _records(book, 0):
        if kind == _BOUND:
            (start,) = struct.unpack_from("<I", body)
            wide = body[7] & 1
            yield body[8 : 8 + body[6] * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace"), start


def _joined(book: bytes, kind: int, start: int) -> Iterator[bytes]:
    """Yield the pieces that a part of the workbook, up to the next one's beginning, keeps in records of a kind."""
    before = 0
    for number, (own, _, body) in enumerate(_records(book, start)):
        if own == _BOF and number:
            return
        before = own if own != _CONTINUE else before
        if before == kind:
            yield body


def _records(book: bytes, at: int) -> _Records:
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, at, book[at + 4 : at + 4 + size]
        at += 4 + size


def _walk(drawing: bytes, depth: int = 0) -> _Records:
    """Yield the records of a drawing, those in others too: kind, the number in its head, content."""
    at = 0
    while at + 8 <= len(drawing):
        head, kind, size = struct.unpack_from("<HHI", drawing, at)
        body = drawing[at + 8 : at + 8 + size]
        yield kind, head >> 4, body
        if head & 0xF == _NESTED and depth < _DEEPEST:
            yield from _walk(body, depth + 1)
        at += 8 + size


def _file(entry: bytes) -> bytes | None:
    """Return the file of a picture; None for drawings made of strokes, and where only a place for it is kept."""
    for kind, number, body in _walk(entry[_ENTRY_HEAD + entry[33] :] if len(entry) > _ENTRY_HEAD else b""):
        if kind in _BITMAPS:
            return body[_TWO_MARKS if number & 1 else _ONE_MARK :]
    return None


def _placed(drawing: bytes, files: list[bytes | None]) -> Iterator[SheetPicture]:
    shapes = (dict(_shape(body)) for kind, _, body in _walk(drawing) if kind == _SHAPE)
    for _, said in zip(range(_MOST), (one for one in shapes if _OPTIONS in one and _ANCHOR in one), strict=False):
        picture = _picture_id(said[_OPTIONS])
        data = files[picture - 1] if picture is not None and 0 < picture <= len(files) else None
        if data is not None:
            _, column, _, row = struct.unpack_from("<4H", said[_ANCHOR])
            yield SheetPicture(row, column, data.__bytes__)


def _shape(body: bytes) -> Iterator[tuple[int, bytes]]:
    return ((kind, content) for kind, _, content in _walk(body, _DEEPEST))


def _picture_id(options: bytes) -> int | None:
    for at in range(0, len(options) - 5, 6):
        name, value = struct.unpack_from("<HI", options, at)
        if name & 0x3FFF == _PICTURE_ID:
            return int(value)
    return None
