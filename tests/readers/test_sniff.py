"""Formats are told by content; the name decides only between two formats that share a container."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zipfile

import pytest
from backports import zstd

from gongkai.errors import DamagedSource, EmptySource, EncryptedSource, NotAReport, SourceError, UnknownFormat
from gongkai.pipeline import extract_bytes
from gongkai.readers import open_bytes
from gongkai.readers.decode import declared_encoding, decode
from gongkai.readers.formats import FORMATS
from gongkai.readers.sniff import sniff
from gongkai.readers.wrapped import unwrapped
from readers.ole_files import ole, word

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
        (word(), "doc"),
        (b"<?xml version='1.0'?><pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>", "doc"),
        (b"<?xml version='1.0'?><office:document xmlns:office='o'>", "odt"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"junk\n%PDF-1.4\n", "pdf"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n", "pdf"),
        (
            zipped(
                **{"[Content_Types]_x_xml": "<Types>wordprocessingml.document.main+xml</Types>", "doc__a_x_xml": "<w/>"}
            ),
            "docx",
        ),
        (zipped(**{"[Content_Types]_x_xml": "ms-word.document.macroEnabled.main+xml", "doc__a_x_xml": "<w/>"}), "docx"),
        (zipped(**{"[Content_Types]_x_xml": "ms-word.template.macroEnabledTemplate.main+xml"}), "docx"),
        (zipped(**{"word\\document_x_xml": "<w/>"}), "docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "mhtml"),
        (b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>x</p>", "mhtml"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><w:wordDocument>", "doc"),
        (SENTENCE.encode(), "txt"),
    ],
)
def test_content_decides(data: bytes, expected: str) -> None:
    """Each format is known by its own content, without a name."""
    assert sniff(data) == expected
    assert expected in {one.kind for one in FORMATS}


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
    assert sniff(word(), "报告.WPS") == "wps"
    assert sniff(word(), "报告.doc") == "doc"


def test_a_password_is_named_as_the_reason() -> None:
    """An encrypted Office file is an OLE container around one encrypted stream."""
    with pytest.raises(EncryptedSource, match="password"):
        sniff(ole(EncryptedPackage=b"x", EncryptionInfo=b"x"), "report.docx")


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


def test_a_workbook_is_told_by_what_it_holds() -> None:
    """Spreadsheets share the containers of docx, doc and odt; a presentation shares them too, and is none."""
    workbook = {"[Content_Types]_x_xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"}
    assert sniff(zipped(**workbook)) == "xlsx"
    assert sniff(zipped(**{"[Content_Types]_x_xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"})) == "xlsx"
    assert (
        sniff(zipped(**{"[Content_Types]_x_xml": "application/vnd.ms-excel.sheet.binary.macroEnabled.main"})) == "xlsb"
    )
    assert sniff(zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")) == "ods"
    assert [sniff(ole(Workbook=b"x")), sniff(ole(Book=b"x"), "a.et")] == ["xls", "xls"]
    with pytest.raises(UnknownFormat, match="presentation"):
        sniff(zipped(**{"[Content_Types]_x_xml": "presentationml.presentation.main"}))


def test_a_delimited_table_is_told_by_its_name() -> None:
    """The same text is a table under .csv and a text under any other name."""
    assert [sniff(b"a,b\n1,2\n", name) for name in ("a.csv", "a.TSV", "a.txt", "a")] == ["csv", "csv", "txt", "txt"]


def test_a_zip_cut_short_is_damaged() -> None:
    """Half a Word file is not taken for text."""
    with pytest.raises(DamagedSource, match="Word"):
        sniff(zipped(word__document_x_xml="<w/>" * 500)[:300])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    """NUL bytes of wide encodings do not make a text binary."""
    assert sniff(SENTENCE.encode(encoding)) == "txt"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ole(**{"PowerPoint Document": b"x"}), "presentation"),
        (ole(**{"__properties_version1.0": b"x", "__substg1.0_0037001F": b"x"}), "message of Outlook"),
        (ole(FileHeader=b"HWP Document File", DocInfo=b"x"), "Hangul"),
        (ole(CONTENTS=b"x"), "Microsoft Works"),
        (ole(Catalog=b"x"), r"it holds Catalog"),
        (ole(), "it holds nothing"),
        (zipped(mimetype="application/epub+zip", a_x_txt="x"), "application/epub"),
        (zipped(**{"[Content_Types]_x_xml": "application/vnd.ms-visio.drawing.main+xml"}), "no text of Word"),
        (b"HWP Document File V3.00" + bytes(range(1, 60)), "Hangul"),
        (b"BZh91AY&SY" + bytes(range(40)), "bzip2"),
    ],
)
def test_what_holds_no_report_is_named(data: bytes, said: str) -> None:
    """Containers of other programs are refused as what they are."""
    with pytest.raises(UnknownFormat, match=said):
        sniff(data)


def test_what_is_embedded_does_not_decide() -> None:
    """A Word file may hold a workbook or a message, a workbook a Word file: only the container's own root is looked at."""
    names = "Workbook __properties_version1.0 PowerPoint Document FileHeader".encode("utf-16-le")
    assert sniff(word(Data=names)) == "doc"
    assert sniff(ole(Workbook="WordDocument EncryptedPackage".encode("utf-16-le"))) == "xls"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_an_old_office_file_cut_short_is_damaged(share: float) -> None:
    """Half a container is told from a whole one, by its own tables."""
    data = word()
    with pytest.raises(DamagedSource, match="cut short"):
        open_first(data[: int(len(data) * share)], "report.doc")


def open_first(data: bytes, name: str) -> None:
    """Begin to read a file; what is wrong with it comes out."""
    next(iter(open_bytes(data, name).documents))


PAGE = (
    "<html><head>{}<title>年报</title></head><body><p>"
    + "云川县水务局2024年政府信息公开工作年度报告。" * 9
    + "</p></body></html>"
)
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "big5", "iso-8859-1", "utf-16", "x-unknown", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_charset_that_lies_is_not_believed(declared: str, encoding: str) -> None:
    """The text of a page comes out whatever its head says of it."""
    page = PAGE.format(META.format(declared) if declared else "")
    data = page.encode(encoding)
    assert sniff(data, "report.htm") == "html"
    assert decode(data, declared_encoding(data)).text == page.lstrip("\ufeff")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("report.pdf", "<html><body><h1>404 Not Found</h1><p>nginx</p></body></html>", r"named \.pdf.*web page.*fetch"),
        ("report.doc", "<html><body><p>系统维护中，请稍后访问。</p></body></html>", r"named \.doc.*web page"),
        ("report.docx", "系统维护中，请稍后访问。", r"named \.docx.*plain text"),
    ],
)
def test_an_error_page_under_a_report_s_name_is_no_report(name: str, content: str, said: str) -> None:
    """A site that lacks a file sends a page in its place; the message says so."""
    with pytest.raises(NotAReport, match=said):
        extract_bytes(content.encode(), name)


def test_a_name_that_fits_needs_no_remark() -> None:
    """Nothing is said of names where the content is what they promise, or where they promise nothing."""
    for name in ("a.html", "a.HTM", "a", "a.aspx"):
        assert open_bytes(PAGE.encode(), name).remark == ""
    assert "named .pdf" in open_bytes(PAGE.encode(), "a.pdf").remark


def test_a_page_kept_as_gzip_is_read() -> None:
    """wget keeps what a server sent compressed; the report's format is that of the page."""
    opened = open_bytes(gzip.compress(PAGE.encode(), mtime=0), "report.html")
    assert (opened.format, opened.remark) == ("html", "")
    assert next(iter(opened.documents)).blocks


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(PAGE.encode(), mtime=0)[:-30], "cut short"),
        (b"\x1f\x8b\x08" + bytes(40), "broken|cut short"),
        (gzip.compress(bytes(65 * 2**20), mtime=0), "more than 64 MB"),
        (gzip.compress(gzip.compress(PAGE.encode()), mtime=0), "gzip archive"),
        (gzip.compress(bytes(257) + b"ustar" + bytes(300), mtime=0), "tar archive.*gongkai extract"),
        (gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n", mtime=0), "web archive.*gongkai extract"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "web archive.*gongkai extract"),
    ],
)
def test_a_gzip_file_that_cannot_be_read_says_why(data: bytes, said: str) -> None:
    """Cut short, unpacking without end, packed twice, or an archive of files."""
    with pytest.raises(SourceError, match=said):
        open_bytes(data, "report.html")


PACKINGS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("kind", PACKINGS)
def test_a_document_compressed_by_itself_is_read(kind: str) -> None:
    """Whichever of the four packed it, and in whatever number of pieces; one cut short, broken or without end says what it is."""
    pack, page = PACKINGS[kind], PAGE.encode()
    assert unwrapped(pack(page)) == page
    assert unwrapped(pack(page[:99]) + pack(page[99:])) == page
    assert open_bytes(pack(page), "report.html.xz").format == "html"
    with pytest.raises(DamagedSource, match=f"a {kind} file that is cut short"):
        unwrapped(pack(os.urandom(4000))[:-20])
    with pytest.raises(DamagedSource, match=f"a {kind} file that is (broken|cut short)"):
        unwrapped(pack(page)[:12] + os.urandom(60))
    with pytest.raises(SourceError, match=f"a {kind} file that unpacks to more than 1 MB"):
        unwrapped(pack(bytes(2**20 + 1)), most=2**20)
    with pytest.raises(UnknownFormat, match=r"tar archive.*gongkai extract"):
        unwrapped(pack(bytes(257) + b"ustar" + bytes(300)))


def test_an_archive_is_sent_to_extract() -> None:
    """``convert`` says what to do with a zip; so does ``extract`` with one inside another."""
    with pytest.raises(SourceError, match="gongkai extract"):
        open_bytes(zipped(a_x_txt="甲"), "report.txt")
