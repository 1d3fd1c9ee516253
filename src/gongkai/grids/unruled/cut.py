"""Whether the lines of a cell broke off because the next character, or word, had no room."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from gongkai.grids.unruled.chunks import Chunk, Row, overlap
from gongkai.grids.unruled.columns import Column

_LETTER = 0.7  # heights: the width of a character
_ROOM = 2.2  # heights: the white beside a full line of a cell, with the sides of two cells and less than a character
_WORD = regex.compile(r"[0-9A-Za-z]+")
_CLOSING = regex.compile(r"[，。、；：！？）》】”’,.;:!?)]*")  # no line begins with these
_BROKEN = regex.compile(r"[0-9A-Za-z][-/]$")


def is_cut(rows: Sequence[Row], chunk: Chunk, columns: Sequence[Column]) -> bool:
    """Whether the line above a chunk in its column is full: its first character would not have fitted there."""
    at = next((n for n, column in enumerate(columns) if overlap(column.span, chunk.span) > 0), None)
    if at is None:
        return False
    above = [c for row in rows for c in row.chunks if overlap(columns[at].span, c.span) > 0]
    if not above:
        return False
    left, right = columns[at].span
    room = (columns[at + 1].span[0] if at + 1 < len(columns) else right) - right
    wide = above[-1].box[2] - above[-1].box[0] + _first_width(chunk, above[-1]) > right - left
    return wide and room < _ROOM * chunk.height


def _first_width(chunk: Chunk, above: Chunk) -> float:
    """The width of what would have gone on in the line above: a character, or a whole word where the line breaks off in one."""
    letter = _LETTER * chunk.height
    word = _WORD.match(chunk.text)
    if word is None:
        closing = _CLOSING.match(chunk.text, 1)
        return letter * float(closing.end() if closing else 1)
    if not (_BROKEN.search(above.text) or chunk.text[0].islower()):
        return letter
    return max(letter, (chunk.box[2] - chunk.box[0]) * len(word[0]) / len(chunk.text))


def breaks_off(row: Row, below: Row) -> bool:
    """Whether the figures of a line are the ends of those above them: a day or a number behind its hyphen."""
    figures = [chunk for chunk in below.chunks if chunk.is_figure]
    over = [[c for c in row.chunks if overlap(c.span, chunk.span) > 0] for chunk in figures]
    return len(below.chunks) < len(row.chunks) and all(len(o) == 1 and _BROKEN.search(o[0].text) for o in over)
