"""Figures that a narrow column of a page breaks over two lines: 20.1 above 5 is 20.15 where every other figure has two decimals.

Two figures in one cell look the same. So the line has to break behind a point, a comma or within decimals, and all figures of the table
that stand on one line, three and more, have as many decimals as the whole figure.
"""

from __future__ import annotations

import msgspec
import regex

from gongkai.document import Grid, GridCell
from gongkai.grids.values import read_value
from gongkai.text.fold import narrow

_BROKEN = regex.compile(r"(?P<first>[-+]?[\d,]*\.\d*|[-+]?\d{1,3}(?:,\d{3})*,)\n(?P<rest>\d+(?:\.\d+)?)")
_LEAST = 3  # figures that say how many decimals the table has


def with_whole_figures(grid: Grid) -> Grid:
    """Return the grid with such figures on one line; as it is where its figures do not say how long they are."""
    broken = {cell: text for cell in grid.cells if (text := _joined(cell)) is not None}
    if not broken:
        return grid
    whole = [narrow(c.text.strip()) for c in grid.cells if c not in broken and read_value(c.text).status == "reported"]
    decimals = {_decimals(text) for text in whole if "." in text} or {0}
    if len(whole) < _LEAST or len(decimals) != 1:
        return grid
    fits = {cell: text for cell, text in broken.items() if _decimals(text) in decimals}
    return msgspec.structs.replace(
        grid, cells=tuple(msgspec.structs.replace(c, text=fits[c]) if c in fits else c for c in grid.cells)
    )


def _joined(cell: GridCell) -> str | None:
    if cell.place.page is None or "\n" not in cell.text:
        return None
    lines = "\n".join(line.strip() for line in narrow(cell.text).strip().split("\n"))
    match = _BROKEN.fullmatch(lines)
    text = match["first"] + match["rest"] if match else ""
    return text if match and read_value(text).status == "reported" else None


def _decimals(text: str) -> int:
    return len(text.rpartition(".")[2]) if "." in text else 0


def is_broken_figure(text: str) -> bool:
    """Whether a cell holds nothing but the digits of figures over lines: which of them are one cannot be told, but it is no label."""
    return "\n" in text.strip() and regex.fullmatch(r"[-+]?[\d.,\s]*\d[\d.,\s]*", narrow(text)) is not None
