"""One page of a PDF: its lines and tables, its pictures, and whether its text can be believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import BBox, Issue
from gongkai.readers.pages.assembly import Page
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lattice import RuledTable
from gongkai.readers.pages.lines import Line
from gongkai.readers.pdf.glyphs import Frame, PdfGlyphs

_UNUSABLE = re.compile(r"[\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_FEW = 30  # characters: a page with fewer may be a scan that a scanner's program has stamped
_SAMPLES = 50  # characters that are asked whether they can be seen
_SMALLEST_PICTURE = (100.0, 40.0)  # points; smaller ones are logos and seals

Layout = Callable[[int, pdfium.PdfPage, PdfGlyphs], tuple[list[Line], list[RuledTable]]]
"""Page number from 0, page and its characters to the lines outside tables, and the tables."""


def read_page(pdf: pdfium.PdfDocument, at: int, layout: Layout, *, has_pictures: bool) -> Page:
    """Read page ``at`` (from 0); a page that pdfium cannot read comes empty, with an issue."""
    try:
        with closing(pdf[at]) as page, closing(page.get_textpage()) as textpage:
            frame = Frame.of(page)
            glyphs = PdfGlyphs(textpage, frame)
            lines, tables = layout(at, page, glyphs)
            pictures = tuple(_pictures(page, frame)) if has_pictures else ()
            printed = len("".join(glyphs.text.split()))
            covered = _covers(pictures, frame)
            return Page(
                Sheet(at + 1, frame.size, tuple(lines)),
                tuple(tables),
                pictures,
                _fonts(glyphs, at),
                is_scan=(printed < _FEW and covered) or (printed == 0 and pdfium_c.FPDFPage_CountObjects(page.raw) > 0),
                second_hand=printed >= _FEW and covered and _is_hidden(page, textpage),
            )
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


def _is_hidden(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> bool:
    """Whether most of the text cannot be seen, as where a scanner's program has put what it recognised under its picture."""
    kinds = [
        pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page.raw, i))
        for i in range(pdfium_c.FPDFPage_CountObjects(page.raw))
    ]
    last = (
        len(kinds) - 1 - kinds[::-1].index(pdfium_c.FPDF_PAGEOBJ_IMAGE) if pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds else 0
    )
    seen_later = {pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_FORM}.intersection(kinds[last + 1 :])
    count = textpage.count_chars()
    items = [pdfium_c.FPDFText_GetTextObject(textpage.raw, i) for i in range(0, count, max(1, count // _SAMPLES))]
    modes = [pdfium_c.FPDFTextObj_GetTextRenderMode(item) for item in items if item]
    return not seen_later or 2 * modes.count(pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE) > len(modes)
