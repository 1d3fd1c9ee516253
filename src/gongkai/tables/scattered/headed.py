"""Tables without sums in scrambled text: each column's figures stand right behind its head, one for each row of the block."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gongkai.forms.model import Block, TableForm
from gongkai.tables.scattered.pool import Pool, head_spans
from gongkai.tables.text.stretch import Stretch
from gongkai.tables.tokens import Token

Rows = tuple[tuple[Token, ...], ...]
Key = tuple[int, int]
"""(block, column)"""
_MANY = 64  # layouts; more can never agree


class Headed(Struct, frozen=True):
    """Heads that stand side by side (folded names, none where figures have no head), and the figures below them."""

    heads: tuple[str, ...]
    figures: tuple[Token, ...]


def by_heads(pool: Pool, stretch: Stretch, table: TableForm) -> tuple[Rows, ...]:
    """Return the layouts of all figures, line by line; none unless every head has as many figures right behind it as its block has
    rows, and the labels of all rows stand in the form's order.

    Figures behind no head belong to the head that is left without any, if it is the only one. Heads of one name may stand in any order.
    """
    if not pool.figures or not _has_rows(stretch.words, table):
        return ()
    if {token.text for token in pool.figures} == {"0"}:  # nothing that could stand in another's place
        return _in_turn(pool.figures, table)
    if pool.beside:
        return ()
    found, bare = _groups(pool, stretch, table)
    lone = [headed for headed in found if not headed.heads]
    if len(lone) != len(bare) or len(lone) > 1:
        return ()
    whole = [headed for headed in found if headed.heads]
    whole += [Headed((head,), headed.figures) for head, headed in zip(bare, lone, strict=True)]
    layouts = [tuple(_rows(columns, table)) for columns in _assign(whole, table, {}) if len(columns) == _count(table)]
    return tuple(dict.fromkeys(layouts)) if len(layouts) <= _MANY else ()


def _in_turn(figures: tuple[Token, ...], table: TableForm) -> tuple[Rows, ...]:
    """Lay figures row by row, if they are as many as the table has cells."""
    rest = iter(figures)
    filled = len(figures) == len(table.slots)
    return (tuple(tuple(next(rest) for _ in line.slots) for line in table.lines),) if filled else ()


def _has_rows(words: str, table: TableForm) -> bool:
    """Whether the labels of all rows stand in ``words``, in the form's order."""
    at = 0
    for line in table.lines:
        found = [(start, len(name)) for name in line.names if (start := words.find(name, at)) >= 0]
        if not found:
            return False
        at = sum(min(found))
    return True


def _count(table: TableForm) -> int:
    return sum(len(block.columns) for block in table.blocks)


def _groups(pool: Pool, stretch: Stretch, table: TableForm) -> tuple[list[Headed], list[str]]:
    """Return each slab of figures with the heads right before it, and the heads that have none."""
    found: list[Headed] = []
    bare: list[str] = []
    at = 0
    spans = head_spans(stretch.words, table)
    starts = [i for i, loose in enumerate(pool.loose) if loose.edge == "gap" or i == 0]
    for start, end in zip(starts, (*starts[1:], len(pool.loose)), strict=True):
        slab = pool.loose[start:end]
        heads = [(place, name) for place, name in spans if at <= place < slab[0].at]
        beside = _beside(heads, slab[0].at) if slab[0].close else []
        wide = _wide(beside, len(slab), table)
        names = [name for _, name in heads]
        found.append(Headed(tuple(names[len(names) - wide :]), tuple(loose.token for loose in slab)))
        bare += names[: len(names) - wide]
        at = slab[0].at
    return found, [*bare, *(name for start, name in spans if start >= at)]


def _beside(heads: list[tuple[int, str]], end: int) -> list[str]:
    """Return the heads that stand side by side right before ``end``."""
    beside: list[str] = []
    for start, name in reversed(heads):
        if start + len(name) != end:
            break
        beside.insert(0, name)
        end = start
    return beside


def _wide(heads: list[str], figures: int, table: TableForm) -> int:
    """Return how many of the heads before some figures stand side by side above them; 0 where that is not certain."""
    fitting = [n for n in range(1, len(heads) + 1) if any(_fits(heads[-n:], figures, block) for block in table.blocks)]
    return fitting[0] if len(fitting) == 1 else 0


def _fits(heads: list[str] | tuple[str, ...], figures: int, block: Block) -> bool:
    columns = [_column(block, head) for head in heads]
    return None not in columns and len(set(columns)) == len(heads) and figures == len(heads) * len(block.rows)


def _column(block: Block, name: str) -> int | None:
    return next((i for i, column in enumerate(block.columns) if name in column.names), None)


def _assign(
    found: list[Headed], table: TableForm, taken: dict[Key, tuple[Token, ...]]
) -> Iterator[dict[Key, tuple[Token, ...]]]:
    """Yield every way to give all figures to columns of the blocks that have such heads, printed line by line or column by column."""
    if not found:
        yield taken
        return
    heads, figures = found[0].heads, found[0].figures
    for number, block in enumerate(table.blocks):
        keys = [(number, column) for head in heads if (column := _column(block, head)) is not None]
        if not _fits(heads, len(figures), block) or any(key in taken for key in keys):
            continue
        wide, height = len(heads), len(block.rows)
        by_line = {key: figures[i::wide] for i, key in enumerate(keys)}
        by_column = {key: figures[i * height : (i + 1) * height] for i, key in enumerate(keys)}
        for way in (by_line, by_column) if by_line != by_column else (by_line,):
            yield from _assign(found[1:], table, taken | way)


def _rows(columns: dict[Key, tuple[Token, ...]], table: TableForm) -> Iterator[tuple[Token, ...]]:
    for number, block in enumerate(table.blocks):
        for row in range(len(block.rows)):
            yield tuple(columns[number, column][row] for column in range(len(block.columns)))
