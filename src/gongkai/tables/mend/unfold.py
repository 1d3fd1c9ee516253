"""Gives lines back to text that lost them: a report, or a table, that stands on one line is cut before each label and heading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from gongkai.tables.fragments import Break, Fragment, Piece
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, narrow

_LONG = 60
_LONGEST = 100_000  # a whole report on one line has a fifth of it
_LABELS = 8  # a sentence may name a few of a table's labels, hardly so many
_NUMBER = regex.compile(
    r"(?:\(?[一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[.、](?!\d)|\(\d{1,2}\))\s*$"
)
# Where a line may have ended: behind a full stop that white space follows, and before the number of a heading.
_LINE_END = regex.compile(
    r"(?<=[。!?])\s+|(?<=[。!?;\s])(?=\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}、)"
)


def unfold(piece: Piece, vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces of a fragment that holds many labels and figures, each beginning with a label; other pieces pass."""
    fits = isinstance(piece, Fragment) and _LONG <= len(piece.text) <= _LONGEST
    if not isinstance(piece, Fragment) or not fits or not any(c.isdecimal() for c in narrow(piece.text)):
        yield piece
        return
    text = core(piece.text)
    if max((v.labels_in(text) for v in vocabularies), default=0) < _LABELS:
        yield piece
        return
    yield from _cut(piece, vocabularies)


def _cut(piece: Fragment, vocabularies: tuple[Vocabulary, ...]) -> Iterator[Fragment]:
    labels, lines = _edges(piece.text, vocabularies)
    edges = sorted({0, *labels, *lines, len(piece.text)})
    for start, end in pairwise(edges):
        text = piece.text[start:end].strip()
        if text:
            before: Break = piece.before if start == 0 else "line"
            joins = start > 0 and start not in lines
            yield Fragment(text=text, place=piece.place, block=piece.block, before=before, joins=joins)


def _edges(text: str, vocabularies: tuple[Vocabulary, ...]) -> tuple[set[int], set[int]]:
    """Return where labels begin, and where lines do: at headings and behind full stops. A label's numbering belongs to it."""
    folded = narrow(text)
    at = [i for i, char in enumerate(folded) if core(char)]
    words = "".join(core(folded[i]) for i in at)
    labels = {name for v in vocabularies for name in v.rows | v.heads}
    headings = {name for v in vocabularies for name in v.headings}
    starts: set[int] = set()
    lines = {match.end() for match in _LINE_END.finditer(folded)}
    pattern = "|".join(regex.escape(n) for n in sorted(labels | headings, key=len, reverse=True) if len(n) > 1)
    for match in regex.finditer(pattern, words):
        start, end = at[match.start()], at[match.end() - 1] + 1
        number = _NUMBER.search(folded, max(0, start - 8), start)
        if match[0] in labels:
            starts.add(number.start() if number else start)
        elif number:
            lines |= {number.start(), end} if folded[end : end + 1].isspace() else {number.start()}
    return starts, lines
