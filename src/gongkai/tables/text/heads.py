"""The heads of each block of a table in flattened text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
import regex
from msgspec import Struct

from gongkai.document import NOWHERE
from gongkai.forms.model import Block, TableForm
from gongkai.tables.heads import Heads, any_of, heads_of_text, repeats_heads
from gongkai.tables.text.head_order import lines_of_tokens, near_first_head, order_told, siblings_of
from gongkai.tables.text.labels import Span
from gongkai.tables.text.stretch import Stretch
from gongkai.tables.tokens import Token
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number

_BESIDE = 4  # words on one line that each begin a head
_REMARK = regex.compile(r"[(（]")
_HALF = 2  # the shortest beginning of a head that stands for it
_LONGEST = 10_000  # letters; no template's table has more


class _Above(Struct, frozen=True):
    """All that tells the heads of a table: its words, where in them each token begins, whether cells show or have lines of their own
    (``listed``). Reports of one template have the same, whatever their figures are.
    """

    words: str
    starts: tuple[tuple[int, Token], ...]
    marked: bool
    listed: bool


def block_heads(
    stretch: Stretch, table: TableForm, spans: tuple[Span, ...], sisters: frozenset[str]
) -> tuple[Heads, ...]:
    """Return the heads of each block, read from the words above its first row; a block without any has those of a block above it."""
    starts = tuple((at, Token("words", t.text, NOWHERE, t.before, span=t.span)) for at, t in stretch.starts)
    find = _kept_heads if len(stretch.words) < _LONGEST else _kept_heads.__wrapped__
    return find(_Above(stretch.words, starts, stretch.marked, is_listed(stretch, table, spans)), table, spans, sisters)


def is_listed(stretch: Stretch, table: TableForm, spans: Iterable[Span]) -> bool:
    """Whether text without marks prints each row of a table as its label and, a line each, as many figures as it has columns."""
    if stretch.marked:
        return False
    runs = {run.at: run.tokens for run in stretch.runs}
    sizes: dict[int | None, set[int]] = {}
    for span in _rows(spans, table):
        own = runs.get(span.end, ())
        if own and all(token.before == "line" for token in own):
            sizes.setdefault(table.items[span.item].line, set()).add(len(own))
    return all(sizes.get(i) == {len(line.slots)} for i, line in enumerate(table.lines))


@lru_cache(maxsize=1 << 8)
def _kept_heads(
    stretch: _Above, table: TableForm, spans: tuple[Span, ...], sisters: frozenset[str]
) -> tuple[Heads, ...]:
    return tuple(_block_heads(stretch, table, spans, sisters))


def _block_heads(
    stretch: _Above, table: TableForm, spans: tuple[Span, ...], sisters: frozenset[str]
) -> Iterator[Heads]:
    end = 0
    above: list[Block] = []
    for number, block in enumerate(table.blocks):
        rows = [s for s in _rows(spans, table) if table.items[s.item].block == number]
        start = min((s.start for s in rows), default=end)
        words, tokens = stretch.words[min(end, start) : start], _tokens(stretch, min(end, start), start)
        heads = heads_of_text(words, block, sisters)
        if _has_strange_head(tokens, stretch, block, table) or repeats_heads(words, block):
            yield msgspec.structs.replace(heads, order=None)
        else:
            heads = _ordered(heads, tokens, block, listed=stretch.listed)
            if heads.open and not heads.moved:  # a sentence above may hold a row's label
                below = (s.start for s in _rows(spans, table) if table.items[s.item].block > number)
                near = near_first_head(stretch.starts, block, end, min(below, default=len(stretch.words)))
                later = _ordered(heads, near, block, listed=stretch.listed)
                heads = later if len(later.open) < len(heads.open) else heads
            if not heads.open and not heads.moved:
                above.append(block)
            same = not heads.read and any(_has_columns_of(other, block) for other in above)
            yield msgspec.structs.replace(heads, open=()) if same else heads
        end = max([end, *(s.end for s in rows)])


def _has_columns_of(other: Block, block: Block) -> bool:
    """Whether a block has the columns of another one, in its order; where a page prints their heads once, they are not repeated."""
    names = [column.names for column in other.columns]
    at = [names.index(column.names) for column in block.columns if column.names in names]
    return len(at) == len(block.columns) and not _falls(at)


def _rows(spans: Iterable[Span], table: TableForm) -> Iterator[Span]:
    return (s for s in spans if table.items[s.item].role == "row")


def _ordered(heads: Heads, tokens: Sequence[Token], block: Block, *, listed: bool) -> Heads:
    """Return heads with the order in which they stand, and with the columns whose place is not certain."""
    told = order_told(tokens, block, listed=listed)
    doubted = told.open if told.moved or not _is_turned(tokens, block) else frozenset(range(len(block.columns)))
    groups = tuple(own for own in map(frozenset, siblings_of(block)) if own & doubted)
    return msgspec.structs.replace(heads, order=told.order, open=groups)


def _tokens(stretch: _Above, start: int, end: int) -> list[Token]:
    """Return the words from one letter to another, token by token."""
    return [t for _, t in stretch.starts[_at(stretch, start) : _at(stretch, end)]]


def _is_turned(tokens: Sequence[Token], block: Block) -> bool:
    """Whether heads, be they cut off at the end of a narrow cell, begin on one line in another order than the form's: figures below them
    stand in the same order, and no sum sees columns that changed places.
    """
    for line in lines_of_tokens(tokens):
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


def _begins(words: str, names: tuple[str, ...]) -> int | None:
    """Return where a head begins on a line: the whole of it, or as much as nothing else there begins with. Heads of two letters (其他)
    stand in others.
    """
    for name in (name for name in names if len(name) > _HALF and name[:_HALF] in words):
        for length in range(len(name), _HALF - 1, -1):
            if words.count(name[:length]) == 1:
                return words.find(name[:length])
    return None


def _has_strange_head(tokens: Sequence[Token], stretch: _Above, block: Block, table: TableForm) -> bool:
    """Whether a cell among the heads of a block names nothing that the form has there: a column of its own may stand below it."""
    columns = {name for column in block.columns for name in column.names}
    cells = [_bare(t.text) for t in tokens] if stretch.marked else [_bare(w) for t in tokens for w in t.text.split()]
    long = any_of(frozenset(name for name in columns if len(name) > _HALF))
    first = next((i for i, c in enumerate(cells) if c in columns or len(long.findall(c)) > 1), len(cells))
    names = [name for item in table.items for name in item.names]
    soup = "|".join(names)
    strange = [cell for cell in cells[first:] if cell not in soup]
    return bool(strange) and any(_rest(cell, names) not in soup for cell in strange)


def _rest(cell: str, names: Sequence[str]) -> str:
    """Return what is left of a cell without the names in it."""
    for name in sorted(names, key=len, reverse=True):
        cell = cell.replace(name, "")
    return cell


def _at(stretch: _Above, letters: int) -> int:
    return bisect_left(stretch.starts, letters, key=lambda start: start[0])


def _bare(text: str) -> str:
    """Return a head's name without its remark in brackets and its numbering."""
    return core(strip_number(_REMARK.split(text, maxsplit=1)[0]))
