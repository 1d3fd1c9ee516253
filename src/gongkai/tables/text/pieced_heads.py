"""Heads that narrow cells cut into pieces: in which order they stand, where the lines leave one.

A page prints the pieces of neighbouring heads line by line: 结果 结果 其他 over 维持 纠正 结果; a head of one line stands between them, in
the middle of its cell. Each head takes a piece of some of the lines, heads from left to right, and no piece is left. The order is told
where all ways to share the pieces out make one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gongkai.forms.model import Block, names_of
from gongkai.forms.schema import RowSpec
from gongkai.text.fold import core

_STEPS = 100_000  # lines that are asked for a piece; the forms' fifteen heads take some thousand
_Lines = Sequence[Sequence[str]]


def in_forms_order(lines: _Lines, block: Block) -> bool:
    """Whether the words of lines, the lowest right above the figures, are the names of rows that stand side by side and below them their
    columns, cut into pieces, and stand in the form's order and in no other.
    """
    names = [names_of(row.label, row.variants) for row in _by_levels(block.spec.rows)]
    rows = [(i, word) for line in lines for word in line for i, own in enumerate(names) if word in own]
    if [i for i, _ in rows] != list(range(len(names))):
        return False
    taken = {word for _, word in rows}
    pieces = [[word for word in line if word not in taken] for line in lines]
    names_of_columns = {name for column in block.columns for name in column.names}
    orders = _Orders([_unspaced(line, names_of_columns) for line in pieces if line], block)
    found = next(orders.ways((0,) * len(orders.lines), ()), None)
    form = tuple(range(len(block.columns))) * len(block.rows)
    return found == form and orders.only(form)


def words_of(texts: Sequence[str]) -> list[str]:
    """Return the folded words of a line of cells or words."""
    return [word for text in texts for word in map(core, text.split()) if word]


def _unspaced(words: Sequence[str], names: Collection[str]) -> list[str]:
    """Return the words of a line, a head whose letters are set apart (总 计) as one."""
    found: list[str] = []
    for word in words:
        spaced = found and len(found[-1]) == len(word) == 1 and found[-1] + word in names
        found[-1:] = [found[-1] + word] if spaced else [*found[-1:], word]
    return found


def _by_levels(rows: Sequence[RowSpec]) -> list[RowSpec]:
    """Return rows as their names are printed: a level a line."""
    level, found = list(rows), []
    while level:
        found += level
        level = [below for row in level for below in row.rows]
    return found


class _Orders:
    """The ways to share out the pieces of some lines among the columns of a block, once for each row."""

    def __init__(self, lines: _Lines, block: Block) -> None:
        self.lines = lines
        self.names = [column.names for column in block.columns]
        self.count = len(block.columns) * len(block.rows)
        self.steps = _STEPS

    def only(self, order: tuple[int, ...]) -> bool:
        """Whether no way makes another order."""
        return all(way == order for way in self.ways((0,) * len(self.lines), ())) and self.steps >= 0

    def ways(self, at: tuple[int, ...], order: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Yield the orders of all columns, those given first; ``at`` is how many pieces of each line are taken."""
        self.steps -= 1
        if self.steps < 0:
            return
        if len(order) == self.count:
            if all(taken == len(line) for taken, line in zip(at, self.lines, strict=True)):
                yield order
            return
        width = len(self.names)
        used = order[len(order) - len(order) % width :]
        for column in range(width):
            if column not in used:
                for name in self.names[column]:
                    for after in self._taken(name, at):
                        yield from self.ways(after, (*order, column))

    def _taken(self, name: str, at: tuple[int, ...], first: int = 0) -> Iterator[tuple[int, ...]]:
        """Yield what is taken of each line when a name takes the next piece of some of them, from the line ``first`` on downwards."""
        for line in range(first, len(self.lines)):
            self.steps -= 1
            if self.steps < 0:
                return
            piece = self.lines[line][at[line]] if at[line] < len(self.lines[line]) else ""
            if piece and name.startswith(piece):
                after = (*at[:line], at[line] + 1, *at[line + 1 :])
                if len(piece) == len(name):
                    yield after
                else:
                    yield from self._taken(name[len(piece) :], after, line + 1)
