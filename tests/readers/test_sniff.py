"""Formats are told by content; the name decides only between two formats that share a container."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.errors import DamagedSource, EmptySource, EncryptedSource, UnknownFormat
from gongkai.readers.sniff import FORMATS, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SENTENCE = "云川县水务局2024年政府信息公开工作年度报告\n规章 | 0 | 1 | 12 |\n"


def zipped(**members: str) -> bytes:
    """Return a zip with the given members; ``__`` in a name stands for ``/`` and ``_x_`` for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_x_", "."), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (zipped(word__document_x_xml="<w/>"), "docx"),
        (zipped(OFD_x_xml="<o/>"), "ofd"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (zipped(a_x_txt="甲"), "zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"junk\n%PDF-1.4\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "mhtml"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><w:wordDocument>", "doc"),
        (SENTENCE.encode(), "txt"),
    ],
)
def test_content_decides(data: bytes, expected: str) -> None:
    """Each format is known by its own content, without a name."""
    assert sniff(data) == expected
    assert expected in FORMATS


@pytest.mark.parametrize("name", ["report.doc", "report.txt", "report.pdf", "report.html", ""])
@pytest.mark.parametrize(
    "page",
    [
        "<p style='x'>甲</p>",
        "\ufeff \n<!-- 注 -->\n<table><tr><td>甲</table>",
        "<?xml version='1.0'?><html><body>甲</body></html>",
        "年度报告<br><p>一</p><p>二</p><p>三</p>",
    ],
)
def test_a_web_page_is_one_whatever_its_name(page: str, name: str) -> None:
    """Tags near the beginning make a page, also in a file that calls itself a Word document."""
    assert sniff(page.encode(), name) == "html"


def test_a_web_page_in_utf_16() -> None:
    """Tags are found in wide encodings, too."""
    assert sniff("<html><body>甲</body></html>".encode("utf-16")) == "html"


def test_a_picture_called_docx_is_a_picture() -> None:
    """The name never overrules the content."""
    assert sniff(b"\x89PNG\r\n\x1a\n" + bytes(20), "report.docx") == "image"


def test_the_name_tells_wps_from_doc() -> None:
    """Both are OLE containers; only here the extension decides."""
    assert sniff(OLE, "报告.WPS") == "wps"
    assert sniff(OLE, "报告.doc") == "doc"


def test_a_password_is_named_as_the_reason() -> None:
    """An encrypted Office file is an OLE container around one encrypted stream."""
    with pytest.raises(EncryptedSource, match="password"):
        sniff(OLE + "EncryptedPackage".encode("utf-16-le"), "report.docx")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", bytes(100), b"\xef\xbb\xbf\n", b"\xff\xfe \0"])
def test_nothing_is_an_empty_source(data: bytes) -> None:
    """White space, NULs and a byte order mark alone are no text."""
    with pytest.raises(EmptySource):
        sniff(data)


def test_unknown_bytes_are_shown() -> None:
    """The message says what the first bytes look like and what is read."""
    with pytest.raises(UnknownFormat, match=r"01 02 03 04.*docx, pdf, txt"):
        sniff(bytes(range(1, 200)))
    with pytest.raises(UnknownFormat, match="7z archive"):
        sniff(b"7z\xbc\xaf\x27\x1c" + bytes(range(30)))


def test_a_workbook_is_no_report() -> None:
    """Spreadsheets share the container of docx and of doc, and are named as what they are."""
    with pytest.raises(UnknownFormat, match="workbook"):
        sniff(zipped(xl__workbook_x_xml="<x/>", **{"[Content_Types]_x_xml": "spreadsheetml.sheet"}))
    with pytest.raises(UnknownFormat, match="workbook"):
        sniff(OLE + "Workbook".encode("utf-16-le"))


def test_a_zip_cut_short_is_damaged() -> None:
    """Half a Word file is not taken for text."""
    with pytest.raises(DamagedSource, match="Word"):
        sniff(zipped(word__document_x_xml="<w/>" * 500)[:300])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    """NUL bytes of wide encodings do not make a text binary."""
    assert sniff(SENTENCE.encode(encoding)) == "txt"
