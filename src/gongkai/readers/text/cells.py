"""Cell-marked text becomes tables: where they begin and end, and which of them are none after all.

Only shapes decide here, never what a label says. Every character of text comes out again, in order, with its line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from gongkai.readers.text.barred import barred_apart
from gongkai.readers.text.cell_stream import Table, read_pipe_stream, read_tab_stream
from gongkai.readers.text.gap_cells import find_gap_tables, spacing_of
from gongkai.readers.text.lone_tabs import has_lone_tabs, read_lone_tabs
from gongkai.readers.text.marks import (
    PIPE,
    TAB,
    Line,
    begins_with_figure,
    is_numbered,
    is_prose,
    is_ruler,
    mark_of,
    may_hold_prose,
    split_cells,
)
from gongkai.readers.text.padding import Surroundings, surroundings_of
from gongkai.readers.text.repeated_cells import find_repeated
from gongkai.readers.text.row_lines import has_pipe_rows, has_tab_rows, read_pipe_rows, read_tab_rows


def find_tables(lines: Iterable[Line]) -> Iterator[Table | Line]:
    """Yield the tables among ``lines`` and the lines that stand outside them, in reading order."""
    prepared = [part for line in lines if not is_ruler(line.text) for part in _prose_apart(line)]
    for is_table, items in groupby(find_repeated(prepared), lambda item: isinstance(item, Table)):
        own = list(items)
        yield from own if is_table else _marked([item for item in own if isinstance(item, Line)])


def _marked(prepared: list[Line]) -> Iterator[Table | Line]:
    """Yield the tables whose cells something parts: a sign, or empty lines of a regular number."""
    ignore_tabs = _is_piped(prepared)
    usual = surroundings_of(prepared)
    stretches = list(_stretches(prepared, ignore_tabs))
    following = [*(lines[0] for _, lines in stretches[1:]), None]
    unmarked = [(lines, after) for (mark, lines), after in zip(stretches, following, strict=True) if mark is None]
    spacing = spacing_of(unmarked)
    for (mark, stretch), after in zip(stretches, following, strict=True):
        if mark is None and spacing is not None:
            yield from find_gap_tables((stretch, after), spacing)
        elif mark is None:
            yield from stretch
        else:
            yield from chain.from_iterable(map(_checked, _read(stretch, mark, usual)))


def _is_piped(lines: list[Line]) -> bool:
    """Whether pipes part this text's cells and TABs are nothing but white space."""
    marks = [mark_of(line.text) for line in lines]
    return marks.count(PIPE) > 2 * marks.count(TAB)


def _stretches(lines: list[Line], ignore_tabs: bool) -> Iterator[tuple[str | None, list[Line]]]:
    """Cut the text at prose and wherever the sign that parts the cells changes; None stands for lines without marks."""
    stretch: list[Line] = []
    current: str | None = None
    for line in lines:
        mark = mark_of(line.text)
        mark = None if mark == TAB and ignore_tabs else mark
        prose = _holds_prose(line, mark)
        if stretch and (prose or (mark and current and mark != current)):
            yield current, stretch
            stretch, current = [], None
        if prose:
            yield None, [line]
        else:
            stretch.append(line)
            current = current or mark
    if stretch:
        yield current, stretch


def _holds_prose(line: Line, mark: str | None) -> bool:
    if not may_hold_prose(line.text):
        return False
    return any(map(is_prose, split_cells(line.text, mark))) if mark else is_prose(line.text.strip())


def _prose_apart(line: Line) -> Iterator[Line]:
    """Give running text that stands between pipes a line of its own: layout tables put pipes around whole reports."""
    if not may_hold_prose(line.text) or mark_of(line.text) != PIPE:
        yield line
        return
    pieces = line.text.split(PIPE)
    if not any(is_prose(piece.strip()) for piece in pieces):
        yield line
        return
    for prose, group in groupby(pieces, lambda piece: is_prose(piece.strip())):
        parts = list(group)
        if prose:
            yield from (line._replace(text=part.strip()) for part in parts)
        elif any(map(str.strip, parts)):
            yield line._replace(text=PIPE.join([*parts, ""]), gap=0)


def _read(stretch: list[Line], mark: str, usual: Surroundings | None) -> list[Table | Line]:
    if mark == TAB and has_lone_tabs(stretch):
        return read_lone_tabs(stretch)
    if mark == TAB:
        return read_tab_rows(stretch) if has_tab_rows(stretch) else read_tab_stream(stretch)
    items: list[Table | Line] = []
    for rows, lines in barred_apart(stretch):
        if rows:
            items.append(Table(tuple(rows), rows_known=True))
        else:
            items += read_pipe_rows(lines, usual) if has_pipe_rows(lines) else read_pipe_stream(lines, usual)
    return items


def _checked(item: Table | Line) -> Iterator[Table | Line]:
    """Let a table go back to lines where it is none; a lone numbered cell in a row of its own is a heading."""
    if isinstance(item, Line):
        yield item
        return
    headings = _headings(item)
    for heading, numbers in groupby(range(len(item.rows)), lambda r: r in headings):
        table = Table(tuple(item.rows[r] for r in numbers), item.rows_known)
        yield from [table] if not heading and _is_table(table) else table.lines()


def _headings(table: Table) -> set[int]:
    """Return the rows that are a lone numbered cell on lines of its own."""
    if not table.rows_known:
        return set()
    shared = Counter(id(line) for row in table.rows for line in {id(x): x for cell in row for x in cell.lines}.values())
    return {
        r
        for r, row in enumerate(table.rows)
        if len(row) == 1 and is_numbered(row[0].text) and all(shared[id(line)] == 1 for line in row[0].lines)
    }


def _is_table(table: Table) -> bool:
    """Whether there are figures, or rows of several texts; a single line with one TAB in it is prose."""
    filled = [[cell.text for cell in row if cell.text] for row in table.rows]
    count = sum(map(len, filled))
    if count < 2:
        return False
    if any(begins_with_figure(text) for row in filled for text in row):
        return True
    wide = [row for row in filled if len(row) > 1]
    return table.rows_known and (len(wide) > 1 or count > 2) and bool(wide)
