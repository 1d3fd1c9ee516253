"""Milliseconds per report in every format that archives hold, beside the floor of each (see ``scripts/bench --formats``)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from email import message_from_bytes, policy
from random import Random
from statistics import median
from time import perf_counter

import pdfplumber
import pypdfium2 as pdfium
from lxml import etree
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from corpus.formats import formats
from corpus.model import Truth
from corpus.options import any_options
from corpus.truth import make_truth
from gongkai.forms.model import Form
from gongkai.pipeline import extract_bytes
from gongkai.readers import reader_for
from gongkai.readers.office.convert import convert
from gongkai.readers.sniff import sniff

Call = Callable[[], object]
_OFFICE = ("doc", "wps", "rtf", "odt")
_PRINTERS = ("pdf", "page-pdf")
_FASTER, _WITHIN = 10, 2
_FLOORS = {
    "docx": "unzip and parse",
    "ofd": "unzip and parse",
    "html": "parser",
    "mhtml": "mail and page parser",
    "pdf": "pdfium's text",
    "page": "pdfium's text",
    "office": "LibreOffice, one start",
}
"""What the floor of a format is; that of pictures is the time inside the networks."""


class Timed(Struct, frozen=True):
    """One report in one format, in milliseconds; ``reading`` is the part up to the first Document."""

    reader: str
    floor: float
    reading: float
    whole: float


def print_formats(forms: tuple[Form, ...], reports: int) -> None:
    """Print a table of all formats that this machine can print, then how PDFs stand to pdfium and pdfplumber."""
    truths = [make_truth(seed, forms[0], **any_options(seed)) for seed in range(reports)]
    print(f"{'format':16} {'read by':17} {'floor':24} {'floor ms':>9} {'reading':>9} {'whole':>9} {'ratio':>7}")
    pdfs: list[Timed] = []
    for flavour in formats():
        files = [(f"report{flavour.extension}", data) for truth in truths if (data := _write(flavour.write, truth))]
        timed = _batch(files, forms) if flavour.name in _OFFICE else [_time(*file, forms) for file in files]
        pdfs += timed if flavour.name in _PRINTERS else []
        _print(flavour.name, timed)
        if flavour.name in _PRINTERS:
            _print_plumber(files, timed)
    _print_pdfs(pdfs)


def _write(write: Callable[[Truth, Random], bytes | None], truth: Truth) -> bytes | None:
    return write(truth, Random(0))


def _ms(call: Call, rounds: int = 1) -> float:
    """Return the median of a few calls."""
    found = []
    for _ in range(rounds):
        start = perf_counter()
        call()
        found.append(1000 * (perf_counter() - start))
    return median(found)


def _time(name: str, data: bytes, forms: tuple[Form, ...]) -> Timed:
    kind = sniff(data, name)
    reader = extract_bytes(data, name, forms=forms).source.reader
    if reader.endswith(":ocr"):
        return _time_picture(name, data, reader, forms)
    floor = _ms(_floor(kind, data), 5)
    reading = _ms(lambda: next(iter(reader_for(kind)(data))), 5)
    return Timed(reader, floor, reading, _ms(lambda: extract_bytes(data, name, forms=forms), 5))


def _time_picture(name: str, data: bytes, reader: str, forms: tuple[Form, ...]) -> Timed:
    """Time a picture once; its floor is the time inside the networks."""
    from gongkai.readers.ocr.engine import engine  # needs the extra

    before = engine().seconds
    whole = _ms(lambda: extract_bytes(data, name, forms=forms))
    inside = 1000 * (engine().seconds - before)
    return Timed(reader, inside, whole, whole)


def _batch(files: Sequence[tuple[str, bytes]], forms: tuple[Form, ...]) -> list[Timed]:
    """Time old Office files as a run reads them: one start of LibreOffice for all, which is their floor."""
    kinds = [(sniff(data, name), data) for name, data in files]
    start = perf_counter()
    converted = convert(kinds)
    floor = 1000 * (perf_counter() - start) / len(files)
    timed = []
    for (name, data), docx in zip(files, converted, strict=True):
        report = extract_bytes(data, name, forms=forms, converted=docx)
        after = _ms(lambda: extract_bytes(data, name, forms=forms, converted=docx), 5)  # noqa: B023
        timed.append(Timed(report.source.reader, floor, floor, floor + after))
    return timed


def _floor(kind: str, data: bytes) -> Call:
    """Return what the libraries must do at least with a file."""
    if kind == "html":
        return lambda: LexborHTMLParser(data.decode())
    if kind == "mhtml":
        return lambda: LexborHTMLParser(_page(data))
    if kind == "pdf":
        return lambda: pdf_text(data)
    return lambda: _parse_members(data, (".xml",) if kind == "ofd" else ("word/document.xml",))


def _page(data: bytes) -> str:
    message = message_from_bytes(data, policy=policy.default)
    return next(part.get_content() for part in message.walk() if part.get_content_type() == "text/html")


def _parse_members(data: bytes, ends: tuple[str, ...]) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(ends):
                etree.fromstring(archive.read(name))


def pdf_text(data: bytes) -> list[str]:
    """Return the text of every page as pdfium gives it."""
    texts = []
    document = pdfium.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return texts


def _print(name: str, timed: Sequence[Timed]) -> None:
    if not timed:
        return
    readers = ", ".join(sorted({t.reader for t in timed}))
    floor, reading, whole = (
        median(values) for values in zip(*((t.floor, t.reading, t.whole) for t in timed), strict=True)
    )
    print(f"{name:16} {readers:17} {_named(name):24} {floor:9.2f} {reading:9.1f} {whole:9.1f} {whole / floor:6.2f}x")


def _named(name: str) -> str:
    """Say what the floor of a format is."""
    kind = "office" if name in _OFFICE else name.partition("-")[0]
    return _FLOORS.get(kind, "the networks")


def _print_plumber(files: Sequence[tuple[str, bytes]], timed: Sequence[Timed]) -> None:
    theirs = median(_ms(lambda: _plumber(data)) for _, data in files)  # noqa: B023
    ours = median(t.whole for t in timed)
    print(f"{'':16} pdfplumber.extract_tables: {theirs:.0f} ms, {theirs / ours:.0f} times as long (aim {_FASTER})")


def _plumber(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def _print_pdfs(pdfs: Sequence[Timed]) -> None:
    """Print on how many PDFs reading, and the whole, stay within twice pdfium's own text extraction."""
    if pdfs:
        reading = sum(t.reading <= _WITHIN * t.floor for t in pdfs)
        whole = sum(t.whole <= _WITHIN * t.floor for t in pdfs)
        print(
            f"\nwithin {_WITHIN} times pdfium's text (aim: nine PDFs in ten): reading {reading}, the whole {whole} of {len(pdfs)}"
        )
