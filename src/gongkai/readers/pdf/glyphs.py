"""The characters of a PDF page as pdfium gives them.

Each character's box costs a call into the library, so boxes are fetched only when they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from ctypes import addressof, byref, c_double, c_float
from itertools import repeat
from math import radians, sin

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.bounds import GLYPHS, refuse_many
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.written import as_shown, place_for, put_in
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.breaks import is_chopped, rejoined, without
from gongkai.readers.pdf.fonts import Inked
from gongkai.readers.pdf.frame import Frame
from gongkai.text.numerals import GETA
from gongkai.text.shown import Shown

_CONTROL = re.compile(  # and signs that should take no room: what a font draws for them is seen
    r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_BLANK = re.compile(r"(?<=\d)\s|\s(?=\d)")
_HYPHEN = "\xad"  # many fonts say so of the hyphen that they draw
_LARGEST = 48.0  # points
_TURNED = "69"
_HIGH = 0.3  # of the height of a font: commas are lower, digits are not
_SPECK = 0.2  # points: a sign is larger


class Known(Struct, frozen=True):
    """What an earlier look at a page found its text to be, so that it is judged once only."""

    text: str
    index: Sequence[int]
    added: tuple[BBox, ...]
    count: int
    legible: bool


class Outline(Struct, frozen=True, gc=False):
    """A character as the file says, with the proportion of its ink, for 6 and 9, turned into each other, with its place; where its ink is
    in the page's own coordinates, and how large.
    """

    shape: str
    left: float
    bottom: float
    wide: float
    high: float


class PdfGlyphs(Glyphs):
    """A page's characters as a person sees them; ``text[i]`` is pdfium's character number ``index[i]``, or where that is negative a sign
    that pdfium does not know, in box ``added[-1 - index[i]]``. Valid while the text page is open.

    ``count`` is the number of all of pdfium's characters, with control characters and those without a meaning; ``unknown`` that of
    signs which are seen and cannot be told. ``legible``: a picture of the page would tell no more. Raises NotAReport where there are
    more than on any page.
    """

    def __init__(self, textpage: pdfium.PdfTextPage, frame: Frame) -> None:
        self.frame = frame
        self.count = textpage.count_chars()
        refuse_many(self.count, GLYPHS, "characters on one page")
        self.text: str = textpage.get_text_range() if self.count else ""
        self.index: Sequence[int] = range(self.count)
        self.added: list[BBox] = []
        self.legible = True
        self._raw = textpage.raw
        self._handle = calls.handle(self._raw)
        self._upright = frame.rotation == 0
        self._corner = frame.left, frame.top
        self._boxes: dict[int, BBox] = {}
        self._edges = (c_float * 4)()  # an FS_RECTF: left, top, right, bottom; its parts are had at once
        self._where = addressof(self._edges)
        self._ink = tuple(c_double() for _ in range(4))  # left, right, bottom, top
        self._ink_where = tuple(map(addressof, self._ink))
        if len(self.text) != self.count:
            self.text, self.index = _decode(self._raw, self.count)

    @property
    def raw(self) -> object:
        """pdfium's text page."""
        return self._raw

    @property
    def known(self) -> Known:
        """What another look at the page can begin with."""
        return Known(self.text, self.index, tuple(self.added), self.count, self.legible)

    @property
    def unknown(self) -> int:
        """How many signs are seen and cannot be told."""
        return self.text.count(GETA)

    def recall(self, known: Known) -> None:
        """Take what an earlier look found."""
        self.text, self.index, self.added, self.count = known.text, known.index, list(known.added), known.count
        self.legible = known.legible

    def name_controls(self) -> None:
        """Leave out control characters; where one has ink, the font does not say what it prints, and it is unknown. So is a blank that
        touches a figure and has ink.
        """
        self.text = _BLANK.sub(lambda m: GETA if self._has_ink(self.index[m.start()]) else m[0], self.text)
        if not _CONTROL.search(self.text):
            return
        chars: list[str] = []
        index: list[int] = []
        for i, char in zip(self.index, self.text, strict=True):
            if not _CONTROL.match(char):
                chars.append(char)
            elif self._has_ink(i):
                chars.append("-" if char == _HYPHEN else GETA)
            else:
                continue
            index.append(i)
        self.text, self.index = "".join(chars), index

    def _has_ink(self, char: int) -> bool:
        if calls.is_generated(self._handle, char):  # nearly always, and the cheaper question
            return False
        left, bottom, right, top = self._tight(char)
        return right - left > _SPECK and top - bottom > _SPECK

    def leave_out(self, dropped: Collection[int]) -> None:
        """Leave out the characters at some positions."""
        if dropped:
            self._set(*without(self, dropped))

    def leave_out_stamps(self, stamps: Collection[int]) -> None:
        """Leave out some of pdfium's characters."""
        if stamps:
            self.leave_out({at for at, char in enumerate(self.index) if char in stamps})

    def join_chopped(self) -> bool:
        """Put characters together again that pdfium took for lines of their own; say whether there were any."""
        chopped = is_chopped(self.text)
        if chopped:
            self._set(*rejoined(self))
        return chopped

    def change(self, shown: Mapping[int, Shown]) -> None:
        """Give characters as they are shown."""
        if shown:
            self.text, gone = as_shown(self.text, shown)
            self.leave_out(gone)

    def add_unknown(self, box: BBox) -> None:
        """Put in a sign that is seen and cannot be told, where it stands."""
        found = place_for(self, box)
        if found is not None:
            self.added.append(box)
            self.text, self.index = put_in(self.text, self.index, *found, -len(self.added))
            self.count += len(found[1])
            self._boxes.clear()

    def object_of(self, position: int) -> calls.Handle:
        """Return the text object of a character."""
        return calls.object_of_char(self._handle, self.index[position]) or 0

    def objects_of(self, positions: Sequence[int]) -> Iterator[calls.Handle]:
        """Return the text objects of some characters."""
        return map(calls.object_of_char, repeat(self._handle), [self.index[at] for at in positions])

    def _set(self, chars: Sequence[str], positions: Sequence[int]) -> None:
        """Go on with ``chars``, which stood at ``positions`` of the text so far."""
        self.count -= len(self.text) - len(chars)
        self.text, self.index = "".join(chars), [self.index[at] for at in positions]
        self._boxes.clear()

    def box(self, position: int) -> BBox:
        """Return the displayed box of ``text[position]``."""
        found = self._boxes.get(position)
        if found is None:
            char = self.index[position]
            if char < 0:
                return self.added[-1 - char]
            left, bottom, right, top = self._bounds(char)
            if self._upright:  # nearly always, and without a call
                x, y = self._corner
                found = (left - x, y - top, right - x, y - bottom)
            else:
                found = self.frame.display(left, bottom, right, top)
            self._boxes[position] = found
        return found

    def _bounds(self, char: int) -> BBox:
        """Return left, bottom, right and top of pdfium's character number ``char`` in the page's own coordinates."""
        calls.loose_box(self._handle, char, self._where)
        left, top, right, bottom = self._edges
        return (left, bottom, right, top) if top - bottom < _LARGEST > right - left else self._tight(char)

    def is_turned(self, position: int) -> bool:
        """Whether the character is seen lying on its side."""
        if self.index[position] < 0:
            return False
        angle = pdfium_c.FPDFText_GetCharAngle(self._raw, self.index[position])
        return abs(sin(angle - radians(self.frame.rotation))) > 0.5

    def setting(self, position: int) -> tuple[float, float]:
        """Return the character's base line and size: two fonts of one size differ in their boxes, not in these."""
        char = self.index[position]
        x, y = c_double(), c_double()
        if char < 0 or not pdfium_c.FPDFText_GetCharOrigin(self._raw, char, byref(x), byref(y)):
            return super().setting(position)
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetMatrix(self._raw, char, byref(matrix))
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        base = self.frame.display(x.value, y.value, x.value, y.value)[1]
        return base, scale * pdfium_c.FPDFText_GetFontSize(self._raw, char)

    def outlined(self, positions: Sequence[int]) -> list[Outline]:
        """Return the outlines of the characters at some positions."""
        found = []
        for at in positions:
            char, sign = self.index[at], self.text[at]
            left, bottom, right, top = self._tight(char)
            wide, high = right - left, top - bottom
            shape = f"{sign}{round(500 * wide / (high or 1.0))}"
            shape = f"{shape} {self._aside(char, left, high or 1.0)}" if sign in _TURNED else shape
            found.append(Outline(shape, left, bottom, wide, high))
        return found

    def _aside(self, char: int, left: float, high: float) -> int:
        """Return how far a character's ink is from its origin, in hundredths of its height."""
        x, y = c_double(), c_double()
        calls.char_origin(self._handle, char, addressof(x), addressof(y))
        return round(100 * (left - x.value) / high)

    def ink(self, position: int) -> Inked:
        """Return where a character's ink is, and how it is turned."""
        char = self.index[position]
        tight, loose = self._tight(char), self._bounds(char)
        is_high = max(tight[3] - tight[1], tight[2] - tight[0]) > _HIGH * (loose[3] - loose[1])
        return Inked(tight, pdfium_c.FPDFText_GetCharAngle(self._raw, char), is_high)

    def _tight(self, char: int) -> BBox:
        """Return the bounds of the ink: pdfium's looser ones leave out the scale of text that is set vertically."""
        if not calls.char_box(self._handle, char, *self._ink_where):
            return 0.0, 0.0, 0.0, 0.0
        left, right, bottom, top = self._ink
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
