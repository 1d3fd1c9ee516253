"""Finds the tables of the known forms in a document, by their labels alone, and leaves the rest as running text.

A table may be one grid, several (broken over pages), a part of a grid that holds the whole report, a stretch of lines, or
cells that a converter marked. What it is called by its heading, and where it stands, is not asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct, structs

from gongkai.document import Block, Document, Footnote, Grid, Paragraph, Remark
from gongkai.tables.find.claims import owners_of
from gongkai.tables.find.islands import islands_of
from gongkai.tables.find.years import YearTable, captions_apart, tables_of_years, without_other_years
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.mend import mended
from gongkai.tables.mend.grid_parts import stretches
from gongkai.tables.vocabulary import Vocabulary

_TITLE_LINES, _TITLE = 3, 60


class Region(Struct, frozen=True):
    """One table as found: its pieces in reading order, and the lines ``above`` it. ``island``: figures without labels, which stand beyond
    other text.
    """

    key: str
    pieces: tuple[Piece, ...]
    island: bool = False
    above: str = ""


class Layout(Struct, frozen=True):
    """A document taken apart: ``text`` holds its running text with an empty grid where a table stood, ``tables`` says which
    of its blocks those are and of which key. ``owners`` are the keys of the tables that the ``pieces`` were given to;
    ``moved`` says for each block of the document in which block of the text it ended. ``other_years`` are the tables of other years
    than the report's, which are no regions.
    """

    text: Document
    tables: dict[int, str]
    regions: tuple[Region, ...]
    pieces: tuple[Piece, ...]
    owners: tuple[str | None, ...]
    moved: dict[int, int]
    other_years: tuple[YearTable, ...] = ()


def lay_out(document: Document, vocabularies: tuple[Vocabulary, ...], year: int | None = None) -> Layout:
    """Take ``document`` apart into tables and text; where ``year`` is known, tables of other years are left to no form."""
    pieces = mended(document, vocabularies)
    pieces = pieces if year is None else tuple(captions_apart(pieces))
    owners = owners_of(pieces, vocabularies)
    years = () if year is None else tables_of_years(pieces, owners, vocabularies, year)
    others = tuple(table for table in years if table.year != year)
    owners = owners if year is None else without_other_years(owners, years, year)
    beyond = islands_of(pieces, owners, vocabularies)
    regions = tuple(_regions(pieces, owners, beyond))
    layout = _without(document, pieces, owners, beyond, regions)
    return structs.replace(layout, other_years=others) if others else layout


def has_other_years(layout: Layout, vocabularies: tuple[Vocabulary, ...], year: int | None) -> bool:
    """Whether a document that was taken apart holds one table for several years, its own ``year`` among them."""
    return year is not None and bool(tables_of_years(layout.pieces, layout.owners, vocabularies, year))


def pieces_of_year(layout: Layout, table: YearTable) -> tuple[Piece, ...]:
    """Return the pieces of another year's table."""
    return tuple(layout.pieces[at] for at in range(table.start, table.end) if not layout.owners[at])


def _regions(pieces: tuple[Piece, ...], owners: list[str | None], beyond: list[str | None]) -> Iterator[Region]:
    both = [(own or "", other or "") for own, other in zip(owners, beyond, strict=True)]
    for start, end, (own, other) in stretches(both):
        if own or other:
            yield Region(own or other, pieces[start:end], island=not own, above=_above(pieces, owners, start))


def _above(pieces: tuple[Piece, ...], owners: list[str | None], start: int) -> str:
    """Return the short lines right before a table: its title, its unit. Blank ones, as Markdown's empty heads, count for none."""
    lines: list[str] = []
    for at in range(start - 1, -1, -1):
        piece = pieces[at]
        if len(lines) == _TITLE_LINES or owners[at] is not None or not isinstance(piece, Fragment):
            break
        if len(piece.text) > _TITLE:
            break
        lines.extend([piece.text] if piece.text.strip() else [])
    return "\n".join(reversed(lines))


def _without(
    document: Document,
    pieces: tuple[Piece, ...],
    owners: list[str | None],
    beyond: list[str | None],
    regions: tuple[Region, ...],
) -> Layout:
    """Put the running text together again, with an empty grid in the place of each stretch of a table."""
    blocks: list[Block] = []
    tables: dict[int, str] = {}
    moved: dict[int, int] = {}
    for index, (piece, owner) in enumerate(zip(pieces, owners, strict=True)):
        if owner is None and beyond[index] is None and isinstance(piece, Fragment):
            if piece.joins and blocks and isinstance(blocks[-1], Paragraph):
                blocks[-1] = Paragraph(text=f"{blocks[-1].text} {piece.text}", place=blocks[-1].place)
            elif piece.text.strip():
                blocks.append(piece.paragraph or Paragraph(text=piece.text, place=piece.place))
        elif owner is not None and (index == 0 or owners[index - 1] != owner):
            tables[len(blocks)] = owner or ""
            blocks.append(Grid(cells=()))
        moved[piece.block] = max(0, len(blocks) - 1)
    remarks = tuple(Remark(author=r.author, text=r.text, block=moved.get(r.block, 0)) for r in document.remarks)
    footnotes = tuple(Footnote(mark=n.mark, text=n.text, block=moved.get(n.block, 0)) for n in document.footnotes)
    text = Document(
        blocks=tuple(blocks),
        reader=document.reader,
        remarks=remarks,
        footnotes=footnotes,
        pictures=document.pictures,
        pages=document.pages,
        encoding=document.encoding,
        title=document.title,
        published=document.published,
        issues=document.issues,
    )
    both = tuple(own or other for own, other in zip(owners, beyond, strict=True))
    return Layout(text, tables, regions, pieces, both, moved)


def unclaimed(layout: Layout, tables: Collection[str]) -> frozenset[int]:
    """Return the blocks of the document that are grids of which no piece belongs to one of ``tables``."""
    whole: dict[int, bool] = {}
    for piece, owner in zip(layout.pieces, layout.owners, strict=True):
        free = isinstance(piece, Solid) and (not owner or owner not in tables)
        whole[piece.block] = free and whole.get(piece.block, True)
    return frozenset(block for block, free in whole.items() if free)
