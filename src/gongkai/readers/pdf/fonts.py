"""Fonts whose digits are held against the map that says which digits they are: a map that lies is not believed.

What a font draws is looked at once for each digit in a file, so that the pages after the first cost next to nothing; and once more for
a digit of another outline, since several codes of a font may be said to be one digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from ctypes import addressof, byref, c_float, c_uint, c_void_p, cast, create_string_buffer, string_at
from math import ceil, degrees

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct
from PIL import Image

from gongkai.document import BBox
from gongkai.readers.pages.digits import DIGITS, is_another, shows_a_digit
from gongkai.readers.pdf import calls

_PIXELS = 20.0  # height of a digit in its picture
_WIDEST = 70.0  # heights of a digit: of wider texts a part of the page is drawn instead
_STRAIGHT = 3.0  # degrees
_LONGEST_NAME = 64  # bytes
_STANDARD = (b"Helvetica", b"Times-", b"Courier", b"Arial")
_EDGE = 1.0  # pixels around a digit that are looked at with it
_LEAST = 0.05  # points: nobody reads a digit that is less high


class Inked(Struct, frozen=True, gc=False):
    """Where a character's ink is, in the page's own coordinates (left, bottom, right, top), and how it is turned, in radians.
    ``is_high``: its ink has the height of a digit rather than of a comma.
    """

    box: BBox
    angle: float
    is_high: bool = True


class _Drawn(Struct, frozen=True):
    """A text object as it is drawn alone: its bounds (left, bottom, right, top), pixels a point, its ink."""

    bounds: BBox
    scale: float
    ink: Image.Image


Digit = tuple[str, calls.Handle]
"""A digit as the file says, with the outline of its ink (all digits of one code have one), and its text object."""


class Fonts:
    """The fonts of one open file, and what is known of their digits; to be closed before the file is."""

    def __init__(self, pdf: pdfium.PdfDocument) -> None:
        self.pdf = pdf
        self._kept: dict[calls.Handle, object] = {}
        self._seen: dict[calls.Handle, set[str]] = {}
        self._lying: set[calls.Handle] = set()
        self._drawn: dict[calls.Handle, _Drawn | None] = {}

    def close(self) -> None:
        """Let go of the fonts."""
        for item in self._kept.values():
            pdfium_c.FPDFPageObj_Destroy(item)
        self._kept.clear()

    def lying(self, page: pdfium.PdfPage, digits: Sequence[Digit], ink_of: Callable[[int], Inked]) -> Iterator[int]:
        """Yield the positions in ``digits`` whose fonts draw other digits than they say; ``ink_of`` is asked for some positions."""
        font_of = {item: calls.font_of(item) or 0 if item else 0 for item in {item for _, item in digits}}
        for font in set(font_of.values()) - self._seen.keys() - {0}:
            self._keep(font)
        fonts = [font_of[item] for _, item in digits]
        self._drawn.clear()  # of another page
        for at in _fewest_objects(
            [at for at, font in enumerate(fonts) if font and digits[at][0] not in self._seen[font]], fonts, digits
        ):
            if fonts[at] not in self._lying:
                self._look(page, fonts[at], digits[at], ink_of(at))
        if self._lying:
            yield from (at for at, font in enumerate(fonts) if font in self._lying)

    def _keep(self, font: calls.Handle) -> None:
        """Hold a font for as long as the file is open: no other one can come to have its handle."""
        pointer = cast(c_void_p(font), pdfium_c.FPDF_FONT)
        self._kept[font] = pdfium_c.FPDFPageObj_CreateTextObj(self.pdf.raw, pointer, c_float(1.0))
        self._seen[font] = set()

    def _object_drawn(self, page: pdfium.PdfPage, item: calls.Handle, box: BBox, scale: float) -> Image.Image | None:
        if item not in self._drawn:
            self._drawn[item] = _drawn_alone(self.pdf, page, item, scale) if item else None
        drawn = self._drawn[item]
        return _cut_out(drawn, box) if drawn else None

    def _look(self, page: pdfium.PdfPage, font: calls.Handle, digit: Digit, ink: Inked) -> None:
        turns = round(degrees(ink.angle) / 90)
        if abs(degrees(ink.angle) - 90 * turns) > _STRAIGHT:
            return
        across = ink.box[2] - ink.box[0] if turns % 2 else ink.box[3] - ink.box[1]
        if across < _LEAST:
            return
        scale = _PIXELS / across
        own = is_own(font)
        picture = self._object_drawn(page, digit[1], ink.box, scale)
        if picture is not None and picture.getbbox() is None:
            if not own:  # this machine has no font that stands in for it, and tells nothing of what others show
                return
            if digit[0][0] in DIGITS and calls.fill_color(
                digit[1], *map(byref, (c_uint(), c_uint(), c_uint(), c_uint()))
            ):
                self._lying.add(font)  # it is a plain colour, and nothing is painted with it
            picture = None
        picture = picture or _page_drawn(page, ink.box, scale)
        if picture is None:
            return
        self._seen[font].add(digit[0])
        upright = picture.rotate(90 * turns, expand=True) if turns else picture
        sign = digit[0][0]
        if _lies(upright, sign, own=own, is_high=ink.is_high):
            self._lying.add(font)


def is_own(font: calls.Handle | None) -> bool:
    """Whether what is drawn is what everybody sees: the file holds the font, or it is one of the fourteen that every program has
    (ISO 32000-1, 9.6.2.2).
    """
    if not font or calls.is_embedded(font):
        return True
    name = create_string_buffer(_LONGEST_NAME)
    calls.name_of_font(font, addressof(name), _LONGEST_NAME)
    return name.value.startswith(_STANDARD)


def _lies(picture: Image.Image, sign: str, *, own: bool, is_high: bool) -> bool:
    """Whether a picture clearly shows another digit than it is said to, or a digit where a ``sign`` is said to be."""
    if sign in DIGITS:
        return is_another(picture, int(sign), own=own)
    return own and is_high and shows_a_digit(picture, sign)


def _fewest_objects(places: Sequence[int], fonts: Sequence[calls.Handle], digits: Sequence[Digit]) -> list[int]:
    """Return a place for each digit of each font, in as few text objects as will do: one that holds many is drawn once for all."""
    held: dict[calls.Handle, set[str]] = {}
    for at in places:
        held.setdefault(digits[at][1], set()).add(digits[at][0])
    chosen: dict[tuple[calls.Handle, str], int] = {}
    for at in sorted(places, key=lambda at: (-len(held[digits[at][1]]), at)):
        chosen.setdefault((fonts[at], digits[at][0]), at)
    return list(chosen.values())


def _drawn_alone(pdf: pdfium.PdfDocument, page: pdfium.PdfPage, item: calls.Handle, scale: float) -> _Drawn | None:
    """Draw a text object without what lies around it; None where it is long or cannot be drawn so."""
    edges = tuple(c_float() for _ in range(4))
    if not calls.bounds_of(item, *map(byref, edges)):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    if max(right - left, top - bottom) * scale > _WIDEST * _PIXELS:
        return None
    pointer = cast(c_void_p(item), pdfium_c.FPDF_PAGEOBJECT)
    raw = pdfium_c.FPDFTextObj_GetRenderedBitmap(pdf.raw, page.raw, pointer, c_float(scale))
    if not raw:
        return None
    try:
        if pdfium_c.FPDFBitmap_GetFormat(raw) != pdfium_c.FPDFBitmap_BGRA:
            return None
        size, stride = (
            (pdfium_c.FPDFBitmap_GetWidth(raw), pdfium_c.FPDFBitmap_GetHeight(raw)),
            pdfium_c.FPDFBitmap_GetStride(raw),
        )
        pixels = string_at(pdfium_c.FPDFBitmap_GetBuffer(raw), stride * size[1])
    finally:
        pdfium_c.FPDFBitmap_Destroy(raw)
    ink = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", stride, 1).getchannel("A")
    return _Drawn((left, bottom, right, top), scale, ink)


def _cut_out(drawn: _Drawn, box: BBox) -> Image.Image | None:
    """Return the ink in a box of a drawn object, if any is there; None where the box reaches out of it."""
    left, bottom, right, top = drawn.bounds
    if not (left - 1 < box[0] and box[2] < right + 1 and bottom - 1 < box[1] and box[3] < top + 1):
        return None
    around = (
        round((box[0] - left) * drawn.scale - _EDGE),
        round((top - box[3]) * drawn.scale - _EDGE),
        round((box[2] - left) * drawn.scale + _EDGE),
        round((top - box[1]) * drawn.scale + _EDGE),
    )
    return drawn.ink.crop(around)


def _is_seen(whole: float, before: float, behind: float, scale: float) -> bool:
    """Whether a pixel is left of a length between two edges; pdfium draws no picture of none."""
    return ceil(whole * scale) - ceil(before * scale) - ceil(behind * scale) >= 1


def _page_drawn(page: pdfium.PdfPage, box: BBox, scale: float) -> Image.Image | None:
    """Return the ink in a box of a page; None where it stands outside."""
    left, bottom, right, top = page.get_bbox()
    if box[0] < left or box[1] < bottom or box[2] > right or box[3] > top:
        return None
    rotation = page.get_rotation()
    if rotation:
        page.set_rotation(0)
    edge = _EDGE / scale  # pdfium cuts whole pixels: without it a stroke at the edge may be lost, and 0 is a D
    crop = (
        max(0.0, box[0] - left - edge),
        max(0.0, box[1] - bottom - edge),
        max(0.0, right - box[2] - edge),
        max(0.0, top - box[3] - edge),
    )
    try:
        if not (
            _is_seen(page.get_width(), crop[0], crop[2], scale) and _is_seen(page.get_height(), *crop[1::2], scale)
        ):
            return None
        with closing(page.render(scale=scale, crop=crop, grayscale=True)) as bitmap:
            picture: Image.Image = bitmap.to_pil().convert("L")
    finally:
        if rotation:
            page.set_rotation(rotation)
    low, high = (int(each) for each in picture.getextrema())  # type: ignore[arg-type]
    counts = picture.histogram()
    ground = counts.index(max(counts)) if max(counts) > picture.width * picture.height / 3 else high
    reach = max(1, high - ground, ground - low)
    return picture.point([min(255, 255 * abs(shade - ground) // reach) for shade in range(256)])
