"""Text with one cell a line: cells opened by TABs or ended by pipes, and the rows that can be told among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from gongkai.readers.text.marks import (
    PIPE,
    TAB,
    Line,
    begins_with_figure,
    is_bare_ruler,
    is_numbered,
    mark_of,
    may_continue,
    split_cells,
)
from gongkai.readers.text.padding import Surroundings
from gongkai.text.numerals import is_value

MOST_LINES = 12
"""More lines than a cell of the narrowest column has; what is longer is no cell."""


class Cell(NamedTuple):
    """A cell and the lines that it was read from; ``opens`` says that a lone pipe stands before it."""

    text: str
    lines: tuple[Line, ...]
    opens: bool = False
    padding: bool = False

    @property
    def gap(self) -> int:
        """Number of blank lines before the cell."""
        return self.lines[0].gap


Row = Sequence[Cell]
_Marker = Callable[[Cell, Cell], bool]
Item = Cell | Line


class Table(NamedTuple):
    """Rows of cells; one row only where ``rows_known`` is False."""

    rows: tuple[Row, ...]
    rows_known: bool

    def lines(self) -> Iterator[Line]:
        """Yield the lines that the table was read from, each once."""
        last: Line | None = None
        for row in self.rows:
            for line in (line for cell in row for line in cell.lines):
                if line is not last:
                    yield line
                last = line


class _Token(NamedTuple):
    """A piece of text or, with empty text, a pipe; ``own`` says that its line holds both kinds. Where the white space tells,
    ``idle`` says whether a pipe ends no blank cell.
    """

    text: str
    line: Line
    own: bool
    idle: bool | None = None


def read_tab_stream(lines: list[Line]) -> list[Table | Line]:
    """Read cells that a TAB opens; a line without one goes on with the cell above, a blank line ends the row."""
    items: list[Item] = []
    late = _follow_their_tabs(lines)
    for line in lines:
        if is_bare_ruler(line.text):
            continue
        if mark_of(line.text) != TAB:
            _continue_cell(items, line, late=late)
            continue
        first, *rest = split_cells(line.text, TAB)
        items += [Cell(text, (line,)) for text in ([first] if first else []) + (rest if any(rest) or not first else [])]
    return _tables(items, trust_gaps=True)


def _follow_their_tabs(lines: list[Line]) -> bool:
    """Whether texts stand on the line below the TAB that opens their cell, as a rule."""
    below = sum(not a.text.strip() and mark_of(a.text) == TAB != mark_of(b.text) for a, b in pairwise(lines))
    return below > sum(mark_of(line.text) == TAB and bool(line.text.strip()) for line in lines)


def _continue_cell(items: list[Item], line: Line, *, late: bool) -> None:
    """Add a line without a mark to the cell above it, where it can belong to it."""
    above = items[-1] if items else None
    text = line.text.strip()
    joins = isinstance(above, Cell) and line.gap == 0 and may_continue(text) and len(above.lines) < MOST_LINES
    if joins and isinstance(above, Cell) and goes_on(above.text, text):
        begun = above.lines if above.text else ()
        first = line if begun else line._replace(gap=above.gap)
        items[-1] = above._replace(text=f"{above.text}\n{text}".strip("\n"), lines=(*begun, first))
    else:
        items.append(line)


def goes_on(above: str, text: str) -> bool:
    """Whether ``text`` can go on with a cell: a label breaks anywhere, a figure only before a note or more digits."""
    if begins_with_figure(above):
        return text[0] in "（([【注其含件" or text[0].isdigit()
    return not is_numbered(text) and not is_value(text)


def read_pipe_stream(lines: list[Line], usual: Surroundings | None) -> list[Table | Line]:
    """Read cells that a pipe ends, wherever the pipe stands: behind the text, on the next line, or opening each row."""
    tokens = list(_tokens((line for line in lines if not is_bare_ruler(line.text)), usual))
    items = list(_stream(tokens, opening=False))
    first = next((item for item in items if isinstance(item, Cell)), None)
    if first is not None and not first.text and first.padding:
        opened = list(_stream(tokens, opening=True))
        tables = _tables(opened, trust_gaps=False)
        if any(isinstance(table, Table) and table.rows_known for table in tables):
            return tables
    return _tables(items, trust_gaps=False, markers=_MARKERS[:1] if usual else _MARKERS)


def pipe_cells(lines: Iterable[Line], usual: Surroundings | None) -> list[Item]:
    """Read cells that a pipe ends, and the lines that stand between them."""
    return list(_stream(list(_tokens(lines, usual)), opening=False))


def _tokens(lines: Iterable[Line], usual: Surroundings | None) -> Iterator[_Token]:
    for line in lines:
        if mark_of(line.text) != PIPE:
            yield _Token(line.text.strip(), line, own=False)
            continue
        pieces = split_cells(line.text, PIPE)
        own = any(pieces)
        idle = usual.idle(line) if usual else [None] * len(pieces)
        for index, piece in enumerate(pieces):
            if index:
                yield _Token("", line, own, idle[index - 1])
            if piece:
                yield _Token(piece, line, own=True)


def _stream(tokens: list[_Token], opening: bool) -> Iterator[Item]:
    """Turn tokens into cells; with ``opening`` the first of some lone pipes opens a row and ends no blank cell."""
    afterwards = _ends_on_next_line(tokens)
    waiting: list[_Token] = []
    begun = opens = opened = False
    for index, token in enumerate(tokens):
        if token.text:
            waiting.append(token)
            continue
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        blank = token.idle is False and not token.own  # what stands before it is no part of its cell
        count = 0 if blank else _cell_size(waiting, begun, afterwards, following)
        yield from map(_loose, waiting[: len(waiting) - count])
        texts, waiting = waiting[len(waiting) - count :], []
        if token.idle and not texts:
            opens = True
            continue
        if opening and not (texts or token.own or opened):
            opens = opened = True
            continue
        yield _cell(texts, token, opens)
        opens, begun, opened = False, True, opened and not count
    yield from map(_loose, waiting)


def _loose(token: _Token) -> Item:
    """Return what no pipe ends: a cell where pipes stand on its line, a line of its own where none do."""
    return _cell([token], token, opens=False) if token.own else token.line


def _cell(texts: list[_Token], pipe: _Token, opens: bool) -> Cell:
    if not texts:
        return Cell("", (pipe.line,), opens, padding=not pipe.own)
    return Cell("\n".join(t.text for t in texts), tuple(t.line for t in texts), opens)


def _ends_on_next_line(tokens: list[_Token]) -> bool:
    """Whether most texts stand on lines without a pipe, which then follows on the next line."""
    texts = [token for token in tokens if token.text]
    return sum(token.own for token in texts) * 2 < len(texts)


def _cell_size(waiting: list[_Token], begun: bool, afterwards: bool, following: str) -> int:
    """How many of the waiting texts, counted from the last, belong to the cell that this pipe ends."""
    if not waiting:
        return 0
    last = waiting[-1]
    if not last.own and not afterwards and (not begun or is_numbered(last.text) or not may_continue(last.text)):
        return 0
    count = 1
    while count < min(MOST_LINES, len(waiting)) and begun and waiting[-count].line.gap == 0:
        text = waiting[-count - 1].text
        numbered = is_numbered(text)
        if is_value(text) and not is_value(waiting[-count].text):
            break
        if not may_continue(text) or (numbered and not is_value(following)):
            break
        count += 1
        if numbered:
            break
    return count


def _tables(items: list[Item], trust_gaps: bool, markers: Sequence[_Marker] | None = None) -> list[Table | Line]:
    found: list[Table | Line] = []
    for is_cell, group in groupby(items, lambda item: isinstance(item, Cell)):
        if is_cell:
            found.append(_table([item for item in group if isinstance(item, Cell)], trust_gaps, markers or _MARKERS))
        else:
            found += [item for item in group if isinstance(item, Line)]
    return found


# Where TABs open cells a blank line is a mark in its own right; among pipes, which may stand around an empty line, it must prove that
# it marks rows, as pipes and padding must: see _fits.
_GAPS: tuple[_Marker, ...] = (
    lambda _, cell: cell.gap > 0,
    lambda _, cell: cell.gap > 1,
)
_MARKERS: tuple[_Marker, ...] = (
    lambda _, cell: cell.opens,
    *_GAPS,
    lambda before, cell: before.padding and not cell.padding,
    lambda before, cell: not before.text and bool(cell.text),
)


def _table(cells: list[Cell], trust_gaps: bool, markers: Sequence[_Marker]) -> Table:
    """Find what marks the ends of rows: the first sign that stands at every step from a figure to a text."""
    for marker in markers:
        starts = [index for index in range(1, len(cells)) if marker(cells[index - 1], cells[index])]
        if starts and _fits(cells, starts, proof=not (trust_gaps and marker in _GAPS)):
            edges = [0, *starts, len(cells)]
            return Table(tuple(cells[a:b] for a, b in pairwise(edges)), rows_known=True)
    return Table((cells,), rows_known=False)


def _fits(cells: list[Cell], starts: list[int], proof: bool) -> bool:
    """Whether rows that begin there hold labels first and figures behind them, and mostly more than one cell.

    With ``proof`` a step from a figure to a label must be explained, and hardly a row may begin between two figures.
    """
    begins = set(starts)
    steps = found = split = 0
    was_figure = started = False
    for index, cell in enumerate(cells):
        started = started or index in begins
        if not cell.text:
            continue
        figure = begins_with_figure(cell.text)
        steps += was_figure and not figure
        found += was_figure and not figure and started
        split += was_figure and figure and started
        was_figure, started = figure, False
    proved = not proof or (bool(steps or cells[0].opens) and split <= steps // 10)
    return found == steps and proved and len(starts) + 1 < 0.7 * len(cells)
