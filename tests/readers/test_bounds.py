"""What is larger than any report is refused with words before the work on it begins."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from gongkai.errors import DamagedSource, NotAReport, SourceError
from gongkai.pipeline import extract_bytes
from gongkai.readers import bounds
from gongkai.readers.bounds import inflated, read_bounded
from gongkai.readers.formats import FORMATS
from gongkai.readers.pdf.size import refuse_bombs
from gongkai.readers.sniff import sniff
from gongkai.readers.workbook.blocks import shown_of
from gongkai.readers.workbook.sheet import Sheet, SheetCell

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BIG = 100_000


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def stream(*packed: bytes) -> bytes:
    """Return what of a PDF holds streams; each has the bytes as they are."""
    return b"%PDF-1.5\n" + b"".join(b"1 0 obj\n<<>>stream\r\n%s\nendstream\nendobj\n" % one for one in packed)


@pytest.mark.parametrize("kind", ["txt", "csv", "html", "mhtml"])
def test_a_text_longer_than_any_report_is_refused_by_its_size(kind: str):
    """Nothing is decoded to say so."""
    declared = next(one for one in FORMATS if one.kind == kind)
    head = {"html": b"<html>", "mhtml": b"MIME-Version: 1.0\nContent-Type: text/html\n\n"}.get(kind, b"1,")
    with pytest.raises(NotAReport, match=r"larger than \d+ MB.*save each"):
        sniff(head + b" 1" * (declared.largest // 2), f"a{declared.endings[0]}")


def test_a_web_page_may_hold_pictures_that_are_larger_than_its_text():
    """Pictures inside a page are no text; the text beside them has the bound of plain text."""
    picture = "<img src='data:image/png;base64," + "A" * (bounds.TEXT + 1) + "'>"
    report = extract_bytes(f"<html><p>某市统计局2024年政府信息公开工作年度报告</p>{picture}".encode(), "a.html")
    assert report.year == 2024
    with pytest.raises(NotAReport, match="its text is larger than 8 MB"):
        extract_bytes(b"<html><p>" + b"a" * (bounds.TEXT + 1), "a.html")


@pytest.mark.parametrize("name", ["word/document.xml", "OFD.xml"])
def test_a_package_whose_xml_has_tags_without_end_is_refused_before_it_is_parsed(name: str):
    """Five million cells of nothing take a gigabyte once they are parsed."""
    with pytest.raises(NotAReport, match=f"{bounds.TAGS + 1:,} tags in its part"):
        extract_bytes(zipped(name, b"<w:p/>" * (bounds.TAGS + 1)), "a")


def test_a_part_that_says_it_is_larger_than_any_report_is_not_unzipped():
    """The archive's own directory tells how large a part will be."""
    data = zipped("word/document.xml", bytes(bounds.XML_PART + 1))
    with pytest.raises(DamagedSource, match="this is no report"):
        extract_bytes(data, "a.docx")


def test_xml_of_word_in_one_file_has_the_same_bounds():
    """It is no package, but it is parsed as one."""
    head = b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
    with pytest.raises(NotAReport, match="tags"):
        extract_bytes(head + b"<w:p/>" * bounds.TAGS, "a.doc")


@pytest.mark.parametrize(
    "packed",
    [
        zlib.compress(b"BT ET\n" * BIG),
        zlib.compress(zlib.compress(b" " * BIG)),
        zlib.compress(bytes(10 * BIG)),
        zlib.compress(b"BT ET\n" * BIG)[:-9],
    ],
    ids=["commands", "twice compressed", "binary", "cut short"],
)
def test_a_stream_of_a_pdf_that_inflates_without_end_is_refused(packed: bytes):
    """Whatever the stream's dictionary says of it."""
    with pytest.raises(NotAReport, match="a stream of the PDF"):
        refuse_bombs(stream(b"q Q", packed), content=BIG // 2, binary=9 * BIG)


def test_streams_of_common_sizes_are_nothing_to_refuse():
    """A picture may be larger than a page's commands; what only begins as if it were compressed is none."""
    streams = zlib.compress(b"BT ET\n" * 100), zlib.compress(bytes(BIG)), b"x\x9cno", b"x\x9c", b"", b"x"
    refuse_bombs(stream(*streams) + b"stream\n" + zlib.compress(b"a"), content=1000, binary=2 * BIG)


def test_a_pdf_of_more_pages_than_any_report_is_refused_before_a_page_is_read():
    """Pages are counted by the file's own tree."""
    with pdfium.PdfDocument.new() as pdf:
        for _ in range(bounds.PDF_PAGES + 1):
            pdf.new_page(10, 10)
        pdf.save(out := io.BytesIO())
    with pytest.raises(NotAReport, match="it has 1,001 pages"):
        extract_bytes(out.getvalue(), "a.pdf")


def test_inflating_stops_at_the_bound():
    """No more is unpacked than one piece beyond it."""
    pieces = list(inflated(memoryview(zlib.compress(bytes(10 * BIG))), BIG, piece=1000))
    assert sum(map(len, pieces)) == BIG + 1000
    assert not list(inflated(memoryview(b"no zlib"), BIG))


def test_a_bound_is_told_with_the_name_of_the_file():
    """As every other cause is."""
    with pytest.raises(SourceError, match=r"^b\.csv: the file"):
        extract_bytes(b"1,2\n" * bounds.TEXT, "b.csv")


def test_a_source_without_end_is_refused_when_it_has_given_more_than_any_file():
    """A device, a pipe, a file that grows: what is read of it is bounded."""
    with Path("/dev/zero").open("rb") as zero, pytest.raises(NotAReport, match="larger than 2 MB"):
        read_bounded(zero, 2 * bounds.MB)
    assert read_bounded(io.BytesIO(b"a" * 10), 10) == b"a" * 10


def test_merged_cells_without_end_are_refused():
    """Each of few cells may be merged over a whole column, but not a hundred columns."""
    cells = (SheetCell(row=0, column=0, text="1"),)
    with pytest.raises(NotAReport, match="places under merged cells"):
        shown_of(Sheet(name="a", cells=cells, merged=((0, 0, 1000, 60),) * 50))


def test_one_long_text_in_every_cell_of_a_workbook_is_refused():
    """It is kept once and shown many times: what is shown is bounded, while it is read."""
    book = openpyxl.Workbook()
    for _ in range(bounds.LETTERS // 32_000 + 1):
        book.worksheets[0].append(["公" * 32_000])
    held = io.BytesIO()
    book.save(held)
    with pytest.raises(NotAReport, match="characters in the cells of a sheet"):
        extract_bytes(held.getvalue(), "a.xlsx")
