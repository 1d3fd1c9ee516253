"""Tables and their remarks given their sections, and a document's text without them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from gongkai.document import Block, Document, Grid, Issue, Paragraph
from gongkai.grids.read import GridReading
from gongkai.report import Note, PrintedGrid

SectionAt = Callable[[int], str | None]
PlaceAt = Callable[[int], tuple[str | None, int]]
"""From a block to its section, and the paragraphs of that section before it."""


def placed(reading: GridReading, place_at: PlaceAt) -> tuple[PrintedGrid, ...]:
    """Say of each table in which section it stands, and behind how many paragraphs."""
    places = map(place_at, reading.places)
    return tuple(
        msgspec.structs.replace(grid, section=section, after=after)
        for grid, (section, after) in zip(reading.grids, places, strict=True)
    )


def remarks_of(reading: GridReading, section_at: SectionAt) -> tuple[Note, ...]:
    """The remarks under the tables, in printed order."""
    return tuple(Note(note.mark, note.text, section_at(note.block)) for note in reading.notes)


def unclear_labels(grids: Iterable[PrintedGrid]) -> Iterator[Issue]:
    """Say of each table how many of its figures cannot be given, as it is not certain which labels they stand under."""
    for grid in grids:
        unclear = sum(cell.status == "ambiguous" for cell in grid.cells)
        if unclear:
            message = f"{unclear} of {len(grid.cells)} cells stand under no certain label: their text is kept, no value is given"
            yield Issue(code="labels_unclear", severity="warning", message=message, location=grid.id)


def with_others(reading: GridReading, others: Iterable[tuple[PrintedGrid, int]]) -> GridReading:
    """Add tables that were read elsewhere, each with the block in which it begins, and count all of them anew in printed order."""
    both = sorted([*zip(reading.grids, reading.places, strict=True), *others], key=lambda each: each[1])
    grids = tuple(msgspec.structs.replace(grid, id=f"g{n}") for n, (grid, _) in enumerate(both, start=1))
    return msgspec.structs.replace(reading, grids=grids, places=tuple(block for _, block in both))


def without_grids(document: Document, reading: GridReading) -> tuple[Document, dict[int, str]]:
    """Return the document with an empty grid in the place of each block of a table, and which blocks those are.

    A grid that was no table is given as lines: nothing that it says is lost.
    """
    blocks: list[Block] = []
    tables = dict.fromkeys(reading.taken, "")
    for index, block in enumerate(document.blocks):
        if index in tables:
            blocks.append(Grid(cells=()))
        elif isinstance(block, Grid):
            lines = "\n".join(cell.text.strip() for cell in block.cells if cell.text.strip())
            blocks.append(Paragraph(text=lines, place=block.place))
        else:
            blocks.append(block)
    return msgspec.structs.replace(document, blocks=tuple(blocks)), tables
