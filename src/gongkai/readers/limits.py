"""How much text a report can hold: far beyond the longest, a file is no report, and is refused before it is looked at."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.errors import NotAReport
from gongkai.readers.marks import PIPE, TAB

_MOST = 30_000  # the longest reports have two thousand lines and cells, with every character on a line of its own ten thousand


def refuse_endless(parts: int) -> None:
    """Raise NotAReport where a file has more lines and cells than any report."""
    if parts > _MOST:
        raise NotAReport(
            f"it has {parts:,} lines and cells of text, and no annual report is so long; "
            "if it holds many reports, save each of them as a file of its own"
        )


def parts_of(lines: Iterable[str]) -> int:
    """Count the lines that hold anything, and the marks of cells in them."""
    return sum(1 + line.count(PIPE) + line.count(TAB) for line in lines if TAB in line or (line and not line.isspace()))
