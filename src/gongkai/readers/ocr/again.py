"""A figure seen by itself: what the recogniser reads a second time must be what it read in its line."""

from __future__ import annotations

import cv2
import numpy as np

from gongkai.readers.ocr.arrays import Gray, Mask
from gongkai.readers.ocr.blobs import around
from gongkai.readers.ocr.figures import Token


def second_look(token: Token, black: Mask, em: float) -> Gray:
    """Return a crop for a second look: black and white, its edges smooth, with less room around it than the first one had."""
    x0, y0, x1, y1 = around(token.ink) if len(token.ink) else (0, 0, 1, 1)
    height = max(y1 - y0, 0.6 * em)
    room = max(2, round(0.2 * height))
    middle = (y0 + y1) / 2
    top, bottom = round(middle - height / 2) - room, round(middle + height / 2) + room
    shown = np.zeros((bottom - top, x1 - x0 + 2 * room), np.uint8)
    for a, b, c, d in token.ink:
        shown[b - top : d - top, a - x0 + room : c - x0 + room] |= black[b:d, a:c]
    smooth = cv2.GaussianBlur(cv2.resize(shown, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), (0, 0), 1.2)
    return np.asarray(255 - smooth, np.uint8)
