"""What a page holds and does not show, or shows and does not mean: watermarks, text in white on white, invisible text, hidden layers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from ctypes import addressof, byref, c_uint
from itertools import repeat
from math import pi
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.layers import any_invisible, is_invisible, layer_of, unseen
from gongkai.readers.pdf.rules import dark_fills

_STEP = 8  # every so many characters one is looked at, besides the figures
_UPRIGHT = 0.09  # radians, five degrees
_CLEAR, _PALE, _WHITE = 128, 128, 250  # of 255: less opaque, lighter than this
_LARGER = 1.2  # times the height of figures
_DIGITS = re.compile(r"\d+")
_GROUNDS = {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING}


class Doubts(Struct, frozen=True):
    """What may be amiss with the text of a page: the file has ``layers``; the page is ``covered`` by pictures, and the text on them may
    well be invisible.
    """

    layers: bool
    covered: bool


def stamped(page: pdfium.PdfPage, raw: object, text: str, index: Sequence[int], doubts: Doubts) -> frozenset[int]:
    """Return which of pdfium's characters are stamps or cannot be seen; figures are asked, and the whole page only where one is.

    ``text[i]`` is pdfium's character ``index[i]``.
    """
    figures = list(_figures(raw, text, index))
    over = set(_slanted(raw, index, figures))
    if any(itertools.starmap(_is_pale, set(_looks(raw, figures)))):
        over.update(_faint(page, raw, index, figures))
    if not doubts.covered and any_invisible(raw, figures):
        over.update(char for char in index if is_invisible(raw, char))
    if doubts.layers and any(layer_of(raw, char) for char in figures):
        over.update(unseen(page, raw, index))
    return frozenset(over)


def _figures(raw: object, text: str, index: Sequence[int]) -> Iterator[int]:
    """Yield the first digit of each figure, and all where a figure is not of one piece: what follows may be hidden."""
    item, where = calls.object_of_char, calls.handle(raw)
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if end - start > 1 and item(where, index[start]) != item(where, index[end - 1]):
            yield from (index[at] for at in range(start, end))
        else:
            yield index[start]


def _slanted(raw: object, index: Sequence[int], figures: Sequence[int]) -> list[int]:
    """Return the characters that stand neither upright nor on their side."""
    angle_of, where = calls.char_angle, calls.handle(raw)
    if not any(map(_is_slant, set(map(angle_of, repeat(where), (*index[::_STEP], *figures))))):
        return []
    return [char for char in index if _is_slant(angle_of(where, char)) and _runs_aslant(raw, char)]


def _is_slant(angle: float) -> bool:
    return angle > 0 and abs((angle + pi / 4) % (pi / 2) - pi / 4) > _UPRIGHT


def _runs_aslant(raw: object, char: int) -> bool:
    """Whether the base line runs at a slant; where only the letters lean, they are italic."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(raw, char, byref(matrix))
    across, up = sorted((abs(float(matrix.a)), abs(float(matrix.b))))
    return across > _UPRIGHT * up


def _looks(raw: object, chars: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield of each character the shade (of its darkest part, 255 is white) and the opacity, 0 to 255."""
    red, green, blue, alpha = parts = tuple(c_uint() for _ in range(4))
    pointers = tuple(map(addressof, parts))
    look, where = calls.char_color, calls.handle(raw)
    for char in chars:
        yield (min(red.value, green.value, blue.value), alpha.value) if look(where, char, *pointers) else (0, 255)


def _is_pale(shade: int, opacity: int) -> bool:
    return shade >= _PALE or opacity < _CLEAR


def _box(raw: object, char: int) -> BBox:
    rect = pdfium_c.FS_RECTF()
    pdfium_c.FPDFText_GetLooseCharBox(raw, char, byref(rect))
    return rect.left, rect.bottom, rect.right, rect.top


def _size(box: BBox) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _faint(page: pdfium.PdfPage, raw: object, index: Sequence[int], figures: Sequence[int]) -> Iterator[int]:
    """Yield characters that let the ground shine through, that are pale and larger than other figures, or white on white."""
    solid = [char for char, look in zip(figures, _looks(raw, figures), strict=True) if not _is_pale(*look)]
    usual = median(_size(_box(raw, char)) for char in solid) if solid else float("inf")
    grounds: list[BBox] | None = None
    for char, (shade, opacity) in zip(index, _looks(raw, index), strict=True):
        if opacity < _CLEAR:
            yield char
        elif shade >= _WHITE:
            grounds = list(_grounds(page)) if grounds is None else grounds
            if not _is_on(_box(raw, char), grounds):
                yield char
        elif shade >= _PALE and _size(_box(raw, char)) > _LARGER * usual:
            yield char


def _grounds(page: pdfium.PdfPage) -> Iterator[BBox]:
    """Yield the boxes of what white letters can be seen on: dark areas, and pictures, which may be dark."""
    yield from dark_fills(page)
    for item in page.get_objects(filter=tuple(_GROUNDS), max_depth=4):
        yield item.get_bounds()


def _is_on(box: BBox, grounds: Sequence[BBox]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in grounds)
