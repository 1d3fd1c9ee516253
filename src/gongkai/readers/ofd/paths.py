"""Path objects: the straight strokes and thin filled bars that draw tables (GB/T 33190, 9)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from gongkai.document import BBox
from gongkai.readers.ofd.xml import Element, number, text_of
from gongkai.readers.pages.geometry import Matrix, around, moved
from gongkai.readers.pages.rules import TOLERANCE, Rule, joined

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}  # the last two are the end point
_CORNERS = 5  # of a box, the first one twice
_WHITE = 250  # of 255: paper
_MOST_RULES, _LONGEST = 2000, 200_000  # more rules, or letters of a path, are a drawing

_Point = tuple[float, float]
Style = Callable[[Element, str], Element | None]
"""What gives an object's colour of a kind (``StrokeColor``), from itself or from the drawing parameters it names."""


def bars(item: Element, matrix: Matrix, style: Style) -> list[BBox]:
    """Return the boxes of a path's strokes, or of its filled parts, as displayed; none where it is not seen."""
    data = text_of(item, "AbbreviatedData")
    paths = _subpaths(data if len(data) < _LONGEST else "", matrix)
    if is_stroked(item) and is_seen(style(item, "StrokeColor")):
        return [around(pair) for points in paths for pair in itertools.pairwise(points)]
    if _says(item.get("Fill"), False) and is_seen(style(item, "FillColor")):
        return [around(points) for points in paths]
    return []


def is_stroked(item: Element) -> bool:
    """Whether a path is drawn as a line."""
    return _says(item.get("Stroke"), True)


def fills(item: Element, matrix: Matrix, style: Style) -> tuple[list[BBox], Element | None, bool]:
    """Return the boxes that a path fills, with what colour, and whether each is no more than a box: nothing where it fills none."""
    colour = style(item, "FillColor")
    opaque = number(item.get("Alpha")) in (None, 255.0) and (
        colour is None or number(colour.get("Alpha")) in (None, 255.0)
    )
    if not _says(item.get("Fill"), False) or not opaque:
        return [], None, False
    data = text_of(item, "AbbreviatedData")
    paths = list(_subpaths(data if len(data) < _LONGEST else "", matrix))
    return [around(points) for points in paths], colour, all(len(points) <= _CORNERS for points in paths)


def outline(item: Element, matrix: Matrix) -> BBox | None:
    """Return the box around a path, as displayed; None where it has no corners."""
    data = text_of(item, "AbbreviatedData")
    points = [point for part in _subpaths(data if len(data) < _LONGEST else "", matrix) for point in part]
    return around(points) if points else None


def shade(colour: Element | None) -> int:
    """Return how light the darkest part of a colour is, 0 to 255; without one an object is black."""
    if colour is None:
        return 0
    values = [_level(part) for part in (colour.get("Value") or text_of(colour, "Value")).split()]
    if len(values) == 4:
        return round(255 - max(values))
    return round(min(values, default=0.0))


def rules(boxes: Iterable[BBox]) -> tuple[list[Rule], list[Rule]]:
    """Return the horizontal and vertical rules among some boxes, pieces of one rule joined; none of a drawing."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for x0, y0, x1, y1 in boxes:
        if y1 - y0 <= TOLERANCE and y1 - y0 < x1 - x0:
            horizontal.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= TOLERANCE:
            vertical.append(Rule((x0 + x1) / 2, y0, y1))
    across, down = joined(horizontal), joined(vertical)
    return (across, down) if len(across) + len(down) <= _MOST_RULES else ([], [])


def is_seen(colour: Element | None) -> bool:
    """Whether a colour is neither transparent nor white; without one an object is black."""
    if colour is None:
        return True
    if number(colour.get("Alpha")) == 0:
        return False
    values = [_level(part) for part in (colour.get("Value") or text_of(colour, "Value")).split()]
    if len(values) == 4:  # cyan, magenta, yellow, black
        return max(values) > 255 - _WHITE
    return not values or min(values) < _WHITE


def _level(part: str) -> float:
    try:
        return float(int(part.removeprefix("#"), 16)) if part.startswith("#") else float(part)
    except ValueError:
        return 0.0


def _says(value: str | None, default: bool) -> bool:
    return default if value is None else value.strip().lower() in ("true", "1")


def _subpaths(data: str, matrix: Matrix) -> Iterator[list[_Point]]:
    """Yield the corners of each subpath, on the page; curves count as their end points."""
    points: list[_Point] = []
    for command, end in _steps(data):
        if command in "SM":
            if len(points) > 1:
                yield points
            points = []
        if command == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
        else:
            points.append(moved(matrix, *end))
    if len(points) > 1:
        yield points


def _steps(data: str) -> Iterator[tuple[str, _Point]]:
    """Yield each command with its end point; stop at what is no command, or lacks operands."""
    tokens = iter(_TOKEN.findall(data))
    for token in tokens:
        command = token.upper()
        if command == "C":
            yield command, (0.0, 0.0)
            continue
        operands = [number(each) for each in itertools.islice(tokens, _OPERANDS.get(command, 0))]
        if len(operands) < 2 or len(operands) < _OPERANDS[command]:
            return
        x, y = operands[-2:]
        if x is None or y is None:
            return
        yield command, (x, y)
