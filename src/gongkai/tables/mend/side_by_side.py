"""Heads that stand side by side and are broken over lines: 结果 结果 above 维持 纠正 are 结果维持 and 结果纠正.

A line of a table's head holds the first halves of several heads, and the next line, or as many lines, the second halves.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from gongkai.tables.fragments import Fragment, Piece
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core

_LONGEST = 40  # letters of a line of heads


def join_heads(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces, with such lines joined into one where every joined head is one of a known form's."""
    names, halves = _names(vocabularies)
    index = 0
    while index < len(pieces):
        upper = _words(pieces[index])
        first = pieces[index]
        joined, used = (
            _joined(upper, pieces[index + 1 : index + 1 + len(upper)], names, halves) if len(upper) > 1 else ((), 0)
        )
        if joined and isinstance(first, Fragment):
            yield msgspec.structs.replace(first, text=" ".join(joined), paragraph=None)
        else:
            yield first
        index += 1 + used


@lru_cache(maxsize=8)
def _names(vocabularies: tuple[Vocabulary, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of all heads, and what they may begin with where a line cuts them."""
    names = frozenset(name for vocabulary in vocabularies for name in vocabulary.heads)
    return names, frozenset(name[:i] for name in names for i in range(1, len(name)))


def _joined(
    upper: tuple[str, ...], below: tuple[Piece, ...], names: frozenset[str], halves: frozenset[str]
) -> tuple[tuple[str, ...], int]:
    """Return the heads that ``upper`` and the line, or lines, below make, and how many lines that takes; nothing if they make none."""
    if not below or not all(word in halves or word in names for word in upper):
        return (), 0
    beside = _words(below[0])
    lower, used = (beside, 1) if len(beside) > 1 else (tuple(w for piece in below for w in _words(piece)), len(upper))
    if len(lower) != len(upper):
        return (), 0
    joined = tuple(a + b for a, b in zip(upper, lower, strict=True))
    return (joined, used) if all(head in names for head in joined) else ((), 0)


def _words(piece: Piece) -> tuple[str, ...]:
    """Return the words of a short line, folded; nothing for cells, figures and longer lines."""
    if not isinstance(piece, Fragment) or piece.cell or len(piece.text) > _LONGEST:
        return ()
    words = tuple(core(word) for word in piece.text.split())
    return words if words and all(word and not word.isdecimal() for word in words) else ()
