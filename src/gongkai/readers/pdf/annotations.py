"""What lies over a page without being part of it: text boxes, stamps, redactions, fields of forms, lines that strike text out."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, create_string_buffer

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.document import BBox, Issue
from gongkai.readers.pdf.frame import Frame

_TEXT_OF = {pdfium_c.FPDF_ANNOT_WIDGET: b"V", pdfium_c.FPDF_ANNOT_FREETEXT: b"Contents"}
# These show no text and hide none, unless they bring a picture of their own: links, notes that open, highlights, lines below words.
_HARMLESS = frozenset(
    (
        pdfium_c.FPDF_ANNOT_LINK,
        pdfium_c.FPDF_ANNOT_POPUP,
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_CARET,
        pdfium_c.FPDF_ANNOT_FILEATTACHMENT,
    )
)
_UNSEEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_BENEATH = frozenset((pdfium_c.FPDF_ANNOT_UNDERLINE, pdfium_c.FPDF_ANNOT_SQUIGGLY))
_NO_TEXT = 2  # bytes: the end alone
_LONGEST = 128  # bytes that are looked at


class Annotation(Struct, frozen=True, gc=False):
    """What lies over ``boxes`` of the displayed page; ``text`` is what it is known to say, or a
    question mark where it is there to hide something. ``beneath``: its place is below the words.
    """

    boxes: tuple[BBox, ...]
    strikes: bool
    text: str
    beneath: bool = False


def annotations_of(page: pdfium.PdfPage, frame: Frame) -> list[Annotation]:
    """Return the annotations that hide, strike out or show something."""
    return [found for i in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)) for found in _annotation(page, i, frame)]


def filled_in(annotations: list[Annotation], number: int) -> Iterator[Issue]:
    """Yield an issue where figures stand over the page: they are not read."""
    found = sum(any(char.isdecimal() for char in each.text) for each in annotations)
    if found:
        message = (
            f"{found} form fields or text boxes with figures stand over the page and were not read: cells that look blank may be "
            "filled; print the file to a new PDF and try again"
        )
        yield Issue(code="fields_unread", severity="warning", message=message, location=f"page {number}")


def _annotation(page: pdfium.PdfPage, at: int, frame: Frame) -> Iterator[Annotation]:
    raw = pdfium_c.FPDFPage_GetAnnot(page.raw, at)
    if not raw:
        return
    kind = pdfium_c.FPDFAnnot_GetSubtype(raw)
    rect = pdfium_c.FS_RECTF()
    if (
        (kind not in _HARMLESS or _has_picture(raw))
        and not pdfium_c.FPDFAnnot_GetFlags(raw) & _UNSEEN
        and pdfium_c.FPDFAnnot_GetRect(raw, byref(rect))
    ):
        whole = frame.display(
            min(rect.left, rect.right),
            min(rect.bottom, rect.top),
            max(rect.left, rect.right),
            max(rect.bottom, rect.top),
        )
        strikes = kind == pdfium_c.FPDF_ANNOT_STRIKEOUT
        boxes = tuple(_quads(raw, frame)) if strikes else ()
        text = _text(raw, kind) or ("?" if kind == pdfium_c.FPDF_ANNOT_REDACT else "")
        yield Annotation(boxes or (whole,), strikes, text, kind in _BENEATH)
    pdfium_c.FPDFPage_CloseAnnot(raw)


def _has_picture(raw: object) -> bool:
    """Whether an annotation brings an appearance of its own, which may show anything."""
    return bool(pdfium_c.FPDFAnnot_GetAP(raw, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _NO_TEXT)


def _quads(raw: object, frame: Frame) -> Iterator[BBox]:
    points = pdfium_c.FS_QUADPOINTSF()
    for i in range(pdfium_c.FPDFAnnot_CountAttachmentPoints(raw)):
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(raw, i, byref(points)):
            xs = points.x1, points.x2, points.x3, points.x4
            ys = points.y1, points.y2, points.y3, points.y4
            yield frame.display(min(xs), min(ys), max(xs), max(ys))


def _text(raw: object, kind: int) -> str:
    key = _TEXT_OF.get(kind)
    if key is None:
        return ""
    buffer = create_string_buffer(_LONGEST)
    wide = pdfium_c.FPDF_WCHAR.from_buffer(buffer)
    size = pdfium_c.FPDFAnnot_GetStringValue(raw, key, wide, _LONGEST)
    return buffer.raw[:size].decode("utf-16-le", "replace").strip("\0 ") if size <= _LONGEST else "0"
