"""The rung ``pdf:ocr``: a page that is a picture of text, drawn by pdfium and read as a picture. Needs the extra ``gongkai[ocr]``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from ctypes import byref, c_uint

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import Issue
from gongkai.readers.ocr.frames import Frame
from gongkai.readers.ocr.pictures import page_of
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.page import Page
from gongkai.readers.pdf.opening import open_pdf

_COARSEST, _USUAL, _FINEST = 150.0, 200.0, 216.0  # dots in an inch
_MOST_PIXELS = 40_000_000  # A3 at 300 dpi is 17 million
_COVERS = 0.5  # of the page: a picture that is the page


def scanned_pages(data: bytes, wanted: Collection[int]) -> dict[int, Page]:
    """Read pages, by their numbers from 1, as pictures."""
    with closing(open_pdf(data)) as pdf:
        return {number: scanned_page(pdf, number - 1) for number in sorted(wanted)}


def scanned_page(pdf: pdfium.PdfDocument, at: int) -> Page:
    """Read page ``at`` (from 0) as a picture. Boxes are points of the page as displayed."""
    number = at + 1
    try:
        with closing(pdf[at]) as page:
            width, height = page.get_size()
            unit = min(_resolution(page) / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            with closing(page.render(scale=unit, rev_byteorder=True)) as bitmap:
                picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    except pdfium.PdfiumError:
        message = "the page is broken and was left out; what stands on it is missing from the result"
        issue = Issue(code="page_unreadable", severity="error", message=message, location=f"page {number}")
        return Page(Sheet(number, (0.0, 0.0), ()), issues=(issue,))
    return page_of(Frame(picture, unit), number)


def _resolution(page: pdfium.PdfPage) -> float:
    """Return the resolution of the picture that covers most of the page, within reason; else a usual one."""
    width, height = page.get_size()
    area, dpi = max(_pictures(page), default=(0.0, _USUAL))
    return min(_FINEST, max(_COARSEST, dpi)) if area >= _COVERS * width * height else _USUAL


def _pictures(page: pdfium.PdfPage) -> Iterator[tuple[float, float]]:
    """Yield (area in square points, dots in an inch) of each picture."""
    for item in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = item.get_bounds()
        across, down = c_uint(), c_uint()
        if (
            pdfium_c.FPDFImageObj_GetImagePixelSize(item.raw, byref(across), byref(down))
            and right > left
            and top > bottom
        ):
            dots = (across.value * down.value / ((right - left) * (top - bottom))) ** 0.5
            yield (right - left) * (top - bottom), 72 * dots
