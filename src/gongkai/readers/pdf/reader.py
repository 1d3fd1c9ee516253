"""PDF: the text as pdfium gives it, line by line (``pdf:text``); then the ruled tables as grids (``pdf:geometry``).

pdfium is not safe with threads: read PDFs in processes. Everything it hands out is closed before a document is yielded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import BBox, Document, Grid, Issue, Severity
from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.pages.assembly import Page, assemble
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lattice import RuledTable, fill, lattices_of
from gongkai.readers.pages.lines import Line, printed_lines
from gongkai.readers.pdf.glyphs import Frame, PdfGlyphs
from gongkai.readers.pdf.rules import rules

_UNUSABLE = re.compile(r"[\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FILE_NAME = re.compile(r"\.(?:docx?|wps|et|pdf|html?|txt|rtf|odt)$|^Microsoft Word - ", re.IGNORECASE)
_IMAGE = re.compile(rb"/Subtype\s*/(?:Image|[^\s/<>]*#)")
_FEW = 30  # characters: a page with fewer may be a scan that a scanner's program has stamped
_SMALLEST_PICTURE = (100.0, 40.0)  # points; smaller ones are logos and seals

Layout = Callable[[int, pdfium.PdfPage, PdfGlyphs], tuple[list[Line], list[RuledTable]]]


def read(data: bytes) -> Iterator[Document]:
    """Yield the document as lines of text, then (when asked for) with its ruled tables as grids, in pdfplumber's opinion if no rules
    were found.

    Raises EncryptedSource where a password is needed, DamagedSource where pdfium finds no pages.
    """
    yield _document(data, "pdf:text", lambda _, __, glyphs: (printed_lines(glyphs), []))
    ruled = _document(data, "pdf:geometry", lambda _, page, glyphs: _ruled(page, glyphs))
    yield ruled
    if not any(isinstance(block, Grid) for block in ruled.blocks):
        from gongkai.readers.pdf.plumber import found_tables  # noqa: PLC0415  (rarely needed, slow to import)

        tables = found_tables(data)
        if any(tables):
            yield _document(data, "pdf:plumber", lambda at, _, glyphs: fill(tables[at], glyphs))


def _ruled(page: pdfium.PdfPage, glyphs: PdfGlyphs) -> tuple[list[Line], list[RuledTable]]:
    return fill(lattices_of(*rules(page, glyphs.frame)), glyphs)


def _document(data: bytes, reader: str, layout: Layout) -> Document:
    with closing(_open(data)) as pdf:
        title = _title(pdf.get_metadata_value("Title"))
        # an image is a stream of its own, whose dictionary is never packed; looking for one costs less than asking every page
        has_pictures = _IMAGE.search(data) is not None
        pages = [_page(pdf, i, layout, has_pictures=has_pictures) for i in range(len(pdf))]
    assembly = assemble(pages)
    return Document(
        blocks=tuple(assembly.blocks),
        reader=reader,
        pictures=tuple(assembly.pictures),
        pages=len(pages),
        title=title,
        issues=(*_text_layer(pages), *(issue for page in pages for issue in page.issues), *_end_mark(data)),
    )


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
            raise EncryptedSource(
                "the PDF opens only with a password; save a copy without one and try again"
            ) from error
        raise DamagedSource(
            "the PDF cannot be opened: it is cut short or broken; fetch it again or save it anew from a PDF viewer"
        ) from error
    if not len(pdf):
        pdf.close()
        raise DamagedSource("the PDF has no pages: it is cut short or broken; fetch it again")
    return pdf


def _title(declared: str) -> str | None:
    title = " ".join(declared.split())
    return title if _HAN.search(title) and not _FILE_NAME.search(title) else None


def _page(pdf: pdfium.PdfDocument, at: int, layout: Layout, *, has_pictures: bool) -> Page:
    try:
        with closing(pdf[at]) as page, closing(page.get_textpage()) as textpage:
            frame = Frame.of(page)
            glyphs = PdfGlyphs(textpage, frame)
            lines, tables = layout(at, page, glyphs)
            pictures = tuple(_pictures(page, frame)) if has_pictures else ()
            printed = len("".join(glyphs.text.split()))
            is_scan = (printed < _FEW and _covers(pictures, frame)) or (
                printed == 0 and pdfium_c.FPDFPage_CountObjects(page.raw) > 0
            )
            return Page(Sheet(at + 1, frame.size, tuple(lines)), tuple(tables), pictures, _fonts(glyphs, at), is_scan)
    except pdfium.PdfiumError:
        message = "the page is broken and was left out; what stands on it is missing from the result"
        issue = Issue(code="page_unreadable", severity="error", message=message, location=f"page {at + 1}")
        return Page(Sheet(at + 1, (0.0, 0.0), ()), issues=(issue,))


def _pictures(page: pdfium.PdfPage, frame: Frame) -> Iterator[BBox]:
    for i in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        item = pdfium_c.FPDFPage_GetObject(page.raw, i)
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = frame.display(*pdfium.PdfObject(item, page=page, pdf=page.pdf).get_bounds())
            if x1 - x0 >= _SMALLEST_PICTURE[0] and y1 - y0 >= _SMALLEST_PICTURE[1]:
                yield (x0, y0, x1, y1)


def _covers(pictures: Sequence[BBox], frame: Frame) -> bool:
    """Whether the pictures cover half of the page."""
    return 2 * sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in pictures) > frame.size[0] * frame.size[1]


def _fonts(glyphs: PdfGlyphs, at: int) -> tuple[Issue, ...]:
    unusable = len(_UNUSABLE.findall(glyphs.text)) + glyphs.count - len(glyphs.text)
    if unusable < 8 or unusable * 3 < glyphs.count:
        return ()
    message = "the fonts do not say which characters they print, so the text cannot be used; open the file in a viewer"
    return (Issue(code="unusable_fonts", severity="error", message=message, location=f"page {at + 1}"),)


def _text_layer(pages: Sequence[Page]) -> Iterator[Issue]:
    """Say which pages are pictures of text; all of them is an error."""
    severity: Severity = "warning"
    if not any(page.sheet.lines for page in pages) or all(page.is_scan for page in pages):
        severity = "error"
        message = f"none of the {len(pages)} pages has text (a scan?), and OCR is not available"
        yield Issue(code="no_text_layer", severity=severity, message=message)
        return
    for page in pages:
        if page.is_scan:
            message = "the page has no text (a scan?), and OCR is not available; what stands on it is missing"
            yield Issue(code="no_text_layer", severity=severity, message=message, location=f"page {page.sheet.number}")


def _end_mark(data: bytes) -> Iterator[Issue]:
    if b"%%EOF" not in data[-4096:]:
        message = "the file has no end mark: it may be cut short, and pages or parts of them may be missing"
        yield Issue(code="incomplete_file", severity="warning", message=message)
