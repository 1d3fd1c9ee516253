"""Which digit a picture shows: its shape held against digits and letters in the standard fonts that come with pdfium.

It is no recognition: it only tells where a picture is clearly nearer to another sign than to the digit that it is said to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_float, cast, create_string_buffer
from functools import lru_cache
from math import log, sqrt
from operator import mul
from struct import unpack

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct
from PIL import Image, ImageChops, ImageFilter

_FONTS = (
    b"Helvetica",
    b"Helvetica-Bold",
    b"Helvetica-Oblique",
    b"Times-Roman",
    b"Times-Bold",
    b"Times-Italic",
    b"Courier",
    b"Courier-Bold",
)
_DIGITS = "0123456789"
_LETTER_FONTS = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Courier")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%&$#@?+=-*/!<>()[]|"
DIGITS = _DIGITS
BESIDE_DIGITS = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%‰+-*/\\|()[]<>.,:;~·—–−－／，．：（）〇○零无一"
)
"""What may stand beside a digit in a cell, or in the place of a figure, and is drawn as no digit is."""
_ALIKE = (
    "Oo〇○",
    "IJl|[]",
    "",
    "",
    "",
    "Ss",
    "b",
    "",
    "BSas",
    "g",
)  # of each digit: letters that some fonts draw much like it
_SIZE, _FIELD = 32.0, 48  # points, and of a template on its sheet
_GRID, _ROOM, _BLUR = (8, 11), 1, 0.7  # pixels: shapes are compared roughly
_SMALL = 4096  # pixels: the picture of a digit has a few hundred, and is kept
_IS_INK = bytes(255 if shade > 96 else 0 for shade in range(256))
_PROPORTION = 0.15  # how much the proportion of width and height counts
# Tuned on the fonts of a Linux desktop: digits are told apart but for a few in slanted or broken faces; no upright Chinese or Latin font is
# nearer to another digit than to its own. Most letters that are said to be a digit are told apart, and no digit is taken for a letter.
_NEARER = 0.05
_FARTHER = 0.15  # the same of signs, which differ more from font to font: none of those fonts draws a sign that is taken for a digit
_VERY_LIKE = (
    0.2  # of fonts that stand in for others: squeezed to half their width none of those fonts draws another digit
)
_LIKE = 0.25  # a digit of an uncommon font is like none, and not doubted


LOWEST = 0.36  # of a font's size: no digit is lower, in print faces nor in faces whose digits have the height of small letters
_BESIDE = f"[{re.escape(''.join(sorted(BESIDE_DIGITS)))}]"
_CANDIDATES = re.compile(rf"{_BESIDE}?[0-9]+{_BESIDE}?|(?<!\S){_BESIDE}(?!\S)")


class _Shape(Struct, frozen=True):
    """A picture of one sign, all of one size: its shades with their mean and spread, and its proportion."""

    shades: bytes
    mean: float
    spread: float
    proportion: float


class _Known(Struct, frozen=True):
    """Shapes of which is known what they show: ``signs[i]`` is that of ``shapes[i]``; their shades below each other are ``strip``."""

    signs: tuple[str, ...]
    shapes: tuple[_Shape, ...]
    strip: Image.Image


def is_another(picture: Image.Image, digit: int, *, own: bool = True) -> bool:
    """Whether a picture (white ink on black) clearly shows another digit than ``digit``; False where it shows nothing.

    ``own``: it is drawn in the font of the file; one of this machine that stands in for it is squeezed to its widths: it is held against
    digits alone, and has to be much nearer to another one.
    """
    shape = _shape(picture)
    return shape is not None and _is_nearer_to_another(shape, digit, own)


@lru_cache(maxsize=1 << 12)
def _is_nearer_to_another(shape: _Shape, digit: int, in_own_font: bool) -> bool:
    """Hold a shape against all known ones; kept, for reports of one office are printed in the same fonts."""
    own = nearest = 2.0
    for shown, distance in _held_against(shape, _templates(_DIGITS, _FONTS)):
        if shown == _DIGITS[digit]:
            own = min(own, distance)
        else:
            nearest = min(nearest, distance)
    if in_own_font and own > _LIKE and not _is_told(own, nearest):
        letters = _held_against(shape, _templates(_LETTERS, _LETTER_FONTS))
        nearest = min(distance for shown, distance in letters if shown not in _ALIKE[digit])
    return _is_told(own, nearest) if in_own_font else nearest < _VERY_LIKE and own - nearest > _FARTHER


def to_be_drawn(text: str) -> list[int]:
    """Return the positions of the digits of a text, of the signs that touch them, and of signs that stand alone: all that tell a figure."""
    return [at for match in _CANDIDATES.finditer(text) for at in range(*match.span())]


def shows_a_digit(picture: Image.Image, sign: str) -> bool:
    """Whether a picture (white ink on black) clearly shows a digit, and not the ``sign`` that it is said to show."""
    shape = _shape(picture)
    return shape is not None and _is_a_digit(shape, sign)


@lru_cache(maxsize=1 << 12)
def _is_a_digit(shape: _Shape, sign: str) -> bool:
    nearest, digit = min((far, shown) for shown, far in _held_against(shape, _templates(_DIGITS, _FONTS)))
    if nearest >= _LIKE or sign in _ALIKE[int(digit)]:
        return False
    own = [far for _, far in _held_against(shape, _templates(sign, _LETTER_FONTS))] if sign in _LETTERS else []
    return min(own, default=2.0) - nearest > _FARTHER


def _is_told(own: float, nearest: float) -> bool:
    return nearest < _LIKE and own - nearest > _NEARER


def _held_against(shape: _Shape, known: _Known) -> Iterator[tuple[str, float]]:
    return zip(known.signs, _distances(shape, known), strict=True)


def _distances(shape: _Shape, known: _Known) -> list[float]:
    """Return how far a shape is from each known one: 1 less their correlation, and a little for another proportion."""
    count = len(known.shapes)
    if not count:  # signs as low as a dash have no shape
        return []
    own = Image.frombytes("L", known.strip.size, shape.shades * count)
    products = ImageChops.multiply(own, known.strip).convert("F").resize((1, count), Image.Resampling.BOX)
    return [
        1.0
        - (255 * product - shape.mean * other.mean) / (shape.spread * other.spread)
        + _PROPORTION * abs(log(shape.proportion / other.proportion))
        for product, other in zip(unpack(f"{count}f", products.tobytes()), known.shapes, strict=True)
    ]


def _shape(picture: Image.Image) -> _Shape | None:
    shades = picture.tobytes()
    return (_shape_of if len(shades) < _SMALL else _shape_of.__wrapped__)(picture.size, shades)


@lru_cache(maxsize=1 << 10)
def _shape_of(size: tuple[int, int], shades: bytes) -> _Shape | None:
    """Return the shape of a picture by its pixels; kept, for the files of one program draw their figures alike."""
    box = Image.frombytes("L", size, shades.translate(_IS_INK)).getbbox()
    if box is None or box[3] - box[1] < _GRID[1] / 2:
        return None
    small = Image.new("L", (_GRID[0] + 2 * _ROOM, _GRID[1] + 2 * _ROOM))
    small.paste(Image.frombytes("L", size, shades).crop(box).resize(_GRID, Image.Resampling.BOX), (_ROOM, _ROOM))
    shades = small.filter(ImageFilter.GaussianBlur(_BLUR)).tobytes()
    mean = sum(shades) / len(shades)
    squares: int = sum(map(mul, shades, shades))
    spread = sqrt(max(0.0, squares / len(shades) - mean * mean))
    return _Shape(shades, mean, spread, (box[2] - box[0]) / (box[3] - box[1])) if spread > 1 else None


@lru_cache(maxsize=1 << 7)
def _templates(signs: str, fonts: tuple[bytes, ...]) -> _Known:
    """Return signs in some of the standard fonts."""
    with closing(pdfium.PdfDocument.new()) as pdf:
        height = _FIELD * len(fonts)
        with closing(pdf.new_page(_FIELD * len(signs), height)) as page:
            for row, name in enumerate(fonts):
                font = pdfium_c.FPDFText_LoadStandardFont(pdf.raw, name)
                for column, sign in enumerate(signs):
                    item = pdfium_c.FPDFPageObj_CreateTextObj(pdf.raw, font, c_float(_SIZE))
                    text = create_string_buffer(f"{sign}\0".encode("utf-16-le"))
                    pdfium_c.FPDFText_SetText(item, cast(text, pdfium_c.FPDF_WIDESTRING))
                    pdfium_c.FPDFPageObj_Transform(
                        item, 1, 0, 0, 1, column * _FIELD + 8, height - (row + 1) * _FIELD + 12
                    )
                    pdfium_c.FPDFPage_InsertObject(page.raw, item)
                pdfium_c.FPDFFont_Close(font)
            pdfium_c.FPDFPage_GenerateContent(page.raw)
            with closing(page.render(scale=1, grayscale=True)) as bitmap:
                sheet = bitmap.to_pil().convert("L").point([255 - shade for shade in range(256)])
    found = [(sign, _field(sheet, row, at)) for at, sign in enumerate(signs) for row in range(len(fonts))]
    drawn = [(sign, shape) for sign, shape in found if shape is not None]
    size = (_GRID[0] + 2 * _ROOM, (_GRID[1] + 2 * _ROOM) * len(drawn))
    strip = Image.frombytes("L", size, b"".join(shape.shades for _, shape in drawn))
    return _Known(tuple(sign for sign, _ in drawn), tuple(shape for _, shape in drawn), strip)


def _field(sheet: Image.Image, row: int, column: int) -> _Shape | None:
    left, top = column * _FIELD, row * _FIELD
    return _shape(sheet.crop((left, top, left + _FIELD, top + _FIELD)))
