"""From the places that a report's cells were read at to the cells: what a page, a line or a table's cell of the source gave."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.document import BBox, Place
from gongkai.review.model import CellView, Piece, Region
from gongkai.review.states import MEANINGS

_RANK = {meaning.state: rank for rank, meaning in enumerate(MEANINGS)}
_Box = tuple[int, BBox]
_AROUND, _INSIDE = 1.5, -0.8  # points between a figure, or the rules of its cell, and what is drawn around it


class Places:
    """Finds the cells that were read at a place. What a report says of its places is believed as it stands."""

    def __init__(self, cells: Iterable[CellView]) -> None:
        self._boxes: dict[_Box, list[CellView]] = {}
        self._slots: dict[tuple[int, tuple[int, int]], list[CellView]] = {}
        self._lines: dict[int, list[CellView]] = {}
        for view in cells:
            place = view.cell.source
            if place.page is not None and place.bbox is not None:
                self._boxes.setdefault((place.page, _rounded(place.bbox)), []).append(view)
            if place.table is not None and place.cell is not None:
                self._slots.setdefault((place.table, place.cell), []).append(view)
            if place.line is not None:
                self._lines.setdefault(place.line, []).append(view)

    @property
    def pages(self) -> frozenset[int]:
        """The pages that figures were read on."""
        return frozenset(page for page, _ in self._boxes)

    def on_line(self, line: int) -> tuple[CellView, ...]:
        """Return the cells that were read on a line of text, in form order."""
        return tuple(self._lines.get(line, ()))

    def at(self, place: Place) -> tuple[CellView, ...]:
        """Return the cells that were read at exactly this place of a table or a page."""
        if place.table is not None and place.cell is not None:
            return tuple(self._slots.get((place.table, place.cell), ()))
        if place.page is not None and place.bbox is not None:
            return tuple(self._boxes.get((place.page, _rounded(place.bbox)), ()))
        return ()

    def regions(self, page: int) -> tuple[Region, ...]:
        """Return the rectangles of a page to draw around the figures that were read there."""
        return tuple(_region(box, cells) for (number, box), cells in self._boxes.items() if number == page)


def piece_of(text: str, cells: tuple[CellView, ...]) -> Piece:
    """Mark a piece of the source with the cells that were read there; it looks like the most doubtful of them."""
    if not cells:
        return Piece(text)
    return Piece(text, tuple(view.number for view in cells), _worst(cells).state)


def _region(box: BBox, cells: Iterable[CellView]) -> Region:
    cells = tuple(cells)
    air = _INSIDE if cells[0].cell.source.cell is not None else _AROUND
    x0, y0, x1, y1 = (box[0] - air, box[1] - air, box[2] + air, box[3] + air)
    numbers = tuple(view.number for view in cells)
    width, height = max(1.0, x1 - x0), max(1.0, y1 - y0)
    return Region(round(x0, 1), round(y0, 1), round(width, 1), round(height, 1), numbers, _worst(cells).state)


def _worst(cells: Iterable[CellView]) -> CellView:
    return min(cells, key=lambda view: _RANK[view.state])


def _rounded(box: BBox) -> BBox:
    x0, y0, x1, y1 = box
    return (round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))
