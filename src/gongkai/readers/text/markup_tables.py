"""Tables of AsciiDoc and of wikis, whose rows go over several lines: each row is put on its first line.

Blank cells take the places that a span covers, as in every other text with cell marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_FENCE = "|==="
_COLUMNS = re.compile(r"cols\s*=\s*(?:\"([^\"]*)\"|(\d+))")
_REPEATED = re.compile(r"(\d{1,2})\*.*")
# What may stand before a cell's pipe in AsciiDoc: 2+ spans two columns, .3+ three rows, 2.3+ both; alignment; a style.
_ASCIIDOC_CELL = re.compile(
    r"(?:(?<=\s)|^)(?:(\d{1,2})?(?:\.(\d{1,2}))?\+)?(?:[<^>]|\.[<^>]){0,2}[adehlms]?\|", re.MULTILINE
)
_WIKI_ATTRIBUTES = re.compile(r"\s*(?:[a-z-]+\s*=\s*(?:\"[^\"]*\"|[^\s|]+)\s*)+\|(?!\|)", re.IGNORECASE)
_WIKI_SPAN = re.compile(r"(col|row)span\s*=\s*\"?(\d{1,2})", re.IGNORECASE)
_BLOCK_ATTRIBUTES = re.compile(r"\[[^\]]*\]")  # of AsciiDoc, above a table
_BLOCK_TITLE = re.compile(r"\.[^\s.].*")
_SEPARATOR = re.compile(r"\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+")
_WIDEST = 64  # columns of a span


class _Cell(NamedTuple):
    text: str
    line: int
    across: int = 1
    down: int = 1


def rows_on_lines(lines: list[str]) -> list[str]:
    """Return the lines with such tables rewritten; their number stays the same."""
    found = list(lines)
    start: int | None = None
    for at, line in enumerate(lines):
        mark = line.strip()
        if start is None:
            start = at if mark == _FENCE or mark.startswith("{|") else None
        elif lines[start].strip() == _FENCE and mark == _FENCE:
            _write(found, start, at, _asciidoc_rows(lines, start, at))
            _bare_caption(found, start)
            start = None
        elif lines[start].strip() != _FENCE and mark == "|}":
            _write(found, start, at, _wiki_rows(lines[start + 1 : at], start + 1))
            found[start] = next(
                (line.strip()[2:].strip() for line in lines[start:at] if line.strip().startswith("|+")), ""
            )
            start = None
    return found


def _bare_caption(lines: list[str], start: int) -> None:
    """Take the marks from what stands above a table of AsciiDoc: ``.Title`` and ``[cols="1,2"]``."""
    for at in range(start - 1, max(-1, start - 3), -1):
        text = lines[at].strip()
        if _BLOCK_ATTRIBUTES.fullmatch(text):
            lines[at] = ""
        elif _BLOCK_TITLE.fullmatch(text):
            lines[at] = text[1:]


def _write(lines: list[str], start: int, end: int, rows: Iterator[list[_Cell]]) -> None:
    """Put each row on the line of its first cell, or the next that is free, and empty the others."""
    written: dict[int, list[_Cell]] = {}
    last = start
    for row in filter(None, rows):
        last = max(row[0].line, last + 1)
        written[last] = row
    if last > end:
        return  # more rows than lines: left as it is
    covered: dict[int, int] = {}
    for at in range(start, end + 1):
        lines[at] = _row(written[at], covered) if at in written else ""


def _row(row: list[_Cell], covered: dict[int, int]) -> str:
    """Print a row; ``covered`` counts, for each column, the rows that a cell above still reaches into."""
    pieces: list[str] = []
    for cell in row:
        _skip(pieces, covered)
        covered.update(dict.fromkeys(range(len(pieces), len(pieces) + cell.across), cell.down - 1))
        pieces += [cell.text, *[""] * (cell.across - 1)]
    _skip(pieces, covered)
    return f"| {' | '.join(pieces)} |"


def _skip(pieces: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(pieces), 0) > 0:
        covered[len(pieces)] -= 1
        pieces.append("")


def _asciidoc_rows(lines: list[str], start: int, end: int) -> Iterator[list[_Cell]]:
    """Cut the cells, which only follow on each other, into rows of the declared or the first line's width."""
    cells = list(_asciidoc_cells(lines, start, end))
    first = [cell for cell in cells if cell.line == cells[0].line]
    width = _declared_width(lines[start - 1] if start else "") or sum(cell.across for cell in first)
    row: list[_Cell] = []
    free = width
    reaching: list[tuple[int, int]] = []  # rows to go and columns of the cells that reach down
    for cell in cells:
        row.append(cell)
        free -= cell.across
        if free <= 0:
            yield row
            reaching = [(down - 1, across) for down, across in reaching if down > 1]
            reaching += [(c.down - 1, c.across) for c in row if c.down > 1]
            row, free = [], width - sum(across for _, across in reaching)
    yield row


def _asciidoc_cells(lines: list[str], start: int, end: int) -> Iterator[_Cell]:
    open_cell: _Cell | None = None
    for at in range(start + 1, end):
        line = lines[at]
        marks = [m for m in _ASCIIDOC_CELL.finditer(line) if line[m.end() - 2 : m.end() - 1] != "\\"]
        head = line[: marks[0].start()].strip() if marks else line.strip()
        if head and open_cell:
            open_cell = open_cell._replace(text=f"{open_cell.text}\n{head}".strip())
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            if open_cell:
                yield open_cell
            text = line[mark.end() : following.start() if following else len(line)].strip()
            open_cell = _Cell(text, at, _bounded(mark[1]), _bounded(mark[2]))
    if open_cell:
        yield open_cell


def _declared_width(attributes: str) -> int:
    match = _COLUMNS.search(attributes)
    if not match:
        return 0
    if match[2]:
        return int(match[2])
    repeated = [_REPEATED.fullmatch(column.strip()) for column in match[1].split(",")]
    return sum(int(many[1]) if many else 1 for many in repeated)


def _wiki_rows(lines: list[str], first: int) -> Iterator[list[_Cell]]:
    row: list[_Cell] = []
    for at, line in enumerate(lines, first):
        mark = line.strip()
        if mark.startswith("|-"):
            yield row
            row = []
        elif mark.startswith("|+"):
            continue
        elif mark[:1] in {"|", "!"}:
            pieces = re.split(r"\|\||!!" if mark[0] == "!" else r"\|\|", mark[1:])
            row += [_wiki_cell(piece, at) for piece in pieces]
        elif mark and row:
            row[-1] = row[-1]._replace(text=f"{row[-1].text}\n{mark}".strip())
    yield row


def _wiki_cell(piece: str, line: int) -> _Cell:
    attributes = _WIKI_ATTRIBUTES.match(piece)
    spans = {kind.lower(): _bounded(count) for kind, count in _WIKI_SPAN.findall(attributes[0] if attributes else "")}
    text = piece[attributes.end() :] if attributes else piece
    return _Cell(text.strip(), line, spans.get("col", 1), spans.get("row", 1))


def _bounded(count: str | None) -> int:
    return min(max(int(count or 1), 1), _WIDEST)


def with_outer_bars(lines: list[str]) -> list[str]:
    """Return the lines with bars around the rows of Markdown tables that have none: below ``--- | ---:`` each line is a row."""
    found = list(lines)
    at = 1
    while at < len(lines):
        count = _cells_of(lines[at]) if _SEPARATOR.fullmatch(lines[at]) else 0
        if count < 2 or _cells_of(lines[at - 1]) != count:
            at += 1
            continue
        last = at + 1
        while last < len(lines) and _cells_of(lines[last]) == count:
            last += 1
        for row in (at - 1, *range(at + 1, last)):
            text = lines[row].strip()
            found[row] = f"| {text} |"
        at = last
    return found


def _cells_of(line: str) -> int:
    """How many cells the bars of a line part; 0 where there are none."""
    text = line.strip().replace("\\|", "")
    inner = text.removeprefix("|").removesuffix("|") if text.startswith("|") or text.endswith("|") else text
    return inner.count("|") + 1 if "|" in text else 0
