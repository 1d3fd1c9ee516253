"""A page of a PDF file as it is given to those who judge what of it is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pypdfium2 as pdfium
from msgspec import Struct

from gongkai.readers.pdf import calls
from gongkai.readers.pdf.annotations import Annotation
from gongkai.readers.pdf.drawn import Drawn
from gongkai.readers.pdf.frame import Frame


class Judged(Struct, frozen=True):
    """A page to be judged: which one of a file it is, how it is seen, what it draws and what lies over it."""

    pdf: pdfium.PdfDocument
    at: int
    frame: Frame
    drawn: Drawn
    annotations: Sequence[Annotation]
    object_of: Callable[[int], calls.Handle]
    objects_of: Callable[[Sequence[int]], Iterable[calls.Handle]]
