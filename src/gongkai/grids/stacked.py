"""Tables in text that stand so close to each other that a reader took them for one: the caption between them begins a row's first cell."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gongkai.document import Block, Document, Grid, GridCell, Paragraph, with_blocks
from gongkai.grids.around import is_apparatus
from gongkai.grids.values import squeezed, words


def unstack(document: Document) -> Document:
    """Return the document with such tables parted, the lines between them as paragraphs again."""
    blocks: list[Block] = []
    moved: list[int] = []
    for block in document.blocks:
        moved.append(len(blocks))
        blocks += _parted(block) if isinstance(block, Grid) and not block.spans_known and block.rows_known else [block]
    if len(blocks) == len(document.blocks):
        return document
    return with_blocks(document, blocks, (*moved, len(blocks)))


def _parted(grid: Grid) -> Iterator[Block]:
    rows = [row for row in grid.rows() if row]
    start = 0
    for at, row in enumerate(rows):
        lines = row[0].text.split("\n")
        between = len(lines) - 1 if len(row) > 1 and all(map(_stands_between, lines[:-1])) else 0
        if not between:
            continue
        if at > start:
            yield _grid(grid, rows[start:at])
        yield from (Paragraph(text=line, place=row[0].place) for line in lines[:between])
        rows[at] = (msgspec.structs.replace(row[0], text=lines[-1]), *row[1:])
        start = at
    yield _grid(grid, rows[start:])


def _stands_between(line: str) -> bool:
    folded = squeezed(line)
    return (
        is_apparatus(folded)
        or words().caption.fullmatch(folded) is not None
        or words().notes.fullmatch(folded) is not None
    )


def _grid(grid: Grid, rows: list[tuple[GridCell, ...]]) -> Grid:
    cells = tuple(msgspec.structs.replace(cell, row=r) for r, row in enumerate(rows) for cell in row)
    return msgspec.structs.replace(grid, cells=cells, place=rows[0][0].place)
