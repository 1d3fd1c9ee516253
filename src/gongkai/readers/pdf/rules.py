"""Ruling lines of a PDF page: the straight strokes and thin filled bars that draw tables, from pdfium's paths."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from ctypes import byref, c_float, c_int, c_uint

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.document import BBox
from gongkai.readers.pages.rules import TOLERANCE, Rule, joined
from gongkai.readers.pdf.frame import Frame

_DEEPEST = 8  # forms within forms
_WHITE = 250  # of 255: a rule in this colour is not seen
_SEGMENTS_OF_A_BAR = 6  # a rectangle that is closed twice

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Point = tuple[float, float]


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
    edges = tuple(c_float() for _ in range(4))
    for path, matrix, outer in _paths(
        page.raw, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, _IDENTITY, 0
    ):
        fill, stroke = c_int(), c_int()
        if not pdfium_c.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)):
            continue
        if not _visible(
            path, pdfium_c.FPDFPageObj_GetStrokeColor if stroke.value else pdfium_c.FPDFPageObj_GetFillColor
        ):
            continue
        thin = _thin_bounds(path, outer, edges)
        if thin and (stroke.value or fill.value):
            boxes = [thin]
        elif stroke.value:
            boxes = [_around(pair) for points in _subpaths(path, matrix) for pair in itertools.pairwise(points)]
        elif fill.value:
            boxes = [_around(points) for points in _subpaths(path, matrix)]
        else:
            continue
        yield from (frame.display(*box) for box in boxes)


def _thin_bounds(path: object, outer: _Matrix, edges: tuple[c_float, ...]) -> BBox | None:
    """Return the bounds of one bar or line on the page, nothing for larger shapes: its corners need not be asked for one by one."""
    if pdfium_c.FPDFPath_CountSegments(path) > _SEGMENTS_OF_A_BAR:
        return None
    if not pdfium_c.FPDFPageObj_GetBounds(path, *map(byref, edges)):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    if right - left > TOLERANCE and top - bottom > TOLERANCE:
        return None
    if outer == _IDENTITY:
        return (left, bottom, right, top)
    a, b, c, d, e, f = outer
    return _around([(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)])


def dark_fills(page: pdfium.PdfPage) -> Iterator[BBox]:
    """Yield the boxes, in the page's own coordinates, of areas filled with anything but white."""
    for path, matrix, _ in _paths(page.raw, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, _IDENTITY, 0):
        fill, stroke = c_int(), c_int()
        pdfium_c.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
        if fill.value and _visible(path, pdfium_c.FPDFPageObj_GetFillColor):
            yield from map(_around, _subpaths(path, matrix))


def _paths(
    parent: object, count: object, get: object, outer: _Matrix, depth: int
) -> Iterator[tuple[object, _Matrix, _Matrix]]:
    """Yield the path objects below ``parent`` with the matrices that lead from their points, and from their bounds, to the page."""
    for i in range(count(parent)):  # type: ignore[operator]
        item = get(parent, i)  # type: ignore[operator]
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind not in {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM}:
            continue
        own = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFPageObj_GetMatrix(item, byref(own))
        matrix = _product((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield item, matrix, outer
        elif depth < _DEEPEST:
            yield from _paths(
                item, pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject, matrix, depth + 1
            )


def _product(one: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _visible(path: object, color_of: object) -> bool:
    """Whether the colour is neither transparent nor white."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not color_of(path, byref(red), byref(green), byref(blue), byref(alpha)):  # type: ignore[operator]
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _subpaths(path: object, matrix: _Matrix) -> Iterator[list[_Point]]:
    """Yield the corners of each subpath, on the page; curves count as their end points."""
    points: list[_Point] = []
    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    for i in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, i)
        pdfium_c.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium_c.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _around(points: Iterable[_Point]) -> BBox:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
