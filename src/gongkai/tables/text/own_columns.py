"""A column that the form does not have, between its own: in text nothing but figures tells where it stands.

It is believed where one strange head stands beside a head of the form, every row has one figure more than the form has columns, and the
figure at one place, and at no other, is in every row the sum of the same neighbours. Then it is taken out, and the rest is the form's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, structs

from gongkai.forms.model import Block, TableForm
from gongkai.tables.decide.closing import adds_up
from gongkai.tables.text.head_order import lines_of_tokens
from gongkai.tables.tokens import Token
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number
from gongkai.text.numerals import Number

_PARTS = 2  # the least number of neighbours that make a sum
_ROWS = 3  # rows in which a sum must hold that is not of zeros alone
_SHARE = 0.5  # of the block's lines must be there
_LONGEST = 12  # characters of a head


class OwnColumn(Struct, frozen=True):
    """``tokens`` without a column, which is ``label`` over ``values``; without a label there is none."""

    tokens: tuple[Token, ...]
    label: str = ""
    values: tuple[Token, ...] = ()


def without_own_column(tokens: tuple[Token, ...], table: TableForm, *, marked: bool) -> OwnColumn:
    """Take a column of an agency's own out of a table's tokens."""
    block = table.blocks[0]
    if len(table.blocks) != 1 or block.spec.across or len(block.columns) <= _PARTS:
        return OwnColumn(tokens)
    strange = _strange_head(tokens, table, marked=marked)
    if strange is None:
        return OwnColumn(tokens)
    rows = list(_rows(tokens, len(block.columns) + 1))
    beside = _beside(strange, block, tokens, marked=marked)
    places = _places(rows, len(table.lines), beside, _by_heads(strange, block, tokens) if marked else None)
    if len(places) != 1 or places[0] not in beside:
        return OwnColumn(tokens)
    taken = tuple(row[places[0]] for row in rows if row is not None)
    gone = {token.index for token in taken}
    kept = (_without_word(t, strange, marked=marked) for t in tokens if t.index not in gone)
    left = (token for token in kept if token.kind != "words" or token.text.strip())
    values = tuple(row[places[0]] for row in rows if row is not None and not _is_blank(row))
    return OwnColumn(tuple(structs.replace(t, index=i) for i, t in enumerate(left)), strange.word, values)


class _Strange(Struct, frozen=True):
    """A word among the heads that the form does not have, and the token that holds it."""

    word: str
    index: int


def _strange_head(tokens: Sequence[Token], table: TableForm, *, marked: bool) -> _Strange | None:
    """Return the one cell among the heads that names nothing of the form; None where there is none, or more than one."""
    soup = "|".join(name for item in table.items for name in item.names)
    columns = {name for column in table.blocks[0].columns for name in column.names}
    found: list[_Strange] = []
    begun = False
    for token in tokens:
        if token.kind == "figure":
            break
        for word in _cells(token, marked=marked):
            name = core(strip_number(word))
            begun = begun or name in columns
            if begun and name and name not in soup:
                found.append(_Strange(word, token.index))
    return found[0] if len(found) == 1 and len(found[0].word) <= _LONGEST else None


def _cells(token: Token, *, marked: bool) -> list[str]:
    if token.kind != "words":
        return []
    return [token.text.strip()] if marked else token.text.split()


def _rows(tokens: Sequence[Token], width: int) -> Iterator[tuple[Token, ...] | None]:
    """Yield the figures of each row, ``width`` of them; None for a row that has another number. Blank cells around them are padding;
    where a row leaves open on which side, all others tell.
    """
    found: list[tuple[tuple[Token, ...], list[int]]] = []
    for words, group in groupby(tokens, key=lambda token: token.kind == "words"):
        row = () if words else _own_row(tuple(group))
        if any(t.kind == "figure" for t in row) or len(row) >= width:
            found.append((row, list(_starts(row, width))))
    told = [(len(row) - width, starts[0]) for row, starts in found if len(starts) == 1 and len(row) > width]
    behind, before = all(not start for _, start in told), all(start == extra for extra, start in told)
    for row, starts in found:
        only = starts[:1] if len(starts) == 1 or _is_blank(row) else []
        if not only and starts and behind != before:
            only = [start for start in starts if start == (0 if behind else len(row) - width)]
        yield row[only[0] : only[0] + width] if only else None


def _starts(row: Sequence[Token], width: int) -> Iterator[int]:
    """Yield where the figures of a row may begin: all cells outside are blank."""
    for start in range(len(row) - width + 1):
        if _is_blank((*row[:start], *row[start + width :])):
            yield start


def _own_row(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return what stands between two labels without the blank cells in which the next row begins, before its label."""
    starts = [i for i, token in enumerate(tokens) if token.before == "row" and i]
    return tokens[: starts[-1]] if starts and _is_blank(tokens[starts[-1] :]) else tokens


def _is_blank(row: Sequence[Token]) -> bool:
    return all(token.kind == "blank" for token in row)


def _places(rows: Sequence[tuple[Token, ...] | None], lines: int, beside: Sequence[int], told: int | None) -> list[int]:
    """Return the places at which every row has the sum of the same neighbours.

    Where figures are few, several may: then the one that the heads have ``told``, or those ``beside`` the head, if it is all one which of
    all these is taken out.
    """
    whole = [row for row in rows if row is not None]
    if len(whole) < len(rows) or len(whole) < max(_ROWS, _SHARE * lines):
        return []
    figures = [[_number(token) for token in row] for row in whole]
    width = len(figures[0])
    fitting = [at for at in range(width) if any(_adds_up(figures, at, own) for own in _neighbours(at, width))]
    if told in fitting:
        return [at for at in fitting if at == told]
    left = {tuple(t.text for row in whole for i, t in enumerate(row) if i != place) for place in fitting}
    if len(left) == 1:
        return [place for place in fitting if place in beside][:1]
    return [
        at for at in fitting if any(_tells(figures, at, o) for o in _neighbours(at, width) if _adds_up(figures, at, o))
    ]


def _by_heads(strange: _Strange, block: Block, tokens: Sequence[Token]) -> int | None:
    """Return the place of the strange head's column, where it stands on one line with all columns under one head of the form, cell by
    cell, and with nothing else.
    """
    names = {name: i for i, column in enumerate(block.columns) for name in column.names}
    for line in lines_of_tokens(tokens):
        if strange.index not in (token.index for token in line):
            continue
        cells = [names.get(core(strip_number(t.text))) for t in line if t.kind == "words" and core(t.text)]
        own = [i for i in cells if i is not None]
        if not own or len(cells) != len(own) + 1:
            return None
        siblings = [i for i, c in enumerate(block.columns) if c.parents == block.columns[own[0]].parents]
        beside = sorted(own) == siblings == [*range(siblings[0], siblings[-1] + 1)]
        return siblings[0] + cells.index(None) if beside else None
    return None


def _neighbours(place: int, width: int) -> Iterator[range]:
    yield from (range(start, place) for start in range(place - _PARTS + 1))
    yield from (range(place + 1, end) for end in range(place + 1 + _PARTS, width + 1))


def _adds_up(figures: Sequence[Sequence[Number]], place: int, parts: range) -> bool:
    return all(adds_up(row, parts, place) for row in figures)


def _tells(figures: Sequence[Sequence[Number]], place: int, parts: range) -> bool:
    """Whether a sum is of more than zeros and of one figure alone."""
    several = any(sum(row[i] != 0 for i in parts) >= _PARTS for row in figures)
    return several and sum(row[place] != 0 for row in figures) >= _ROWS


def _number(token: Token) -> Number:
    return (token.printed.value if token.printed else None) or 0


def _beside(strange: _Strange, block: Block, tokens: Sequence[Token], *, marked: bool) -> list[int]:
    """Return the places that the head before the strange one, and the one behind it, leave for its column."""
    names = {name: i for i, column in enumerate(block.columns) for name in column.names}
    words = [(w, t.index) for t in tokens if t.kind == "words" for w in _cells(t, marked=marked)]
    at = words.index((strange.word, strange.index))
    before = names.get(core(strip_number(words[at - 1][0]))) if at else None
    after = names.get(core(strip_number(words[at + 1][0]))) if at + 1 < len(words) else None
    return [*([before + 1] if before is not None else []), *([after] if after is not None else [])]


def _without_word(token: Token, strange: _Strange, *, marked: bool) -> Token:
    """Return the token of the strange head without it."""
    if token.index != strange.index:
        return token
    words = [word for word in _cells(token, marked=marked) if word != strange.word]
    return structs.replace(token, text=" ".join(words))
