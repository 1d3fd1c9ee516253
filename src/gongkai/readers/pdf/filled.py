"""Figures that stand over a page: in the fields of a form, in text boxes that somebody set on it. They are not read, and that is said.

To read them they would have to be put among the lines of the page, in an order that the file does not tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import create_string_buffer

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import Issue

_TEXT_OF = {pdfium_c.FPDF_ANNOT_WIDGET: b"V", pdfium_c.FPDF_ANNOT_FREETEXT: b"Contents"}
_LONGEST = 128  # bytes that are looked at


def filled_in(page: pdfium.PdfPage, number: int) -> Iterator[Issue]:
    """Yield an issue where figures stand over the page."""
    count = pdfium_c.FPDFPage_GetAnnotCount(page.raw)
    found = sum(any(char.isdecimal() for char in _text(page, i)) for i in range(count))
    if found:
        message = (
            f"{found} form fields or text boxes with figures stand over the page and were not read: cells that look blank may be "
            "filled; print the file to a new PDF and try again"
        )
        yield Issue(code="fields_unread", severity="warning", message=message, location=f"page {number}")


def _text(page: pdfium.PdfPage, at: int) -> str:
    annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, at)
    if not annotation:
        return ""
    key = _TEXT_OF.get(pdfium_c.FPDFAnnot_GetSubtype(annotation))
    text = ""
    if key is not None:
        buffer = create_string_buffer(_LONGEST)
        wide = pdfium_c.FPDF_WCHAR.from_buffer(buffer)
        size = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, wide, _LONGEST)
        text = buffer.raw[:size].decode("utf-16-le", "replace") if size <= _LONGEST else "0"
    pdfium_c.FPDFPage_CloseAnnot(annotation)
    return text
