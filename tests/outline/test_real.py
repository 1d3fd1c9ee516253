"""The real reports, where they are at hand; only what is public fact of them stands here."""

from pathlib import Path

import pytest
import regex

from gongkai.document import Document, Paragraph
from gongkai.outline import Outline, read_outline

from .build import SIX, children, keys, section, specs

REPORTS = Path(__file__).parents[3] / "shared" / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not at hand")
_STARTS = {"二、主动": "active_disclosure", "三、收到": "requests", "四、政府信息": "reviews_litigation"}


def _read(lines: list[str]) -> Outline:
    """Take every line between the headings of the three tables for a table's, but for sentences."""
    blocks: list[Paragraph] = []
    tables: dict[int, str] = {}
    table = None
    for line in lines:
        if not line.strip():
            continue
        begun = next((key for start, key in _STARTS.items() if line.startswith(start)), None)
        table = None if line.startswith("五、") else begun or table
        if table and not begun and "。" not in line:
            tables[len(blocks)] = table
        blocks.append(Paragraph(text=line))
    return read_outline(Document(blocks=tuple(blocks), reader="test"), specs(), tables)


def test_a_report_flattened_from_word():
    """Sections, subsections, dates and contact of the report that Word's text came from."""
    text = (REPORTS / "qiaokou-justice-2024.txt").read_text(encoding="utf-8")
    outline = _read(regex.sub(r"\tComment by.*|\[bookmark: \w+\]", "", text).split("\n"))
    assert keys(outline) == ["preamble", *SIX, "closing"]
    names = ("proactive", "on_request", "management", "platform", "supervision")
    assert children(outline, "overview") == [f"overview.{name}" for name in names]
    assert len(children(outline, "problems_improvements")) == 2
    assert len(children(outline, "other_matters")) == 3
    assert (outline.agency, outline.year, outline.published) == ("硚口区司法局", 2024, "2025-01-10")
    assert (outline.period.start, outline.period.end) == ("2024-01-01", "2024-12-31")
    assert outline.contact.phone == "027-83350601"
    assert outline.contact.address == "硚口区古田四路长安路27号"
    assert outline.contact.office == "硚口区司法局办公室"
    assert outline.processing_fee.amount == 0


def test_a_report_printed_as_pdf():
    """Justified lines of a page give whole paragraphs, the contact without its blanks, the fee."""
    pdfium = pytest.importorskip("pypdfium2")
    pages = pdfium.PdfDocument(REPORTS / "hongze-2023.pdf")
    lines = [line for page in pages for line in page.get_textpage().get_text_range().splitlines()]
    outline = _read([line for line in lines if not regex.fullmatch(r"- \d -", line.strip())])
    assert keys(outline) == ["preamble", *SIX]
    assert (outline.agency, outline.year) == ("洪泽区人民政府", 2023)
    assert (outline.contact.postcode, outline.contact.email) == ("223100", "hzzwgk@126.com")
    assert outline.contact.address == "淮安市洪泽区洪泽湖大道90号"
    assert (outline.processing_fee.amount, outline.processing_fee.unit) == (0, "元")
    assert "\n" not in section(outline, "overview.proactive").text


def test_a_report_from_a_web_page():
    """A page's lines give title, date of publication, period and the six sections."""
    parser = pytest.importorskip("selectolax.lexbor")
    source = (REPORTS / "shanghai-office-2019.html").read_text(encoding="utf-8")
    outline = _read(parser.LexborHTMLParser(source).body.text(separator="\n").split("\n"))
    assert keys(outline) == ["preamble", *SIX]
    assert (outline.agency, outline.year) == ("上海市人民政府办公厅", 2019)
    assert (outline.published, outline.period.end) == ("2020-01-31", "2019-12-31")
    assert children(outline, "problems_improvements") == ["problems_improvements.1", "problems_improvements.2"]
