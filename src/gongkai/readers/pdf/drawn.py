"""All that a PDF page draws, in the order in which it is painted: what lies over text, and what looks like text and is none."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import addressof, byref, c_float, c_int, c_uint
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.pages.geometry import Matrix, around, moved, product
from gongkai.readers.pages.rules import TOLERANCE
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.frame import Frame

_DEEPEST = 8  # forms within forms
_MOST = 60_000  # objects; a page with more is a drawing
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SIGN = (2.0, 120.0, 40.0)  # points: smallest side, width and height of a drawn figure
_THIN = 1.0  # points: a drawn 1 is hardly wider
_BOX_OR_LINE = 5  # segments
_LINE = 3  # segments
_STROKE = 10.0  # points
_WHITE = 250  # of 255: paper


class Shape(Struct, frozen=True, gc=False):
    """A path, picture or shading, ``at`` its place in the order of painting; the box is the one displayed.

    ``top`` is its position among the page's own objects, None where it is part of a form.
    """

    at: int
    item: calls.Handle
    kind: int
    box: BBox
    top: int | None


class Drawn(Struct, frozen=True):
    """``order`` gives the place of each text object in the order of painting, ``bars`` are thin level boxes in the
    page's own coordinates, ``strokes`` such as are so short that characters may be made of them, ``shapes`` are larger.
    ``has_paths`` is False where nothing is drawn of which a rule may be made. ``count`` is the number of all objects, as far as they
    were counted.
    """

    order: dict[calls.Handle, int]
    bars: list[BBox]
    strokes: list[BBox]
    shapes: list[Shape]
    has_paths: bool
    count: int


class _Walk:
    """Goes through hundreds of objects, of which hardly one is of interest: boxes stay those of the page until they are."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.order: dict[calls.Handle, int] = {}
        self.bars: list[BBox] = []
        self.strokes: list[BBox] = []
        self.shapes: list[Shape] = []
        self.at = 0
        self.has_paths = False
        self._level = frame.rotation not in {90, 270}
        self._edges = tuple(c_float() for _ in range(4))
        self._where = tuple(map(addressof, self._edges))

    def add(self, parent: calls.Handle, count: int, get: Callable[..., int], outer: Matrix, depth: int) -> None:
        """Go through the objects of a page, or of a form on it."""
        items = list(map(get, repeat(parent), range(min(count, _MOST - self.at))))
        kinds = list(map(calls.type_of, items))
        self.has_paths |= pdfium_c.FPDF_PAGEOBJ_PATH in kinds or len(items) < count
        text, group = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_FORM
        bounds_of, where, (left, bottom, right, top) = calls.bounds_of, self._where, self._edges
        plain = outer is _IDENTITY and self._level
        for i, kind in enumerate(kinds):
            self.at += 1
            if kind == text:
                self.order[items[i]] = self.at
            elif kind == group:
                self._group(items[i], outer, depth)
            elif bounds_of(items[i], *where):
                width, height = right.value - left.value, top.value - bottom.value
                if plain and height > _STROKE and width < _THIN:  # rules, the bulk of all paths, need no closer look
                    continue
                if plain and width > _STROKE and height < _THIN:
                    self.bars.append((left.value, bottom.value, right.value, top.value))
                else:
                    self._add_box(items[i], kind, outer, None if depth else i)

    def _add_box(self, item: calls.Handle, kind: int, outer: Matrix, top: int | None) -> None:
        left, bottom, right, above = self._edges
        box = left.value, bottom.value, right.value, above.value
        if outer is not _IDENTITY:
            box = around([moved(outer, x, y) for x in box[::2] for y in box[1::2]])
        width, height = box[2] - box[0], box[3] - box[1]
        if width > TOLERANCE < height:
            self._shape(item, kind, box, top)
            return
        if (height if self._level else width) <= TOLERANCE:
            self.bars.append(box)
        if max(width, height) < _STROKE:
            self.strokes.append(self.frame.display(*box))
        if width > _THIN < height and _is_sign(item, kind, box):
            self._shape(item, kind, box, top)

    def _group(self, item: calls.Handle, outer: Matrix, depth: int) -> None:
        self.has_paths |= depth >= _DEEPEST
        if depth < _DEEPEST:
            own = pdfium_c.FS_MATRIX()
            calls.matrix_of(item, byref(own))
            matrix = product((own.a, own.b, own.c, own.d, own.e, own.f), outer)
            self.add(item, calls.count_of_form(item), calls.get_of_form, matrix, depth + 1)

    def _shape(self, item: calls.Handle, kind: int, box: BBox, top: int | None) -> None:
        self.shapes.append(Shape(self.at, item, kind, self.frame.display(*box), top))


def _is_sign(item: calls.Handle, kind: int, box: BBox) -> bool:
    """Whether a thin path has the outline of a character rather than of a bar."""
    largest = max(box[2] - box[0], box[3] - box[1])
    return kind == pdfium_c.FPDF_PAGEOBJ_PATH and largest < _SIGN[2] and calls.segments_of(item) > _BOX_OR_LINE + 1


def drawn_on(page: pdfium.PdfPage, frame: Frame) -> Drawn:
    """Return what the page draws, forms taken apart."""
    walk = _Walk(frame)
    raw = calls.handle(page.raw)
    walk.add(raw, calls.count_objects(raw), calls.get_object, _IDENTITY, 0)
    return Drawn(walk.order, walk.bars, walk.strokes, walk.shapes, walk.has_paths, walk.at)


def is_painted(shape: Shape) -> bool:
    """Whether a shape fills its box with something."""
    if shape.kind != pdfium_c.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = c_int(), c_int()
    return bool(calls.draw_mode(shape.item, byref(fill), byref(stroke))) and bool(fill.value)


def is_line(shape: Shape) -> bool:
    """Whether a shape is a slanted line: one stroke, or two that meet."""
    return shape.kind == pdfium_c.FPDF_PAGEOBJ_PATH and calls.segments_of(shape.item) <= _LINE and not is_painted(shape)


def looks_like_signs(shape: Shape) -> bool:
    """Whether a shape may be drawn characters, or a picture of some: small, and no box."""
    smallest, widest, highest = _SIGN
    width, height = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    if not (width < widest and smallest < height < highest):
        return False
    if shape.kind != pdfium_c.FPDF_PAGEOBJ_PATH:
        return True
    count = calls.segments_of(shape.item)
    return count not in (_BOX_OR_LINE - 1, _BOX_OR_LINE) or _is_curved(shape.item, count)


def _is_curved(item: calls.Handle, count: int) -> bool:
    segments = (calls.get_segment(item, i) for i in range(1, count))
    return any(calls.segment_type(each) == pdfium_c.FPDF_SEGMENT_BEZIERTO for each in segments)


def color_of(item: calls.Handle) -> tuple[int, int, int, int]:
    """Return red, green, blue and opacity of what fills a path or a text, 0 to 255."""
    parts = tuple(c_uint() for _ in range(4))
    if not calls.fill_color(item, *map(byref, parts)):
        return (0, 0, 0, 255)
    red, green, blue, opacity = (part.value for part in parts)
    return red, green, blue, opacity


def is_white(shape: Shape) -> bool:
    """Whether a path is filled with white."""
    return shape.kind == pdfium_c.FPDF_PAGEOBJ_PATH and min(color_of(shape.item)[:3]) >= _WHITE
