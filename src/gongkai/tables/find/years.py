"""One table printed for two years, each time under a line that names its year: the line tells which is the report's own.

A line that names a year stands inside many tables too (the running head of a page). So what stands below two such lines is one table
twice only where it prints the same labels, under different years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct, structs

from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, narrow, without_digits

_LONGEST = 60  # characters of a caption
_NEAR = 4  # lines between a caption and its table: its unit, its number, who filled it in
_ALIKE = 0.6  # of all labels; the halves of a table over two pages share its heads, a third
_FEWEST, _WORDY = 5, 3  # labels that two tables must share, and characters of a label
_NAMED = "年"  # whatever names a year has it
_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_RELATIVE = ((regex.compile(r"^\W*(?:上年|上一年|去年)"), -1), (regex.compile(r"^\W*(?:今年|本年度?(?!新收|办理))"), 0))
_SENTENCE = regex.compile(r"[。;；!！?？]")


class YearTable(Struct, frozen=True):
    """A table's pieces, ``start`` to ``end`` (exclusive) of the document's, under the ``caption`` that names ``year``; ``title`` is where
    the caption stands, which may be above other lines.
    """

    key: str
    title: int
    start: int
    end: int
    caption: str
    year: int


def tables_of_years(
    pieces: Sequence[Piece], owners: Sequence[str | None], known: Sequence[Vocabulary], year: int
) -> tuple[YearTable, ...]:
    """Return the tables that are printed once for ``year`` and once or more for other years, all of them in printed order."""
    captions = [
        (at, text, named)
        for at, piece in enumerate(pieces)
        if (text := _caption(piece)) is not None and (named := _year_in(text, year)) is not None
        if _YEAR.search(narrow(text)) or not any(vocabulary.strength(text) > 1 for vocabulary in known)
    ]
    if len(captions) < 2:
        return ()
    found = (table for vocabulary in known for table in _twice(pieces, owners, captions, vocabulary, year))
    return tuple(sorted(found, key=lambda table: table.start))


def captions_apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, a line that names a year cut off the marked cell that it begins: the number in 表2 is no figure of the table."""
    for piece in pieces:
        if isinstance(piece, Fragment) and piece.cell and _holds_more(piece) and _caption(piece) is not None:
            first, _, rest = piece.text.strip().partition("\n")
            yield structs.replace(piece, text=first)
            yield structs.replace(piece, text=rest, before="row")
        else:
            yield piece


def _caption(piece: Piece) -> str | None:
    """Return the line that may name a table's year: a short one, or the first row of a grid where that is one cell."""
    if isinstance(piece, Solid):
        first = next(piece.grid.rows(), ())
        text = first[0].text if len(first) == 1 and first[0].column_span > 1 else ""
    else:
        text = piece.text.strip().partition("\n")[0]
    if _NAMED not in narrow(text):
        return None
    text = " ".join(text.split())
    return text if 0 < len(text) <= _LONGEST and not _SENTENCE.search(text) else None


def _holds_more(piece: Piece) -> bool:
    """Whether the table itself begins in the piece of its caption."""
    return isinstance(piece, Solid) or "\n" in piece.text.strip()


def _year_in(text: str, year: int) -> int | None:
    """Return the one year that a line names; last year and this one are told from the report's ``year``."""
    named = {int(match[1]) for match in _YEAR.finditer(narrow(text))}
    if len(named) > 1:
        return None
    if named:
        return named.pop()
    return next((year + by for pattern, by in _RELATIVE if pattern.search(text)), None)


def _twice(
    pieces: Sequence[Piece],
    owners: Sequence[str | None],
    captions: Sequence[tuple[int, str, int]],
    vocabulary: Vocabulary,
    year: int,
) -> Iterator[YearTable]:
    own = [at for at, owner in enumerate(owners) if owner == vocabulary.key]
    above = [each for each in captions if own and own[0] - _NEAR <= each[0] <= own[-1]]
    found: list[tuple[YearTable, frozenset[tuple[str, ...]]]] = []
    for index, (at, text, named) in enumerate(above):
        first = at if _holds_more(pieces[at]) else at + 1
        last = above[index + 1][0] if index + 1 < len(above) else own[-1] + 1
        inside = [i for i in own if first <= i < last]
        if inside and inside[0] - at <= _NEAR:
            labels = _labels(_words(pieces[i] for i in inside), vocabulary)
            found.append((YearTable(vocabulary.key, at, inside[0], inside[-1] + 1, text, named), labels))
    years = [table.year for table, _ in found]
    if years.count(year) != 1 or len(years) < 2 or len(set(years)) < len(years):
        return
    shared = frozenset.intersection(*(labels for _, labels in found))
    every = frozenset.union(*(labels for _, labels in found))
    if len(shared) >= max(_FEWEST, _ALIKE * len(every)):
        yield from (table for table, _ in found)


def _labels(words: str, vocabulary: Vocabulary) -> frozenset[tuple[str, ...]]:
    """Return the labels that stand in words, each as all of its names: one table may print 废止件数 and the other 本年废止件数."""
    items = {item.names for table in vocabulary.tables for item in table.items}
    return frozenset(names for names in items if any(len(name) >= _WORDY and name in words for name in names))


def _words(pieces: Iterator[Piece]) -> str:
    texts = ([p.text] if isinstance(p, Fragment) else [cell.text for cell in p.grid.cells] for p in pieces)
    return without_digits(core("".join(text for each in texts for text in each)))


def without_other_years(owners: list[str | None], tables: Sequence[YearTable], year: int) -> list[str | None]:
    """Return the owners of all pieces, those of the tables of other years than ``year`` and of all captions given to no table of a form,
    and to no text.
    """
    kept = list(owners)
    for table in tables:
        end = table.end if table.year != year else min(table.title + 1, table.start)
        for at in range(table.title, end):
            kept[at] = "" if kept[at] in (table.key, None) else kept[at]
    return kept
