"""Figures of a table that stand beyond a heading or a sentence: a converter that writes a page block by block prints them there."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.tables.fragments import Fragment, Piece
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, narrow

_FIGURES = 2  # fewer may be a page's number
_LONGEST = 24  # letters
_HALF = 2  # the shortest piece of a head that stands for it


def islands_of(
    pieces: tuple[Piece, ...], owners: list[str | None], vocabularies: tuple[Vocabulary, ...]
) -> list[str | None]:
    """Return for each piece of running text the key of the table before it whose figures, and heads, it may hold; else None."""
    known = {vocabulary.key: vocabulary for vocabulary in vocabularies}
    beyond: list[str | None] = [None] * len(pieces)
    for start, end, key in _runs(pieces, owners, known):
        figures = sum(_is_bare(piece) for piece in pieces[start:end])
        if figures >= _FIGURES:
            beyond[start:end] = [key] * (end - start)
    return beyond


def _runs(
    pieces: tuple[Piece, ...], owners: list[str | None], known: dict[str, Vocabulary]
) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, key) of pieces of text in which nothing but figures and heads of the table before them stand."""
    key: str | None = None
    start: int | None = None
    for index, (piece, owner) in enumerate(zip((*pieces, None), (*owners, None), strict=True)):
        fits = key is not None and owner is None and piece is not None and _may_be_table(piece, known[key])
        if start is not None and not fits and key is not None:
            yield start, index, key
            start = None
        elif start is None and fits:
            start = index
        if owner is not None:
            key = owner if isinstance(piece, Fragment) and owner in known else None


def _is_bare(piece: Piece) -> bool:
    """Whether a piece is a line of figures without a word."""
    return isinstance(piece, Fragment) and len(piece.text) <= _LONGEST and core(piece.text).isdecimal()


def _may_be_table(piece: Piece, vocabulary: Vocabulary) -> bool:
    if _is_bare(piece):
        return True
    if not isinstance(piece, Fragment) or len(piece.text) > _LONGEST or not piece.text.strip():
        return False
    name = core(narrow(piece.text))
    return len(name) >= _HALF and name not in vocabulary.headings and any(name in head for head in vocabulary.heads)
