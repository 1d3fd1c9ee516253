"""From the blocks of a document to its tables as printed: parts joined, halves parted, heads and stubs found, sums held."""

from __future__ import annotations

import msgspec
import regex
from msgspec import Struct

from gongkai.document import Block, Footnote, Grid, Paragraph
from gongkai.grids.around import Around, look_around, unit_in
from gongkai.grids.blocks import blocks_of
from gongkai.grids.body import Body, banners_of, figures_of
from gongkai.grids.halves import halves_of, sides_of
from gongkai.grids.parts import Printed, printed_tables
from gongkai.grids.paths import column_paths, row_labels
from gongkai.grids.shape import Shape, is_counting_row, shape_of
from gongkai.grids.sheet import Sheet
from gongkai.grids.sums import sums_of
from gongkai.grids.tops import NO_TOP, top_of
from gongkai.report import PrintedGrid
from gongkai.text.fold import core

_HAN = regex.compile(r"\p{Han}")


class GridReading(Struct, frozen=True):
    """The tables of a document. ``places`` are the blocks in which they begin, one for each; ``taken`` are the blocks that belong to
    tables, captions and remarks among them; ``notes`` are the remarks.
    """

    grids: tuple[PrintedGrid, ...] = ()
    places: tuple[int, ...] = ()
    taken: frozenset[int] = frozenset()
    notes: tuple[Footnote, ...] = ()


def read_grids(blocks: tuple[Block, ...], wanted: frozenset[int] | None = None) -> GridReading:
    """Read the tables in the ``wanted`` blocks (all, where none are named). What is no table is not taken."""
    chosen = frozenset(i for i, b in enumerate(blocks) if isinstance(b, Grid)) if wanted is None else wanted
    tables = frozenset(i for i in chosen if is_table(blocks[i]))
    grids: list[PrintedGrid] = []
    places: list[int] = []
    taken: set[int] = set()
    notes: list[Footnote] = []
    for printed in printed_tables(blocks, tables):
        if _lists_contents(blocks, printed):
            taken |= {printed.blocks[0] - 1, *printed.blocks}
            continue
        around = look_around(blocks, printed.blocks[0], printed.blocks[-1] + 1)
        read, remarks = _read(printed, around)
        grids += read
        places += [printed.blocks[0]] * len(read)
        taken |= {*printed.blocks, *printed.between, *around.taken}
        notes += [Footnote(mark=None, text=t, block=i) for i, t in around.notes if t]
        notes += [Footnote(mark=None, text=t, block=printed.blocks[-1]) for t in remarks]
    named = tuple(msgspec.structs.replace(grid, id=f"g{n}") for n, grid in enumerate(grids, start=1))
    return GridReading(named, tuple(places), frozenset(taken), tuple(notes))


def _lists_contents(blocks: tuple[Block, ...], printed: Printed) -> bool:
    """Whether a table is one of contents: it stands below 目录, and its lines end in the numbers of pages."""
    above = blocks[printed.blocks[0] - 1] if printed.blocks[0] else None
    if not isinstance(above, Paragraph) or core(above.text).lower() not in ("目录", "目次", "contents"):
        return False
    sheet = printed.whole
    last = [sheet.text(row, sheet.columns - 1) for row in range(sheet.rows)]
    pages = [int(text) for text in last if text.isdecimal()]
    return len(pages) >= 0.5 * len(last) and pages == sorted(pages)


def is_table(block: Block) -> bool:
    """Whether a grid is a table, and no box around running text: two columns and more that are not mostly prose."""
    if not isinstance(block, Grid):
        return False
    columns = {cell.column for cell in block.cells if cell.text.strip()}
    return len(columns) >= 2 and not block.is_box


def _read(printed: Printed, around: Around) -> tuple[list[PrintedGrid], list[str]]:
    """Read one piece of print: a grid, or one for each side, each block of heads and each half, and its remarks."""
    found: list[PrintedGrid] = []
    remarks: list[str] = []
    sides = sides_of(printed.whole)
    for side in sides:
        top = top_of(side, around.caption, beside=len(sides) > 1)
        first, second = (top.caption, around.caption) if len(sides) > 1 else (around.caption, top.caption)
        caption, unit, office = first or second, around.unit or top.unit, around.office or top.office
        for at, part in enumerate(blocks_of(side.cut(top.rows, side.rows))):
            own = top_of(part.sheet) if at and not part.pairs else NO_TOP
            if own.caption:
                caption, unit, office = own.caption, own.unit, own.office
            sheet = part.sheet.cut(own.rows, part.sheet.rows)
            for half in [sheet] if part.pairs else halves_of(sheet):
                shape = Shape(0, (0,)) if part.pairs else shape_of(half)
                read, said = _grid(half, shape, caption, unit, printed)
                found.append(msgspec.structs.replace(read, office=office) if office else read)
                remarks += said
    return found, remarks


def _grid(
    sheet: Sheet, shape: Shape, caption: str | None, unit: str | None, printed: Printed
) -> tuple[PrintedGrid, list[str]]:
    """Read one sheet of a shape, its heads at the top."""
    banners, remarks = banners_of(sheet, shape)
    columns = [c for c in shape.values(sheet.columns) if _is_there(sheet, c)]
    rows = [
        r for r in range(shape.heads, sheet.rows) if r not in banners and r not in remarks and _is_row(sheet, shape, r)
    ] or _blank_row(sheet, shape)
    heads = column_paths(sheet, shape, columns)
    labels = row_labels(sheet, shape, rows, banners)
    own_unit = unit or next(
        (u for c in shape.stub for r in range(shape.heads) if (u := unit_in(sheet.text(r, c)))), None
    )
    western = not any(_HAN.search(text) for path in (*heads, *(label.path for label in labels)) for text in path)
    body = Body(sheet, shape, tuple(columns), tuple(heads), tuple(labels), own_unit, western)
    cells = figures_of(body)
    return PrintedGrid(
        id="",
        caption=caption,
        unit=own_unit,
        section=None,
        columns=tuple(heads),
        rows=tuple(label.path for label in labels),
        cells=cells,
        sums=sums_of(heads, labels, cells),
        parts=tuple(part.place for part in printed.sheets),
    ), [text for text in remarks.values() if text]


def _is_there(sheet: Sheet, column: int) -> bool:
    return any(sheet.text(row, column) for row in range(sheet.rows))


def _is_row(sheet: Sheet, shape: Shape, row: int) -> bool:
    """Whether a row is one of figures: not empty, and no repetition of the heads."""
    if not any(sheet.text(row, c) for c in range(sheet.columns)):
        return False
    own = sheet.row_words(row)
    if any(own == sheet.row_words(head) for head in range(shape.heads)):
        return False
    return not (shape.heads and is_counting_row(sheet, row) and sheet.text(row, 0))


def _blank_row(sheet: Sheet, shape: Shape) -> list[int]:
    """The empty row below the heads of a table in which nothing else is printed: its cells are blank, not absent."""
    places = [(sheet.rows - 1, c) for c in range(sheet.columns)]
    return [sheet.rows - 1] if 0 < shape.heads < sheet.rows and all(at in sheet.cover for at in places) else []
