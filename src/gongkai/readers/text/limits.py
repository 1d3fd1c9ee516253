"""How much text a report can hold: far beyond the longest, a file is no report, and is refused before it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.document import Block, Issue, Paragraph
from gongkai.errors import NotAReport
from gongkai.readers.text.marks import PIPE, TAB

_MOST = 30_000  # the longest reports have two thousand lines and cells, with every character on a line of its own ten thousand
_LONGEST = 100_000  # characters of a paragraph; beyond, it is not searched for tables


def refuse_endless(parts: int) -> None:
    """Raise NotAReport where a file has more lines and cells than any report."""
    if parts > _MOST:
        raise NotAReport(
            f"it has {parts:,} lines and cells of text, and no annual report is so long; "
            "if it holds many reports, save each of them as a file of its own"
        )


def long_lines(blocks: Iterable[Block]) -> Iterator[Issue]:
    """Yield a warning for each paragraph that is too long to be searched for tables."""
    for block in blocks:
        if isinstance(block, Paragraph) and len(block.text) > _LONGEST:
            yield Issue(
                code="endless_line",
                severity="warning",
                message=f"a paragraph has {len(block.text):,} characters; it was not searched for tables",
                location=None if block.place.line is None else f"line {block.place.line}",
            )


def parts_of(lines: Iterable[str]) -> int:
    """Count the lines that hold anything, and the marks of cells in them."""
    return sum(1 + line.count(PIPE) + line.count(TAB) for line in lines if TAB in line or (line and not line.isspace()))
