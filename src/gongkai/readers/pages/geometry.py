"""Affine transforms: from an object's own millimetres to displayed points of the page."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.document import BBox
from gongkai.readers.ofd.xml import Element, numbers

Matrix = tuple[float, float, float, float, float, float]
POINTS = 72 / 25.4  # a millimetre
PAGE: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)


def product(one: Matrix, then: Matrix) -> Matrix:
    """Return the transform that does ``one``, ``then`` the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(points: Iterable[tuple[float, float]]) -> BBox:
    """Return the smallest box around points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def corners(matrix: Matrix, width: float, height: float) -> BBox:
    """Return the box in which a rectangle at the origin is displayed."""
    return around(moved(matrix, x, y) for x in (0.0, width) for y in (0.0, height))


def object_matrix(item: Element, outer: Matrix) -> Matrix:
    """Return the transform from an object's own space to the page: its CTM, its place (Boundary), what it stands in."""
    x, y, *_ = numbers(item.get("Boundary"), 4) or (0.0, 0.0)
    placed = product((1.0, 0.0, 0.0, 1.0, x, y), outer)
    ctm = numbers(item.get("CTM"), 6)
    return product((ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]), placed) if ctm else placed
