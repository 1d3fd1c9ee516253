"""The fonts that an OFD file brings with it: what they draw for a digit, or for a sign beside one, held against what the file says.

A text object says characters; which glyphs are seen is the font's matter, or is said by the glyphs' numbers (``CGTransform``, 11.4.2).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_float, c_uint8, c_uint32, cast, create_string_buffer
from functools import partial
from itertools import starmap

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from gongkai.readers.ofd.book import Book
from gongkai.readers.ofd.xml import Element, children, number, text_of
from gongkai.readers.pages.digits import DIGITS, LOWEST, is_another, shows_a_digit, to_be_drawn
from gongkai.text.numerals import GETA

_SIZE, _FIELD = 24.0, 40  # points: of a glyph, and of its field
_LARGEST = 1 << 25  # bytes of a font: hardly one is larger

Drawn = tuple[str, int | None]
"""A character, and the number of the glyph that stands for it where the file says one."""


class Fonts:
    """The fonts of one file. What a font draws is looked at once for each character and glyph."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._parts: dict[tuple[str, str], str | None] = {}
        self._stored: dict[str, bytes | None] = {}
        self._looked: set[tuple[str, Drawn]] = set()
        self._lying: set[str] = set()

    def seen(self, page: str, item: Element, text: str, offset: int) -> str:
        """Return the text of a code, which begins at ``offset`` of its object, with ``GETA`` for what the font draws otherwise."""
        wanted = to_be_drawn(text)
        part = self._part(page, item.get("Font") or "") if wanted else None
        if part is None:
            return text
        glyphs = _glyphs(item)
        self._look(part, {(text[at], glyphs.get(offset + at)) for at in wanted})
        if part not in self._lying:
            return text
        return "".join(GETA if at in wanted else char for at, char in enumerate(text))

    def _part(self, page: str, font: str) -> str | None:
        """Return the name of the file that a font is stored in; None where the file brings none with it."""
        if (page, font) not in self._parts:
            self._parts[page, font] = self._book.font(page, font)
        return self._parts[page, font]

    def _look(self, part: str, drawn: set[Drawn]) -> None:
        """Draw what was not drawn before; of a font whose digits are told by its own map all are, for others may come later."""
        if any(glyph is None for _, glyph in drawn):
            drawn = drawn | {(digit, None) for digit in DIGITS}
        new = sorted((each for each in drawn if (part, each) not in self._looked), key=str)
        if not new or part in self._lying:
            return
        self._looked.update((part, each) for each in new)
        if part not in self._stored:
            self._stored[part] = self._book.stored(part)
        data = self._stored[part]
        if (
            data
            and len(data) < _LARGEST
            and any(starmap(partial(_lies, data), zip(new, _drawn(data, new), strict=False)))
        ):
            self._lying.add(part)


def _lies(font: bytes, drawn: Drawn, picture: Image.Image) -> bool:
    char, glyph = drawn
    box = picture.getbbox()
    if box is None:
        return char in DIGITS and (glyph is not None or _is_mapped(font, char))
    is_high = box[3] - box[1] > LOWEST * _SIZE
    if char in DIGITS:
        return not is_high or is_another(picture, int(char))
    return is_high and shows_a_digit(picture, char)


def _is_mapped(font: bytes, char: str) -> bool:
    """Whether a font's own map has a character; what it has not viewers take from another font."""
    from pdfminer.pdffont import TrueTypeFont  # noqa: PLC0415  (slow to import; only asked for where a digit draws nothing)

    try:
        return char in TrueTypeFont("", io.BytesIO(font)).create_unicode_map().cid2unichr.values()
    except (TrueTypeFont.CMapNotFound, ValueError, KeyError, struct.error):
        return False


def _glyphs(item: Element) -> dict[int, int]:
    """Return the numbers of glyphs by the positions of their characters, where they stand for one each."""
    found: dict[int, int] = {}
    for each in children(item, "CGTransform"):
        start, count = (int(number(each.get(name)) or 0) for name in ("CodePosition", "CodeCount"))
        numbers = [int(number(token) or 0) for token in text_of(each, "Glyphs").split()]
        count = max(count, 1)
        if len(numbers) == count:
            found.update(zip(range(start, start + count), numbers, strict=True))
    return found


def _drawn(data: bytes, wanted: list[Drawn]) -> Iterator[Image.Image]:
    """Yield a picture of each glyph, white on black; none where the font cannot be used."""
    with closing(pdfium.PdfDocument.new()) as pdf, closing(pdf.new_page(_FIELD * len(wanted), _FIELD)) as page:
        buffer = (c_uint8 * len(data)).from_buffer_copy(data)
        font = pdfium_c.FPDFText_LoadFont(pdf.raw, buffer, len(data), pdfium_c.FPDF_FONT_TRUETYPE, 1)
        if not font:
            return
        for column, (char, glyph) in enumerate(wanted):
            item = pdfium_c.FPDFPageObj_CreateTextObj(pdf.raw, font, c_float(_SIZE))
            if glyph is None:
                text = create_string_buffer(f"{char}\0".encode("utf-16-le"))
                pdfium_c.FPDFText_SetText(item, cast(text, pdfium_c.FPDF_WIDESTRING))
            else:
                pdfium_c.FPDFText_SetCharcodes(item, (c_uint32 * 1)(glyph & 0xFFFF), 1)
            pdfium_c.FPDFPageObj_Transform(item, 1, 0, 0, 1, column * _FIELD + 8, 10)
            pdfium_c.FPDFPage_InsertObject(page.raw, item)
        pdfium_c.FPDFFont_Close(font)
        pdfium_c.FPDFPage_GenerateContent(page.raw)
        with closing(page.render(scale=1, grayscale=True)) as bitmap:
            sheet = bitmap.to_pil().convert("L").point([255 - shade for shade in range(256)])
    for column in range(len(wanted)):
        yield sheet.crop((column * _FIELD, 0, (column + 1) * _FIELD, _FIELD))
