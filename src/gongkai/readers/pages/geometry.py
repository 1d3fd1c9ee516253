"""Affine transforms: from an object's own measures to displayed points of the page."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.document import BBox

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
