"""One digit of a document changed, as a misprint would."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from corpus.others.model import Chapter, Half, Other, Printed

_At = tuple[int, int, int]


def spoiled(other: Other, rng: Random) -> Other:
    """Return the document with one digit of one figure changed; the last digit is left, as rounding may explain it."""
    tables = list(other.all_tables())
    places = [
        (t, h, r, f)
        for t, table in enumerate(tables)
        for h, half in enumerate(table.halves)
        for r, (_, figures) in enumerate(half.rows)
        for f, text in enumerate(figures)
        if sum(c.isdecimal() for c in text) >= 2
    ]
    if not places:
        return other
    table, *at = rng.choice(places)
    target = tables[table]
    return replace(other, chapters=tuple(_chapter(c, target, (at[0], at[1], at[2]), rng) for c in other.chapters))


def _chapter(chapter: Chapter, target: Printed, at: _At, rng: Random) -> Chapter:
    return replace(
        chapter,
        tables=tuple(_table(t, at, rng) if t is target else t for t in chapter.tables),
        below=tuple(_chapter(c, target, at, rng) for c in chapter.below),
    )


def _table(table: Printed, at: _At, rng: Random) -> Printed:
    return replace(table, halves=tuple(_half(h, at, rng) if i == at[0] else h for i, h in enumerate(table.halves)))


def _half(half: Half, at: _At, rng: Random) -> Half:
    labels, figures = half.rows[at[1]]
    text = figures[at[2]]
    digits = [i for i, c in enumerate(text) if c.isdecimal()][:-1]
    place = rng.choice(digits)
    other = rng.choice([d for d in "123456789" if d != text[place]])
    changed = (*figures[: at[2]], text[:place] + other + text[place + 1 :], *figures[at[2] + 1 :])
    return replace(half, rows=(*half.rows[: at[1]], (labels, changed), *half.rows[at[1] + 1 :]))
