"""Reports whose tables are pictures in their text: in Word files, pages with their folders, and pages saved as one file."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from corpus import sources
from corpus.compare import compare
from corpus.model import truth_from_json
from corpus.to_pictured import as_docx, as_html, as_mhtml, as_xlsx, pieces
from gongkai.document import Document, Issue, Paragraph
from gongkai.errors import UnsupportedFormat
from gongkai.pipeline import extract, extract_bytes
from gongkai.readers import open_bytes
from gongkai.readers.beside import beside
from gongkai.readers.pictured import with_pictures
from gongkai.readers.samples import zipped
from gongkai.readers.workbook import escher, xlsb
from gongkai.report import Report

FIXTURES = Path(__file__).parents[2] / "fixtures"
BORN = FIXTURES / "chengzhou-2024.pdf"


def all_right(report: Report) -> None:
    truth = truth_from_json((FIXTURES / "truth" / f"{BORN.name}.json").read_text(encoding="utf-8"))
    score = compare(truth, msgspec.to_builtins(report))
    assert (score.right, score.wrong) == (score.cells, 0)


def test_tables_that_are_pictures_in_a_word_file_are_read_at_their_places():
    """Every figure is right, each table stands in its section, and an issue tells where pictures were read."""
    pytest.importorskip("rapidocr")
    report = extract_bytes(as_docx(list(pieces(BORN.read_bytes(), 150))), "pictures.docx")
    all_right(report)
    assert report.source.reader == "docx:ocr"
    assert {cell.source.page for table in report.tables.values() for cell in table.cells if cell.source} == {None}
    assert "read_from_picture" in {issue.code for issue in report.issues}


def test_pictures_in_the_folder_of_a_saved_page_are_read(tmp_path: Path):
    """The page's folder holds its pictures; every figure is right."""
    pytest.importorskip("rapidocr")
    folder, page = tmp_path / "report_files", tmp_path / "report.html"
    folder.mkdir()
    page.write_text(as_html(list(pieces(BORN.read_bytes(), 200)), folder), encoding="utf-8")
    all_right(extract(page))


def test_pictures_in_a_page_of_one_file_are_found():
    """The parts of a saved page and ``data:`` addresses give the same bytes."""
    parts = list(pieces(BORN.read_bytes(), 72))
    pictures = [part[0] for part in parts if not isinstance(part, str)]
    for data, name in ((as_mhtml(parts), "a.mhtml"), (as_html(parts).encode(), "a.html")):
        document = next(open_bytes(data, name).documents)
        assert [picture.load and picture.load() for picture in document.pictures] == pictures


PICTURED_TEXT = "一、总体情况", "收到和处理的申请见下图：", "三、其他"


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        pytest.param(as_xlsx, "xlsx"),
        pytest.param(as_xlsx, "xls", marks=pytest.mark.needs("libreoffice-calc", "soffice", "libreoffice")),
        pytest.param(as_xlsx, "ods", marks=pytest.mark.needs("libreoffice-calc", "soffice", "libreoffice")),
        pytest.param(as_docx, "odt", marks=pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")),
        pytest.param(as_docx, "rtf", marks=pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")),
        pytest.param(as_docx, "doc", marks=pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")),
    ],
)
def test_a_picture_stands_at_its_place_whatever_office_program_wrote_the_file(origin, target):
    """Between the words before and after it, with the bytes of its file."""
    first, before, after = PICTURED_TEXT
    picture = next(part for part in pieces(BORN.read_bytes(), 72) if not isinstance(part, str))
    made = origin([first, before, picture, after])
    name = origin.__name__[3:]
    data = made if target == name else sources.converted(made, f".{name}", target)
    document = next(open_bytes(data, f"report.{target}").documents)
    (found,) = document.pictures
    texts = [block.text for block in document.blocks]
    assert (texts[: found.block][-1], texts[found.block :][:1]) == (before, [after])
    with Image.open(io.BytesIO(found.load())) as seen, Image.open(io.BytesIO(picture[0])) as drawn:
        assert seen.size == drawn.size


def test_pictures_of_a_binary_workbook_are_found_by_its_list_of_sheets():
    """A drawing hangs on the part that the workbook's list names for the sheet."""
    drawing = (
        '<d:wsDr xmlns:d="d" xmlns:r="r"><d:oneCellAnchor><d:from><d:col>1</d:col><d:row>6</d:row></d:from>'
        '<d:blip r:embed="i1"/></d:oneCellAnchor></d:wsDr>'
    )
    name, relation = (struct.pack("<I", len(said)) + said.encode("utf-16-le") for said in ("年报", "r7"))
    bundle = bytes(8) + relation + name
    related = '<Relationships><Relationship Id="{}" Type="x/{}" Target="{}"/></Relationships>'
    book = zipped(
        {
            "xl/workbook.bin": b"\x83\x01\x00" + b"\x9c\x01" + bytes([len(bundle)]) + bundle,
            "xl/_rels/workbook.bin.rels": related.format("r7", "worksheet", "worksheets/sheet1.bin"),
            "xl/worksheets/_rels/sheet1.bin.rels": related.format("d1", "drawing", "../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml": drawing,
            "xl/drawings/_rels/drawing1.xml.rels": related.format("i1", "image", "../media/image1.png"),
            "xl/media/image1.png": b"picture",
        }
    )
    ((found,),) = (xlsb.pictures_by_sheet(book)[sheet] for sheet in ("年报",))
    assert (found.row, found.column, found.load()) == (6, 1, b"picture")


@pytest.mark.parametrize("broken", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), b"PK\x03\x04 nothing"])
def test_pictures_that_cannot_be_found_cost_no_figure(broken):
    """A workbook whose drawings are broken is one without pictures."""
    assert (escher.pictures_by_sheet(broken), xlsb.pictures_by_sheet(broken)) == ({}, {})


def test_what_lies_outside_a_pages_folder_is_not_opened(tmp_path: Path):
    """Neither addresses of other machines, nor paths that lead out, nor links that do."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    home = tmp_path / "home"
    home.mkdir()
    (home / "own.png").write_bytes(b"own")
    (home / "link.png").symlink_to(tmp_path / "secret.png")
    page = home / "page.html"
    assert beside(page, "own.png?v=1") == b"own"
    outside = (
        "../secret.png",
        str(tmp_path / "secret.png"),
        "link.png",
        "http://host/own.png",
        "//host/own.png",
        "",
        "a\0b",
    )
    assert [beside(page, address) for address in outside] == [None] * len(outside)


@pytest.mark.parametrize(
    ("make", "where"), [(as_docx, r"after “"), (as_xlsx, r"年报!A\d+")], ids=["Word file", "workbook"]
)
def test_without_ocr_the_tables_are_unreadable_and_the_report_is_partial(make, where, monkeypatch: pytest.MonkeyPatch):
    """The headings tell the form; no cell is missing or blank, and issues say where the pictures stand."""
    monkeypatch.setattr("gongkai.readers.pictured.available", lambda: None)
    report = extract_bytes(make(list(pieces(BORN.read_bytes(), 72))), f"pictures.{make.__name__[3:]}")
    assert (report.form.id, report.form.score, report.status) == ("gio-2021", 0.0, "partial")
    assert {cell.status for table in report.tables.values() for cell in table.cells} == {"unreadable"}
    found = [issue for issue in report.issues if issue.code == "table_is_picture"]
    assert [issue.location for issue in found] == list(report.tables)
    assert all(re.search(where, issue.message) for issue in found)


BARE = Document(blocks=(), reader="pdf:text", issues=(Issue(code="no_text_layer", severity="error", message="a scan"),))


def test_a_scan_that_was_read_in_part_is_no_empty_document():
    """A reader's own reading of its pictures stands, whoever asks for another one behind it."""
    seen = Document(blocks=(Paragraph(text="一、总体情况"),), reader="pdf:ocr", second_hand=True)
    assert list(with_pictures(iter((BARE, seen)))) == [seen]


def test_a_scan_says_what_to_install_where_nothing_reads_pictures(monkeypatch: pytest.MonkeyPatch):
    """And does not say that nothing could be read on it, where nobody tried."""
    monkeypatch.setattr("gongkai.readers.pictured.available", lambda: None)
    with pytest.raises(UnsupportedFormat, match=r"only pictures.*gongkai\[ocr\]"):
        list(with_pictures(iter((BARE,))))
