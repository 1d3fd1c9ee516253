"""Which form's table some pieces are: of the forms that have such a table, the one whose labels fit the printed words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from gongkai.forms.model import TableForm
from gongkai.tables.fragments import Fragment, Piece
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, without_digits
from gongkai.text.numerals import read_figure


class Fit(Struct, frozen=True):
    """A table of the form that was chosen, how far it fits (0 to 1), and the heads that the other forms have for this table.

    ``headed`` says that every head of its columns is printed.
    """

    table: TableForm
    share: float
    sisters: frozenset[str]
    headed: bool = False


def fits_of(pieces: Mapping[str, tuple[Piece, ...]], vocabularies: Iterable[Vocabulary]) -> dict[str, Fit]:
    """Choose the form of each table that has pieces; where two forms print the same, the one that fits the other tables."""
    known = {v.key: v for v in vocabularies if pieces[v.key]}
    words = {key: words_of(pieces[key]) for key in known}
    fits = {key: _fits(words[key], vocabulary) for key, vocabulary in known.items()}
    overall: Counter[str] = Counter()
    for share, table in (found for each in fits.values() for found in each):
        overall[table.form] += round(1000 * share)
    best = {key: max(found, key=lambda f: (round(f[0], 6), overall[f[1].form])) for key, found in fits.items()}
    return {
        key: Fit(table, share, _sisters(known[key], table), _is_headed(table, words[key]))
        for key, (share, table) in best.items()
    }


def _is_headed(table: TableForm, words: str) -> bool:
    columns = [item.names for item in table.items if item.role == "column"]
    return len(columns) > 1 and all(any(without_digits(name) in words for name in names) for names in columns)


def _sisters(vocabulary: Vocabulary, table: TableForm) -> frozenset[str]:
    return vocabulary.heads - {name for item in table.items for name in item.names}


def words_of(pieces: Iterable[Piece]) -> str:
    """Run the folded words of some pieces together, without the figures between them: they may stand within a label of several lines."""
    texts: list[str] = []
    for piece in pieces:
        texts += (piece.text,) if isinstance(piece, Fragment) else texts_of(piece)
    return without_digits(core("".join(map(_worded, texts))))


@lru_cache(maxsize=1 << 12)
def _worded(text: str) -> str:
    """Leave out what is a figure, with its unit, or stands for one (无) between blanks."""
    return "".join(word for word in text.split() if read_figure(word).status == "unreadable")


def texts_of(piece: Piece) -> tuple[str, ...]:
    """Return the texts of a piece: its line, or its cells."""
    return (piece.text,) if isinstance(piece, Fragment) else tuple([cell.text for cell in piece.grid.cells])


@lru_cache(maxsize=1 << 6)
def _fits(words: str, vocabulary: Vocabulary) -> tuple[tuple[float, TableForm], ...]:
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
    return tuple(found)
