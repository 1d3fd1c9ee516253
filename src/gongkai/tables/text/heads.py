"""The heads of each block of a table in flattened text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import msgspec
import regex

from gongkai.forms.model import Block, TableForm
from gongkai.tables.heads import Heads, heads_of_text
from gongkai.tables.text.labels import Span
from gongkai.tables.text.stretch import Stretch
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number


def block_heads(
    stretch: Stretch, table: TableForm, spans: tuple[Span, ...], sisters: frozenset[str]
) -> Iterator[Heads]:
    """Yield the heads of each block, read from the words above its first row."""
    end = 0
    for number, block in enumerate(table.blocks):
        rows = [s for s in spans if table.items[s.item].role == "row" and table.items[s.item].block == number]
        start = min((s.start for s in rows), default=end)
        heads = heads_of_text(stretch.words[min(end, start) : start], block, sisters)
        if _has_strange_head(stretch, block, table, min(end, start), start):
            heads = msgspec.structs.replace(heads, order=None)
        yield heads
        end = max([end, *(s.end for s in rows)])


def _has_strange_head(stretch: Stretch, block: Block, table: TableForm, start: int, end: int) -> bool:
    """Whether a cell among the heads of a block names nothing that the form has there: a column of its own may stand below it."""
    columns = {name for column in block.columns for name in column.names}
    tokens = [t for _, t in stretch.starts[_at(stretch, start) : _at(stretch, end)]]
    cells = [_bare(t.text) for t in tokens] if stretch.marked else [_bare(w) for t in tokens for w in t.text.split()]
    first = next((i for i, cell in enumerate(cells) if cell in columns), len(cells))
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
