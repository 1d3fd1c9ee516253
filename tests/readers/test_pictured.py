"""Reports whose tables are pictures in their text: in Word files, pages with their folders, and pages saved as one file."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from corpus.compare import compare
from corpus.model import truth_from_json
from gongkai.document import Document, Issue, Paragraph
from gongkai.errors import UnsupportedFormat
from gongkai.pipeline import extract, extract_bytes
from gongkai.readers import open_bytes
from gongkai.readers.beside import beside
from gongkai.readers.pictured import with_pictures
from gongkai.report import Report

from .pictured_files import as_docx, as_html, as_mhtml, pieces

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


def test_without_ocr_the_tables_are_unreadable_and_the_report_is_partial(monkeypatch: pytest.MonkeyPatch):
    """The headings tell the form; no cell is missing or blank, and issues say after which words the pictures stand."""
    monkeypatch.setattr("gongkai.readers.pictured.available", lambda: None)
    report = extract_bytes(as_docx(list(pieces(BORN.read_bytes(), 72))), "pictures.docx")
    assert (report.form.id, report.form.score, report.status) == ("gio-2021", 0.0, "partial")
    assert {cell.status for table in report.tables.values() for cell in table.cells} == {"unreadable"}
    found = [issue for issue in report.issues if issue.code == "table_is_picture"]
    assert [issue.location for issue in found] == list(report.tables)
    assert all("after “" in issue.message for issue in found)


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
