"""Pages as small pictures, and where on them the figures were read."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterable, Iterator

import pypdfium2 as pdfium
from msgspec import Struct
from PIL import Image

from gongkai.errors import SourceError
from gongkai.review.material import Pdf, Sheet, Sheets
from gongkai.review.model import PageView, SourceView
from gongkai.review.places import Places

MOST_PAGES = 30
"""Pages that are drawn of one report; of longer ones those with figures, as many at most."""
_DPI = 110  # figures of 8 points can be read
_LONGEST = 2200  # pixels of a page's longer side
_QUALITY = 60  # of 100
_MOST_POINTS = 20_000.0  # of a page's side
_FAULTS = (
    OSError, ValueError, TypeError, SyntaxError, LookupError, ArithmeticError, EOFError, struct.error, MemoryError,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow raises where a picture is damaged, or too large to be drawn."""
Save = Callable[[int, bytes], str]
"""Keeps the picture of a page, by its number, and returns the file's name as the page of the report names it."""

_SKIPPED = (
    "只显示部分页面：{shown} 页（共 {all} 页）。",
    "Only some pages are shown: {shown} of {all}.",
)
SET_UPRIGHT = (
    "数字由图像识别得到；页面曾被转正，方框位置可能略有偏差。",
    "The figures were recognised on a picture that was set upright first; the boxes may lie a little off.",
)


class _Drawn(Struct, frozen=True):
    width: float
    height: float
    image: Image.Image


def pdf_view(pdf: Pdf, places: Places, save: Save) -> SourceView:
    """Draw the pages of a PDF. Raises SourceError where it cannot be opened."""
    try:
        document = pdfium.PdfDocument(pdf.data)
    except pdfium.PdfiumError as error:
        raise SourceError(f"the PDF cannot be drawn ({error})") from error
    try:
        document.init_forms()
        count = len(document)
        numbers = chosen(count, places.pages)
        views = tuple(_views(((number, _pdf_page(document, number)) for number in numbers), places, save))
    except pdfium.PdfiumError as error:
        raise SourceError(f"a page of the PDF cannot be drawn ({error})") from error
    finally:
        document.close()
    return SourceView(pages=views, notes=_notes(len(views), count))


def sheets_view(sheets: Sheets, places: Places, save: Save) -> SourceView:
    """Draw pictures of pages. Raises SourceError."""
    count = 0

    def drawn() -> Iterator[tuple[int, _Drawn]]:
        nonlocal count
        for count, sheet in enumerate(sheets.frames(), 1):
            if count <= MOST_PAGES:
                yield count, _sheet(sheet)

    views = tuple(_views(drawn(), places, save))
    return SourceView(pages=views, notes=_notes(len(views), count))


def chosen(count: int, with_figures: frozenset[int]) -> tuple[int, ...]:
    """Return the numbers of the pages to draw: all, or where they are too many those with figures."""
    if count <= MOST_PAGES:
        return tuple(range(1, count + 1))
    return tuple(sorted(page for page in with_figures if 1 <= page <= count)[:MOST_PAGES])


def _notes(shown: int, count: int) -> tuple[tuple[str, str], ...]:
    if shown == count:
        return ()
    zh, en = (text.format(shown=shown, all=count) for text in _SKIPPED)
    return ((zh, en),)


def _views(drawn: Iterable[tuple[int, _Drawn]], places: Places, save: Save) -> Iterator[PageView]:
    for number, page in drawn:
        yield PageView(
            number=number,
            width=round(page.width, 1),
            height=round(page.height, 1),
            picture=save(number, _encoded(page.image)),
            regions=places.regions(number),
        )


def _pdf_page(document: pdfium.PdfDocument, number: int) -> _Drawn:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        longest = max(width, height, 1.0)
        if longest > _MOST_POINTS:
            raise SourceError(f"page {number} of the PDF is too large to be drawn")
        image = page.render(scale=min(_DPI / 72, _LONGEST / longest), may_draw_forms=True).to_pil()
    finally:
        page.close()
    return _Drawn(width, height, image)


def _sheet(sheet: Sheet) -> _Drawn:
    width, height = sheet.picture.size
    small = sheet.picture.copy()
    small.thumbnail((_LONGEST, _LONGEST))
    return _Drawn(width / sheet.unit, height / sheet.unit, small)


def encoded_picture(data: bytes) -> bytes | None:
    """Return a picture's file as one that browsers show; None where it is broken, or larger than can be drawn."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                image.thumbnail((_LONGEST, _LONGEST))
                return _encoded(image)
    except _FAULTS:
        return None


def _encoded(image: Image.Image) -> bytes:
    """Write a picture as WebP."""
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "WEBP", quality=_QUALITY, method=2)
    return stream.getvalue()
