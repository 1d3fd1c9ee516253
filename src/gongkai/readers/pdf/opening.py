"""Opens a PDF, or says to a person why that cannot be done."""

from __future__ import annotations

import re

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.bounds import PDF_PAGES, refuse_many

_HAN = re.compile(r"[\u3400-\u9fff]")
_FILE_NAME = re.compile(r"\.(?:docx?|wps|et|pdf|html?|txt|rtf|odt)$|^Microsoft Word - ", re.IGNORECASE)


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open it; close what is returned. Raises EncryptedSource, DamagedSource, NotAReport."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
            raise EncryptedSource(
                "the PDF opens only with a password; give it with --password, or save a copy without one"
            ) from error
        raise DamagedSource(
            "the PDF cannot be opened: it is cut short or broken; fetch it again or save it anew from a PDF viewer"
        ) from error
    if not len(pdf):
        pdf.close()
        raise DamagedSource("the PDF has no pages: it is cut short or broken; fetch it again")
    if len(pdf) > PDF_PAGES:
        count = len(pdf)
        pdf.close()
        refuse_many(count, PDF_PAGES, "pages")
    return pdf


def title_of(pdf: pdfium.PdfDocument) -> str | None:
    """Return the title that the file declares, if it is one and not a file's name."""
    title = " ".join(pdf.get_metadata_value("Title").split())
    return title if _HAN.search(title) and not _FILE_NAME.search(title) else None
