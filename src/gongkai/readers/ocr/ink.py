"""What is printed on a picture: its grey values on even paper, the ink as black and white, and where a red seal lies over it."""

from __future__ import annotations

import cv2
import numpy as np
from msgspec import Struct

from gongkai.readers.ocr.arrays import Color, Gray, Mask

_RED = 45  # grey levels by which red stands out where a seal is
_SEAL = 60.0  # points: the least width and height of a seal (the smallest official ones are 30 mm wide)
_PALER = 0.35  # of the way from a stroke's grey to white
_DARKEST, _LIGHTEST = 100, 195  # between them lies the level that parts ink from paper
_BACKGROUND = 8  # the paper's light is measured on a picture this many times smaller


class Ink(Struct, frozen=True):
    """``gray``: paper 255, black ink near 0. ``black``: where ink is. ``seal``: where the ink of a seal was taken away."""

    gray: Gray
    black: Mask
    seal: Mask


def ink_of(picture: Color, unit: float) -> Ink:
    """Part a picture's ink from its paper and from seals; ``unit`` is the number of pixels in a point."""
    seal = _seal(picture, unit)
    gray: Gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if seal.any():
        gray = _without_seal(picture, gray, seal)
    flat = flattened(gray)
    return Ink(flat, black(flat), seal)


def flattened(gray: Gray) -> Gray:
    """Make the paper white everywhere: shadows and grey paper are divided out."""
    height, width = gray.shape
    size = (max(1, width // _BACKGROUND), max(1, height // _BACKGROUND))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    flat: Gray = cv2.divide(gray, np.maximum(light, 1), scale=255)
    return flat


def black(flat: Gray) -> Mask:
    """Return where ink is: darker than a level between paper and the one that parts both best (Otsu 1979), within reason.

    The best level loses hairlines, and figures fall apart.
    """
    marked = flat[flat < 225]
    level = cv2.threshold(marked, 0, 255, cv2.THRESH_OTSU)[0] if marked.size else _LIGHTEST
    return _below(flat, min(_LIGHTEST, max(_DARKEST, level + _PALER * (255 - level))))


def _below(flat: Gray, level: float) -> Mask:
    mask: Mask = cv2.threshold(flat, level, 255, cv2.THRESH_BINARY_INV)[1]
    return mask


def _seal(picture: Color, unit: float) -> Mask:
    """Return where red ink lies that belongs to something as large as a seal; red headings are smaller, letter by letter."""
    red = redness(picture)
    if int(red.sum()) < 255 * 40 * unit * unit:
        return np.zeros_like(red)
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, _disc(2 * unit))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    ring = [i for i in range(1, count) if stats[i, cv2.CC_STAT_WIDTH] > _SEAL * unit and _is_round(stats[i])]
    seal = np.zeros_like(red)
    for i in ring:
        x, y, width, height = stats[i, :4]
        seal[y : y + height, x : x + width] |= red[y : y + height, x : x + width]
    return np.asarray(cv2.dilate(seal, _disc(0.5 * unit)), np.uint8)


def redness(picture: Color) -> Mask:
    """Return where a picture is red."""
    red, green, blue = (picture[:, :, i].astype(np.int16) for i in range(3))
    return np.where(red - np.maximum(green, blue) > _RED, 255, 0).astype(np.uint8)


def _is_round(stats: np.ndarray) -> bool:
    width, height = stats[cv2.CC_STAT_WIDTH], stats[cv2.CC_STAT_HEIGHT]
    return bool(0.5 < width / height < 2.0)


def _without_seal(picture: Color, gray: Gray, seal: Mask) -> Gray:
    """Look at the seal through a red glass, where its ink vanishes and black remains, and lift what is left of it to the paper's light."""
    through = picture[:, :, 0]
    paper = float(np.percentile(gray, 70))
    ink = float(np.median(through[seal > 0]))
    lifted = through.astype(np.float32) * (paper / max(1.0, min(ink, paper)))
    return np.where(seal > 0, np.clip(lifted, 0, 255).astype(np.uint8), gray)


def _disc(diameter: float) -> np.ndarray:
    side = max(3, round(diameter) | 1)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
