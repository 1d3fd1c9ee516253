"""So much text, or so many cells, that no one table can hold them: nothing of it is read, and every line says so."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.document import NOWHERE
from gongkai.forms.model import TableForm
from gongkai.tables.find.fits import texts_of
from gongkai.tables.fragments import Piece
from gongkai.tables.reading import Reading, Value
from gongkai.text.numerals import Printed

_MOST_LETTERS, _MOST_CELLS = 20_000, 12_000  # ten times what the widest padding makes of the longest table


def is_endless(pieces: tuple[Piece, ...]) -> bool:
    """Whether there is so much text, or so many cells, that this is no one table."""
    sizes = [len(text) - text.count(" ") for piece in pieces for text in texts_of(piece)]
    return len(sizes) > _MOST_CELLS or sum(sizes) > _MOST_LETTERS


def unread(table: TableForm) -> Iterator[Reading]:
    """Yield a reading for each line that says nothing but that figures may be there."""
    something = Value("", Printed("unreadable"), NOWHERE)
    for index, line in enumerate(table.lines):
        reason = "there is more text than one table can hold, so none of it was read"
        yield Reading(line=index, label=line.label, loose=(something,), reason=reason)
