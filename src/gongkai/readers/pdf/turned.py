"""Pages whose text lies on its side or stands on its head: they are turned in memory until most of it can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import degrees

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import structs

from gongkai.document import BBox, Block, Mark, Paragraph, Place
from gongkai.readers.pages.page import Page

_SAMPLES = 24  # letters whose angle is asked for


def upright_text(page: pdfium.PdfPage) -> pdfium.PdfTextPage:
    """Return the page's text, the page turned so that most characters stand upright. Close what is returned.

    Boxes are then those of the turned page; ``as_shown`` gives them back to the page as it is shown.
    """
    textpage = page.get_textpage()
    turn = _direction(textpage)
    if turn == page.get_rotation():
        return textpage
    textpage.close()
    page.set_rotation(turn)
    return page.get_textpage()


def _direction(textpage: pdfium.PdfTextPage) -> int:
    """Return the rotation, in degrees, that makes most characters stand upright; that of the page where it has none."""
    count = textpage.count_chars()
    angles = Counter(
        round(-degrees(pdfium_c.FPDFText_GetCharAngle(textpage.raw, i)) / 90) % 4 * 90
        for i in range(0, count, max(1, count // _SAMPLES))
        if not pdfium_c.FPDFText_IsGenerated(textpage.raw, i)
    )
    if not angles:
        return int(textpage.page.get_rotation())
    return max(angles, key=lambda angle: angles[angle])


def as_shown(blocks: Iterable[Block], pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return blocks with the boxes that they have on the pages as these are shown, not as they were turned to be read."""
    turned = {page.sheet.number: page for page in pages if page.turned}
    if not turned:
        return tuple(blocks)

    def move(place: Place) -> Place:
        page = turned.get(place.page or 0)
        if page is None or place.bbox is None:
            return place
        return structs.replace(place, bbox=_turned_back(place.bbox, page.sheet.size, page.turned))

    return tuple(_moved(block, move) for block in blocks)


def _moved(block: Block, move: Callable[[Place], Place]) -> Block:
    if isinstance(block, Paragraph):
        marks = tuple(Mark(mark.start, mark.end, move(mark.place)) for mark in block.marks)
        return structs.replace(block, place=move(block.place), marks=marks)
    cells = tuple(structs.replace(cell, place=move(cell.place)) for cell in block.cells)
    return structs.replace(block, place=move(block.place), cells=cells)


def _turned_back(box: BBox, size: tuple[float, float], turned: int) -> BBox:
    (x0, y0, x1, y1), (width, height) = box, size
    if turned == 90:
        return (y0, width - x1, y1, width - x0)
    if turned == 180:
        return (width - x1, height - y1, width - x0, height - y0)
    return (height - y1, x0, height - y0, x1)
