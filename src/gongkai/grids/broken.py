"""Figures that a narrow column of a page breaks over lines: 20.1 above 5 is 20.15 where every other figure has two decimals.

Two figures in one cell look the same. So a line has to break behind a sign, a bracket, a point, a comma or within decimals, or inside of
brackets that hold the pieces together; and without brackets all figures of its column that stand on one line, three and more, have as many
decimals as the whole figure, or all of the table.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import regex

from gongkai.document import Grid, GridCell
from gongkai.grids.values import read_value
from gongkai.text.fold import narrow

_PIECES = regex.compile(r"[-+(\d][-+\d.,)]*(?:\n[\d.,)]*[%‰]?){1,3}")
_WHOLE = regex.compile(
    r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%‰]?|(?P<held>\((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\))"
)
_SCATTERED = regex.compile(r"[-+(]?[\d.,\s]*\d[\d.,\s]*\)?")
_SHARES = ("%", "‰")
_LEAST = 3  # figures that say how many decimals the table has


def with_whole_figures(grid: Grid) -> Grid:
    """Return the grid with such figures on one line; those of which nothing says how long they are stay as they are."""
    broken = {cell: text for cell in grid.cells if (text := _joined(cell)) is not None}
    if not broken:
        return grid
    whole = [
        (c.column, narrow(c.text.strip()))
        for c in grid.cells
        if c not in broken and read_value(c.text).status == "reported"
    ]
    fits = {cell: text for cell, text in broken.items() if is_one_figure(text, cell.column, whole)}
    return msgspec.structs.replace(
        grid, cells=tuple(msgspec.structs.replace(c, text=fits[c]) if c in fits else c for c in grid.cells)
    )


def is_one_figure(text: str, column: int, whole: Sequence[tuple[int, str]]) -> bool:
    """Whether the pieces of a figure are one: brackets hold them, or it has as many decimals as the ``whole`` figures of its column, of
    its table where these are too few. Figures come with their columns; shares have decimals of their own.
    """
    if text.endswith(")"):
        return True
    own = [other for at, other in whole if at == column]
    others = (
        own
        if len(own) >= _LEAST
        else [other for _, other in whole if (other[-1:] in _SHARES) == (text[-1:] in _SHARES)]
    )
    decimals = {decimals_of(other) for other in others if "." in other} or {0}
    return len(others) >= _LEAST and decimals == {decimals_of(text)}


def _joined(cell: GridCell) -> str | None:
    return whole_figure(cell.text) if cell.place.page is not None and "\n" in cell.text else None


def whole_figure(text: str) -> str | None:
    """Put the lines of one figure together; None where they may be two."""
    lines = "\n".join(line.strip() for line in narrow(text).strip().split("\n"))
    whole = lines.replace("\n", "")
    match = _WHOLE.fullmatch(whole) if _PIECES.fullmatch(lines) else None
    ends = [lines[: at.start()].replace("\n", "") for at in regex.finditer(r"\n", lines)]
    if match is None or (match["held"] is None and not all(end[-1] in "-+.," or "." in end for end in ends)):
        return None
    return None if ends[0] in "-+" and len(ends) == 1 else whole  # no figure above 12.50, or -12.50


def decimals_of(text: str) -> int:
    """Count the decimals of a printed figure."""
    return len(text.rstrip(")%‰").rpartition(".")[2]) if "." in text else 0


def is_broken_figure(text: str) -> bool:
    """Whether a cell holds nothing but the digits of figures over lines: which of them are one cannot be told, but it is no label."""
    return "\n" in text.strip() and _SCATTERED.fullmatch(narrow(text).strip()) is not None
