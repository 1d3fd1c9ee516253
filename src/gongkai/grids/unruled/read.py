"""From the lines of pages to tables: what no rule parts becomes a grid with heads, spans and places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby, pairwise

from gongkai.document import BBox, Block, Document, Grid, GridCell, Paragraph, Place, with_blocks
from gongkai.grids.unruled.bands import Band, bands_of, has_figures
from gongkai.grids.unruled.body import Cell, cells_of
from gongkai.grids.unruled.chunks import Chunk, Row, lines_of, zones_of
from gongkai.grids.unruled.columns import Column

_MOST = 12_000  # words of a page; 2,000 stand on a sheet in the smallest print that is read
_HANGING = 6  # lines
_LEVEL = 0.12  # of a height: labels that begin nearer to each other begin at one place


def find_unruled(document: Document) -> Document:
    """Return the document with its tables without rules as grids, in the place of their lines."""
    if not document.placed:
        return document
    grids: dict[int, Grid] = {}
    taken: set[int] = set()
    tables = count(sum(isinstance(block, Grid) for block in document.blocks))
    before: tuple[Column, ...] = ()
    hanging: list[Row] = []
    for page, own in _stretches(document.blocks):
        last: Band | None = None
        rows: list[Row] = []
        for zone in zones_of(document.blocks, own):
            if sum(len(row.chunks) for row in zone) > _MOST:
                continue  # more than a page can hold to be read: it was made to cost
            rows = [*_moved_above(hanging, zone), *zone]
            hanging, last = [], None
            for band in bands_of(rows, before):
                inside = _blocks_of(band)
                grids[min(inside)] = _grid(band, page, next(tables))
                taken |= inside
                last = band
        ended = last is not None and bool(rows) and rows[-1].y - last.rows[-1].y < 4 * rows[-1].height
        hanging = _hanging(rows, last)
        before = last.columns if last is not None and ended else ()
    return _with_grids(document, grids, taken) if grids else document


def _hanging(rows: Sequence[Row], last: Band | None) -> list[Row]:
    """The last lines of a page, below its last table: they may be the heads of one on the next page."""
    after = [row for row in rows if last is None or row.y > last.rows[-1].y][-_HANGING:]
    return after if after and not after[-1].is_one else []


def _moved_above(hanging: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """Put the lines that the page before ended in right above the first ones of a page, where these are figures."""
    if not hanging or not rows or not has_figures(rows[0]) or rows[0].is_one:
        return []
    by = rows[0].y - 1.2 * rows[0].height - hanging[-1].y
    return [row.moved(by) for row in hanging]


def _stretches(blocks: Sequence[Block]) -> Iterator[tuple[int, list[int]]]:
    """Yield the paragraphs of each page between its ruled tables."""
    for (page, is_line), found in groupby(enumerate(blocks), key=lambda pair: _kind(pair[1])):
        if is_line and page is not None:
            yield page, [at for at, _ in found]


def _kind(block: Block) -> tuple[int | None, bool]:
    is_line = isinstance(block, Paragraph) and block.place.bbox is not None and block.level is None
    return block.place.page, is_line


def _blocks_of(band: Band) -> set[int]:
    return {chunk.block for row in (*band.head_rows, *band.rows) for chunk in row.chunks}


def _grid(band: Band, page: int, number: int) -> Grid:
    levels = band.heads.levels
    cells: list[GridCell] = []
    for head in band.heads.cells:
        first, last = head.group
        down = levels - head.depth if band.heads.is_leaf(head) else 1
        cells.append(_cell((head.depth, first), (down, last - first + 1), (head.chunk,), (page, number)))
    body = cells_of(band)
    filled: set[tuple[int, int]] = set()
    aligned = {at for at in range(len(band.columns)) if _begins_level([c for c in body if c.column == at])}
    for cell in body:
        at = (levels + cell.row, cell.column)
        set_in = _set_in(cell, band.columns) if cell.column in aligned else 0.0
        cells.append(_cell(at, (cell.down, cell.across), cell.chunks, (page, number), set_in))
        filled |= {(at[0] + r, at[1] + c) for r in range(cell.down) for c in range(cell.across)}
    height = levels + max((cell.row + cell.down for cell in body), default=0)
    for row in range(levels, height):
        cells += [
            GridCell(row=row, column=c, text="", place=Place(page=page, table=number, cell=(row, c)))
            for c in range(len(band.columns))
            if (row, c) not in filled
        ]
    box = _around([chunk.box for row in (*band.head_rows, *band.rows) for chunk in row.chunks])
    cells.sort(key=lambda c: (c.row, c.column))
    return Grid(cells=tuple(cells), place=Place(page=page, bbox=box, table=number))


def _cell(
    at: tuple[int, int], spans: tuple[int, int], chunks: Sequence[Chunk], where: tuple[int, int], set_in: float = 0.0
) -> GridCell:
    place = Place(page=chunks[0].page or where[0], bbox=_around([c.box for c in chunks]), table=where[1], cell=at)
    text = "\n".join(" ".join(c.text for c in line) for line in lines_of(chunks))
    return GridCell(
        row=at[0], column=at[1], text=text, row_span=spans[0], column_span=spans[1], place=place, set_in=set_in
    )


def _set_in(cell: Cell, columns: Sequence[Column]) -> float:
    """How far a label begins to the right of its column, in half characters."""
    first = cell.chunks[0]
    return max(0.0, round((first.box[0] - columns[cell.column].span[0]) / (first.height / 2.5), 1))


def _begins_level(cells: Sequence[Cell]) -> bool:
    """Whether labels of different lengths begin at one place: others are centred, or stand at the right."""
    own = sorted((cell.chunks[0].box[0], cell.chunks[0].span, cell.chunks[0].height) for cell in cells)
    return any(
        b - a < _LEVEL * size and abs((one[1] - one[0]) - (other[1] - other[0])) > size / 2
        for (a, one, size), (b, other, _) in pairwise(own)
    )


def _around(boxes: Sequence[BBox]) -> BBox:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _with_grids(document: Document, grids: dict[int, Grid], taken: set[int]) -> Document:
    """Put the grids where their first lines stood, and drop their lines."""
    blocks: list[Block] = []
    moved: list[int] = []
    for at, block in enumerate(document.blocks):
        moved.append(len(blocks))
        if at in grids:
            blocks.append(grids[at])
        elif at not in taken:
            blocks.append(block)
    moved = [min(at, max(0, len(blocks) - 1)) for at in moved]
    return with_blocks(document, blocks, (*moved, len(blocks)))
