"""Pictures of pages to pages: set upright, looked at, read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from gongkai.readers.ocr.arrays import Color, Floats, Gray
from gongkai.readers.ocr.engine import Engine, engine
from gongkai.readers.ocr.frames import Frame
from gongkai.readers.ocr.page import Seen, look, read_page
from gongkai.readers.ocr.upright import deskewed, sheet_of
from gongkai.readers.pages.page import Page

_READABLE = 0.8  # lines are on their heads if their characters are read less surely than this, and surer upside down
_TRIED = 4  # lines
_TEXT = 0.3  # of the network's map, as rapidocr has it
_LINE = 3  # times longer than wide: a lone figure may be taller than wide, too


def pages_of(frames: Iterable[Frame]) -> Iterator[Page]:
    """Yield a page for each picture, numbered from 1."""
    for number, frame in enumerate(frames, 1):
        yield page_of(frame, number)


def page_of(frame: Frame, number: int) -> Page:
    """Read one picture of a page."""
    reader = engine()
    seen, text_map = _upright(sheet_of(frame.picture), frame.unit, reader)
    return read_page(seen, text_map, number, reader)


def _upright(picture: Color, unit: float, reader: Engine) -> tuple[Seen, Floats]:
    """Look at a picture from the side from which its lines can be read; return where the detector finds them, too."""
    seen, text_map = _seen(picture, unit, reader)
    if _lies_on_its_side(text_map):
        picture = np.ascontiguousarray(np.rot90(picture))
        seen, text_map = _seen(picture, unit, reader)
    if _on_its_head(seen.gray, text_map, reader):
        seen, text_map = _seen(np.ascontiguousarray(np.rot90(picture, 2)), unit, reader)
    return seen, text_map


def _seen(picture: Color, unit: float, reader: Engine) -> tuple[Seen, Floats]:
    seen = look(deskewed(picture), unit)
    return seen, reader.text_map(seen.gray)


def _lies_on_its_side(text_map: Floats) -> bool:
    """Whether more of what the detector found is tall than wide."""
    boxes = _boxes(text_map)
    wide, tall = (sum(b[4] for b in boxes if b[2 + i] > _LINE * b[3 - i]) for i in (0, 1))
    return tall > wide


def _boxes(text_map: Floats) -> list[list[int]]:
    """Return left, top, width, height and area of the lines on the map."""
    boxes: list[list[int]] = cv2.connectedComponentsWithStats((text_map > _TEXT).astype(np.uint8))[2][1:].tolist()
    return [b for b in boxes if min(b[2], b[3]) > 2]


def _on_its_head(gray: Gray, text_map: Floats, reader: Engine) -> bool:
    """Whether the widest lines read better upside down."""
    lines = sorted(_boxes(text_map), key=lambda b: -b[2] / b[3])[:_TRIED]
    across, down = gray.shape[1] / text_map.shape[1], gray.shape[0] / text_map.shape[0]
    crops = []
    for x, y, w, h, _ in lines:
        top, bottom = max(0, int((y - 0.5 * h) * down)), int((y + 1.5 * h) * down)
        crops.append(gray[top:bottom, int(x * across) : int((x + min(w, 12 * h)) * across)])
    sure = _surety(reader, crops)
    return (
        sure < _READABLE and _surety(reader, [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]) > sure + 0.1
    )


def _surety(reader: Engine, crops: Sequence[Gray]) -> float:
    """Return how surely characters were read on the average."""
    sure = [value for reading in reader.recognise(crops) for value in reading.sure]
    return float(np.mean(sure)) if sure else 0.0
