"""PDFs of which some pages are text and some are pictures, as where a signed page was scanned and put back."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import msgspec
import pypdfium2 as pdfium
import pytest

from corpus.compare import compare
from corpus.model import truth_from_json
from corpus.to_scan import Scan, pages, scanned_pdf
from gongkai.pipeline import extract_bytes

FIXTURES = Path(__file__).parents[2] / "fixtures"
BORN = FIXTURES / "chengzhou-2024.pdf"


def mixed(data: bytes, scanned: int) -> bytes:
    """Put the scan of one page in the place of the page."""
    scan = scanned_pdf(pages(data, Scan(dpi=200)), 200)
    with closing(pdfium.PdfDocument(data)) as born, closing(pdfium.PdfDocument(scan)) as pictures:
        out = pdfium.PdfDocument.new()
        for at in range(len(born)):
            out.import_pages(pictures if at == scanned else born, [at])
        buffer = io.BytesIO()
        out.save(buffer)
        out.close()
    return buffer.getvalue()


def test_a_scanned_page_among_others_is_read():
    """The tables are whole again, figures are those of the truth, and an issue names the page."""
    pytest.importorskip("rapidocr")
    report = extract_bytes(mixed(BORN.read_bytes(), 1), "mixed.pdf")
    truth = truth_from_json((FIXTURES / "truth" / f"{BORN.name}.json").read_text(encoding="utf-8"))
    score = compare(truth, msgspec.to_builtins(report))
    assert (score.right, score.wrong) == (score.cells, 0)
    assert [(issue.code, issue.location) for issue in report.issues if "picture" in issue.code] == [
        ("read_from_picture", "page 2")
    ]


def test_without_ocr_the_page_is_named(monkeypatch: pytest.MonkeyPatch):
    """The table on it is unreadable, not missing, and issues say where it may be and what to install."""
    monkeypatch.setattr("gongkai.readers.pdf.reader.can_read_pictures", lambda: False)
    report = extract_bytes(mixed(BORN.read_bytes(), 1), "mixed.pdf")
    (issue,) = (issue for issue in report.issues if issue.code == "no_text_layer")
    assert issue.location == "page 2"
    assert "gongkai[ocr]" in issue.message
    (found,) = (issue for issue in report.issues if issue.code == "table_is_picture")
    assert (found.location, "page 2" in found.message) == ("requests", True)
    assert {cell.status for cell in report.tables["requests"].cells} == {"unreadable"}
