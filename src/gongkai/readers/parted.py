"""Blanks inside of figures: ``12 340`` is one figure whose thousands are parted, or it is two figures. The other figures of its table tell.

A person who sees ``161 162`` in one cell of a table that prints 1018 takes it for two figures. Where nothing tells, nobody knows: the
blank becomes a wide one, which no later step takes for a sign between thousands, so that the cell is ``unreadable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec
import regex

from gongkai.document import Block, Document, Grid, Paragraph

_ODD = r"[\u00a0\u2007-\u200a\u202f]"
_BLANK = r"[ \u00a0\u2007-\u200a\u202f]"
_IN_CELL = regex.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{_BLANK}\d{{3}})+(?!\d)")
_IN_TEXT = regex.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{_ODD}\d{{3}})+(?!\d)")
_ONE_FIGURE = regex.compile(rf"\d+(?:{_BLANK}\d{{3}})*{_BLANK}(?:0\d\d|\d{{3}}{_BLANK}\d{{3}})(?:{_BLANK}\d{{3}})*")
"""No figure begins with zeros, and three figures hardly stand in one cell: what looks so is one figure."""
_OTHERWISE = regex.compile(rf"\s*(?:[1-9]\d{{3,}}(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:{_BLANK}+\d+)+)\s*")
"""A cell that says that its table does not part thousands by blanks, but by nothing, by commas, or figures by blanks."""
_HABIT = 2  # different figures that are parted so: a single one may be two figures
_WIDE = "\u3000"


def certain(document: Document) -> Document:
    """Return the document with wide blanks in what may be two figures; itself where no figure holds a blank, which is usual."""
    doubtful = [block for block in document.blocks if _search(block)]
    if not doubtful:
        return document
    lines = [block for block in doubtful if isinstance(block, Paragraph)]
    known = {id(block) for block in doubtful if isinstance(block, Grid) and _is_habit_of_table(block)}
    known |= {id(block) for block in lines} if _is_habit(chain.from_iterable(map(_figures, lines))) else set()
    changed = {id(block) for block in doubtful} - known
    if not changed:
        return document
    blocks = tuple(_widened(block) if id(block) in changed else block for block in document.blocks)
    return msgspec.structs.replace(document, blocks=blocks)


def _search(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return not block.text.isascii() and _IN_TEXT.search(block.text) is not None
    return _IN_CELL.search("\n".join([cell.text for cell in block.cells])) is not None


def _figures(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _IN_TEXT.findall(block.text)
    else:
        yield from (figure for cell in block.cells for figure in _IN_CELL.findall(cell.text))


def _is_habit_of_table(grid: Grid) -> bool:
    others = (cell.text for cell in grid.cells if not _IN_CELL.search(cell.text))
    return _is_habit(_figures(grid)) and not any(map(_OTHERWISE.fullmatch, others))


def _is_habit(figures: Iterable[str]) -> bool:
    found = set(figures)
    return len(found) >= _HABIT or any(map(_ONE_FIGURE.fullmatch, found))


def _widened(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, text=_IN_TEXT.sub(_parted, block.text))
    cells = [msgspec.structs.replace(cell, text=_IN_CELL.sub(_parted, cell.text)) for cell in block.cells]
    return msgspec.structs.replace(block, cells=tuple(cells))


def _parted(match: regex.Match[str]) -> str:
    """Return the digits with wide blanks in as many places: positions in the text stay."""
    whole: str = match[0]
    return whole if _ONE_FIGURE.fullmatch(whole) else regex.sub(_BLANK, _WIDE, whole)
