"""How a table is read, from a document to the cells of a form:

1. ``mend``: what a converter or a page did to it is undone (rows cut by the end of a page, repeated cells, grids of several tables,
   tables on one line, broken heads); every document becomes pieces, which are lines, marked cells and grids;
2. ``find``: each piece is given to the table whose labels it prints, or left to the running text;
3. of the forms that have such a table the one whose labels fit the printed words is chosen (``_fits``);
4. ``grid``: the rows of its grids are aligned with the form's lines by their labels, and their figures with its columns by the heads;
5. ``text``: its lines and marked cells become tokens, these rows by the labels among them, and each row says whose its figures are;
6. ``scattered``: where most rows fail that way, figures are laid over the form's rows in the other orders in which pages are printed;
7. ``decide``: the table's sums choose where readings leave a choice; what they leave open, or contradict, is ambiguous;
8. ``decide.cells``: every cell of the form gets its value, its status and its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from gongkai.document import NOWHERE
from gongkai.forms.equations import Key
from gongkai.forms.model import TableForm
from gongkai.report import Table
from gongkai.tables.decide.cells import cells_of, with_proved
from gongkai.tables.decide.refuse import refuse_contradicted
from gongkai.tables.decide.solve import bounds_of, solve
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.find.regions import Region
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.grid.read import read_grids
from gongkai.tables.printed_units import with_printed_units
from gongkai.tables.reading import Reading, Value
from gongkai.tables.scattered.read import is_adrift, read_scattered, share_of_rows
from gongkai.tables.text.orders import loosen
from gongkai.tables.text.read import read_stream
from gongkai.tables.tokens import tokens_of
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, without_digits
from gongkai.text.numerals import Number, Printed

_MOST_ROWS = 0.5  # a table of which fewer rows are read in their order may be printed in another one
_MOST_LETTERS, _MOST_CELLS = 20_000, 12_000  # ten times what the widest padding makes of the longest table


class TableReading(Struct, frozen=True):
    """One table of a document, read as one form defines it; ``fit`` (0 to 1) is how far the printed words and the form's labels
    are the same. ``bounds`` are the least and the most that cells which stay open can hold, by the sums of the table.
    """

    key: str
    table: Table
    readings: tuple[Reading, ...]
    fit: float
    chose: frozenset[str] = frozenset()
    bounds: dict[Key, tuple[Number, Number]] = {}

    @property
    def reason(self) -> str:
        """Why cells are open, in words."""
        return "; ".join(sorted({reading.reason for reading in self.readings if reading.reason}))


def read_tables(regions: tuple[Region, ...], vocabularies: tuple[Vocabulary, ...]) -> tuple[TableReading, ...]:
    """Read every table that was found, as the form whose labels it prints; where two forms print the same, as the form that fits the
    other tables.
    """
    pieces = {v.key: tuple(_pieces(regions, v.key)) for v in vocabularies}
    fits = {v.key: _fits(words_of(pieces[v.key]), v) for v in vocabularies if pieces[v.key]}
    overall: Counter[str] = Counter()
    for fit, table in (found for key in fits for found in fits[key]):
        overall[table.form] += round(1000 * fit)
    sisters = {v.key: v.heads for v in vocabularies}
    chosen = {key: max(found, key=lambda f: (round(f[0], 6), overall[f[1].form])) for key, found in fits.items()}
    found: dict[str, TableReading] = {}
    # Rows side by side come last: whether blanks are printed in a text that ran together, the longer tables tell.
    for key, (fit, table) in sorted(chosen.items(), key=lambda each: each[1][1].blocks[0].spec.across):
        full = any(reading.whole for each in found.values() for reading in each.readings)
        found[key] = _read(regions, pieces[key], table, fit, sisters[key], full=full)
    return tuple(found[key] for key in chosen)


def _pieces(regions: Iterable[Region], key: str) -> Iterator[Piece]:
    """Yield the pieces of a table that stand with its labels, in reading order."""
    for region in regions:
        if region.key == key and not region.island:
            yield from region.pieces


def _with_islands(regions: tuple[Region, ...], table: TableForm) -> tuple[Fragment, ...]:
    """Return the lines of a table with as many of the figures beyond other text, in their order, as fill its cells."""
    own = [region for region in regions if region.key == table.key]
    room = len(table.slots) - sum(_figures(region) for region in own if not region.island)
    kept: list[Region] = []
    for region in own:
        if not region.island or room > 0:
            kept.append(region)
            room -= _figures(region) if region.island else 0
    return tuple(piece for region in kept for piece in region.pieces if isinstance(piece, Fragment))


def _figures(region: Region) -> int:
    fragments = tuple(piece for piece in region.pieces if isinstance(piece, Fragment))
    return sum(token.kind == "figure" for token in tokens_of(fragments))


def words_of(pieces: Iterable[Piece]) -> str:
    """Run the folded words of some pieces together, without the figures between them."""
    return without_digits(core("".join(text for piece in pieces for text in _texts(piece))))


def _texts(piece: Piece) -> tuple[str, ...]:
    return (piece.text,) if isinstance(piece, Fragment) else tuple(cell.text for cell in piece.grid.cells)


def _read(
    regions: tuple[Region, ...],
    pieces: tuple[Piece, ...],
    table: TableForm,
    fit: float,
    heads: frozenset[str],
    *,
    full: bool,
) -> TableReading:
    sisters = heads - {name for item in table.items for name in item.names}
    grids = [p.grid for p in pieces if isinstance(p, Solid)]
    fragments = tuple(p for p in pieces if isinstance(p, Fragment))
    if _is_endless(pieces):
        readings = tuple(_unread(table))
        return TableReading(table.key, cells_of(readings, table), readings, fit)
    streamed = read_stream(fragments, table, totals_of(table), sisters, full=full) if fragments else ()
    if fragments and not grids:
        streamed = _or_scattered(streamed, fragments, regions, table)
    solved = solve(refuse_contradicted((*read_grids(grids, table, sisters), *streamed), table), table)
    chose = solved.chose
    if any(reading.chose for reading in solved.readings):
        chose |= {equation.id for equation in table.equations}
    above = "\n".join(region.above for region in regions if region.key == table.key)
    cells = with_printed_units(cells_of(solved.readings, table), table, pieces, above)
    bounds = bounds_of(solved.readings, table)
    return TableReading(table.key, with_proved(cells, bounds), solved.readings, fit, chose, bounds)


def _or_scattered(
    streamed: tuple[Reading, ...], fragments: tuple[Fragment, ...], regions: tuple[Region, ...], table: TableForm
) -> tuple[Reading, ...]:
    """Return the readings of scrambled text, where the text is such; else those that were read row by row.

    Where most rows were read, a layout of the whole table only adds to them: what they contradict each other on is ambiguous.
    """
    share = share_of_rows(streamed, table)
    if share == 1 or any(fragment.cell for fragment in fragments):
        return streamed
    adrift = is_adrift(fragments, table)
    if share >= _MOST_ROWS and not adrift:
        return streamed
    found = read_scattered(_with_islands(regions, table), table, totals_of(table))
    if share >= _MOST_ROWS:
        return (*found, *streamed)
    return found or (tuple(loosen(reading) for reading in streamed) if adrift else streamed)


def _is_endless(pieces: tuple[Piece, ...]) -> bool:
    """Whether there is so much text, or so many cells, that this is no one table."""
    sizes = [len(text) - text.count(" ") for piece in pieces for text in _texts(piece)]
    return len(sizes) > _MOST_CELLS or sum(sizes) > _MOST_LETTERS


def _unread(table: TableForm) -> Iterator[Reading]:
    """Yield a reading for each line that says nothing but that figures may be there."""
    something = Value("", Printed("unreadable"), NOWHERE)
    for index, line in enumerate(table.lines):
        reason = "there is more text than one table can hold, so none of it was read"
        yield Reading(line=index, label=line.label, loose=(something,), reason=reason)


def _fits(words: str, vocabulary: Vocabulary) -> list[tuple[float, TableForm]]:
    """Judge forms by labels alone, never by how many figures they would take: a poorer form takes more.

    A form fits as far as it has the labels that are printed, and as far as its own labels are printed (the harmonic mean of the two).
    """
    printed = {name for name in vocabulary.rows | vocabulary.heads if without_digits(name) in words}
    letters = sum(map(len, printed))
    found: list[tuple[float, TableForm]] = []
    for table in vocabulary.tables:
        own = {name for item in table.items for name in item.names}
        explained = sum(len(name) for name in printed & own)
        whole = sum(len(item.names[-1]) for item in table.items)
        read = sum(len(item.names[-1]) for item in table.items if not printed.isdisjoint(item.names))
        shares = explained / max(1, letters), read / max(1, whole)
        found.append((2 * shares[0] * shares[1] / max(1e-9, sum(shares)), table))
    return found
