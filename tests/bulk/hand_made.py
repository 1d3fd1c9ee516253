"""Workbooks that no library here writes, made by hand: .xlsb ([MS-XLSB]) and .xlsm."""

from __future__ import annotations

import io
import struct
import zipfile

from gongkai.readers.samples import zipped

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_PLAIN, _MACROS = b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
_OPEN = b"openxmlformats-officedocument."
Rows = list[list[str | int]]


def xlsb(rows: Rows) -> bytes:
    """A binary workbook of one sheet."""
    last = max(map(len, rows)) - 1
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, len(rows) - 1, 0, last)) + _record(145)
    for number, row in enumerate(rows):
        sheet += _record(0, struct.pack("<II", number, 0) + struct.pack("<HBBBI", 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, int):
                sheet += _record(5, place + struct.pack("<d", value))
            elif value:
                sheet += _record(6, place + _words(value))
    listed = _record(156, struct.pack("<II", 0, 1) + _words("r1") + _words("年报"))
    book = _record(131) + _record(143) + listed + _record(144) + _record(132)
    types = f'<Override PartName="/xl/workbook.bin" ContentType="{_BINARY}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": _related("officeDocument", "xl/workbook.bin"),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": _related("worksheet", "worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": sheet + _record(146) + _record(130),
    }
    return zipped(parts)


def xlsm(xlsx: bytes) -> bytes:
    """The workbook as one that may hold macros: only what it says of itself is another thing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as plain, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in plain.infolist():
            archive.writestr(info.filename, plain.read(info).replace(_OPEN + _PLAIN, b"vnd." + _MACROS))
    return out.getvalue()


def _related(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{_RELATED}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'


def _words(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, body: bytes = b"") -> bytes:
    return _number(kind) + _number(len(body)) + body


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)
