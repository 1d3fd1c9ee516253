"""Plain text, with or without the marks of its cells, as a Document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from gongkai.document import Block, Document, Footnote, Grid, GridCell, Paragraph, Place, Remark
from gongkai.errors import EmptySource
from gongkai.readers.decode import declared_encoding, decode
from gongkai.readers.pronounced import unpronounced
from gongkai.readers.text.boxes import Box, find_boxes
from gongkai.readers.text.cell_stream import Table
from gongkai.readers.text.cells import find_tables
from gongkai.readers.text.footnotes import TextNote
from gongkai.readers.text.leftovers import LineRemark, lines_of
from gongkai.readers.text.limits import long_lines, parts_of, refuse_endless
from gongkai.readers.text.marks import Line, without_marks
from gongkai.readers.text.markup import without_markup


def read(data: bytes, told: str | None = None) -> Iterator[Document]:
    """Yield the one reading of a text file: ``txt:cells`` where cell marks gave a table, else ``txt:stream``.

    ``told`` is the charset that its server named.

    Raises EmptySource where no text is left, DamagedSource where no encoding fits.
    """
    decoded = decode(data, declared_encoding(data, told))
    refuse_endless(sum(not line.isspace() for line in decoded.text.split("\n") if line))
    unmarked = without_markup(unpronounced(decoded.text))
    blocks, remarks = read_lines(unmarked.lines, unmarked.levels)
    if not blocks:
        raise EmptySource("the file holds no text")
    rung = "cells" if any(isinstance(block, Grid) for block in blocks) else "stream"
    yield Document(
        blocks=tuple(blocks),
        reader=f"txt:{rung}",
        remarks=tuple(remarks),
        footnotes=tuple(_footnotes(unmarked.notes, blocks)),
        encoding=decoded.encoding,
        complete=not decoded.text[-1:].isdecimal(),
        title=unmarked.title,
        published=unmarked.date,
        issues=(*decoded.issues, *long_lines(blocks)),
    )


def read_lines(
    raw: Sequence[str], levels: Mapping[int, int], first_table: int = 0, numbered: bool = True
) -> tuple[list[Block], list[Remark]]:
    """Turn lines into blocks and remarks; places have no line where they are not those of a file (``numbered``)."""
    lines, remarks = lines_of(raw, levels, numbered)
    refuse_endless(parts_of(line.text for line in lines))
    blocks: list[Block] = []
    firsts: list[int] = []
    table = first_table
    for item in _items(lines):
        first: Line
        block: Block
        if isinstance(item, Box):
            first, block = lines[item.start], item.grid(table, lines[item.start])
        elif isinstance(item, Table):
            first, block = item.rows[0][0].lines[0], _grid(item, table)
        else:
            first, block = item, _paragraph(item)
        if isinstance(block, Paragraph) and not block.text:
            continue
        table += isinstance(block, Grid)
        blocks.append(block)
        firsts.append(first.number or 0)
    return blocks, [_hang(remark, lines, firsts) for remark in remarks if blocks]


def _items(lines: list[Line]) -> Iterator[Box | Table | Line]:
    """Yield the tables and the lines around them: those that are drawn in boxes, and between them those whose cells are marked."""
    at = 0
    for box in find_boxes(lines):
        yield from find_tables(lines[at : box.start])
        yield box
        at = box.end
    yield from find_tables(lines[at:])


def _hang(remark: LineRemark, lines: list[Line], firsts: list[int]) -> Remark:
    """Hang a comment on the block that holds its line."""
    line = lines[min(remark.line, len(lines) - 1)].number or 0
    block = max(0, bisect_right(firsts, line) - 1)
    return Remark(author=remark.author, text=remark.text, block=block)


def _footnotes(notes: tuple[TextNote, ...], blocks: list[Block]) -> Iterator[Footnote]:
    """Hang each footnote on the block that holds the line of its mark."""
    firsts = [block.place.line or 0 for block in blocks]
    for note in notes:
        yield Footnote(mark=note.mark, text=note.text, block=max(0, bisect_right(firsts, note.line + 1) - 1))


def _paragraph(line: Line) -> Paragraph:
    return Paragraph(text=without_marks(line.text), place=Place(line=line.number), level=line.level, gap=line.gap)


def _grid(table: Table, index: int) -> Grid:
    cells = [
        GridCell(row=r, column=c, text=cell.text, place=Place(line=cell.lines[0].number, table=index, cell=(r, c)))
        for r, row in enumerate(table.rows)
        for c, cell in enumerate(row)
    ]
    place = Place(line=table.rows[0][0].lines[0].number, table=index)
    return Grid(cells=tuple(cells), place=place, spans_known=False, rows_known=table.rows_known)
