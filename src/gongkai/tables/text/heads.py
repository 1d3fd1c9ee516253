"""The heads of each block of a table in flattened text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
import regex

from gongkai.forms.model import Block, TableForm
from gongkai.tables.heads import Heads, any_of, heads_of_text
from gongkai.tables.text.labels import Span
from gongkai.tables.text.stretch import Stretch
from gongkai.tables.tokens import Token
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number

_BESIDE = 4  # words on one line that each begin a head
_HALF = 2  # the shortest beginning of a head that stands for it


def block_heads(
    stretch: Stretch, table: TableForm, spans: tuple[Span, ...], sisters: frozenset[str]
) -> Iterator[Heads]:
    """Yield the heads of each block, read from the words above its first row."""
    end = 0
    for number, block in enumerate(table.blocks):
        rows = [s for s in spans if table.items[s.item].role == "row" and table.items[s.item].block == number]
        start = min((s.start for s in rows), default=end)
        heads = heads_of_text(stretch.words[min(end, start) : start], block, sisters)
        tokens = _tokens(stretch, min(end, start), start)
        if _has_strange_head(tokens, stretch, block, table) or (not heads.moved and _is_turned(tokens, block)):
            heads = msgspec.structs.replace(heads, order=None)
        yield heads
        end = max([end, *(s.end for s in rows)])


def _tokens(stretch: Stretch, start: int, end: int) -> list[Token]:
    """Return the words from one letter to another, token by token."""
    return [t for _, t in stretch.starts[_at(stretch, start) : _at(stretch, end)]]


def _is_turned(tokens: Sequence[Token], block: Block) -> bool:
    """Whether heads, be they cut off at the end of a narrow cell, begin on one line in another order than the form's: figures below them
    stand in the same order, and no sum sees columns that changed places.
    """
    for line in _lines(tokens):
        text = " ".join(token.text for token in line)
        words = core(text)
        begun = [(at, i) for i, column in enumerate(block.columns) if (at := _begins(words, column.names)) is not None]
        orders = [i for _, i in sorted(begun)], _side_by_side(text, block)
        for parents in {column.parents for column in block.columns}:
            if any(_falls([i for i in order if block.columns[i].parents == parents]) for order in orders):
                return True
    return False


def _falls(order: Sequence[int]) -> bool:
    return list(order) != sorted(order)


def _side_by_side(text: str, block: Block) -> list[int]:
    """Return the columns whose heads begin with the words of a line, where enough of them do."""
    found: list[int] = []
    for word in map(core, text.split()):
        begun = [i for i, c in enumerate(block.columns) if word and any(name.startswith(word) for name in c.names)]
        found += begun if len(begun) == 1 else []
    return found if len(found) >= _BESIDE else []


def _lines(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the words of each line, or of each marked row."""
    starts = [i for i, token in enumerate(tokens) if i == 0 or token.before in ("row", "line")]
    for start, end in pairwise([*starts, len(tokens)]):
        yield tokens[start:end]


def _begins(words: str, names: tuple[str, ...]) -> int | None:
    """Return where a head begins on a line: the whole of it, or as much as nothing else there begins with. Heads of two letters (其他)
    stand in others.
    """
    for name in (name for name in names if len(name) > _HALF):
        for length in range(len(name), _HALF - 1, -1):
            if words.count(name[:length]) == 1:
                return words.find(name[:length])
    return None


def _has_strange_head(tokens: Sequence[Token], stretch: Stretch, block: Block, table: TableForm) -> bool:
    """Whether a cell among the heads of a block names nothing that the form has there: a column of its own may stand below it."""
    columns = {name for column in block.columns for name in column.names}
    cells = [_bare(t.text) for t in tokens] if stretch.marked else [_bare(w) for t in tokens for w in t.text.split()]
    long = any_of(frozenset(name for name in columns if len(name) > _HALF))
    first = next((i for i, c in enumerate(cells) if c in columns or len(long.findall(c)) > 1), len(cells))
    soup = "|".join(name for item in table.items for name in item.names)
    return any(cell not in soup and _rest(cell, table) not in soup for cell in cells[first:])


def _rest(cell: str, table: TableForm) -> str:
    """Return what is left of a cell without the names in it."""
    for name in sorted((name for item in table.items for name in item.names), key=len, reverse=True):
        cell = cell.replace(name, "")
    return cell


def _at(stretch: Stretch, letters: int) -> int:
    return bisect_left(stretch.starts, letters, key=lambda start: start[0])


def _bare(text: str) -> str:
    """Return a head's name without its remark in brackets and its numbering."""
    return core(strip_number(regex.split(r"[(（]", text, maxsplit=1)[0]))
