"""Text that a page holds without showing it: set to be invisible, or on a layer that is switched off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from ctypes import byref, c_double, c_ulong, c_void_p, cast, create_string_buffer
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import BBox
from gongkai.readers.pdf import calls

_INVISIBLE = frozenset((pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP))
_LAYER = "OC"  # what marks content of an optional layer (ISO 32000, 8.11.3.2)
_NAME = 16  # bytes; longer names are others
_UNIT = 2.0  # pixels in a point
_CONTRAST = 24  # of 255, between ink and ground


def is_invisible(raw: object, char: int) -> bool:
    """Whether a character is set to be invisible, or only to clip what is painted after it."""
    item = calls.object_of_char(calls.handle(raw), char)
    return bool(item) and calls.render_mode(item) in _INVISIBLE


def any_invisible(raw: object, chars: Iterable[int]) -> bool:
    """Whether one of these characters is set to be invisible."""
    items = filter(None, map(calls.object_of_char, repeat(calls.handle(raw)), chars))
    return not _INVISIBLE.isdisjoint(map(calls.render_mode, items))


def layer_of(raw: object, char: int) -> int | None:
    """Return what tells the layer of a character from other layers; None where it is on none."""
    item = pdfium_c.FPDFText_GetTextObject(raw, char)
    for at in range(pdfium_c.FPDFPageObj_CountMarks(item) if item else 0):
        mark = pdfium_c.FPDFPageObj_GetMark(item, at)
        if _name(mark) == _LAYER:
            return cast(mark, c_void_p).value
    return None


def _name(mark: object) -> str:
    name, length = create_string_buffer(_NAME), c_ulong()
    wide = pdfium_c.FPDF_WCHAR.from_buffer(name)
    if not pdfium_c.FPDFPageObjMark_GetName(mark, wide, _NAME, byref(length)) or length.value > _NAME:
        return ""
    return name.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0")


def unseen(page: pdfium.PdfPage, raw: object, index: Sequence[int]) -> Iterator[int]:
    """Yield the characters on layers of which a picture of the page shows hardly anything: they are switched off."""
    layers: dict[int, list[int]] = {}
    for char in index:
        layer = layer_of(raw, char)
        if layer is not None:
            layers.setdefault(layer, []).append(char)
    with closing(page.render(scale=_UNIT, grayscale=True)) as bitmap:
        ink = bytes(bitmap.buffer)
        for chars in layers.values():
            boxes = [box for char in chars if (box := _tight(raw, char))[2] > box[0] and box[3] > box[1]]
            if 2 * sum(_is_inked(ink, bitmap, page, box) for box in boxes) < len(boxes):
                yield from chars


def _tight(raw: object, char: int) -> BBox:
    left, right, bottom, top = (c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(raw, char, byref(left), byref(right), byref(bottom), byref(top))
    return left.value, bottom.value, right.value, top.value


def _is_inked(ink: bytes, bitmap: pdfium.PdfBitmap, page: pdfium.PdfPage, box: BBox) -> bool:
    conv = bitmap.get_posconv(page)
    (x0, y0), (x1, y1) = conv.to_bitmap(box[0], box[1]), conv.to_bitmap(box[2], box[3])
    left, right = max(0, min(x0, x1)), min(bitmap.width, max(x0, x1) + 1)
    rows = range(max(0, min(y0, y1)), min(bitmap.height, max(y0, y1) + 1))
    shades = [shade for y in rows for shade in ink[y * bitmap.stride + left : y * bitmap.stride + right]]
    return bool(shades) and max(shades) - min(shades) > _CONTRAST
