"""Which line of the form each row of a grid is: by its label, then by likeness, then by place between its neighbours."""

from __future__ import annotations

from rapidfuzz import fuzz

from gongkai.forms.model import TableForm
from gongkai.tables.grid.rows import ValueRow, items_named
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number
from gongkai.text.numerals import read_cell

_ALIKE = 72.0  # of 100: two wrong characters of eight pass (75), two of seven do not (71)
_APART = 10.0  # by so much the best line must be likelier than the next, or neither is taken


def lines_of(rows: tuple[ValueRow, ...], table: TableForm) -> list[int | None]:
    """Return for each row the index of its line: by its label, then by likeness, then by place between its neighbours."""
    lines: list[int | None] = []
    for row in rows:
        before = next((i for i in reversed(lines) if i is not None), -1)
        lines.append(_line_of(row, table, before))
    for index, row in enumerate(rows):
        if lines[index] is None and row.labels:
            between = _missing_between(lines, index, table)
            unknown = [label.text for label in reversed(row.labels) if not items_named(label, table)]
            lines[index] = next((i for text in unknown if (i := _likely(text, table, *between)) is not None), None)
    _fill_gaps(rows, lines, table)
    return lines


def _line_of(row: ValueRow, table: TableForm, before: int) -> int | None:
    """Return the line that the row's last label names; of several the one under the same parents, then the next one."""
    if not table.items or all(block.spec.across for block in table.blocks):
        return None if row.labels else _only_line(row, table)
    for label in reversed(row.labels):
        items = items_named(label, table)
        named = [i.line for i in items if i.role == "row" and i.line is not None]
        if len(named) > 1:
            named = _by_parents(named, row, table) or named
            named = [line for line in named if line > before][:1] or named
        if named:
            return named[0]
        if items:  # a group's label: the row itself has none of its own
            return None
    return None


def _by_parents(lines: list[int], row: ValueRow, table: TableForm) -> list[int]:
    path = {core(strip_number(c.text)) for c in row.labels[:-1]}
    return [i for i in lines if {core(strip_number(p)) for p in table.lines[i].parents} & path]


def _only_line(row: ValueRow, table: TableForm) -> int | None:
    """Return the single line of a table whose rows stand across, if the row is one of values."""
    enough = sum(1 for c in row.values if read_cell(c.text).status != "unreadable")
    return 0 if len(table.lines) == 1 and enough >= len(table.lines[0].slots) // 2 else None


def _missing_between(lines: list[int | None], index: int, table: TableForm) -> tuple[int, int]:
    before = next((i for i in reversed(lines[:index]) if i is not None), -1)
    after = next((i for i in lines[index + 1 :] if i is not None), len(table.lines))
    return before + 1, after


def _likely(label: str, table: TableForm, start: int, end: int) -> int | None:
    """Return the one line from ``start`` to ``end`` whose name is like ``label``, or like what stands before its remark; None if none
    or two are.
    """
    whole = strip_number(label)
    likes = [name for name in {core(whole), core(whole.split("（")[0].split("(")[0])} if len(name) >= 3]
    if not likes:
        return None
    scored = sorted(
        (
            (max(fuzz.ratio(name, n) for n in table.lines[i].names for name in likes), i)
            for i in range(start, end)
            if table.lines[i].names
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < _ALIKE or (len(scored) > 1 and scored[1][0] > scored[0][0] - _APART):
        return None
    return scored[0][1]


def _fill_gaps(rows: tuple[ValueRow, ...], lines: list[int | None], table: TableForm) -> None:
    """Place unlabelled full rows between two known ones, only where their number equals the lines missing there."""
    index = 0
    while index < len(rows):
        if lines[index] is not None or rows[index].labels:
            index += 1
            continue
        end = index
        while end < len(rows) and lines[end] is None and not rows[end].labels:
            end += 1
        start, stop = _missing_between(lines, index, table)
        if 0 < end - index == stop - start and index > 0:
            lines[index:end] = range(start, stop)
        index = end
