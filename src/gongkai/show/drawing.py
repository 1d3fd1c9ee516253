"""Draws a laid-out table with box characters: spans, wrapped labels, figures to the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from gongkai.show.layout import Box, Layout
from gongkai.show.values import Mark, Shown
from gongkai.show.width import char_width, text_width, wrap

# Keyed by which arms a junction has: up, down, left, right.
_JUNCTIONS = {
    "udlr": "┼", "udl": "┤", "udr": "├", "ulr": "┴", "dlr": "┬", "ul": "┘", "ur": "└", "dl": "┐", "dr": "┌",
    "ud": "│", "lr": "─", "u": "│", "d": "│", "l": "─", "r": "─", "": " ",
}  # fmt: skip
_COLOURS: Mapping[Mark, str] = {"contradicted": "31;1", "ambiguous": "33;1", "missing": "33", "unreadable": "35"}
_FIGURE_WIDTHS = (12, 8, 4)
_GROUP_WIDTH = 10  # columns of a terminal
_LABEL_WIDTH = 24  # columns of a terminal; longer labels are wrapped


def draw(
    layout: Layout, cells: Mapping[tuple[str, str], Shown], *, width: int = 118, colour: bool = False
) -> list[str]:
    """Return the table's lines, at most ``width`` columns wide unless its figures need more."""
    shown = {box: _shown(box, cells) for box in layout.boxes}
    columns = _column_widths(layout, shown, width)
    canvas = _Canvas(layout, columns, _row_heights(layout, shown, columns))
    canvas.rule()
    for box, content in shown.items():
        canvas.write(box, content, colour)
    return canvas.lines()


def _shown(box: Box, cells: Mapping[tuple[str, str], Shown]) -> Shown:
    if box.cell is None:
        return Shown(box.text)
    return cells.get(box.cell, Shown("·", "missing"))


def _span_width(box: Box, columns: list[int]) -> int:
    return sum(columns[box.column : box.column + box.column_span]) + box.column_span - 1


def _column_widths(layout: Layout, shown: Mapping[Box, Shown], width: int) -> list[int]:
    """Give the deepest labels what the figures leave, and the figures as much as the labels can spare."""
    groups = [_GROUP_WIDTH] * (layout.labels - 1)
    labels = (text_width(b.text) for b in layout.boxes if b.role == "label" and b.column == layout.labels - 1)
    wanted = max(labels, default=0)
    room = 0
    figures: list[int] = []
    for least in _FIGURE_WIDTHS:
        figures = [max(least, need) for need in _figure_needs(layout, shown)]
        room = width - 1 - sum(groups) - len(groups) - sum(figures) - len(figures) - 1
        if room >= (min(wanted, _LABEL_WIDTH) if layout.labels else -1):
            break
    last = [max(8, min(wanted, room))] if layout.labels else []
    return [*groups, *last, *figures]


def _figure_needs(layout: Layout, shown: Mapping[Box, Shown]) -> list[int]:
    """Return the width of the widest figure in each column, and one column of air."""
    needs = [0] * layout.values
    for box, content in shown.items():
        if box.cell is not None and box.column_span == 1:
            text = content.text if content.mark != "unreadable" else ""
            need = text_width(text) + (content.mark != "contradicted")
            needs[box.column - layout.labels] = max(needs[box.column - layout.labels], need)
    return needs


def _row_heights(layout: Layout, shown: Mapping[Box, Shown], columns: list[int]) -> list[int]:
    heights = [1] * layout.rows
    for box, content in sorted(shown.items(), key=lambda item: item[0].row_span):
        rows = range(box.row, box.row + box.row_span)
        rules = sum(row not in layout.solid for row in rows[1:])
        lines = len(wrap(content.text, _span_width(box, columns)))
        heights[rows[-1]] += max(0, lines - rules - sum(heights[row] for row in rows))
    return heights


class _Canvas:
    """Screen columns by lines; the second column of a wide character holds nothing."""

    def __init__(self, layout: Layout, columns: list[int], heights: list[int]) -> None:
        self._layout = layout
        self._x = _starts([size + 1 for size in columns])
        ruled = [row not in layout.solid for row in range(layout.rows)]
        self._y = _starts([size + (row + 1 >= layout.rows or ruled[row + 1]) for row, size in enumerate(heights)])
        self._grid = [[" "] * (self._x[-1] + 1) for _ in range(self._y[-1] + 1)]

    def _area(self, box: Box) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom of the rules around ``box``, or of the text line where there is no rule."""
        after = box.row + box.row_span
        return self._x[box.column], self._y[box.row], self._x[box.column + box.column_span], self._y[after]

    def rule(self) -> None:
        """Draw all lines: an arm between two points wherever a box has an edge there."""
        arms: dict[tuple[int, int], set[str]] = {}
        for box in self._layout.boxes:
            left, top, right, bottom = self._area(box)
            open_top = box.row in self._layout.solid
            open_bottom = box.row + box.row_span in self._layout.solid
            for y in [y for y, is_open in ((top, open_top), (bottom, open_bottom)) if not is_open]:
                _join(arms, ((x, y) for x in range(left, right + 1)), "r", "l")
            for x in (left, right):
                _join(arms, ((x, y) for y in range(top, bottom + 1)), "d", "u")
        for (x, y), found in arms.items():
            self._grid[y][x] = _JUNCTIONS["".join(arm for arm in "udlr" if arm in found)]

    def write(self, box: Box, content: Shown, colour: bool) -> None:
        """Write a box's text: heads centred, labels to the left, figures to the right."""
        left, top, right, bottom = self._area(box)
        width = right - left - 1
        lines = wrap(content.text, width)
        free = bottom - top - len(lines) - (box.row + box.row_span not in self._layout.solid)
        first = top + 1 + (free // 2 if box.role == "head" else 0)
        for y, line in enumerate(lines, first):
            free = width - text_width(line)
            air = free > 0 and content.mark != "contradicted"  # its "!" stands where the air is, so digits stay in line
            indent = {"head": free // 2, "label": 0, "value": max(0, free - air)}[box.role]
            self._put(left + 1 + indent, y, line, _COLOURS[content.mark] if colour and content.mark else None)

    def _put(self, x: int, y: int, text: str, colour: str | None) -> None:
        start = x
        for char in text:
            size = char_width(char)
            if size == 0:
                self._grid[y][max(start, x - 1)] += char
                continue
            self._grid[y][x : x + size] = [char, ""][:size]
            x += size
        if colour and text:
            self._grid[y][start] = f"\x1b[{colour}m{self._grid[y][start]}"
            self._grid[y][x - 1] += "\x1b[0m"

    def lines(self) -> list[str]:
        return ["".join(row).rstrip() for row in self._grid]


def _starts(sizes: Iterable[int]) -> list[int]:
    starts = [0]
    for size in sizes:
        starts.append(starts[-1] + size)
    return starts


def _join(arms: dict[tuple[int, int], set[str]], points: Iterable[tuple[int, int]], forth: str, back: str) -> None:
    for here, there in pairwise(points):
        arms.setdefault(here, set()).add(forth)
        arms.setdefault(there, set()).add(back)
