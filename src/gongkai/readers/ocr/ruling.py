"""Ruling lines of a picture, and the pixels that they cover.

Long rules are found in grey values smoothed along them, so they may be faint or dashed. Short ones must be solid and end at other
rules, or the upright strokes of figures would be taken for walls between cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from msgspec import Struct

from gongkai.readers.ocr.arrays import Gray, Mask
from gongkai.readers.pages.rules import TOLERANCE, Rule, joined

# Points.
_SMOOTH = 6.0
_THICKEST = 3.5  # points
_SHORT_ACROSS, _SHORT_DOWN = 14.0, 8.0
_PART = 0.5  # of its least length: a long rule may be broken into stretches of that
_APART, _GAP = 0.8, 3.0  # pieces of one rule lie no further apart, beside and behind each other
_CONTRAST = 14  # grey levels
_HIDDEN = 0.8  # of a gap in a rule that a seal covers
_STROKE = 20.0  # no stroke of a character in a table is longer
_WHOLE, _CERTAIN = 0.97, 40.0  # such a share of such a length needs no paper around it
_ROOM, _ROOM_SHORT = 1.6, 1.1  # points on both sides of a rule in which there is paper,
_CROWDED, _CROWDED_SHORT = (
    0.4,
    0.11,
)  # but for such a share of its length; what stands in a cell keeps more room at its sides


class Ruling(Struct, frozen=True):
    """Rules across and down in points, and ``mask``: the pixels that they cover."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    mask: Mask


class _Way(Struct, frozen=True):
    """What is asked of long rules in one direction: their length, which share of it is ink, how much of it may be crowded, and how wide
    the gaps in it may be.
    """

    shortest: float
    solid: float
    crowded: float
    gap: float


_ACROSS, _DOWN = _Way(50.0, 0.45, _CROWDED, 4.0), _Way(40.0, 0.92, 0.15, 1.0)


class _Piece(Struct, frozen=True):
    """A rule's piece in pixels: ``low`` to ``high`` along it, between ``top`` and ``bottom`` on the other axis."""

    low: int
    high: int
    top: int
    bottom: int


def ruling_of(gray: Gray, unit: float, seal: Mask | None = None) -> Ruling:
    """Find the rules of an upright picture; ``unit`` is the number of pixels in a point.

    Under ``seal``, where ink was taken away, rules may be broken: they go on below it.
    """
    hidden = np.zeros_like(gray) if seal is None else seal
    # what runs down is found in the transposed picture as what runs across
    turned = np.ascontiguousarray(gray.T)
    long_across, seen_across = _long(gray, unit, _ACROSS)
    long_down, seen_down = _long(turned, unit, _DOWN)
    level = _level(gray, seen_across | seen_down.T)
    ink: Mask = cv2.threshold(gray, level, 255, cv2.THRESH_BINARY_INV)[1]
    solid_across = _solid(ink, unit, _SHORT_ACROSS)
    solid_down = _solid(np.ascontiguousarray(ink.T), unit, _SHORT_DOWN)
    short_down = _ending_at(
        _free(turned, solid_down, unit, level, _CROWDED_SHORT), long_across, hidden.T, _STROKE * unit
    )
    short_across = _ending_at(
        _free(gray, solid_across, unit, level, _CROWDED), [*long_down, *short_down], hidden, np.inf
    )
    across, down = [*long_across, *short_across], [*long_down, *short_down]
    mask = _drawn(across, seen_across | solid_across) | _drawn(down, seen_down | solid_down).T
    return Ruling(_rules(across, unit, hidden), _rules(down, unit, hidden.T), mask)


def _long(gray: Gray, unit: float, way: _Way) -> tuple[list[_Piece], Mask]:
    """Return the long rules across a picture and the pixels on which they were seen."""
    thick = round(_THICKEST * unit) | 1
    smooth = cv2.blur(gray, (max(3, round(_SMOOTH * unit)), 1))
    bars = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((thick, 1), np.uint8))
    dark = cv2.threshold(bars, _CONTRAST, 255, cv2.THRESH_BINARY)[1]
    kept = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, round(_PART * way.shortest * unit)), np.uint8))
    sharp = cv2.morphologyEx(gray, cv2.MORPH_BLACKHAT, np.ones((thick, 1), np.uint8))
    whole = [part for p in _pieces(kept, 2 * thick) for part in _unbroken(gray, p, max(2, round(way.gap * unit)))]
    pieces = [p for p in whole if _is_rule(sharp, gray, [p], unit, way)]
    lines = [line for line in _aligned(pieces, unit) if line[-1].high - line[0].low >= way.shortest * unit]
    return [_whole(line) for line in lines if _is_rule(sharp, gray, line, unit, way)], np.asarray(kept, np.uint8)


def _unbroken(gray: Gray, piece: _Piece, gap: int) -> Iterator[_Piece]:
    """Cut a piece where there is no ink for more than ``gap`` pixels: the strokes of one line and the next are no rule."""
    dark = 255 - gray[max(0, piece.top - 1) : piece.bottom + 1, piece.low : piece.high].min(axis=0)
    at = np.flatnonzero(dark > max(_CONTRAST, float(np.percentile(dark, 75)) / 2))
    for run in np.split(at, np.flatnonzero(np.diff(at) > gap) + 1):
        if len(run):
            yield _Piece(piece.low + int(run[0]), piece.low + int(run[-1]) + 1, piece.top, piece.bottom)


def _is_rule(sharp: Gray, gray: Gray, line: Sequence[_Piece], unit: float, way: _Way) -> bool:
    """Whether a line is dark for nearly all of its length, or for most of it with paper on both sides: text has strokes there."""
    dark = np.concatenate([sharp[max(0, p.top - 1) : p.bottom + 1, p.low : p.high].max(axis=0) for p in line])
    level = max(_CONTRAST, float(np.percentile(dark, 75)) / 2)
    share = float((dark > level).sum()) / (line[-1].high - line[0].low)
    whole = share >= _WHOLE and line[-1].high - line[0].low >= _CERTAIN * unit
    return whole or (share >= way.solid and _crowded(gray, line, round(_ROOM * unit), 255 - level) < way.crowded)


def _crowded(gray: Gray, line: Sequence[_Piece], room: int, level: float) -> float:
    """Return the share of a line's length at which ink stands closer to it than ``room`` on either side."""
    inked = []
    for p in line:
        sides = (gray[max(0, p.top - room) : max(1, p.top - 1)], gray[p.bottom + 1 : p.bottom + room])
        dark = [(side[:, p.low : p.high] < level).any(axis=0) for side in sides if len(side)]
        inked += [np.logical_or.reduce(dark)] if dark else []
    return float(np.concatenate(inked).mean()) if inked else 0.0


def _level(gray: Gray, seen: Mask) -> float:
    """Return the grey level that parts rules from paper: half way between both."""
    if not seen.any():
        return 128.0
    return min(190.0, (float(np.percentile(gray[seen > 0], 30)) + 255) / 2)


def _solid(ink: Mask, unit: float, shortest: float) -> Mask:
    """Return the ink of runs of at least ``shortest`` points, which may step aside by a pixel, as slightly slanted rules do."""
    wide = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((1, max(3, round(shortest * unit))), np.uint8))
    return np.asarray(cv2.bitwise_and(runs, ink), np.uint8)


def _pieces(mask: Mask, thickest: float) -> list[_Piece]:
    """Return the connected stretches of a mask that are thin enough to be rules."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    boxes = (stats[i, :4] for i in range(1, count))
    return [_Piece(int(x), int(x + w), int(y), int(y + h)) for x, y, w, h in boxes if h <= thickest]


def _aligned(pieces: Sequence[_Piece], unit: float) -> list[list[_Piece]]:
    """Gather the pieces of one rule: they follow each other at one height with small gaps."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.low):
        for line in lines:
            last = line[-1]
            apart = abs(piece.top + piece.bottom - last.top - last.bottom) / 2
            if apart <= _APART * unit and piece.low - last.high <= _GAP * unit:
                line.append(piece)
                break
        else:
            lines.append([piece])
    return lines


def _whole(line: Sequence[_Piece]) -> _Piece:
    return _Piece(line[0].low, max(p.high for p in line), min(p.top for p in line), max(p.bottom for p in line))


def _free(gray: Gray, mask: Mask, unit: float, level: float, crowded: float) -> list[_Piece]:
    """Return the pieces with paper on both sides, but where they meet other rules: the strokes of characters have none."""
    room, end = max(3, round(_ROOM_SHORT * unit)), max(3, round(_ROOM_SHORT * unit))
    inner = ((p, _Piece(p.low + end, p.high - end, p.top, p.bottom)) for p in _pieces(mask, _THICKEST * unit))
    limits = ((p, core, crowded if p.high - p.low < _STROKE * unit else _CROWDED) for p, core in inner)
    return [p for p, core, most in limits if core.high > core.low and _crowded(gray, [core], room, level) < most]


def _ending_at(pieces: Sequence[_Piece], walls: Sequence[_Piece], hidden: Mask, stroke: float) -> list[_Piece]:
    """Keep the pieces that run into a rule of the other direction, or below a seal, at both ends.

    At one end is enough for those that are longer than a stroke: a page may leave a table open at its edge.
    """
    ends = ((p, [_ends(end, p, walls, hidden) for end in (p.low, p.high)]) for p in pieces)
    return [p for p, found in ends if all(found) or (any(found) and p.high - p.low > stroke)]


def _ends(end: int, piece: _Piece, walls: Sequence[_Piece], hidden: Mask) -> bool:
    below = hidden[piece.top : piece.bottom, max(0, end - 3) : end + 3]
    return bool(below.any()) or any(_enters(end, piece, wall) for wall in walls)


def _enters(end: int, piece: _Piece, wall: _Piece) -> bool:
    # the wall was measured on the other axis: its ``top`` and ``bottom`` lie along the piece
    middle = (piece.top + piece.bottom) / 2
    return wall.top - 1 <= end <= wall.bottom + 1 and wall.low - 2 <= middle <= wall.high + 2


def _drawn(pieces: Sequence[_Piece], seen: Mask) -> Mask:
    """Return the pixels of the given pieces."""
    mask = np.zeros_like(seen)
    for p in pieces:
        mask[p.top : p.bottom, p.low : p.high] = seen[p.top : p.bottom, p.low : p.high]
    return mask


def _rules(pieces: Sequence[_Piece], unit: float, hidden: Mask) -> tuple[Rule, ...]:
    """Return the pieces as rules, joined where a seal lies between two that are in line."""
    rules: list[Rule] = []
    for rule in sorted(joined(_each(pieces, unit)), key=lambda rule: rule.start):
        for i, other in enumerate(rules):
            if abs(other.at - rule.at) <= TOLERANCE / 2 and _is_hidden(other, rule, unit, hidden):
                rules[i] = Rule(other.at, other.start, max(other.end, rule.end))
                break
        else:
            rules.append(rule)
    return tuple(rules)


def _is_hidden(before: Rule, after: Rule, unit: float, hidden: Mask) -> bool:
    """Whether a seal lies on most of the gap between two rules, or there is none."""
    start, end, at = round(before.end * unit), round(after.start * unit), round(before.at * unit)
    return start >= end or bool((hidden[max(0, at - 1) : at + 2, start:end] > 0).any(axis=0).mean() > _HIDDEN)


def _each(pieces: Sequence[_Piece], unit: float) -> Iterator[Rule]:
    for p in pieces:
        yield Rule((p.top + p.bottom) / 2 / unit, p.low / unit, p.high / unit)
