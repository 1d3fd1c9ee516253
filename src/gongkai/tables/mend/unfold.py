"""Gives lines back to text that lost them: a report, or a table, that stands on one line is cut before each label and heading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex
from rapidfuzz.distance import Hamming

from gongkai.tables.fragments import Break, Fragment, Piece
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, narrow

_LONG = 60  # letters; a shorter line is a row
_LONGEST = 100_000  # a whole report on one line has a fifth of it
_LABELS = 8  # a sentence may name a few of a table's labels, hardly so many
_DIGIT = regex.compile(r"\d")
_NUMBER = regex.compile(
    r"(?:\(?[一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[.、](?!\d)|\(\d{1,2}\))\s*$"
)
_TOP_MARK = regex.compile(r"(?:^|(?<=[。!?;\s\d]))[一二三四五六七八九十]{1,2}[、.]")
_REACH = 60  # characters behind a number: no section's heading is longer, with white space in it
_NAMED = 8  # characters of a heading to each that may be misprinted
# Where a line may have ended: behind a full stop that white space follows, and before the number of a heading.
_LINE_END = regex.compile(
    r"(?<=[。!?])\s+|(?<=[。!?;\s])(?=\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}、)"
)


def unfold_lines(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Yield the pieces, every line that holds many labels and figures cut so that each piece of it begins with a label."""
    for piece in pieces:
        if isinstance(piece, Fragment) and _LONG <= len(piece.text) <= _LONGEST and _is_table(piece.text, vocabularies):
            yield from _cut(piece, vocabularies)
        else:
            yield piece


def _is_table(text: str, vocabularies: tuple[Vocabulary, ...]) -> bool:
    if _DIGIT.search(narrow(text)) is None:
        return False
    words = core(text)
    return max([v.labels_in(words) for v in vocabularies], default=0) >= _LABELS


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
    numbers = _numbers(vocabularies)
    headings = {name for v in vocabularies for name in v.headings}
    starts: set[int] = set()
    lines = {match.end() for match in _LINE_END.finditer(folded)}
    pattern = "|".join(regex.escape(n) for n in sorted(labels | headings, key=len, reverse=True) if len(n) > 1)
    misprinted = list(_misprinted(folded, headings))
    lines |= {edge for span in misprinted for edge in span}
    for match in regex.finditer(pattern, words):
        start, end = at[match.start()], at[match.end() - 1] + 1
        if any(first < end and start < last for first, last in misprinted):
            continue
        number = _NUMBER.search(folded, max(0, start - 8), start)
        if number and (own := _own_number(folded, number.start(), numbers.get(match[0], frozenset()))) is not None:
            starts.add(own)
            continue
        if match[0] in labels:
            starts.add(number.start() if number else start)
        elif number:
            lines |= {number.start(), end} if folded[end : end + 1].isspace() else {number.start()}
    return starts, lines


def _misprinted(folded: str, headings: set[str]) -> Iterator[tuple[int, int]]:
    """Yield where numbered headings stand that have the length of a known one and all but a character or two of it (行证复议)."""
    for mark in _TOP_MARK.finditer(folded):
        at = [i for i in range(mark.end(), min(len(folded), mark.end() + _REACH)) if core(folded[i])]
        words = "".join(core(folded[i]) for i in at)
        near = {len(name) for name in headings if _NAMED <= len(name) <= len(at) and _is_near(words[: len(name)], name)}
        if near and words[: max(near)] not in headings:
            yield mark.start(), at[max(near) - 1] + 1


def _is_near(words: str, name: str) -> bool:
    return Hamming.distance(words, name, score_cutoff=len(name) // _NAMED) <= len(name) // _NAMED


def _numbers(vocabularies: tuple[Vocabulary, ...]) -> dict[str, frozenset[str]]:
    """Return the numbers that each row's name may have on a form."""
    found: dict[str, frozenset[str]] = {}
    for line in (line for v in vocabularies for table in v.tables for line in table.lines):
        if line.number is not None:
            for name in line.names:
                found[name] = found.get(name, frozenset()) | {str(line.number)}
    return found


def _own_number(text: str, start: int, numbers: frozenset[str]) -> int | None:
    """Return where a label's number begins in the digits around ``start``, of which figures that ran into it take the rest; None where
    the digits are its number alone, or another one.
    """
    if not text[start].isdecimal():
        return None
    first, end = start, start
    while end < len(text) and text[end].isdecimal():
        end += 1
    while first > 0 and text[first - 1].isdecimal():
        first -= 1
    ends = [end - len(n) for n in numbers if text[first:end].endswith(n)]
    return ends[0] if len(ends) == 1 and ends[0] > first else None
