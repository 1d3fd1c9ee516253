"""When figures are laid over the form's rows in another order: where most rows fail, or figures stand where no row can have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.forms.model import TableForm
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.find.regions import Region
from gongkai.tables.fragments import Fragment
from gongkai.tables.reading import Reading
from gongkai.tables.scattered.read import is_adrift, read_scattered, share_of_rows
from gongkai.tables.text.orders import loosen
from gongkai.tables.tokens import tokens_of

_MOST_ROWS = 0.5  # a table of which fewer rows are read in their order may be printed in another one


def or_scattered(
    streamed: tuple[Reading, ...],
    fragments: tuple[Fragment, ...],
    regions: tuple[Region, ...],
    table: TableForm,
    elsewhere: Callable[[], bool] = lambda: False,
) -> tuple[Reading, ...]:
    """Return the readings of scrambled text, where the text is such; else those that were read row by row.

    Where most rows were read, a layout of the whole table only adds to them: what they contradict each other on is ambiguous. Where none
    is proved and figures stand where no row can have them, even a full row may hold its neighbour's: its order is left to the sums. So is
    it where figures drifted so ``elsewhere`` in the document, and rows of this table lack some.
    """
    share = share_of_rows(streamed, table)
    if share == 1 or any(fragment.cell for fragment in fragments):
        return streamed
    # A figure behind each label is its own, whatever stands elsewhere.
    alone = all(len(line.slots) == 1 for line in table.lines)
    adrift = is_adrift(fragments, table) or (not alone and len(table.lines) > 1 and elsewhere())
    if share >= _MOST_ROWS and not adrift:
        return streamed
    found = read_scattered(_with_islands(regions, table), table, totals_of(table))
    if share >= _MOST_ROWS and (found or alone):
        return (*found, *_not_in(found, streamed))
    return found or (tuple(loosen(reading) for reading in streamed) if adrift else streamed)


def _not_in(found: tuple[Reading, ...], streamed: tuple[Reading, ...]) -> Iterator[Reading]:
    """Yield what was read row by row, but for figures beside no label that have found their rows since."""
    own = {(placed.value.place, placed.value.text) for reading in found for placed in reading.placed}
    for reading in streamed:
        if reading.line is not None or not all((value.place, value.text) in own for value in reading.loose):
            yield reading


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
