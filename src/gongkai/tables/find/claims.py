"""Decides which pieces of a document belong to which table, by the labels that they hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from gongkai.tables.find.remnants import with_remnants
from gongkai.tables.fragments import Fragment, Piece, Solid
from gongkai.tables.tokens import tokens_of
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, narrow
from gongkai.text.numbering import strip_number
from gongkai.text.numerals import GETA, read_figure
from gongkai.text.units import base_of

_GAP = 3  # foreign fragments that a table may hold in a row: a cut label, a page's head, an unknown row
_FEW = 5  # a table without row labels is one where so many of its heads are printed
_UNMISTAKABLE = 10  # so many heads in one place are the table, even where hardly any of its figures is printed
# A sentence may be made of a table's labels, but no label holds a full stop, or a counted figure with a clause after it.
_SENTENCE = regex.compile(r"[。;!?]|\d\s*[件条次宗项]\s*[,、]")
_PROSE = regex.compile(r"(?<!\S)\p{Han}{4}")  # a word that begins like this is no figure; no need to ask
_SHORT = 24  # a foreign fragment longer than this is prose
_LINE = 100  # characters: longer text hardly turns up again


def owners_of(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> list[str | None]:
    """Return for each piece the key of the table that it belongs to ("" for a table of no known form), or None for text."""
    owners: list[str | None] = [_grid_owner(p, vocabularies) if isinstance(p, Solid) else None for p in pieces]
    for at in range(1, len(pieces)):
        if not owners[at] and owners[at - 1] and _goes_on(pieces[at - 1], pieces[at]):
            owners[at] = owners[at - 1]
    owners = with_remnants(pieces, owners, vocabularies)
    grades = [list(column) for column in zip(*(piece_grades(p, vocabularies) for p in pieces), strict=True)]
    claims: list[Claim] = []
    for index, vocabulary in enumerate(vocabularies if pieces else ()):
        others = [g for i, g in enumerate(grades) if i != index]
        claims += _claims(pieces, _bounded(grades[index], others), vocabulary)
    for _, start, end, key in sorted(claims, reverse=True):
        if all(owner is None for owner in owners[start:end]):
            owners[start:end] = [key] * (end - start)
    return owners


def _grid_owner(solid: Solid, vocabularies: tuple[Vocabulary, ...]) -> str:
    """Return the key of the table whose labels the grid holds most of, "" if too few."""
    texts = [(cell.text, min(len(core(cell.text)), 6)) for cell in solid.grid.cells if cell.text.strip()]
    scores = {v.key: sum(letters for text, letters in texts if v.strength(text) > 1) for v in vocabularies}
    best = max(scores, key=lambda k: scores[k], default="")
    return best if best and scores[best] >= 4 else ""


def _goes_on(above: Piece, below: Piece) -> bool:
    """Whether a grid of figures alone is the rest of the table above, which the end of a page had cut off."""
    if not (isinstance(above, Solid) and isinstance(below, Solid)):
        return False
    texts = [cell.text for cell in below.grid.cells]
    bare = all(_may_be_value(text) for text in texts) and any(text.strip() for text in texts)
    return bare and _columns(above) == _columns(below)


def _may_be_value(text: str) -> bool:
    return read_figure(text).status != "unreadable" or not text.strip(f"{GETA} \n")


def _columns(solid: Solid) -> int:
    return max((cell.column + cell.column_span for cell in solid.grid.cells), default=0)


Claim = tuple[int, int, int, str]


def _claims(pieces: tuple[Piece, ...], grades: list[int], vocabulary: Vocabulary) -> Iterator[Claim]:
    """Yield (score, start, end, key) for each stretch of fragments that reads like this table."""
    for run in _runs(grades):
        start, end = _trim(*run, grades)
        score = _score(pieces[start:end], grades[start:end], vocabulary)
        if score:
            yield score, start, end, vocabulary.key


_FOREIGN = -1  # the piece is of no table, and tables go on behind it
_WALL = -2  # tables end here


def piece_grades(piece: Piece, vocabularies: tuple[Vocabulary, ...]) -> tuple[int, ...]:
    """Grade a piece for each vocabulary: 3 row, 2 head, 1 piece of a label, 0 figures or nothing, -1 anything else, -2 what no
    table goes on behind.
    """
    if isinstance(piece, Solid):
        return (_WALL,) * len(vocabularies)
    grade = _grades if len(piece.text) < _LINE else _grades.__wrapped__
    return grade(piece.text, vocabularies)


@lru_cache(maxsize=1 << 14)
def _grades(line: str, vocabularies: tuple[Vocabulary, ...]) -> tuple[int, ...]:
    """Grade a line or a cell by its text; kept, for labels and small numbers stand in each report again."""
    folded = narrow(line)
    if _SENTENCE.search(folded) and _PROSE.search(folded):
        return (_WALL,) * len(vocabularies)
    text = " ".join(word for word in line.split() if read_figure(word).status == "unreadable")
    if not text:
        return (0,) * len(vocabularies)
    name = core(strip_number(text))
    letters = len(name) - sum(map(str.isdecimal, name))
    if not letters:
        return (0,) * len(vocabularies)
    if _SENTENCE.search(folded):
        return (_WALL,) * len(vocabularies)
    foreign = _WALL if letters > _SHORT else _FOREIGN
    return tuple(_WALL if name in v.headings else v.strength(text) or foreign for v in vocabularies)


def _bounded(grades: list[int], others: list[list[int]]) -> list[int]:
    """Put a wall where another table's row begins and nothing of this one is printed; another's head is foreign here."""
    bounded = list(grades)
    strangers = [max(column) for column in zip(*others, strict=True)] if others else [0] * len(grades)
    for index, (grade, stranger) in enumerate(zip(grades, strangers, strict=True)):
        if grade < 2 <= stranger:
            bounded[index] = _WALL if stranger == 3 and grade < 1 else _FOREIGN
    return bounded


def _runs(grades: list[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches between walls in which at most ``_GAP`` foreign fragments follow each other."""
    start, foreign = None, 0
    for index, grade in enumerate([*grades, _WALL]):
        foreign = foreign + 1 if grade == _FOREIGN else 0
        if start is not None and (grade == _WALL or foreign > _GAP):
            yield start, index
            start = None
        elif start is None and grade > 0:
            start = index


def _trim(start: int, end: int, grades: list[int]) -> tuple[int, int]:
    """Cut off figures before the first label, and all that follows the last row's figures."""
    while start < end and grades[start] <= 0:
        start += 1
    last = next((i for i in range(end - 1, start - 1, -1) if grades[i] == 3), None)
    if last is not None:
        end = next((i for i in range(last, end) if grades[i] < 0), end)
    while end > start and grades[end - 1] < 0:
        end -= 1
    return start, end


def _beside_label(word: str) -> bool:
    """Whether a word stands in a column of figures or of units, and is no part of the label beside it."""
    return read_figure(word).status != "unreadable" or base_of(word) is not None


def _score(pieces: tuple[Piece, ...], grades: list[int], vocabulary: Vocabulary) -> int:
    """Return how many of the table's own labels a stretch holds, 0 if they are too few to be the table."""
    texts = [p.text for p, g in zip(pieces, grades, strict=True) if isinstance(p, Fragment) and g > 0]
    if vocabulary.across:
        heads = vocabulary.heads_in("".join(texts))
        begun = heads + sum(vocabulary.heads_cut_off(text) for text in texts)
        tokens = tokens_of(tuple(p for p in pieces if isinstance(p, Fragment)))
        room = sum(max(1, len(t.text.strip())) for t in tokens if t.kind != "words")
        printed = any(t.kind == "figure" for t in tokens) or sum(t.kind == "blank" for t in tokens) >= _FEW
        return begun if heads >= _UNMISTAKABLE or (begun >= _FEW and room >= _FEW and printed) else 0
    # A narrow column breaks every label over lines: what none of them holds may stand in all of them together.
    labels = "".join(word for text in texts for word in text.split() if not _beside_label(word))
    rows = frozenset(name for text in (*texts, labels) for name in vocabulary.rows_in(text))
    marked = "".join(p.text for p in pieces if isinstance(p, Fragment) and p.cell)
    headed = marked and vocabulary.heads_in(marked) >= _FEW  # a row alone under all its heads is a table, too
    least = 1 if headed else max(2, min(len(t.lines) for t in vocabulary.tables) // 4)
    return len(rows) if len(rows) >= least else 0
