"""Tables of text whose columns a line of dashes draws: pandoc's plain tables, reStructuredText's simple ones, many programs' lists.

``----- ---- ----`` tells where each column begins and ends, a Chinese character taking the room of two letters. Rows that keep to the
columns are rewritten with bars between their cells, each on its own line; a table of which one row does not is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.text.fold import width_of

_RULER = re.compile(r"\s*([-=])\1+(?: +\1{2,})+\s*")
_LINE = re.compile(r"\s*([-=])\1{4,}\s*")
_DASHES = re.compile(r"[-=]{2,}")
_DIRECTIVE = re.compile(r"\s*\.\.\s+table::\s*(.*\S)\s*")
_WIDEST = 64  # columns; a line of more dashes is an ornament, or meant to take long
_LONGEST_HEAD = 4  # lines of heads above the first line of dashes
_MOST = 400  # lines of one table without a line of dashes or a blank line at its end

Columns = list[tuple[int, int]]


def rows_in_bars(lines: list[str]) -> list[str]:
    """Return the lines with such tables rewritten; their number stays the same."""
    found = list(lines)
    at = 0
    while at < len(lines):
        columns = [m.span() for m in _DASHES.finditer(lines[at])] if _RULER.fullmatch(lines[at]) else []
        if not 1 < len(columns) <= _WIDEST:
            at += 1
            continue
        first, last = _extent(lines, at)
        rows = {i: _cells(lines[i], columns) for i in range(first, last) if not _is_drawn(lines[i])}
        if None not in rows.values() and any(not lines[i].strip() for i in range(at, last)):
            joined = dict(_joined(rows))  # rows of several lines, with blank lines between them
            if not any(map(_has_figures, filter(None, joined.values()))):  # else they part groups of rows
                rows = joined
        filled = [cells for cells in rows.values() if cells is not None and any(cells)]
        if len(filled) >= 2 and None not in rows.values():
            for i in range(first, last):
                cells = rows.get(i)
                found[i] = f"| {' | '.join(cells)} |" if cells and any(cells) else ""
            _caption(found, first, last)
        at = max(last, at + 1)
    return found


def _joined(rows: dict[int, list[str] | None]) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the rows that blank lines part, each at its first line with what stands below each other in its cells."""
    start: int | None = None
    own: list[list[str]] = []
    for at, cells in [*rows.items(), (max(rows) + 1, None)]:
        if cells is None or not any(cells) or (start is not None and at > start + len(own)):
            if start is not None:
                yield start, ["\n".join(filter(None, column)) for column in zip(*own, strict=True)]
            start, own = None, []
        if cells is not None and any(cells):
            start = at if start is None else start
            own.append(cells)


def _has_figures(cells: list[str]) -> bool:
    """Whether figures stand below each other in a cell, which may be wrapped, but holds one figure."""
    return any(sum(any(map(str.isdigit, line)) for line in cell.split("\n")) > 1 for cell in cells[1:])


def _is_drawn(line: str) -> bool:
    return _RULER.fullmatch(line) is not None or _LINE.fullmatch(line) is not None


def _extent(lines: list[str], ruler: int) -> tuple[int, int]:
    """The lines of a table: from the heads above its first line of dashes to the last such line, or to a blank line."""
    first = ruler
    while first and ruler - first < _LONGEST_HEAD and lines[first - 1].strip() and not _is_drawn(lines[first - 1]):
        first -= 1
    if not all(_cells(line, [m.span() for m in _DASHES.finditer(lines[ruler])]) for line in lines[first:ruler]):
        first = ruler  # what stands right above is no head: a caption, or text
    last = ruler + 1
    closed = False
    while last < len(lines) and last - ruler < _MOST:
        if not lines[last].strip():
            if closed or first < ruler or lines[ruler].strip()[0] == "=":
                break
            ends = next((i for i in range(last, min(len(lines), last + _MOST)) if _is_drawn(lines[i])), None)
            if ends is None:
                break
        closed = _is_drawn(lines[last])
        last += 1
    return first, last


def _cells(line: str, columns: Columns) -> list[str] | None:
    """Cut a line at its columns; None where a word runs over the beginning of one."""
    pieces: list[list[str]] = [[] for _ in columns]
    starts = [left for left, _ in columns[1:]]
    at, own, before = 0, 0, " "
    for char in line.rstrip():
        end = at + width_of(char)
        while own < len(starts) and starts[own] <= at:
            own += 1
        begins = own > 0 and at == starts[own - 1]
        straddles = own < len(starts) and starts[own] < end
        if not char.isspace() and (straddles or (begins and not before.isspace())):
            return None
        pieces[own].append(char)
        at, before = end, char
    return ["".join(piece).strip().replace("|", "｜") for piece in pieces]


def _caption(lines: list[str], first: int, last: int) -> None:
    """Take the marks from a caption: ``.. table:: X`` above, ``: X`` or ``Table: X`` below, which goes above."""
    above = next((i for i in range(first - 1, max(-1, first - 3), -1) if lines[i].strip()), None)
    if above is not None and (match := _DIRECTIVE.fullmatch(lines[above])):
        lines[above] = match[1]
        return
    below = next((i for i in range(last, min(len(lines), last + 3)) if lines[i].strip()), None)
    if below is None or above == first - 1 or not first:
        return
    if match := re.fullmatch(r"\s*(?:Table)?:\s+(\S.*?)\s*", lines[below]):
        lines[first - 1], lines[below] = match[1], ""
