"""The characters of a PDF page as pdfium gives them, and the frame that turns its boxes into displayed ones.

Each character's box costs a call into the library, so boxes are fetched only when they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import byref, c_double
from math import radians, sin

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.pages.lines import Glyphs

_CONTROL = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LARGEST = 48.0  # points
_loose_box = pdfium_c.FPDFText_GetLooseCharBox


class Frame(Struct, frozen=True):
    """The visible part of a page in PDF coordinates, and its rotation in degrees; turns boxes into displayed ones."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Frame:
        """Measure ``page``."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in {90, 270} else (width, height)

    def display(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """Return the box (left, bottom, right, top in PDF coordinates) as seen, with the origin at the top left."""
        if self.rotation == 0:
            return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.rotation == 90:
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.rotation == 180:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)


class PdfGlyphs(Glyphs):
    """A page's characters; ``text[i]`` is pdfium's character number ``index[i]``. Valid while the text page is open.

    ``count`` is the number of all of pdfium's characters, with control characters and those without a meaning.
    """

    def __init__(self, textpage: pdfium.PdfTextPage, frame: Frame) -> None:
        self.frame = frame
        self.count = textpage.count_chars()
        self.text: str = textpage.get_text_range() if self.count else ""
        self.index: Sequence[int] = range(self.count)
        self._raw = textpage.raw
        self._upright = frame.rotation == 0
        if len(self.text) != self.count:
            self.text, self.index = _decode(self._raw, self.count)
        if _CONTROL.search(self.text):
            self.index = [i for i, char in zip(self.index, self.text, strict=True) if not _CONTROL.match(char)]
            self.text = _CONTROL.sub("", self.text)
        self._boxes: dict[int, BBox] = {}
        self._rect = pdfium_c.FS_RECTF()
        self._pointer = byref(self._rect)

    def box(self, position: int) -> BBox:
        """Return the displayed box of ``text[position]``."""
        found = self._boxes.get(position)
        if found is None:
            left, bottom, right, top = self._bounds(self.index[position])
            if self._upright:  # nearly always, and without a call
                found = (left - self.frame.left, self.frame.top - top, right - self.frame.left, self.frame.top - bottom)
            else:
                found = self.frame.display(left, bottom, right, top)
            self._boxes[position] = found
        return found

    def _bounds(self, char: int) -> BBox:
        """Return left, bottom, right and top of pdfium's character number ``char`` in the page's own coordinates."""
        rect = self._rect
        _loose_box(self._raw, char, self._pointer)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        return (left, bottom, right, top) if top - bottom < _LARGEST > right - left else self._tight(char)

    def is_turned(self, position: int) -> bool:
        """Whether the character is seen lying on its side."""
        angle = pdfium_c.FPDFText_GetCharAngle(self._raw, self.index[position])
        return abs(sin(angle - radians(self.frame.rotation))) > 0.5

    def _tight(self, char: int) -> BBox:
        """Return the bounds of the ink: pdfium's looser ones leave out the scale of text that is set vertically."""
        left, right, bottom, top = (c_double() for _ in range(4))
        pdfium_c.FPDFText_GetCharBox(self._raw, char, byref(left), byref(right), byref(bottom), byref(top))
        return left.value, bottom.value, right.value, top.value


def _decode(raw: object, count: int) -> tuple[str, list[int]]:
    """Read character by character, where pdfium's text leaves some out or splits those beyond the basic plane."""
    chars: list[str] = []
    index: list[int] = []
    codes = [pdfium_c.FPDFText_GetUnicode(raw, i) for i in range(count)]
    for i, code in enumerate(codes):
        if 0xDC00 <= code < 0xE000 and i and 0xD800 <= codes[i - 1] < 0xDC00:
            chars[-1] = chr(0x10000 + ((codes[i - 1] - 0xD800) << 10) + code - 0xDC00)
        else:
            chars.append("\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code))
            index.append(i)
    return "".join(chars), index
