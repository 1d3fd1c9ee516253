"""Pieces of a table's labels that the end of a page cut off its grids: they stand as lines above a grid or between two."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.tables.fragments import Piece, Solid
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number

_SHORTEST, _LINES = 2, 3


def with_remnants(
    pieces: Sequence[Piece], owners: Sequence[str | None], known: Sequence[Vocabulary]
) -> list[str | None]:
    """Return the owners (None for text) with lines given to the grid that follows them: a head above it, a bit of a label between two."""
    found = list(owners)
    by_key = {vocabulary.key: vocabulary for vocabulary in known}
    for at, piece in enumerate(pieces):
        vocabulary = by_key.get(owners[at] or "")
        if isinstance(piece, Solid) and vocabulary is not None:
            start = _start(pieces, owners, at, vocabulary)
            found[start:at] = [vocabulary.key] * (at - start)
    return found


def _start(pieces: Sequence[Piece], owners: Sequence[str | None], at: int, vocabulary: Vocabulary) -> int:
    """Return where the lines begin that belong to the grid at ``at``."""
    lines: list[str] = []
    for before in range(at - 1, max(-1, at - 2 - _LINES), -1):
        piece = pieces[before]
        if isinstance(piece, Solid):
            if owners[before] == vocabulary.key and _is_bit("".join(reversed(lines)), vocabulary):
                return before + 1
            break
        lines.append(piece.text)
    return at - 1 if lines and core(strip_number(lines[0])) in vocabulary.heads else at


def _is_bit(text: str, vocabulary: Vocabulary) -> bool:
    words = core(strip_number(text))
    return len(words) >= _SHORTEST and words in vocabulary.soup and words not in vocabulary.headings
