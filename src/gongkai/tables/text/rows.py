"""How the rows of a flattened table stand among each other: the cells before their values, the lines they take, what follows them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import msgspec
from msgspec import Struct

from gongkai.forms.model import Block, TableForm
from gongkai.tables.reading import Value
from gongkai.tables.text.labels import Span
from gongkai.tables.text.orders import Owned
from gongkai.tables.text.placing import lines_of
from gongkai.tables.text.stretch import Stretch, has_figure, holes, rows_of
from gongkai.tables.tokens import Token
from gongkai.tables.windows import Padded
from gongkai.text.fold import core
from gongkai.text.numerals import Number

_COUNTED = 4  # so many rows that are numbered are a column of numbers
_MOST_ROWS = 0.8  # of the rows have the same number of cells before their values
_BEHIND = 3  # so many labels on the other side of their figures are no accident
_TORN = 1  # so many rows broken over lines tell of a text that was wrapped: any row may be
_TRAILING = 3  # and so many rows without a label
_NEAR = 60  # tokens; no row has more cells


class Row(Struct, frozen=True):
    """A row of line ``line`` as it is printed, with its label at token ``label``.

    ``torn``: its figures may go on in other lines or rows; ``behind``: its label stands behind them; ``lost``: some may be another's,
    as they stand on both sides of its label, or on the other side than those of other rows; ``trails``: a row without a label follows.
    """

    line: int
    padded: Padded
    label: int
    torn: bool = False
    behind: bool = False
    lost: bool = False
    trails: bool = False


def describe_rows(owned: Owned, stretch: Stretch, table: TableForm) -> list[Row]:
    """Describe each label with figures, in print order."""
    printed = _Printed(stretch, table)
    spans = sorted(owned)
    rows: list[Row] = []
    for number, span in enumerate(spans):
        index = table.items[span.item].line
        if index is not None and owned[span]:
            following = table.items[spans[number + 1].item].line if number + 1 < len(spans) else None
            rows.append(printed.row(index, following, owned[span], span))
    broken = sum(lines_of(row.padded.values) == "torn" for row in rows) >= _TORN
    torn = stretch.marked and (broken or sum(row.trails for row in rows) >= _TRAILING)
    behind = sum(row.behind for row in rows)
    others = {True: len(rows) - behind, False: behind}
    return [
        msgspec.structs.replace(row, lost=row.lost or others[row.behind] >= _BEHIND, torn=torn or row.torn)
        for row in rows
    ]


def values_of(tokens: Sequence[Token]) -> tuple[Value, ...]:
    """Return figures and blank cells as values."""
    return tuple(
        Value(t.text, t.printed, t.place, t.before == "none", t.line, t.span) for t in tokens if t.printed is not None
    )


def are_numbered(rows: Sequence[Row], stretch: Stretch) -> bool:
    """Whether a running number stands in each row, as its first figure or right before its label."""
    figures = [[v.printed.value for v in row.padded.values if v.printed.value is not None] for row in rows]
    return _count_up([own[0] for own in figures if own]) or _count_up([_before(row.label, stretch) for row in rows])


def heads_are_packed(stretch: Stretch) -> bool:
    """Whether blank cells stand behind the last row of heads and none before it: a converter fills up its rows at their end."""
    rows = [row for row in rows_of(stretch.tokens) if any(token.kind == "words" for token in row)]
    return bool(rows) and rows[-1][0].kind == "words" and rows[-1][-1].kind == "blank"


def _before(label: int, stretch: Stretch) -> Number | None:
    """Return the figure that stands before the words at ``label``."""
    near = stretch.tokens[max(0, label - _NEAR) : label]
    return next((t.printed.value for t in reversed(near) if t.kind == "figure" and t.printed), None)


def _count_up(numbers: Sequence[Number | None]) -> bool:
    """Whether numbers go up by one from row to row, or begin again."""
    seen = [n for n in numbers if n is not None]
    if len(seen) < max(_COUNTED, _MOST_ROWS * len(numbers)) or seen[0] not in (1, 2):
        return False
    return all(b in (1, a + 1) for a, b in pairwise(seen)) and sum(b == a + 1 for a, b in pairwise(seen)) > 1


class _Printed:
    """The rows of a stretch of text, with what is the same for all of them."""

    def __init__(self, stretch: Stretch, table: TableForm) -> None:
        self.stretch, self.table = stretch, table
        self.deepest = max(len(line.parents) for line in table.lines)
        marked = stretch.rows_marked
        self.holed = frozenset(i for i, block in enumerate(table.blocks) if marked and holes(stretch, block))
        self.heads = {i: list(_head_rows(stretch, table.blocks[i])) for i in self.holed}

    def row(self, index: int, following: int | None, tokens: list[Token], span: Span) -> Row:
        """Describe a row's padding: rows at one depth of the label tree are padded alike, where row ends are marked; where they
        are not, the merged labels of the row below count too. Rows of a cell a line are not padded like those on one line.
        """
        tokens, rest = self._cells(self._without_labels(tokens))
        line, values = self.table.lines[index], values_of(tokens)
        depth = len(line.parents)
        next_row = following if not self.stretch.rows_marked else None
        under = None
        if next_row is not None:
            under = _going_on(line.parents if self.stretch.marked else (), self.table.lines[next_row].parents)
        at = tokens[0].index
        labels = _labels_before(at, self.stretch)
        style = lines_of(values, self.stretch.tokens[at - 1].place.line)
        padded = Padded(
            values,
            len(line.slots),
            (line.block, depth, under, style),
            self.deepest - depth,
            line.block in self.holed,
            labels,
            self._heads(line.block, at),
            style,
            self.stretch.rows_marked or following is not None,
        )
        below = _unlabelled(tokens[-1].index, self.stretch)
        torn = rest or style == "torn" or has_figure(below)
        word = bisect_right(self.stretch.starts, span.start, key=lambda start: start[0]) - 1
        label = self.stretch.starts[word][1].index
        sides = {t.index > label for t in tokens if t.kind == "figure"} if self.stretch.marked else set()
        marked = self.stretch.marked
        return Row(index, padded, label, torn and marked, sides == {False}, lost=len(sides) > 1, trails=bool(below))

    def _without_labels(self, tokens: list[Token]) -> list[Token]:
        """Leave out blank cells that stand where merged labels were, before a row's label."""
        places = [token.index for token in tokens]
        blank = next((i for i, token in enumerate(tokens) if token.kind == "figure"), len(tokens) - 1)
        gaps = [i for i in range(1, blank + 1) if places[i] > places[i - 1] + 1]
        return tokens[gaps[-1] :] if gaps else tokens

    def _cells(self, tokens: list[Token]) -> tuple[list[Token], bool]:
        """Part a row of marked cells from those behind it, in the next row or on lines without marks; say whether figures are among
        them.
        """
        if not self.stretch.marked or tokens[0].before not in ("cell", "row"):
            return tokens, False
        end = next((i for i in range(1, len(tokens)) if tokens[i].before in ("line", "row")), len(tokens))
        return tokens[:end], has_figure(tokens[end:])

    def _heads(self, block: int, at: int) -> tuple[int, ...]:
        """Return the cells under the heads, counted from the row's first value, if row and heads have as many cells."""
        above = next((h for h in reversed(self.heads.get(block, [])) if h.at < at), None)
        first, size = _place_in_row(at, self.stretch)
        return tuple(cell - first for cell in above.cells) if above and above.size == size else ()


def _going_on(parents: tuple[str, ...], below: tuple[str, ...]) -> tuple[int, int]:
    """Return how deep the row below stands, and how many of the labels above this one go on to it: those may leave blank cells there."""
    shared = next(
        (i for i, (a, b) in enumerate(zip(parents, below, strict=False)) if a != b), min(len(parents), len(below))
    )
    return len(below), shared


class _HeadRow(Struct, frozen=True):
    """A row that holds all heads of a block: its first token, the cells of the heads, and how many cells it has."""

    at: int
    cells: tuple[int, ...]
    size: int


def _head_rows(stretch: Stretch, block: Block) -> Iterator[_HeadRow]:
    at = 0
    for row in rows_of(stretch.tokens):
        words = {core(t.text): cell for t, cell in zip(row, _cells(row), strict=True) if t.kind == "words"}
        cells = tuple(next((words[n] for n in column.names if n in words), -1) for column in block.columns)
        if -1 not in cells and list(cells) == sorted(cells):
            yield _HeadRow(at, cells, _cells(row)[-1] + 1)
        at += len(row)


def _cells(row: Sequence[Token]) -> list[int]:
    """Number the cells of a row, token by token."""
    numbers: list[int] = []
    for token in row:
        new = token.before in ("cell", "row", "line")
        numbers.append((numbers[-1] if numbers else -1) + (new or not numbers))
    return numbers


def _place_in_row(at: int, stretch: Stretch) -> tuple[int, int]:
    """Return which cell of its row a token stands in, and how many cells the row has."""
    start = next((i for i in range(at, max(0, at - _NEAR), -1) if stretch.tokens[i].before == "row"), at)
    near = range(at + 1, min(len(stretch.tokens), at + _NEAR))
    end = next((i for i in near if stretch.tokens[i].before == "row"), near.stop)
    cells = _cells(stretch.tokens[start:end])
    return cells[at - start], cells[-1] + 1


def _labels_before(at: int, stretch: Stretch) -> int:
    """Count the cells of labels that stand before the token ``at`` in its row."""
    count = 0
    while stretch.marked and at > 0 and stretch.tokens[at].before != "row" and stretch.tokens[at - 1].kind == "words":
        at -= 1
        count += 1
    return max(1, count)


def _unlabelled(last: int, stretch: Stretch) -> list[Token]:
    """Return the marked row that follows a row, whose last token is at ``last``, if it has no label."""
    tokens = stretch.tokens[last + 1 : last + 1 + _NEAR]
    if last < 0 or not tokens or tokens[0].before != "row":
        return []
    row = [tokens[0], *takewhile(lambda token: token.before not in ("row", "line"), tokens[1:])]
    return [] if any(t.kind == "words" for t in row) else row
