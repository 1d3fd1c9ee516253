"""The characters of a PDF page as pdfium gives them.

Each character's box costs a call into the library, so boxes are fetched only when they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from ctypes import byref, c_double
from math import radians, sin

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import BBox
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pdf.breaks import is_chopped, rejoined, without
from gongkai.readers.pdf.doubled import doubled
from gongkai.readers.pdf.frame import Frame
from gongkai.readers.pdf.stamps import Doubts, stamped

_CONTROL = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LARGEST = 48.0  # points
_loose_box = pdfium_c.FPDFText_GetLooseCharBox


class PdfGlyphs(Glyphs):
    """A page's characters; ``text[i]`` is pdfium's character number ``index[i]``. Valid while the text page is open.

    ``stamps`` are those of pdfium's characters that were left out because they are no part of the page's text;
    ``count`` is the number of all of pdfium's characters, with control characters and those without a meaning.
    """

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, frame: Frame, doubts: Doubts) -> None:
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
        self.stamps = stamped(page, self._raw, self.text, self.index, doubts)
        if self.stamps:
            self._leave_out({at for at, char in enumerate(self.index) if char in self.stamps})
        self._leave_out(doubled(self))
        if is_chopped(self.text):
            self._set(*rejoined(self))

    def _leave_out(self, dropped: Collection[int]) -> None:
        if dropped:
            self._set(*without(self, dropped))

    def _set(self, chars: Sequence[str], positions: Sequence[int]) -> None:
        """Go on with ``chars``, which stood at ``positions`` of the text so far."""
        self.count -= len(self.text) - len(chars)
        self.text, self.index = "".join(chars), [self.index[at] for at in positions]
        self._boxes.clear()

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
