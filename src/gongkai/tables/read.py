"""Reads the tables of a document: regions → readings → cells, for the form that fits each table best."""

from __future__ import annotations

from msgspec import Struct

from gongkai.forms.model import TableForm
from gongkai.report import Table
from gongkai.tables.cells import cells_of
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.grid import read_grids
from gongkai.tables.locate import locate
from gongkai.tables.reading import Reading
from gongkai.tables.regions import Region
from gongkai.tables.stream import read_stream
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core


class TableReading(Struct, frozen=True):
    """One table of a document, read as one form defines it; ``fit`` (0 to 1) is how far the printed words and the form's labels
    are the same.
    """

    key: str
    table: Table
    readings: tuple[Reading, ...]
    fit: float


def read_tables(regions: tuple[Region, ...], vocabularies: tuple[Vocabulary, ...]) -> tuple[TableReading, ...]:
    """Read every table that was found, as the form whose labels it prints."""
    found: list[TableReading] = []
    for vocabulary in vocabularies:
        pieces = tuple(piece for region in regions if region.key == vocabulary.key for piece in region.pieces)
        if pieces:
            words = core("".join(text for piece in pieces for text in texts_of(piece)))
            fit, table = max(((_fit(words, t), t) for t in vocabulary.tables), key=lambda found: found[0])
            found.append(_read(pieces, table, fit))
    return tuple(found)


def texts_of(piece: Piece) -> tuple[str, ...]:
    """Return the texts of a piece, in reading order."""
    return (piece.text,) if isinstance(piece, Fragment) else tuple(cell.text for cell in piece.grid.cells)


def _read(pieces: tuple[Piece, ...], table: TableForm, fit: float) -> TableReading:
    grids = [p.grid for p in pieces if isinstance(p, Solid)]
    fragments = tuple(p for p in pieces if isinstance(p, Fragment))
    readings = (*read_grids(grids, table), *(read_stream(fragments, table) if fragments else ()))
    return TableReading(table.key, cells_of(readings, table), readings, fit)


def _fit(words: str, table: TableForm) -> float:
    """Judge a form by labels alone, never by how many figures it would take: a poorer form takes more."""
    letters = "".join(c for c in words if not c.isdecimal())
    explained = sum(span.end - span.start for span in locate(letters, table))
    expected = sum(min(len(name) for name in item.names) for item in table.items)
    return 2 * explained / max(1, len(letters) + max(expected, explained))
