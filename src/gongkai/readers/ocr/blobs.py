"""Connected pieces of ink, and how they make lines: those in the cells of tables, and those of running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from gongkai.readers.ocr.arrays import Boxes, Floats, Mask
from gongkai.readers.pages.lattice import Table

_SPECK = 0.6  # points: smaller ink is dirt
_LARGEST = 60.0  # points: larger ink is a drawing
_TEXT = 0.3  # of the detector's map
_GROWTH = 0.5  # the detector marks the core of a line; the line is as much higher on either side
_OVERLAP = 0.12  # lines that are set close may overlap by so much
_SAME_LINE = 1.3  # no line is higher, in widths of a character


def blobs_of(black: Mask, unit: float) -> Boxes:
    """Return the boxes (left, top, right, bottom; pixels) of the connected pieces of ink that may be print."""
    stats = cv2.connectedComponentsWithStats(black)[2][1:]
    sides = stats[:, 2:4]
    printed = stats[(sides.max(axis=1) >= max(2, _SPECK * unit)) & (sides.max(axis=1) < _LARGEST * unit)]
    return np.concatenate([printed[:, :2], printed[:, :2] + printed[:, 2:4]], axis=1).astype(np.int32)


def width_of_character(blobs: Boxes, unit: float) -> float:
    """Return about how wide a Chinese character of the commonest size is, in pixels."""
    sides = (blobs[:, 2:] - blobs[:, :2]).max(axis=1) if len(blobs) else np.zeros(0)
    likely = sides[(sides > 4 * unit) & (sides < 24 * unit)]
    return float(np.percentile(likely, 70)) if len(likely) else 9.0 * unit


def cell_of(tables: Sequence[Table], box: Sequence[int], unit: float) -> tuple[int, int, int] | None:
    """Return (table, row, column) of the cell in which the middle of a box lies."""
    x, y = (box[0] + box[2]) / 2 / unit, (box[1] + box[3]) / 2 / unit
    for i, table in enumerate(tables):
        cell = table.cell_at(x, y)
        if cell:
            return i, cell[0], cell[1]
    return None


def rows_of(blobs: Boxes, em: float) -> Iterator[Boxes]:
    """Part the ink of one cell into its lines, from top to bottom; ``em`` is the width of a Chinese character.

    The strokes of 三 lie apart like lines, but closer: what is no higher together than one character is one line.
    """
    order = blobs[np.argsort(blobs[:, 1], kind="stable")]
    start, top, bottom = 0, 0, 0
    for i, (_, y0, _, y1) in enumerate(order):
        if i > start and y0 >= bottom - _OVERLAP * em and y1 - top > _SAME_LINE * em:
            yield order[start:i]
            start = i
        if i == start:
            top, bottom = y0, y1
        bottom = max(bottom, y1)
    if len(order):
        yield order[start:]


def lines_of(blobs: Boxes, text_map: Floats, shape: tuple[int, ...], em: float) -> list[Boxes]:
    """Part the ink outside tables into runs, with the detector's map of where lines are; ink that it overlooked is grouped by place."""
    cores = _cores(text_map, shape)
    owner = _owners(blobs, cores)
    found = [blobs[owner == i] for i in range(len(cores))]
    left = blobs[(owner < 0) & ((blobs[:, 2:] - blobs[:, :2]).max(axis=1) > 0.25 * em)]
    return _merged([run for run in found if len(run)] + _clusters(left, em), em)


def _merged(runs: list[Boxes], em: float) -> list[Boxes]:
    """Join runs that lie on one line with less than a character's width between them."""
    done: list[Boxes] = []
    for run in sorted(runs, key=lambda run: around(run)[0]):
        for i, other in enumerate(done):
            if _follow(around(other), around(run), em):
                done[i] = np.concatenate([other, run])
                break
        else:
            done.append(run)
    return done


def _follow(one: tuple[int, ...], other: tuple[int, ...], em: float) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    return other[0] - one[2] < em and 2 * overlap > min(one[3] - one[1], other[3] - other[1])


def _cores(text_map: Floats, shape: tuple[int, ...]) -> Boxes:
    """Return the boxes of lines on the picture of ``shape``, grown to the lines' full height."""
    marked = (text_map > _TEXT).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(marked)[2][1:, :4].astype(float)
    stats = stats[stats[:, 2:].min(axis=1) >= 2]
    grown = _GROWTH * stats[:, 2:].min(axis=1, keepdims=True)
    boxes = np.concatenate([stats[:, :2] - grown, stats[:, :2] + stats[:, 2:] + grown], axis=1)
    scale = np.array([shape[1] / text_map.shape[1], shape[0] / text_map.shape[0]] * 2)
    return np.asarray(boxes * scale, np.int32)


def _owners(blobs: Boxes, cores: Boxes) -> np.ndarray:
    """Return for each piece of ink the index of the line whose middle is nearest of those around it, or -1."""
    if not len(cores) or not len(blobs):
        return np.full(len(blobs), -1)
    x, y = ((blobs[:, i] + blobs[:, i + 2])[:, None] / 2 for i in (0, 1))
    inside = (x >= cores[:, 0]) & (x <= cores[:, 2]) & (y >= cores[:, 1]) & (y <= cores[:, 3])
    away = np.where(inside, np.abs(y - (cores[:, 1] + cores[:, 3]) / 2), np.inf)
    return np.where(inside.any(axis=1), away.argmin(axis=1), -1)


def _clusters(blobs: Boxes, em: float) -> list[Boxes]:
    """Group ink that stands side by side within half a character."""
    groups: list[list[np.ndarray]] = []
    for blob in blobs[np.argsort(blobs[:, 0], kind="stable")]:
        for group in groups:
            last = group[-1]
            if blob[0] - last[2] < em / 2 and min(blob[3], last[3]) - max(blob[1], last[1]) > 0:
                group.append(blob)
                break
        else:
            groups.append([blob])
    return [np.array(group) for group in groups]


def around(blobs: Boxes) -> tuple[int, int, int, int]:
    """Return the box around some boxes."""
    return (int(blobs[:, 0].min()), int(blobs[:, 1].min()), int(blobs[:, 2].max()), int(blobs[:, 3].max()))
