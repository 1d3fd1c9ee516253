"""Sound files with tables of rows and files that hold files, to be spoilt: workbooks, delimited tables, archives, mails, web archives."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from random import Random

import openpyxl

from corpus.to_html import to_html
from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.forms.load import load_forms

CONTAINERS = frozenset({"zip", "tar", "7z", "mail", "warc"})
"""Targets whose files are opened as ``gongkai extract`` opens them."""
_SPREADSHEET = "urn:oasis:names:tc:opendocument:xmlns:"


def tables() -> Iterator[tuple[str, str, bytes]]:
    """Yield reports as rows of cells, and what of them holds a merged cell, a format and a formula."""
    for number, form in enumerate(load_forms()):
        text = to_text(make_truth(number, form), "tab-rows", Random(number))
        rows = [line.split("\t") for line in text.splitlines()]
        yield "csv", f"{form.id}.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()
        yield "csv", f"{form.id}.tsv", text.encode("gb18030", "replace")
        yield "xlsx", f"{form.id}.xlsx", _workbook(rows)
        yield "ods", f"{form.id}.ods", _open_document(rows)


def containers() -> Iterator[tuple[str, str, bytes]]:
    """Yield small archives of two reports, in each other too."""
    form = load_forms()[0]
    page = to_html(make_truth(1, form)).encode()
    text = to_text(make_truth(2, form), "tab-rows", Random(2)).encode()
    held = {"甲/a.html": page, "乙.txt": text}
    plain = _zip(held)
    yield "zip", "a.zip", plain
    yield "zip", "b.zip", _zip({"inner.zip": plain, "c.eml": _mail(held)})
    tar = _tar(held)
    for ending, pack in {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}.items():
        yield "tar", f"a.tar{ending}", pack(tar)
    yield "7z", "a.7z", _seven(held)
    yield "mail", "a.eml", _mail(held)
    yield "mail", "b.eml", _mail({"inner.zip": plain})
    records = _record("http://a.example/1.html", page), _record("http://a.example/2.txt", text)
    yield "warc", "a.warc", b"".join(records)
    yield "warc", "a.warc.gz", b"".join(map(gzip.compress, records))


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([float(cell) if cell.isdecimal() else cell for cell in row])
    sheet.merge_cells("A1:C1")
    sheet["B9"].number_format, sheet["A2"].value = "0.00%;[红]-0", "=SUM(B3:B9)"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _open_document(rows: list[list[str]]) -> bytes:
    cells = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell><text:p>{cell}</text:p></table:table-cell>' for cell in row)}</table:table-row>"
        for row in rows
    )
    spaces = " ".join(f'xmlns:{name}="{_SPREADSHEET}{name}:1.0"' for name in ("office", "table", "text"))
    inner = f"<office:body><office:spreadsheet><table:table>{cells}</table:table></office:spreadsheet></office:body>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    content = f"<office:document-content {spaces}>{inner}</office:document-content>"
    return _zip({"mimetype": kind, "content.xml": content.encode()})


def _zip(held: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def _tar(held: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in held.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def _seven(held: dict[str, bytes]) -> bytes:
    from py7zr import SevenZipFile

    stream = io.BytesIO()
    with SevenZipFile(stream, "w") as archive:
        for name, data in held.items():
            archive.writestr(data, name)
    return stream.getvalue()


def _mail(held: dict[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@example.org", "年报", "Wed, 01 Jan 2025 08:00:00 +0800"
    mail.set_content("附件")
    for name, data in held.items():
        mail.add_attachment(data, "application", "octet-stream", filename=name.rpartition("/")[2])
    mail.set_boundary("=====")
    return mail.as_bytes()


def _record(url: str, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    said = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-01-01T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return said.encode() + http + b"\r\n\r\n"
