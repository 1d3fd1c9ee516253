"""The rung ``ofd:ocr``: the pictures of a page, laid where they are shown, read as one picture. Needs the extra ``gongkai[ocr]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image as Picture

from gongkai.errors import DamagedSource
from gongkai.readers.ocr.frames import Frame, frames_of
from gongkai.readers.ocr.pictures import page_of
from gongkai.readers.ofd.page import Image
from gongkai.readers.pages.page import Page

_COARSEST, _FINEST = 150 / 72, 216 / 72  # pixels in a point
_MOST_PIXELS = 40_000_000  # A3 at 300 dpi is 17 million


def scanned_page(images: Sequence[Image], size: tuple[float, float], number: int) -> Page | None:
    """Read the pictures of a page of ``size`` points; None where none of them can be had. Boxes are points of the page."""
    held = list(_held(images))
    if not held or min(size) < 1:
        return None
    finest = max(shown.shape[1] / (image.box[2] - image.box[0]) for image, shown in held)
    unit = min(max(_COARSEST, min(_FINEST, finest)), (_MOST_PIXELS / (size[0] * size[1])) ** 0.5)
    page = Picture.new("RGB", (max(1, round(size[0] * unit)), max(1, round(size[1] * unit))), "white")
    for image, shown in held:
        x0, y0, x1, y1 = (round(side * unit) for side in image.box)
        small = Picture.fromarray(shown).resize((max(1, x1 - x0), max(1, y1 - y0)), Picture.Resampling.LANCZOS)
        page.paste(small, (x0, y0))
    return page_of(Frame(np.asarray(page), unit), number)


def _held(images: Sequence[Image]) -> Iterator[tuple[Image, np.ndarray]]:
    """Yield the pictures whose files are there and whole, each with its pixels."""
    for image in images:
        data = image.load()
        try:
            frame = None if data is None else next(frames_of(data), None)
        except DamagedSource:
            continue
        if frame is not None:
            yield image, frame.picture
