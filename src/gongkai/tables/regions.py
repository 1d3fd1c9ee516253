"""Finds the tables of the known forms in a document, by their labels alone, and leaves the rest as running text.

A table may be one grid, several (broken over pages), a part of a grid that holds the whole report, a stretch of lines, or
cells that a converter marked. What it is called by its heading, and where it stands, is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from gongkai.document import Block, Document, Grid, GridCell, Paragraph, Remark
from gongkai.tables.fragments import Fragment, Piece, Solid, flatten
from gongkai.tables.tokens import tokens_of
from gongkai.tables.unfold import unfold
from gongkai.tables.vocabulary import Vocabulary
from gongkai.text.fold import core, narrow
from gongkai.text.numbering import strip_number
from gongkai.text.numerals import read_figure

_GAP = 3  # foreign fragments that a table may hold in a row: a cut label, a page's head, an unknown row
_FEW = 5  # a table without row labels is one where so many of its heads are printed
# A sentence may be made of a table's labels, but no label holds a full stop, or a counted figure with a clause after it.
_SENTENCE = regex.compile(r"[。;!?]|\d\s*[件条次宗项]\s*[,、]")
_SHORT = 24  # a foreign fragment longer than this is prose


class Region(Struct, frozen=True):
    """One table as found: its pieces in reading order."""

    key: str
    pieces: tuple[Piece, ...]


class Layout(Struct, frozen=True):
    """A document taken apart: ``text`` holds its running text with an empty grid where a table stood, ``tables`` says which
    of its blocks those are and of which key.
    """

    text: Document
    tables: dict[int, str]
    regions: tuple[Region, ...]


def lay_out(document: Document, vocabularies: tuple[Vocabulary, ...]) -> Layout:
    """Take ``document`` apart into tables and text."""
    whole = (part for piece in flatten(document) for part in _part(piece, vocabularies))
    pieces = tuple(part for piece in whole for part in unfold(piece, vocabularies))
    owners = _owners(pieces, vocabularies)
    regions = tuple(_regions(pieces, owners))
    return _without(document, pieces, owners, regions)


# --- grids ---------------------------------------------------------------------------------------------------------------


def _part(piece: Piece, vocabularies: tuple[Vocabulary, ...]) -> Iterator[Piece]:
    """Split a grid that holds more than one table, or tables and prose, at its rows; other pieces pass."""
    if isinstance(piece, Fragment):
        yield piece
        return
    rows = list(piece.grid.rows())
    owners = [_row_owner(row, vocabularies) for row in rows]
    for start, end, owner in _stretches(_settle(owners, rows)):
        cells = tuple(c for row in rows[start:end] for c in row)
        if owner == _PROSE:
            yield from (_prose(cell, piece.block) for cell in cells if cell.text.strip())
        elif cells:
            yield Solid(_slice(piece.grid, cells, start, end), piece.block)


_PROSE = "prose"


def _row_owner(row: tuple[GridCell, ...], vocabularies: tuple[Vocabulary, ...]) -> str | None:
    """Return the key of the one table whose labels stand in the row, ``prose`` for running text, None where it does not say."""
    texts = [cell.text for cell in row if cell.text.strip()]
    scores = {v.key: sum(_weight(v, text) for text in texts) for v in vocabularies}
    best = max(scores.values(), default=0)
    winners = [key for key, score in scores.items() if score == best and best > 1]
    if len(winners) == 1:
        return winners[0]
    words = [text for text in texts if read_figure(text).status == "unreadable"]
    return _PROSE if not winners and len(texts) == 1 and words and len(core(words[0])) > 4 else None


def _weight(vocabulary: Vocabulary, text: str) -> int:
    grade = vocabulary.strength(text)
    return grade * min(len(core(text)), 4) if grade > 1 else grade


def _settle(owners: list[str | None], rows: Sequence[tuple[GridCell, ...]]) -> list[str]:
    """Give rows that do not say whose they are to the table around them; the rows of a strange grid stay together."""
    known = [o for o in owners if o not in (None, _PROSE)]
    if not known:
        only_prose = all(len([c for c in row if c.text.strip()]) <= 1 for row in rows)
        return [_PROSE if only_prose else ""] * len(owners)
    settled: list[str] = []
    for index, owner in enumerate(owners):
        following = next((o for o in owners[index:] if o not in (None, _PROSE)), None)
        settled.append(owner or (settled[-1] if settled and settled[-1] != _PROSE else None) or following or _PROSE)
    return settled


def _stretches(owners: list[str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for index in range(1, len(owners) + 1):
        if index == len(owners) or owners[index] != owners[start]:
            yield start, index, owners[start]
            start = index


def _prose(cell: GridCell, block: int) -> Fragment:
    return Fragment(text=cell.text, place=cell.place, block=block, before="line")


def _slice(grid: Grid, cells: tuple[GridCell, ...], start: int, end: int) -> Grid:
    """Return rows ``start`` to ``end`` as a grid of their own; places keep the source's numbers."""
    if start == 0 and end >= grid.row_count:
        return grid
    moved = tuple(
        GridCell(
            row=c.row - start,
            column=c.column,
            text=c.text,
            row_span=min(c.row_span, end - c.row),
            column_span=c.column_span,
            place=c.place,
        )
        for c in cells
    )
    return Grid(cells=moved, place=grid.place)


# --- who owns which piece ---------------------------------------------------------------------------------------------------


def _owners(pieces: tuple[Piece, ...], vocabularies: tuple[Vocabulary, ...]) -> list[str | None]:
    """Return for each piece the key of the table that it belongs to ("" for a table of no known form), or None for text."""
    owners: list[str | None] = [_grid_owner(p, vocabularies) if isinstance(p, Solid) else None for p in pieces]
    grades = [[_piece_grade(p, v) for p in pieces] for v in vocabularies]
    claims: list[Claim] = []
    for index, vocabulary in enumerate(vocabularies):
        others = [g for i, g in enumerate(grades) if i != index]
        claims += _claims(pieces, _bounded(grades[index], others), vocabulary)
    for _, start, end, key in sorted(claims, reverse=True):
        if all(owner is None for owner in owners[start:end]):
            owners[start:end] = [key] * (end - start)
    return owners


def _grid_owner(solid: Solid, vocabularies: tuple[Vocabulary, ...]) -> str:
    """Return the key of the table whose labels the grid holds most of, "" if too few."""
    scores = {}
    for vocabulary in vocabularies:
        grades = [(vocabulary.strength(c.text), core(c.text)) for c in solid.grid.cells if c.text.strip()]
        scores[vocabulary.key] = sum(min(len(name), 6) for grade, name in grades if grade > 1)
    best = max(scores, key=lambda k: scores[k], default="")
    return best if best and scores[best] >= 4 else ""


Claim = tuple[int, int, int, str]


def _claims(pieces: tuple[Piece, ...], grades: list[int], vocabulary: Vocabulary) -> Iterator[Claim]:
    """Yield (score, start, end, key) for each stretch of fragments that reads like this table."""
    for run in _runs(grades):
        start, end = _trim(*run, grades)
        score = _score(pieces[start:end], grades[start:end], vocabulary)
        if score:
            yield score, start, end, vocabulary.key


_FOREIGN = -1
_WALL = -2


def _piece_grade(piece: Piece, vocabulary: Vocabulary) -> int:
    """3 row, 2 head, 1 piece of a label, 0 figures or nothing, -1 anything else, -2 what no table goes on behind."""
    if isinstance(piece, Solid):
        return _WALL
    words = "".join(c for c in core(piece.text) if not c.isdecimal())
    if not words or read_figure(piece.text).status != "unreadable":
        return 0
    if core(strip_number(piece.text)) in vocabulary.headings or _SENTENCE.search(narrow(piece.text)):
        return _WALL
    return vocabulary.strength(piece.text) or (_WALL if len(words) > _SHORT else _FOREIGN)


def _bounded(grades: list[int], others: list[list[int]]) -> list[int]:
    """Put a wall where another table's row begins and nothing of this one is printed; another's head is foreign here."""
    bounded = list(grades)
    for index, grade in enumerate(grades):
        stranger = max((other[index] for other in others), default=0)
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


def _score(pieces: tuple[Piece, ...], grades: list[int], vocabulary: Vocabulary) -> int:
    """Return how many of the table's own labels a stretch holds, 0 if they are too few to be the table."""
    texts = [p.text for p, g in zip(pieces, grades, strict=True) if isinstance(p, Fragment) and g > 0]
    if vocabulary.across:
        heads = vocabulary.heads_in("".join(texts))
        tokens = tokens_of(tuple(p for p in pieces if isinstance(p, Fragment)))
        figures = sum(len(t.text) for t in tokens if t.kind == "figure")
        return heads if heads >= _FEW and figures >= _FEW else 0
    rows = frozenset(name for text in texts for name in vocabulary.rows_in(text))
    least = max(2, min(len(t.lines) for t in vocabulary.tables) // 4)
    return len(rows) if len(rows) >= least else 0


# --- what is left ---------------------------------------------------------------------------------------------------------


def _regions(pieces: tuple[Piece, ...], owners: list[str | None]) -> Iterator[Region]:
    for start, end, key in _stretches([o if o is not None else _PROSE for o in owners]):
        if key not in (_PROSE, ""):
            yield Region(key, pieces[start:end])


def _without(
    document: Document, pieces: tuple[Piece, ...], owners: list[str | None], regions: tuple[Region, ...]
) -> Layout:
    """Put the running text together again, with an empty grid in the place of each stretch of a table."""
    blocks: list[Block] = []
    tables: dict[int, str] = {}
    moved: dict[int, int] = {}
    for index, (piece, owner) in enumerate(zip(pieces, owners, strict=True)):
        if owner is None and isinstance(piece, Fragment):
            if piece.joins and blocks and isinstance(blocks[-1], Paragraph):
                blocks[-1] = Paragraph(text=f"{blocks[-1].text} {piece.text}", place=blocks[-1].place)
            elif piece.text.strip():
                blocks.append(piece.paragraph or Paragraph(text=piece.text, place=piece.place))
        elif index == 0 or owners[index - 1] != owner:
            tables[len(blocks)] = owner or ""
            blocks.append(Grid(cells=()))
        moved[piece.block] = max(0, len(blocks) - 1)
    remarks = tuple(Remark(author=r.author, text=r.text, block=moved.get(r.block, 0)) for r in document.remarks)
    text = Document(
        blocks=tuple(blocks),
        reader=document.reader,
        remarks=remarks,
        pictures=document.pictures,
        pages=document.pages,
        encoding=document.encoding,
        title=document.title,
        published=document.published,
        issues=document.issues,
    )
    return Layout(text, tables, regions)
