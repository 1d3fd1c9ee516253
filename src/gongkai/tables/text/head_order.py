"""In which order the heads of columns stand in text, and where that cannot be told.

No sum sees two columns that changed places, so the order must be read. Heads that share a line stand in its order, and so do those whose
places across the lines are known. Where narrow cells broke them over lines, a line below may begin a head that stands further left: what
follows in reading order then says nothing, unless every head is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from unicodedata import category

from msgspec import Struct

from gongkai.forms.model import Block
from gongkai.tables.heads import any_of
from gongkai.tables.tokens import Token
from gongkai.text.fold import core, width_of

_NEAR = 60  # letters; the heads of a row have fewer
_RULE = "So"  # how Unicode classes the lines of a drawn box
_PADDED = "  "  # text that keeps its columns pads them
_SHORTEST = 2  # letters of a head's beginning that stand for it; one is enough where it fills a word (其 above 他)


class Told(Struct, frozen=True):
    """``order`` are the columns of a block as they stand, ``open`` those whose place among their siblings is not told."""

    order: tuple[int, ...]
    open: frozenset[int]

    @property
    def moved(self) -> bool:
        """Whether the columns stand in another order than the form's."""
        return self.order != tuple(range(len(self.order)))


class _Begun(Struct, frozen=True, order=True):
    """A head, or its beginning: on which line, from where to where across it, of which column; ``letters`` is where it begins, if each
    letter is as wide.
    """

    line: int
    at: float
    column: int
    letters: float
    end: float


class _Siblings(Struct, frozen=True):
    """Columns under one head, each with its names; ``initials`` are the first letters of these, ``others`` what else heads may say."""

    columns: tuple[tuple[int, tuple[str, ...]], ...]
    initials: frozenset[str]
    others: tuple[str, ...]


def _siblings(own: Sequence[int], block: Block) -> _Siblings:
    columns = tuple((i, block.columns[i].names) for i in own)
    parents = [core(name) for column in block.columns for name in column.parents]
    others = [core(name) for i, column in enumerate(block.columns) if i not in own for name in column.names]
    initials = frozenset(name[0] for _, names in columns for name in names)
    return _Siblings(columns, initials, tuple(filter(None, (*parents, *others))))


def siblings_of(block: Block) -> Iterator[tuple[int, ...]]:
    """Yield the columns of a block that stand under one head, where they are several."""
    for parents in dict.fromkeys(column.parents for column in block.columns):
        own = tuple(i for i, column in enumerate(block.columns) if column.parents == parents)
        if len(own) > 1:
            yield own


def lines_of_tokens(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the words of each line, or of each marked row."""
    starts = [i for i, token in enumerate(tokens) if i == 0 or token.before in ("row", "line")]
    for start, end in pairwise([*starts, len(tokens)]):
        yield tokens[start:end]


def near_first_head(starts: Sequence[tuple[int, Token]], block: Block, begin: int, end: int) -> tuple[Token, ...]:
    """Return the words around the first head of several letters between two letters of a stretch: those of all heads, as a rule."""
    names = any_of(frozenset(name for column in block.columns for name in column.names if len(name) > _SHORTEST))
    own = [(at, t) for at, t in starts if begin <= at < end]
    found = names.search("".join(core(t.text) for _, t in own)) if own else None
    if found is None:
        return ()
    first = own[0][0] + found.start()
    return tuple(t for at, t in own if first < at + len(core(t.text)) and at < first + _NEAR)


def order_told(
    tokens: Sequence[Token], block: Block, tied: frozenset[int] = frozenset(), *, listed: bool = False
) -> Told:
    """Read the order of a block's columns from the words above its rows, folded and token by token, siblings by siblings.

    ``tied`` are columns of which something else says which figures are theirs: the others are told where they begin on one line.
    ``listed``: the text prints a cell a line, row by row; so whole heads, a line each, stand in their order too.
    """
    words = "".join(core(token.text) for token in tokens)
    order = list(range(len(block.columns)))
    unread: set[int] = set()
    lines = list(lines_of_tokens(tokens))
    for own in siblings_of(block):
        group = _siblings(own, block)
        begun = [b for number, line in enumerate(lines) for b in _begun(number, line, group)]
        found = _on_one_line(begun, own) or _across(begun, own, lines)
        found = found or (_line_by_line(lines, own, block) if listed else None)
        if found is None and not _are_tied(begun, own, tied):
            whole = (_whole_in_order(each, own, block) for each in (words, _without(tokens, own, block)))
            unread |= set() if any(whole) else set(own)
        for place, column in zip(own, found or own, strict=True):
            order[place] = column
    return Told(tuple(order), frozenset(unread))


def _begun(number: int, line: Sequence[Token], group: _Siblings) -> Iterator[_Begun]:
    """Yield the heads that a line holds or begins, at the beginning of a word or behind a head; what two begin with is none."""
    wide = 0
    for token in line:
        at = 0
        free = True
        start = token.span[0] if token.span else 0
        while at < len(token.text):
            if not core(token.text[at]):
                free = free or token.text[at].isspace() or category(token.text[at]) == _RULE
                at += 1
                continue
            rest = core(token.text[at:])
            name, column = _first(rest, group) if free and rest[0] in group.initials else ("", None)
            if len(name) == 1 and len(core(token.text[at:].split(maxsplit=1)[0])) > 1:
                name, column = "", None
            strange = "" if name or not rest.startswith(group.others) else next(filter(rest.startswith, group.others))
            step = len(name or strange) or 1
            end = _behind(token.text, at, step)
            if column is not None:
                left, right = (start + width_of(token.text[:each]) for each in (at, end))
                yield _Begun(number, left, column, letters=start - wide + at, end=right)
            at = end
            free = bool(name or strange) or token.text[at : at + 1].isspace()
        wide += width_of(token.text) - len(token.text)


def _without(tokens: Sequence[Token], own: Sequence[int], block: Block) -> str:
    """Return the words above the rows without those that are the head of a column of another group: it may stand within a head that is
    printed line by line.
    """
    others = {name for i, column in enumerate(block.columns) if i not in own for name in column.names}
    return "".join(word for token in tokens for word in map(core, token.text.split()) if word not in others)


def _behind(text: str, at: int, letters: int) -> int:
    """Return where ``text`` goes on behind so many letters; white space behind them is left."""
    while at < len(text) and letters > 0:
        letters -= len(core(text[at]))
        at += 1
    return at


def _first(rest: str, group: _Siblings) -> tuple[str, int | None]:
    """Return the head that begins ``rest``, as far as it does, and its column; nothing where that may be several."""
    found = {column: max(_alike(rest, name) for name in names) for column, names in group.columns if names}
    longest = max(found.values(), default=0)
    best = [column for column, length in found.items() if length == longest]
    return (rest[:longest], best[0]) if longest and len(best) == 1 else ("", None)


def _alike(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    if one[0] != other[0]:
        return 0
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _on_one_line(begun: Sequence[_Begun], own: Sequence[int]) -> tuple[int, ...] | None:
    """Return the order of heads that all stand, or begin, on one line."""
    for _, line in groupby(begun, key=lambda b: b.line):
        columns = tuple(b.column for b in line)
        if len(columns) == len(own) and set(columns) == set(own):
            return columns
    return None


def _line_by_line(lines: Sequence[Sequence[Token]], own: Sequence[int], block: Block) -> tuple[int, ...] | None:
    """Return the order of heads that stand whole on lines that follow each other, each alone on its line."""
    names = {name: column for column in own for name in block.columns[column].names}
    at = [(i, names[word]) for i, line in enumerate(lines) if (word := core("".join(t.text for t in line))) in names]
    columns = tuple(column for _, column in at)
    near = bool(at) and at[-1][0] - at[0][0] == len(own) - 1
    return columns if near and len(columns) == len(own) and set(columns) == set(own) else None


def _are_tied(begun: Sequence[_Begun], own: Sequence[int], tied: frozenset[int]) -> bool:
    """Whether all columns are tied to their figures, but for one, or such as begin on one line in the form's order."""
    free = tuple(column for column in own if column not in tied)
    if len(free) == len(own):
        return False
    return len(free) < 2 or _on_one_line([b for b in begun if b.column in free], free) == free


def _across(begun: Sequence[_Begun], own: Sequence[int], lines: Sequence[Sequence[Token]]) -> tuple[int, ...] | None:
    """Return the order of heads by where they begin across the lines, in text that keeps its columns. Programs pad lines
    as if a Chinese letter were as wide as one blank, or two: where that would make another order, none is told. Nor is one where a head
    stands below another: that text gives each head a line, and how far in it begins is no column; nor where one begins a line: labels of
    rows do, and a head that a converter put out of its row.
    """
    first: dict[int, _Begun] = {}
    for each in sorted(begun):
        first.setdefault(each.column, each)
    if set(first) != set(own) or any(token.span is None for line in lines for token in line):
        return None
    if not any(_PADDED in token.text or (token.span and token.span[0]) for line in lines for token in line):
        return None
    if _are_parted(lines[min(b.line for b in first.values()) : max(b.line for b in first.values()) + 1]):
        return None
    placed = sorted(first.values(), key=lambda b: b.at)
    apart = placed[0].at > 0 and all(a.at + _SHORTEST < b.at and a.letters <= b.letters for a, b in pairwise(placed))
    below = any(a.line != b.line and b.at < a.end for a, b in pairwise(placed))
    return tuple(b.column for b in placed) if apart and not below else None


def _are_parted(lines: Sequence[Sequence[Token]]) -> bool:
    """Whether figures stand between the words of lines: a head that is printed below the rows has lost its place across them."""
    words = [token for line in lines for token in line]
    return any(b.index != a.index + 1 for a, b in pairwise(words))


def _whole_in_order(words: str, own: Sequence[int], block: Block) -> bool:
    """Whether all heads stand whole and in the form's order. A head that goes on in the next line is last on the one and first on the
    other, so nothing stands beside it there that would be read too early.
    """
    names = {name: i for i in own for name in block.columns[i].names}
    others = {name for column in block.columns for name in (*column.names, *column.parents)}
    hits = [m[0] for m in any_of(frozenset({*names, *others})).finditer(words) if m[0] in names]
    return tuple(dict.fromkeys(names[hit] for hit in hits)) == tuple(own)
