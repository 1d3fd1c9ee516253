"""How a table is read, from a document to the cells of a form; ``find.regions.lay_out`` takes the first two steps, this file the others.

1. ``mend``: what a converter or a page did to it is undone (rows cut by the end of a page, repeated cells, grids of several tables,
   tables on one line, broken heads); every document becomes pieces, which are lines, marked cells and grids;
2. ``find``: each piece is given to the table whose labels it prints, or left to the running text;
3. of the forms that have such a table the one whose labels fit the printed words is chosen (``find.fits``);
4. ``grid``: the rows of its grids are aligned with the form's lines by their labels, and their figures with its columns by the heads;
5. ``text``: its lines and marked cells become tokens, these rows by the labels among them, and each row says whose its figures are;
6. ``scattered``: where most rows fail that way, figures are laid over the form's rows in the other orders in which pages are printed;
7. ``decide``: the table's sums choose where readings leave a choice; what they leave open, or contradict, is ambiguous;
8. ``decide.cells``: every cell of the form gets its value, its status and its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from gongkai.forms.equations import Key
from gongkai.forms.model import TableForm
from gongkai.report import Table
from gongkai.tables.decide.cells import cells_of, with_proved
from gongkai.tables.decide.refuse import refuse_contradicted, refuse_exchanged
from gongkai.tables.decide.solve import Solved, bounds_of, solve
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.decide.unproved import without_unproved
from gongkai.tables.find.endless import is_endless, unread
from gongkai.tables.find.fits import Fit, fits_of
from gongkai.tables.find.regions import Region
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.grid.read import read_grids
from gongkai.tables.printed_units import with_printed_units
from gongkai.tables.reading import Reading
from gongkai.tables.scattered.instead import or_scattered
from gongkai.tables.scattered.read import is_adrift
from gongkai.tables.text.read import read_stream
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.numerals import Number

_WHOLE = 2  # rows: one with a label of a few signs stands in tables of other families, too


class TableReading(Struct, frozen=True):
    """One table of a document, read as one form defines it; ``fit`` (0 to 1) is how far the printed words and the form's labels
    are the same; ``whole`` is the share of its printed rows that are whole rows of the form, under all its heads. ``bounds`` are the least
    and the most that cells which stay open can hold, by the sums of the table.
    """

    key: str
    table: Table
    readings: tuple[Reading, ...]
    fit: float
    chose: frozenset[str] = frozenset()
    bounds: dict[Key, tuple[Number, Number]] = {}
    whole: float = 0.0

    @property
    def reason(self) -> str:
        """Why cells are open, in words."""
        return "; ".join(sorted({reading.reason for reading in self.readings if reading.reason}))


def read_tables(regions: tuple[Region, ...], vocabularies: tuple[Vocabulary, ...]) -> tuple[TableReading, ...]:
    """Read every table that was found, as the form whose labels it prints; where two forms print the same, as the form that fits the
    other tables.
    """
    pieces = {vocabulary.key: tuple(_pieces(regions, vocabulary.key)) for vocabulary in vocabularies}
    fits = fits_of(pieces, vocabularies)
    found: dict[str, TableReading] = {}
    # Rows side by side come last: whether blanks are printed in a text that ran together, the longer tables tell.
    for key, fit in sorted(fits.items(), key=lambda each: each[1].table.blocks[0].spec.across):
        full = any(reading.whole for each in found.values() for reading in each.readings)
        others = [(pieces[other], each.table) for other, each in fits.items() if other != key]
        found[key] = _read(regions, pieces[key], fit, partial(_any_adrift, others), full=full)
    return tuple(found[key] for key in fits)


def _pieces(regions: tuple[Region, ...], key: str) -> Iterator[Piece]:
    """Yield the pieces of a table that stand with its labels, in reading order."""
    for region in regions:
        if region.key == key and not region.island:
            yield from region.pieces


def _any_adrift(tables: Sequence[tuple[tuple[Piece, ...], TableForm]]) -> bool:
    """Whether figures of one of some tables, of lines without marks, stand where no row can have them."""
    texts = ((tuple(piece for piece in pieces if isinstance(piece, Fragment)), table) for pieces, table in tables)
    return any(
        own and not any(f.cell for f in own) and is_adrift(own, table) for own, table in texts if table.equations
    )


def _read(
    regions: tuple[Region, ...], pieces: tuple[Piece, ...], fit: Fit, elsewhere: Callable[[], bool], *, full: bool
) -> TableReading:
    """Read one table, as the form that was chosen: its rows, what its sums say about them, its cells."""
    table = fit.table
    if is_endless(pieces):
        nothing = tuple(unread(table))
        return TableReading(table.key, cells_of(nothing, table), nothing, fit.share)
    rows = (*_from_grids(pieces, fit), *_from_text(regions, pieces, fit, elsewhere, full=full))
    solved = solve(refuse_exchanged(refuse_contradicted(rows, table), table), table)
    readings = without_unproved(solved.readings, table)
    bounds = bounds_of(readings, table)
    above = "\n".join(region.above for region in regions if region.key == table.key)
    cells = with_printed_units(cells_of(readings, table), table, pieces, above)
    whole = _whole(readings, table) if fit.headed else 0.0
    return TableReading(
        table.key, with_proved(cells, bounds), readings, fit.share, _chose(solved, table), bounds, whole
    )


def _whole(readings: tuple[Reading, ...], table: TableForm) -> float:
    """The share of printed rows that have a label of the form and all its slots; 0 for fewer than two such rows."""
    valued = [reading for reading in readings if reading.placed or reading.loose]
    whole = [r for r in valued if r.line is not None and r.label and len(r.placed) == len(table.lines[r.line].slots)]
    return len(whole) / len(valued) if len(whole) >= _WHOLE else 0.0


def _from_grids(pieces: tuple[Piece, ...], fit: Fit) -> tuple[Reading, ...]:
    grids = [piece.grid for piece in pieces if isinstance(piece, Solid)]
    return read_grids(grids, fit.table, fit.sisters)


def _from_text(
    regions: tuple[Region, ...], pieces: tuple[Piece, ...], fit: Fit, elsewhere: Callable[[], bool], *, full: bool
) -> tuple[Reading, ...]:
    """Read the lines and marked cells of a table; only a table without a grid may be printed in another order."""
    fragments = tuple(piece for piece in pieces if isinstance(piece, Fragment))
    if not fragments:
        return ()
    rows = read_stream(fragments, fit.table, totals_of(fit.table), fit.sisters, full=full)
    return or_scattered(rows, fragments, regions, fit.table, elsewhere) if len(fragments) == len(pieces) else rows


def _chose(solved: Solved, table: TableForm) -> frozenset[str]:
    """Return the checks that chose what was read: those that solving asked, or all where an order was chosen by its sums."""
    every = {equation.id for equation in table.equations} if any(r.chose for r in solved.readings) else set()
    return solved.chose | every
