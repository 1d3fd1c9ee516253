"""PDF pages whose text is not what a reader sees: hidden under a scan, or covered by one."""

from __future__ import annotations

import msgspec
import pytest

from corpus.compare import compare
from corpus.model import Truth
from gongkai.pipeline import extract_bytes
from gongkai.readers.pdf import reader
from gongkai.report import Report
from readers.test_pdf import HEIGHT, WIDTH, at, pdf_of
from tables.build import printed, truth_of

TRUTH = truth_of(seed=3)


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are not read here."""
    monkeypatch.setattr(reader, "can_read_pictures", lambda: False)


COVER = f"{WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do"


LINES = 70


def pages_of(truth: Truth) -> list[str]:
    """Return the content streams of a report's pages, a row of a table on a line."""
    printed_lines = (
        printed(truth, "tab-rows").decode().translate(str.maketrans({"\t": "   ", "(": "（", ")": "）"})).splitlines()
    )
    chunks = [printed_lines[i : i + LINES] for i in range(0, len(printed_lines), LINES)]
    return ["".join(at(30, 30 + 10 * i, line, 4) for i, line in enumerate(chunk) if line.strip()) for chunk in chunks]


def searchable_scan(how: str) -> bytes:
    """Return a report whose pages are covered by pictures: its text is ``invisible``, ``below``, or stands ``above`` them."""
    texts = (f"{'3 Tr ' if how == 'invisible' else ''}{text}" for text in pages_of(TRUTH))
    cover = f"q {COVER} Q\n"
    return pdf_of(*(f"{text}{cover}" if how == "below" else f"{cover}{text}" for text in texts))


def codes(report: Report) -> set[str]:
    return {issue.code for issue in report.issues}


@pytest.mark.parametrize("how", ["invisible", "below"])
def test_a_hidden_text_layer_is_believed_only_where_sums_confirm_it(how: str):
    """What a scanner's program recognised may be wrong: figures of the table without sums are unreadable, and an issue says why."""
    report = extract_bytes(searchable_scan(how), "scan.pdf")
    assert "hidden_text_layer" in codes(report)
    assert not any(cell.status == "reported" for cell in report.tables["active_disclosure"].cells)
    figures = [cell for cell in report.tables["requests"].cells if cell.status == "reported"]
    assert figures
    assert compare(TRUTH, msgspec.to_builtins(report)).wrong == 0


def test_text_that_stands_on_a_picture_is_sound():
    """A page with a background picture is no scan."""
    report = extract_bytes(searchable_scan("above"), "letterhead.pdf")
    assert "hidden_text_layer" not in codes(report)
    assert {cell.status for table in report.tables.values() for cell in table.cells} == {"reported"}
