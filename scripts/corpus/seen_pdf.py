"""PDFs of which a person sees another thing than they store: every trick at random figures, so that what is seen is the truth.

A printed PDF is taken up again: beside, over or in the place of a figure something is put that a reader of the stored text trips over.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from ctypes import byref, c_float, create_string_buffer
from random import Random

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from corpus.seen_painted import PAINTED, STROKES, Painted
from corpus.seen_stamp import lay_over, switch_off

_SHARE = 0.08  # of the figures of a page
_KINDS = 6  # of tricks with operators on one page: they are paid for by fonts and forms
_TALL = 0.7  # of a font's size


class Figure(Struct, frozen=True):
    """A figure that stands alone in its text object: its place, its font and the size of it on the page."""

    page: pdfium.PdfPage
    item: object
    text: str
    box: tuple[float, float, float, float]
    size: float

    def write(self, text: str, x: float, y: float, size: float, *, mode: int = 0, white: bool = False) -> None:
        """Print ``text`` in the figure's own font."""
        font = pdfium_c.FPDFTextObj_GetFont(self.item)
        new = pdfium_c.FPDFPageObj_CreateTextObj(self.page.pdf.raw, font, size)
        pdfium_c.FPDFText_SetText(new, _wide(text))
        pdfium_c.FPDFPageObj_Transform(new, 1, 0, 0, 1, x, y)
        pdfium_c.FPDFTextObj_SetTextRenderMode(new, mode)
        if white:
            pdfium_c.FPDFPageObj_SetFillColor(new, 255, 255, 255, 255)
        pdfium_c.FPDFPage_InsertObject(self.page.raw, new)

    def fill(self, x: float, y: float, width: float, height: float, shade: int = 0) -> None:
        """Paint a box."""
        box = pdfium_c.FPDFPageObj_CreateNewRect(x, y, width, height)
        pdfium_c.FPDFPageObj_SetFillColor(box, shade, shade, shade, 255)
        pdfium_c.FPDFPath_SetDrawMode(box, pdfium_c.FPDF_FILLMODE_ALTERNATE, 0)
        pdfium_c.FPDFPage_InsertObject(self.page.raw, box)

    def say(self, text: str) -> None:
        """Store another text in the figure's place, over the first one that is painted out; what a page held is never written anew."""
        self.cover()
        self.write(text, self.box[0], self.box[1], self.size)

    def cover(self) -> None:
        """Paint white over the figure, and over what may be stored in its place."""
        left, bottom, right, top = self.box
        self.fill(left - 0.2, bottom - 0.5, right - left + 0.8, top - bottom + 1, 255)


def _wide(text: str) -> object:
    buffer = create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    return pdfium_c.FPDF_WCHAR.from_buffer(buffer)


def _other(text: str, rng: Random) -> str:
    """Return another number of as many digits."""
    return "".join(str((int(char) + rng.randint(1, 9)) % 10) if char.isdigit() else char for char in text)


def _raised(figure: Figure, rng: Random) -> None:
    rise, size = rng.uniform(0.2, 0.4), rng.uniform(0.5, 0.75)
    figure.write(str(rng.randint(1, 9)), figure.box[2] + 0.3, figure.box[1] + rise * figure.size, size * figure.size)


def _lowered(figure: Figure, rng: Random) -> None:
    figure.write(str(rng.randint(1, 9)), figure.box[2] + 0.3, figure.box[1] - 0.2 * figure.size, 0.6 * figure.size)


def _struck(figure: Figure, rng: Random) -> None:
    x, y = figure.box[2] + rng.choice((0.4, 3)), figure.box[1]
    figure.write(str(rng.randint(1, 9)), x, y, figure.size)
    figure.fill(x - 0.2, y + rng.uniform(0.28, 0.4) * figure.size, 0.6 * figure.size, rng.uniform(0.4, 1))


def _invisible(figure: Figure, rng: Random) -> None:
    figure.write(str(rng.randint(1, 9)), figure.box[2] + 0.4, figure.box[1], figure.size, mode=rng.choice((3, 7)))


def _white(figure: Figure, rng: Random) -> None:
    figure.write(str(rng.randint(1, 9)), figure.box[2] + 0.4, figure.box[1], figure.size, white=True)


def _covered(figure: Figure, rng: Random) -> None:
    figure.say(_other(figure.text, rng))
    figure.cover()
    figure.write(figure.text, figure.box[0], figure.box[1], figure.size)


def _tail_covered(figure: Figure, rng: Random) -> None:
    x, y = figure.box[2] + 0.4, figure.box[1]
    figure.write(str(rng.randint(1, 9)), x, y, figure.size)
    figure.fill(x - 0.3, y - 1, 0.8 * figure.size, 1.2 * figure.size, 255)


def _twice(figure: Figure, rng: Random) -> None:
    shift = rng.uniform(0, 0.4)
    figure.write(figure.text, figure.box[0] + shift, figure.box[1] - shift / 2, figure.size)


def _drawn(figure: Figure, rng: Random) -> None:
    """The figure is drawn over another one that is painted out."""
    figure.say(_other(figure.text, rng))
    figure.cover()
    _strokes(figure, figure.box[0], figure.text)


def _half_drawn(figure: Figure, _: Random) -> None:
    """Its last digit is drawn."""
    figure.cover()
    width = (figure.box[2] - figure.box[0]) / len(figure.text)
    figure.write(figure.text[:-1], figure.box[0], figure.box[1], figure.size)
    _strokes(figure, figure.box[0] + width * (len(figure.text) - 1) + 0.6, figure.text[-1])


def _strokes(figure: Figure, x: float, text: str) -> None:
    high, pen = _TALL * figure.size, 0.07 * figure.size
    wide, low = 0.45 * figure.size, figure.box[1]
    places = [
        (0.0, high - pen, wide, pen),
        (0.0, high / 2, pen, high / 2),
        (wide - pen, high / 2, pen, high / 2),
        (0.0, (high - pen) / 2, wide, pen),
        (0.0, 0.0, pen, high / 2),
        (wide - pen, 0.0, pen, high / 2),
        (0.0, 0.0, wide, pen),
    ]
    for at, char in enumerate(text):
        for on, (dx, dy, width, height) in zip(STROKES[int(char)], places, strict=True):
            if on == "1":
                figure.fill(x + at * (wide + 2 * pen) + dx, low + dy, width, height)


def _noted(figure: Figure, rng: Random) -> None:
    """A text box of a PDF editor lies over it."""
    figure.say(_other(figure.text, rng))
    note = pdfium_c.FPDFPage_CreateAnnot(figure.page.raw, pdfium_c.FPDF_ANNOT_FREETEXT)
    left, bottom, right, top = figure.box
    pdfium_c.FPDFAnnot_SetRect(note, byref(pdfium_c.FS_RECTF(left - 1, top + 1, right + 1, bottom - 1)))
    pdfium_c.FPDFAnnot_SetStringValue(note, b"Contents", _wide(figure.text))
    pdfium_c.FPDFPage_CloseAnnot(note)


def _outside(figure: Figure, rng: Random) -> None:
    figure.write(str(rng.randint(1, 9)), -30, figure.box[1], figure.size)


TRICKS: tuple[Callable[[Figure, Random], None], ...] = (
    _raised,
    _lowered,
    _struck,
    _invisible,
    _white,
    _covered,
    _tail_covered,
    _twice,
    _drawn,
    _half_drawn,
    _noted,
    _outside,
)


def shown_otherwise(printed: bytes, rng: Random) -> bytes:
    """Return a PDF that looks as ``printed`` does but for marks and strikes, and stores other things."""
    with closing(pdfium.PdfDocument(printed)) as pdf:
        for at in range(len(pdf)):
            with closing(pdf[at]) as page:
                with closing(page.get_textpage()) as textpage:
                    figures = list(_figures(page, textpage))
                chosen = rng.sample(figures, round(_SHARE * len(figures)))
                few = rng.sample(PAINTED, _KINDS)
                painted = []
                for figure in chosen:
                    if rng.random() < 0.5:
                        rng.choice(TRICKS)(figure, rng)
                    else:
                        painted.append(rng.choice(few)(Painted(figure.text, figure.box, figure.size), rng))
                if painted:
                    lay_over(page, "".join(painted))
                pdfium_c.FPDFPage_GenerateContent(page.raw)
        out = io.BytesIO()
        pdf.save(out)
        return switch_off(out.getvalue())


def _figures(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Iterator[Figure]:
    """Yield the figures with room behind them: nothing touches them, so they are those of cells."""
    found = []
    edges = [c_float() for _ in range(4)]
    for i in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        item = pdfium_c.FPDFPage_GetObject(page.raw, i)
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_TEXT:
            pdfium_c.FPDFPageObj_GetBounds(item, *map(byref, edges))
            left, bottom, right, top = (edge.value for edge in edges)
            found.append((item, _text(item, textpage), (left, bottom, right, top)))
    for item, text, box in found:
        near = (box[0] - 3, box[1], box[2] + 12, box[3])
        alone = not any(other is not item and words.strip() and _meet(near, place) for other, words, place in found)
        if text.isascii() and text.isdecimal() and alone:
            yield Figure(page, item, text, box, _size(item))


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _text(item: object, textpage: pdfium.PdfTextPage) -> str:
    buffer = create_string_buffer(256)
    wide = pdfium_c.FPDF_WCHAR.from_buffer(buffer)
    size = pdfium_c.FPDFTextObj_GetText(item, textpage.raw, wide, len(buffer))
    return buffer.raw[: min(size, len(buffer))].decode("utf-16-le", "replace").strip("\0 ")


def _size(item: object) -> float:
    size, matrix = c_float(), pdfium_c.FS_MATRIX()
    pdfium_c.FPDFTextObj_GetFontSize(item, byref(size))
    pdfium_c.FPDFPageObj_GetMatrix(item, byref(matrix))
    return float(size.value * abs(matrix.d))
