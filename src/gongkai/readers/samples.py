"""The smallest file of each format that a reader takes: for trying readers, with nothing installed but what they need."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

TEXT = "gongkai"
"""What every sample prints."""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFD = 'xmlns="http://www.ofdspec.org/2016"'
_PAGE = f"<html><body><p>{TEXT}</p></body></html>"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of files, the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def pdf() -> bytes:
    """Return a PDF of one page."""
    content = f"BT /F1 12 Tf 20 50 Td ({TEXT}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 99] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, offsets = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")


def ofd() -> bytes:
    """Return an OFD file of one page."""
    area = "<PageArea><PhysicalBox>0 0 99 99</PhysicalBox></PageArea>"
    line = (
        '<TextObject ID="9" Boundary="10 10 60 6" Font="3" Size="4">'
        f'<TextCode X="0" Y="4" DeltaX="2 2 2 2 2 2">{TEXT}</TextCode></TextObject>'
    )
    pages = '<Pages><Page ID="1" BaseLoc="Page.xml"/></Pages>'
    return zipped(
        {
            "OFD.xml": f"<OFD {_OFD}><DocBody><DocInfo/><DocRoot>Doc/Document.xml</DocRoot></DocBody></OFD>",
            "Doc/Document.xml": f"<Document {_OFD}><CommonData>{area}</CommonData>{pages}</Document>",
            "Doc/Page.xml": f'<Page {_OFD}><Content><Layer ID="2">{line}</Layer></Content></Page>',
        }
    )


def mhtml() -> bytes:
    """Return a saved web page."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    return f"{head}--b\r\nContent-Type: text/html\r\n\r\n{_PAGE}\r\n--b--\r\n".encode()


def word() -> bytes:
    """Return a Word file."""
    body = f"<w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body>"
    return zipped({"word/document.xml": f'<w:document xmlns:w="{_WORD}">{body}</w:document>'})


def workbook() -> bytes:
    """Return a workbook of one cell."""
    package = "http://schemas.openxmlformats.org/package/2006"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = (
        f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    )
    points = f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{related}/%s" Target="%s"/></Relationships>'
    cell = f'<c r="A1" t="inlineStr"><is><t>{TEXT}</t></is></c>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": points % ("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{related}"><sheets><sheet name="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": points % ("worksheet", "sheet.xml"),
            "xl/sheet.xml": f'<worksheet xmlns="{main}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>',
        }
    )


def spreadsheet() -> bytes:
    """Return an OpenDocument spreadsheet of one cell."""
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    said = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    row = f"<table:table-row><table:table-cell><text:p>{TEXT}</text:p></table:table-cell></table:table-row>"
    sheet = f'<office:spreadsheet><table:table table:name="1">{row}</table:table></office:spreadsheet>'
    content = f"<office:document-content {said}><office:body>{sheet}</office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def delimited() -> bytes:
    """Return a delimited table of two cells."""
    return f"{TEXT},1\n".encode()


def page() -> bytes:
    """Return a web page."""
    return _PAGE.encode()


def text() -> bytes:
    """Return a text file."""
    return f"{TEXT}\n".encode()


def rtf() -> bytes:
    """Return a Rich Text file."""
    return f"{{\\rtf1\\ansi {TEXT}\\par}}".encode()
