"""A stretch of flattened text, taken apart: its words run together, its runs of figures, and what its shape tells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import msgspec
import regex
from msgspec import Struct

from gongkai.forms.model import Block, TableForm
from gongkai.tables.fragments import Fragment
from gongkai.tables.text.own_columns import OwnColumn, without_own_column
from gongkai.tables.tokens import Token, tokens_of
from gongkai.text.fold import core
from gongkai.text.units import UNIT

_ROWS = 3  # so many marked row ends are a habit
_UNIT_BEHIND = regex.compile(rf"(?<=\S)\s+(?:{UNIT})\s*$")
_BESIDE = 0.3  # a share of figures beside labels that cell-a-line text never has


class Run(Struct, frozen=True, gc=False):
    """Figures and blank cells with no word between them; ``at`` is how many letters of words stand before them."""

    at: int
    tokens: tuple[Token, ...]


class Stretch(Struct, frozen=True):
    """Text that holds a table.

    ``words`` are its words, folded and run together; ``starts`` says where in them each token of words begins, the first of a row behind
    blank cells as what begins it. ``marked``: cells
    show; ``rows_marked``: so do the ends of rows; ``beside``: figures stand on the line of their label, as a rule.
    ``names`` are those of the form's rows; ``ends``: the document ends in its last figure. ``own`` is a column that was taken out.
    """

    words: str
    runs: tuple[Run, ...]
    starts: tuple[tuple[int, Token], ...]
    tokens: tuple[Token, ...]
    marked: bool
    rows_marked: bool
    beside: bool
    names: frozenset[str]
    ends: bool
    own: OwnColumn

    def printed(self, start: int, end: int) -> str:
        """Return the words from ``start`` to ``end`` as printed, punctuation and all, up to the end of the last token."""
        first = max(0, bisect_right(self.starts, start, key=_at) - 1)
        last = bisect_left(self.starts, end, key=_at)
        pieces = [(at, t.text) for at, t in self.starts[first:last] if at + len(core(t.text)) > start]
        return "".join(_from(text, start - at) for at, text in pieces)

    def words_before(self, at: int) -> str:
        """Return the words that stand right before a run, as printed."""
        before = bisect_left(self.starts, at, key=_at)
        return " ".join(self.starts[before - 1][1].text.split()) if before else ""


def _at(start: tuple[int, Token]) -> int:
    return start[0]


def take_apart(fragments: tuple[Fragment, ...], table: TableForm) -> Stretch:
    """Take fragments apart into words and runs of figures."""
    cells = [f.before for f in fragments if f.cell]
    soup, names = _names(table)
    own = without_own_column(tokens_of(fragments, soup), table, marked=bool(cells))
    tokens = tuple(_without_units(own.tokens))
    words: list[str] = []
    starts: list[tuple[int, Token]] = []
    runs: list[Run] = []
    length = 0
    current: list[Token] = []
    opens: Literal["row", "line"] | None = None
    for token in (*tokens, None):
        opens = _opens(token, opens)
        if token is not None and token.kind != "words":
            current.append(token)
            continue
        if current:
            runs.append(Run(length, tuple(current)))
            current = []
        if token is not None:
            starts.append((length, msgspec.structs.replace(token, before=opens) if opens else token))
            opens = None
            words.append(core(token.text))
            length += len(words[-1])
    return Stretch(
        words="".join(words),
        runs=tuple(runs),
        starts=tuple(starts),
        tokens=tokens,
        marked=bool(cells),
        rows_marked=cells.count("row") >= _ROWS and cells.count("cell") >= _ROWS,
        beside=_beside(runs),
        names=names,
        own=own,
        ends=bool(fragments and fragments[-1].last and tokens and tokens[-1].kind == "figure"),
    )


@lru_cache(maxsize=1 << 6)
def _names(table: TableForm) -> tuple[str, frozenset[str]]:
    """Return all names of a table run together, and those of its rows."""
    rows = frozenset(name for item in table.items if item.role == "row" for name in item.names)
    return "|".join(name for item in table.items for name in item.names), rows


def _opens(token: Token | None, before: Literal["row", "line"] | None) -> Literal["row", "line"] | None:
    """What begins before the next words: a row, though blank cells stand first in it. Behind a figure nothing does."""
    if token is None or token.kind == "figure":
        return None
    return token.before if token.before in ("row", "line") else before


def _without_units(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Take the unit that a column of its own prints off the label before it: in a label of two lines it would part the words."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        beside = following is not None and following.kind != "words" and following.line == token.line
        if token.kind == "words" and beside and (match := _UNIT_BEHIND.search(token.text)):
            yield msgspec.structs.replace(token, text=token.text[: match.start()])
        else:
            yield token


def rows_of(tokens: tuple[Token, ...]) -> Iterator[list[Token]]:
    """Part tokens at the marked ends of rows."""
    row: list[Token] = []
    for token in tokens:
        if token.before == "row" and row:
            yield row
            row = []
        row.append(token)
    yield row


def has_figure(tokens: Iterable[Token]) -> bool:
    """Whether one of the tokens is a figure."""
    return "figure" in [token.kind for token in tokens]


def part_page_numbers(run: Run, stretch: Stretch) -> tuple[Run, tuple[Token, ...]]:
    """Part a run from figures that are alone on their line, in a table that prints figures beside their labels or in marked cells: page
    numbers, or what a narrow cell broke off a figure.
    """
    if not stretch.beside and not stretch.marked:
        return run, ()
    follows = [*(token.before for token in run.tokens[1:]), "line"]
    alone = [t.before == "line" and after == "line" for t, after in zip(run.tokens, follows, strict=True)]
    kept = tuple(t for t, lone in zip(run.tokens, alone, strict=True) if not lone)
    return Run(run.at, kept), tuple(t for t, lone in zip(run.tokens, alone, strict=True) if lone)


def holes(stretch: Stretch, block: Block) -> bool:
    """Whether blank cells stand between two neighbouring heads of a block: then they may stand between its values too."""
    names = {name for column in block.columns for name in column.names}
    tokens = [t for t in stretch.tokens if t.kind != "words" or core(t.text)]
    heads = [i for i, token in enumerate(tokens) if token.kind == "words" and core(token.text) in names]
    for left, right in pairwise(heads):
        between = tokens[left + 1 : right]
        if between and all(t.kind == "blank" and t.before == "cell" for t in (*between, tokens[right])[:-1]):
            return tokens[right].before == "cell"
    return False


def _beside(runs: list[Run]) -> bool:
    """Whether figures stand beside labels as a rule. Text that prints the rest of a row below, a figure a line, is no such text."""
    first = [next(t.before for t in run.tokens if t.kind == "figure") for run in runs if has_figure(run.tokens)]
    lines = Counter(token.line for run in runs for token in run.tokens)
    alone = sum(t.before == "line" and lines[t.line] == 1 for run in runs for t in run.tokens)
    beside = sum(before in ("space", "none") for before in first)
    return beside > _BESIDE * len(first) and alone <= sum(lines.values()) / 2


def _from(text: str, letters: int) -> str:
    """Return ``text`` without its first ``letters`` characters, punctuation and white space not counted."""
    at = 0
    while letters > 0 and at < len(text):
        letters -= len(core(text[at]))
        at += 1
    return text[at:]
