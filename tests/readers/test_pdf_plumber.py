"""The second opinion on a PDF's tables."""

from pathlib import Path

import pytest

from gongkai.document import Document, Grid
from gongkai.readers.pdf import plumber as pdf_plumber
from gongkai.readers.pdf import reader as pdf

RULED = (Path(__file__).parents[2] / "fixtures" / "wangchuan-2023.pdf").read_bytes()


def texts(document: Document) -> list[list[str]]:
    return [[c.text for c in b.cells if c.text] for b in document.blocks if isinstance(b, Grid)]


def test_ruled_tables_need_no_second_opinion():
    """Where our own lattice finds tables, pdfplumber is not asked."""
    assert [document.reader for document in pdf.read(RULED)] == ["pdf:text", "pdf:geometry"]


def test_pdfplumber_is_asked_where_we_see_no_rules(monkeypatch):
    """Its grids then hold what ours would have held, or nearly so: it drops a few cells of this file."""
    ours = texts(list(pdf.read(RULED))[1])
    monkeypatch.setattr(pdf, "_ruled", lambda page, glyphs: (pdf.printed_lines(glyphs), []))
    last = list(pdf.read(RULED))[-1]
    assert last.reader == "pdf:plumber"
    theirs = [cell for table in texts(last) for cell in table]
    mine = [cell for table in ours for cell in table]
    assert set(theirs) <= set(mine)
    assert len(theirs) > 0.9 * len(mine)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", RULED[:2000]])
def test_what_it_cannot_open_has_no_tables(data):
    """A damaged file gives no opinion and no traceback."""
    assert not any(pdf_plumber.found_tables(data))
