"""Ruling lines of a PDF page: the straight strokes and thin filled bars that draw tables, from pdfium's paths."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from ctypes import addressof, byref, c_float, c_int, c_uint
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import BBox
from gongkai.readers.pages.geometry import Matrix, around, moved, product
from gongkai.readers.pages.rules import TOLERANCE, Rule, joined
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.frame import Frame

_DEEPEST = 8  # forms within forms
_WHITE = 250  # of 255: a rule in this colour is not seen
_SEGMENTS_OF_A_BAR = 6  # a rectangle that is closed twice

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Point = tuple[float, float]
_Path = tuple[calls.Handle, Matrix]
"""A path, with the matrix that leads from its bounds to the page."""


def rules(page: pdfium.PdfPage, frame: Frame) -> tuple[list[Rule], list[Rule]]:
    """Return the page's horizontal and vertical rules, pieces of one rule joined."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for box in _bars(page, frame):
        width, height = box[2] - box[0], box[3] - box[1]
        is_dot = width <= TOLERANCE and height <= TOLERANCE  # of a dotted rule, which may run either way
        if is_dot or (height <= TOLERANCE and height < width):
            horizontal.append(Rule((box[1] + box[3]) / 2, box[0], box[2]))
        if is_dot or (width <= TOLERANCE and height >= width):
            vertical.append(Rule((box[0] + box[2]) / 2, box[1], box[3]))
    return joined(horizontal), joined(vertical)


def _bars(page: pdfium.PdfPage, frame: Frame) -> Iterator[BBox]:
    ask = _Ask()
    for path, outer in _paths(page):
        filled, stroked = ask.mode(path)
        if not (filled or stroked) or not ask.is_visible(path, calls.stroke_color if stroked else calls.fill_color):
            continue
        thin = ask.thin_bounds(path, outer)
        if thin:
            boxes = [thin]
        elif stroked:
            boxes = [around(pair) for points in _subpaths(path, outer) for pair in itertools.pairwise(points)]
        else:
            boxes = [around(points) for points in _subpaths(path, outer)]
        yield from (frame.display(*box) for box in boxes)


class _Ask:
    """What is asked of each path of a page; the answers of the library come in the same places each time."""

    def __init__(self) -> None:
        self._mode = (c_int(), c_int())
        self._color = tuple(c_uint() for _ in range(4))
        self._edges = tuple(c_float() for _ in range(4))
        self._mode_at, self._color_at, self._edges_at = (
            tuple(map(addressof, parts)) for parts in (self._mode, self._color, self._edges)
        )

    def mode(self, path: calls.Handle) -> tuple[bool, bool]:
        """Whether a path is filled, and whether it is stroked."""
        if not calls.draw_mode(path, *self._mode_at):
            return False, False
        fill, stroke = self._mode
        return bool(fill.value), bool(stroke.value)

    def is_visible(self, path: calls.Handle, color_of: Callable[..., int]) -> bool:
        """Whether the colour is neither transparent nor white."""
        if not color_of(path, *self._color_at):
            return True
        red, green, blue, alpha = self._color
        return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE

    def thin_bounds(self, path: calls.Handle, outer: Matrix) -> BBox | None:
        """Return the bounds of one bar or line on the page, nothing for larger shapes: its corners need not be asked for one by one."""
        if calls.segments_of(path) > _SEGMENTS_OF_A_BAR or not calls.bounds_of(path, *self._edges_at):
            return None
        left, bottom, right, top = (edge.value for edge in self._edges)
        if right - left > TOLERANCE and top - bottom > TOLERANCE:
            return None
        if outer == _IDENTITY:
            return (left, bottom, right, top)
        return around([moved(outer, x, y) for x in (left, right) for y in (bottom, top)])


def dark_fills(page: pdfium.PdfPage) -> Iterator[BBox]:
    """Yield the boxes, in the page's own coordinates, of areas filled with anything but white."""
    ask = _Ask()
    for path, outer in _paths(page):
        if ask.mode(path)[0] and ask.is_visible(path, calls.fill_color):
            yield from map(around, _subpaths(path, outer))


def _paths(page: pdfium.PdfPage) -> Iterator[_Path]:
    raw = calls.handle(page.raw)
    return _paths_of(raw, calls.count_objects(raw), calls.get_object, _IDENTITY, 0)


def _paths_of(parent: calls.Handle, count: int, get: Callable[..., int], outer: Matrix, depth: int) -> Iterator[_Path]:
    """Yield the paths below ``parent``, those of forms in it among them."""
    for item in map(get, repeat(parent), range(count)):
        kind = calls.type_of(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield item, outer
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = product(_matrix_of(item), outer)
            yield from _paths_of(item, calls.count_of_form(item), calls.get_of_form, inner, depth + 1)


def _matrix_of(item: calls.Handle) -> Matrix:
    own = pdfium_c.FS_MATRIX()
    calls.matrix_of(item, byref(own))
    return own.a, own.b, own.c, own.d, own.e, own.f


def _subpaths(path: calls.Handle, outer: Matrix) -> Iterator[list[_Point]]:
    """Yield the corners of each subpath, on the page; curves count as their end points."""
    points: list[_Point] = []
    matrix = product(_matrix_of(path), outer)
    x, y = c_float(), c_float()
    for i in range(calls.segments_of(path)):
        segment = calls.get_segment(path, i)
        calls.segment_point(segment, byref(x), byref(y))
        if calls.segment_type(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(moved(matrix, x.value, y.value))
        if calls.segment_closes(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points
