"""Documents whose tables are pictures: made of a born-digital report, with its text kept and each table drawn and cut out."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
from docx.shared import Pt
from openpyxl.drawing.image import Image as SheetImage

from gongkai.document import Grid
from gongkai.readers.pdf.reader import read

Part = str | tuple[bytes, float]
"""A paragraph, or a table as PNG with its width in points."""
_ROOM = 4  # points around a table
_ROW = 15  # points: the height of a sheet's row


def pieces(data: bytes, dpi: int) -> Iterator[Part]:
    """Yield the paragraphs of a PDF and pictures of its tables in printed order."""
    *_, document = (d for d in read(data) if d.reader == "pdf:geometry")
    with closing(pdfium.PdfDocument(data)) as pdf:
        for block in document.blocks:
            if not isinstance(block, Grid):
                yield block.text
                continue
            assert block.place.page is not None and block.place.bbox is not None
            page = pdf[block.place.page - 1]
            image = page.render(scale=dpi / 72).to_pil()
            x0, y0, x1, y1 = block.place.bbox
            box = [round(v * dpi / 72) for v in (x0 - _ROOM, y0 - _ROOM, x1 + _ROOM, y1 + _ROOM)]
            buffer = io.BytesIO()
            image.crop(tuple(box)).save(buffer, "PNG")
            yield buffer.getvalue(), x1 - x0 + 2 * _ROOM


def as_docx(parts: list[Part]) -> bytes:
    """Make a Word file."""
    made = docx.Document()
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
        else:
            made.add_picture(io.BytesIO(part[0]), width=Pt(part[1]))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def as_xlsx(parts: list[Part]) -> bytes:
    """Make a workbook: a paragraph a row, and the pictures over rows of their own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "年报"
    row = 1
    for part in parts:
        if isinstance(part, str):
            sheet.cell(row, 1, part)
            row += 1
        else:
            picture = SheetImage(io.BytesIO(part[0]))
            picture.width, picture.height = part[1] * 96 / 72, picture.height * part[1] * 96 / 72 / picture.width
            sheet.add_image(picture, f"A{row}")
            row += int(picture.height * 72 / 96 / _ROW) + 2
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_html(parts: list[Part], folder: Path | None = None) -> str:
    """Make a page with its pictures in ``data:`` addresses, or in files of ``folder``."""
    lines = []
    for at, part in enumerate(parts):
        if isinstance(part, str):
            lines.append(f"<p>{part}</p>")
        elif folder is None:
            lines.append(f'<p><img src="data:image/png;base64,{base64.b64encode(part[0]).decode()}"></p>')
        else:
            (folder / f"{at}.png").write_bytes(part[0])
            lines.append(f'<p><img src="./{folder.name}/{at}.png" width="600"></p>')
    return "<html><head><meta charset='utf-8'></head><body>" + "\n".join(lines) + "</body></html>"


def as_mhtml(parts: list[Part]) -> bytes:
    """Make a saved page in one file."""
    lines, files = [], []
    for at, part in enumerate(parts):
        if isinstance(part, str):
            lines.append(f"<p>{part}</p>")
        else:
            address = f"http://www.example.gov.cn/images/{at}.png"
            lines.append(f'<p><img src="images/{at}.png"></p>')
            body = base64.encodebytes(part[0]).decode()
            files.append(
                f"Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: {address}\n\n{body}"
            )
    page = base64.encodebytes(f"<html><body>{''.join(lines)}</body></html>".encode()).decode()
    files.insert(
        0,
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: http://www.example.gov.cn/report.html\n\n{page}",
    )
    joined = "".join(f"--b\n{file}\n" for file in files)
    return (
        'From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"{joined}--b--\n"
    ).encode()
