"""Sets a picture straight: the few degrees of a crooked scan, and the perspective of a photograph."""

from __future__ import annotations

import cv2
import numpy as np

from gongkai.readers.ocr.arrays import Color, Floats, Mask
from gongkai.readers.ocr.ink import black, flattened

_SIDE = 900  # pixels of the longer side on which angles are measured
_WIDEST = 8.0  # degrees
_STRAIGHT = 0.03  # degrees that make no difference
_EDGE = 0.008  # of its width is cut off at the sheet's edges, where what lies below it may show
_SHEET = 0.35  # least share of a photograph that its sheet of paper takes


def deskewed(picture: Color) -> Color:
    """Rotate a picture so that its lines of text lie level."""
    angle = skew(picture)
    if abs(angle) < _STRAIGHT:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level: Color = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return level


def skew(picture: Color) -> float:
    """Return by how many degrees, counter-clockwise, a picture must be rotated to be level."""
    return _best_angle(_small(picture))


def sheet_of(picture: Color) -> Color:
    """Cut the sheet of paper out of a photograph and see it from above; a picture without four clear corners stays as it is."""
    corners = _corners(picture)
    if corners is None:
        return picture
    top, right, bottom, left = (float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4))
    width, height = round(max(top, bottom)), round(max(left, right))
    goal = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, goal)
    sheet: Color = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC)
    edge = round(_EDGE * width)
    return sheet[edge : height - edge, edge : width - edge]


def _corners(picture: Color) -> Floats | None:
    """Return the corners of a bright sheet before something darker: top left, top right, bottom right, bottom left."""
    scale = _SIDE / max(picture.shape[:2])
    gray = cv2.cvtColor(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    gray = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    level, bright = cv2.threshold(gray, 0, 255, cv2.THRESH_OTSU)
    if (
        float(gray[bright == 0].mean() if (bright == 0).any() else 255) > 0.6 * float(gray[bright > 0].mean())
        or level < 40
    ):
        return None
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(largest)
    sides = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, closed=True), closed=True)
    area = float(cv2.contourArea(sides))
    if len(sides) != 4 or area < _SHEET * gray.size or cv2.contourArea(largest) < 0.9 * area:
        return None
    points = sides.reshape(4, 2).astype(np.float32) / scale
    across, along = points[:, 0] - points[:, 1], points.sum(axis=1)
    order = [int(along.argmin()), int(across.argmax()), int(along.argmax()), int(across.argmin())]
    return np.asarray(points[order], np.float32) if len(set(order)) == 4 else None


def _small(picture: Color) -> Mask:
    """Return the ink of a smaller copy."""
    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return black(flattened(np.asarray(small, np.uint8)))


def _best_angle(ink: Mask) -> float:
    """Return the angle at which rows of pixels differ most from each other: lines and rules then lie level."""
    small = np.asarray(cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    best = 0.0
    for seen, reach, step in ((small, _WIDEST, 0.5), (ink, 0.4, 0.1), (ink, 0.05, 0.05)):
        angles = [best + step * i for i in range(round(-reach / step), round(reach / step) + 1)]
        best = angles[int(np.argmax([_sharpness(_at(seen, angle)) for angle in angles]))]
    return best


def _at(ink: Mask, angle: float) -> Mask:
    """Shear the picture, which for small angles is as good as rotating it."""
    height, width = ink.shape
    slope = float(np.tan(np.radians(angle)))
    matrix = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
    sheared: Mask = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return sheared


def _sharpness(ink: Mask) -> float:
    rows = ink.sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum() / max(1.0, (rows**2).sum()))
