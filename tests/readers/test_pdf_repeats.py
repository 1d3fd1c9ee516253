"""What a PDF draws over and over is summed up before pdfium draws it, whatever it is called and wherever it stands."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path
from time import process_time

import pytest

from corpus.hostile_drawn import DRAWN, form, forms, layers, marked, nested, packed, page, scattered
from corpus.hostile_pdfs import pdf, stream
from gongkai.errors import NotAReport
from gongkai.pipeline import extract_bytes
from gongkai.readers.patient import TooLong, no_longer_than
from gongkai.readers.pdf.plumber import found_tables
from gongkai.readers.pdf.size import refuse_bombs
from gongkai.readers.pdf.syntax import Held, Reference, body_of, body_packed, value_at

BEFORE = set(DRAWN) - {"code map", "code ranges", "scattered figures"}
WORDS = b"BT /F 9 Tf 9 9 Td (x) Tj ET\n" * 40


@pytest.mark.parametrize("name", sorted(BEFORE))
def test_what_is_drawn_over_and_over_is_refused(name: str):
    """Before pdfium is asked, in a moment, with a reason."""
    made, begun = DRAWN[name](), process_time()
    with pytest.raises(NotAReport, match="no annual report is so long"):
        refuse_bombs(made)
    assert process_time() - begun < 5


@pytest.mark.parametrize("made", [forms(50, WORDS), nested(2, 5), marked(500)], ids=["forms", "nested", "marked"])
def test_what_reports_draw_again_is_nothing_to_refuse(made: bytes):
    """A letterhead, a seal in a form in a form, tagged content."""
    refuse_bombs(made)


def test_forms_are_summed_to_the_byte():
    """What a page draws is as long as its forms are, as often as they are drawn; pictures count nothing."""
    refuse_bombs(forms(50, WORDS), content=50 * len(WORDS))
    with pytest.raises(NotAReport, match="what a page of the PDF draws"):
        refuse_bombs(forms(50, WORDS), content=50 * len(WORDS) - 1)
    refuse_bombs(forms(50, WORDS).replace(b"/Subtype /Form", b"/Subtype /Image"), content=2 * len(WORDS))


def test_resources_of_the_page_and_of_the_nodes_above_it_are_known():
    """A form without resources of its own takes those of what draws it."""
    above = "<< /Type /Pages /Count 1 /Kids [4 0 R] /Resources 7 0 R >>"
    bare = packed(b"/Y Do\n" * 10, "/Subtype /Form /BBox [0 0 9 9]")
    leaf = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 599 799] /Contents 3 0 R >>"
    names = "<< /XObject << /X 5 0 R /Y 6 0 R >> >>"
    made = pdf("<< /Type /Catalog /Pages 2 0 R >>", above, packed(b"/X Do\n" * 10), leaf, bare, form(WORDS), names)
    refuse_bombs(made, content=10 * 60 + 100 * len(WORDS))
    with pytest.raises(NotAReport, match="what a page of the PDF draws"):
        refuse_bombs(made, content=10 * 60 + 100 * len(WORDS) - 1)


def test_pages_in_object_streams_are_known():
    """And what they name there."""
    inside = b"4 0 5 3 " + b"44 " + page("/XObject << /X 6 0 R >>").encode()
    objects = stream(zlib.compress(inside), "FlateDecode", "/Type /ObjStm /N 2 /First 8")
    places = {number: at for at, number in body_packed(inside, 8).places}
    assert value_at(Held(inside, places[4])) == b"44"
    made = pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Kids [5 0 R] >>",
        packed(b"/X Do\n" * 50),
        "null",
        "null",
        form(WORDS),
        objects,
    )
    with pytest.raises(NotAReport, match="what a page of the PDF draws"):
        refuse_bombs(made, content=49 * len(WORDS))


def test_objects_are_read_as_they_are_written():
    """Dictionaries in arrays, names with codes, texts with brackets, comments, what is cut short."""
    text = b"7 0 obj << /A#42 [1 0 R <</C (a\\)b>>)>> <4e00>] % /D 1\n /E /F /G << /H 2 0 R"
    body = body_of(text)
    assert [number for _, number in body.places] == [7]
    value = value_at(Held(text, body.places[0][0]))
    assert value == {b"AB": [Reference(1), {b"C": b""}, b""], b"E": b"F", b"G": {b"H": Reference(2)}}
    assert value_at(Held(b"[" * 1000, 0)) is not None
    assert value_at(Held(b"endobj", 0)) == b""


@pytest.mark.parametrize("name", ["code map", "code ranges"])
def test_a_second_opinion_is_given_up_in_time(name: str, monkeypatch: pytest.MonkeyPatch):
    """pdfplumber reads code maps in Python; what is made to cost there gives no tables."""
    monkeypatch.setattr("gongkai.readers.pdf.plumber._SECONDS", 0.5)
    begun = process_time()
    assert found_tables(DRAWN[name](), ()) == []
    assert process_time() - begun < 10


def test_work_that_takes_too_long_is_ended():
    """Even where it catches every exception; work that is done in time is not touched, nor what comes after it."""
    with pytest.raises(TooLong), no_longer_than(0.1):
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue
    with no_longer_than(60):
        done = sum(range(1000))
    assert done == 499500


def test_work_that_was_bounded_can_be_traced_afterwards():
    """A profiler or a debugger of the program goes on behind it."""
    calls: list[str] = []
    sys.setprofile(lambda frame, event, _: calls.append(event))
    try:
        with no_longer_than(60):
            str(Path("a") / "b")
        str(Path("a") / "b")
    finally:
        sys.setprofile(None)
    assert calls.count("call") > 3


@pytest.mark.parametrize("spelt", ["OFF", "ON", "O#46F"])
def test_layers_without_end_are_refused(spelt: str):
    """However the list is written; those that a map has are read."""
    with pytest.raises(NotAReport, match="20,000 layers"):
        refuse_bombs(layers(named=spelt))
    packed_away = layers(5001).replace(b"/OFF [", b"/X [").replace(b"/OCProperties <<", b"/OCProperti#65s <<")
    with pytest.raises(NotAReport, match="5,001 layers"):
        refuse_bombs(packed_away)
    refuse_bombs(layers(400, named=spelt))


def test_figures_scattered_without_end_are_told_to_be_nothing():
    """Twice as many cost about twice as much: what is printed at one place is looked up, not searched."""
    costs = []
    for count in (2000, 8000):
        made, begun = scattered(count), process_time()
        with pytest.raises(NotAReport):
            extract_bytes(made, "a.pdf")
        costs.append(process_time() - begun)
    assert costs[1] < 10 * costs[0] + 1
