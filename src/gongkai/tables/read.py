"""Reads the tables of a document: regions → readings → cells, for the form that fits each table best."""

from __future__ import annotations

from msgspec import Struct

from gongkai.forms.model import TableForm
from gongkai.report import Table
from gongkai.tables.cells import cells_of
from gongkai.tables.fragments import Fragment, Solid
from gongkai.tables.grid import read_grids
from gongkai.tables.reading import Reading
from gongkai.tables.regions import Region
from gongkai.tables.stream import read_stream
from gongkai.tables.vocabulary import Vocabulary


class TableReading(Struct, frozen=True):
    """One table of a document, read as one form defines it; ``fit`` is the share of its cells that were placed by label."""

    key: str
    table: Table
    readings: tuple[Reading, ...]
    fit: float


def read_tables(regions: tuple[Region, ...], vocabularies: tuple[Vocabulary, ...]) -> tuple[TableReading, ...]:
    """Read every table that was found; of several forms that define it, the one that explains most of it."""
    found: list[TableReading] = []
    for vocabulary in vocabularies:
        own = tuple(r for r in regions if r.key == vocabulary.key)
        if own:
            candidates = [_read(own, table) for table in vocabulary.tables]
            found.append(max(candidates, key=lambda c: c.fit))
    return tuple(found)


def _read(regions: tuple[Region, ...], table: TableForm) -> TableReading:
    pieces = [piece for region in regions for piece in region.pieces]
    grids = [p.grid for p in pieces if isinstance(p, Solid)]
    fragments = tuple(p for p in pieces if isinstance(p, Fragment))
    readings = (*read_grids(grids, table), *(read_stream(fragments, table) if fragments else ()))
    cells = cells_of(readings, table)
    return TableReading(table.key, cells, readings, _fit(cells))


def _fit(table: Table) -> float:
    """Return the share of cells placed by their labels; a printed row that the form does not know costs one of its own."""
    anchored = sum({"label": 1.0, "grid": 0.75, "order": 0.5}.get(c.anchor or "", 0.0) for c in table.cells)
    return (anchored - len(table.extra)) / max(1, len(table.cells))
