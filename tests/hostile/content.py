"""Pages, texts, pictures and PDFs without measure."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from random import Random

from PIL import Image

from hostile.packages import LAUGHS, OUTSIDE

_MEGA = 2**20
_PART = "--b\r\nContent-Type: {}\r\nContent-Location: http://192.0.2.1/{}\r\n\r\n{}\r\n"


def pages() -> Iterator[tuple[str, bytes]]:
    """Yield web pages."""
    yield "deep.html", html("<div>" * 10_000 + "x" + "</div>" * 10_000)
    yield "deep-tables.html", html("<table><tr><td>" * 3000 + "x")
    yield "deep-lists.html", html("<ul><li>" * 5000 + "x")
    cells = "<td>1</td>" * 2000
    yield "columns.html", html(f"<table>{f'<tr>{cells}</tr>' * 12}</table>")
    yield (
        "span.html",
        html("<table>" + '<tr><td colspan="1000000000" rowspan="1000000000">1</td></tr>' * 100 + "</table>"),
    )
    yield "spans.html", html("<table>" + '<tr><td colspan="1000" rowspan="65534">1</td></tr>' * 1000 + "</table>")
    yield "cells.html", html(f"<table><tr>{'<td></td>' * 1_000_000}</tr></table>")
    yield "rows.html", html(f"<table>{'<tr><td></td></tr>' * 500_000}</table>")
    yield "attributes.html", html("<p " + " ".join(f"a{i}=b" for i in range(300_000)) + ">x</p>")
    yield (
        "script.html",
        html(
            "<script>for(;;);</script><p>x</p><iframe src='http://192.0.2.1/'></iframe><img src='file:///etc/passwd'>"
        ),
    )
    yield "laughs.html", (LAUGHS + "<html><body>&a11;</body></html>").encode()
    yield "outside.html", (OUTSIDE + "<html><body>&a11;</body></html>").encode()
    yield "comment.html", html("<!--" * 500_000)
    yield "tags.html", html("<" * 3_000_000)
    yield (
        "style.html",
        html("<style>" + "td{}" * 500_000 + "</style><p style='" + "display:none;" * 300_000 + "'>x</p>"),
    )
    for charset in ("zlib_codec", "idna", "punycode", "unicode_escape", "utf-7", "x" * 3000):
        name = charset[:12]
        yield (
            f"charset-{name}.html",
            f"<html><meta charset={charset}><body>".encode() + b"\xfa\xfb+ADw- \\u4e00" * 20_000,
        )
    parts = "".join(_PART.format("text/html", i, "<p>x</p>") for i in range(10_000))
    yield "parts.mht", f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{parts}--b--".encode()
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(2000))
    yield "deep.mht", f"MIME-Version: 1.0\r\n{deep}".encode()
    frames = "".join(
        _PART.format("text/html", i, "<iframe src='1'></iframe><iframe src='2'></iframe>") for i in range(3)
    )
    yield (
        "frames.mht",
        f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{frames}--b--".encode(),
    )


def html(body: str) -> bytes:
    """Write a page."""
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def texts() -> Iterator[tuple[str, bytes]]:
    """Yield texts and noise."""
    yield "long.txt", "政府信息公开工作年度报告 受理申请 12 件\n".encode() * 900_000
    yield "line.txt", "政府信息公开1".encode() * 500_000
    yield "wide.txt", "﻿".encode("utf-16-le") + Random(2).randbytes(400_000)
    yield "lone.txt", "\ufeff".encode("utf-16-le") + b"\x00\xd8" * 200_000
    yield "nul.txt", b"a\0" * 300_000
    yield "controls.txt", bytes(range(32)) * 10_000
    yield "marks.txt", ("e" + "\u0301" * 300_000).encode()
    yield "pipes.txt", b"|" * 2_000_000
    yield "backwards.txt", "\u202e政府信息公开\u2066".encode() * 50_000
    noise = Random(4).randbytes(30_000)
    for ending in (
        "docx",
        "doc",
        "wps",
        "rtf",
        "odt",
        "ofd",
        "pdf",
        "html",
        "mht",
        "txt",
        "png",
        "tif",
        "zip",
        "gz",
        "xyz",
    ):
        yield f"noise.{ending}", noise
    for ending, magic in (
        ("pdf", b"%PDF-1.7\n"),
        ("png", b"\x89PNG\r\n\x1a\n"),
        ("rtf", b"{\\rtf1 "),
        ("mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n"),
    ):
        yield f"noise-with-magic.{ending}", magic + noise


def _png(width: int, height: int, rows: bytes, depth: int = 1) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">LLBBBBB", width, height, depth, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pictures() -> Iterator[tuple[str, bytes]]:
    """Yield pictures."""
    yield "bomb.png", _png(50_000, 50_000, zlib.compress(bytes(6251 * 50_000)))
    yield (
        "large.png",
        _png(
            5000,
            6000,
            zlib.compress((b"\0" + b"\xff" * 625) * 6000),
        ),
    )
    yield "liar.png", _png(2**31 - 1, 2**31 - 1, b"")
    yield "cut.png", _png(800, 900, zlib.compress(bytes(50)))
    frames = [Image.new("P", (200, 260), i % 250) for i in range(5000)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    yield "frames.gif", buffer.getvalue()
    yield "circle.tif", tiff(8)
    yield "far.tif", tiff(0xFFFFFF00)
    yield "huge.bmp", b"BM" + struct.pack("<L4xLLllHHLLllLL", 54, 54, 40, 40_000, 40_000, 1, 24, 0, 0, 0, 0, 0, 0)


def tiff(following: int) -> bytes:
    """Write a TIFF of one small picture; ``following`` is where its next one stands."""
    tags = [
        (256, 4, 1, 100),
        (257, 4, 1, 100),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 500),
        (278, 4, 1, 100),
        (279, 4, 1, 10_000),
    ]
    listed = b"".join(struct.pack("<HHLL", *tag) for tag in tags)
    head = b"II*\0" + struct.pack("<L", 8) + struct.pack("<H", len(tags)) + listed + struct.pack("<L", following)
    return head.ljust(500, b"\0") + bytes(10_000)


def pdfs() -> Iterator[tuple[str, bytes]]:
    """Yield PDFs."""
    font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 3 0 R /Resources << {font} >> >>"
    text = _stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET")
    count = 5000
    kids = " ".join(f"{i} 0 R" for i in range(4, 4 + count))
    catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
    yield "pages.pdf", pdf(catalogue, f"<< /Type /Pages /Count {count} /Kids [{kids}] >>", text, *[page] * count)
    one = "<< /Type /Pages /Count 1 /Kids [4 0 R] >>"
    yield "wide.pdf", pdf(catalogue, one, text, page.replace("99 99", "1000000000 99"))
    yield "huge.pdf", pdf(catalogue, one, text, page.replace("99 99", "1000000000 1000000000"))
    yield "exponent.pdf", pdf(catalogue, one, text, page.replace("99 99", "1e9 1e9"))
    yield "bomb.pdf", pdf(catalogue, one, _packed(b" " * (500 * _MEGA)), page)
    yield (
        "bomb-twice.pdf",
        pdf(catalogue, one, _packed(zlib.compress(b" " * (500 * _MEGA)), "[/FlateDecode /FlateDecode]"), page),
    )
    yield "paths.pdf", pdf(catalogue, one, _packed(b"0 0 m 9 9 l S\n" * 1_000_000), page)
    yield "states.pdf", pdf(catalogue, one, _packed(b"q " * 3_000_000), page)
    yield (
        "circle.pdf",
        pdf(catalogue, "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R 4 0 R] /Parent 2 0 R >>", text, page),
    )
    form = _stream(
        b"/X Do /X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    shown = page.replace("/Resources <<", "/Resources << /XObject << /X 5 0 R >>")
    yield "form.pdf", pdf(catalogue, one, _stream(b"/X Do"), shown, form)
    yield "deep.pdf", pdf(catalogue, one, text, page, "[" * 100_000)
    many = f"<< /Type /Pages /Count 2147483647 /Kids [{'4 0 R ' * 20_000}] >>"
    yield "kids.pdf", pdf(catalogue, many, text, page)
    picture = _packed(
        bytes(100),
        more="/Type /XObject /Subtype /Image /Width 2000000 /Height 2000000 /BitsPerComponent 8 /ColorSpace /DeviceGray",
    )
    shown = page.replace("/Resources <<", "/Resources << /XObject << /X 5 0 R >>")
    yield "picture.pdf", pdf(catalogue, one, _stream(b"q 99 0 0 99 0 0 cm /X Do Q"), shown, picture)
    call, launch = "<< /S /URI /URI (http://192.0.2.1/) >>", "<< /S /Launch /F (/bin/sh) >>"
    action = f"<< /Type /Catalog /Pages 2 0 R /OpenAction {call} /AA << /O {launch} >> >>"
    yield "action.pdf", pdf(action, one, text, page)


def pdf(*objects: str | bytes) -> bytes:
    """Write a PDF from its objects, the first being the catalogue."""
    body, offsets = io.BytesIO(), []
    body.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        offsets.append(body.tell())
        body.write(
            f"{number} 0 obj\n".encode() + (content.encode() if isinstance(content, str) else content) + b"\nendobj\n"
        )
    start = body.tell()
    listed = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    body.write(
        f"xref\n0 {size}\n0000000000 65535 f \n{listed}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return body.getvalue()


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<< /Length {len(data)} {more} >>\nstream\n".encode() + data + b"\nendstream"


def _packed(data: bytes, how: str = "/FlateDecode", more: str = "") -> bytes:
    return _stream(zlib.compress(data), f"/Filter {how} {more}")
