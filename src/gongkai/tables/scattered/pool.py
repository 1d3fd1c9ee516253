"""The figures of scrambled text: which stand beside a label, and the slabs of the rest, in reading order.

A converter that writes a page block by block prints the labels of a table, often with its first column among them, and
the other figures as slabs: a piece of a column, or of a few columns side by side, for some rows that follow each other.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gongkai.forms.model import Column, TableForm
from gongkai.tables.fragments import Fragment
from gongkai.tables.heads import any_of
from gongkai.tables.text.labels import Span
from gongkai.tables.text.owners import owner_of
from gongkai.tables.text.stretch import Run, Stretch
from gongkai.tables.tokens import Token

Edge = Literal["none", "line", "gap"]


class Loose(Struct, frozen=True, gc=False):
    """A figure without a label of its own. ``edge`` is what parts it from the figure before: nothing, a line's end, or more: an empty
    line or words; ``at`` is how many letters of words stand before it, ``head`` the index of the column whose head stands right before it.
    ``close``: no empty line parts it from the words before it; ``own``: its head stands alone with it, other figures or an empty line
    before it.
    """

    token: Token
    edge: Edge
    at: int
    head: int | None = None
    close: bool = False
    own: bool = False


class Pool(Struct, frozen=True):
    """All figures of a table: ``beside`` are those that stand beside the label of a line (by its index), its first ones, and ``loose``
    the rest.
    """

    beside: dict[int, tuple[Token, ...]]
    loose: tuple[Loose, ...]

    @property
    def figures(self) -> tuple[Token, ...]:
        """All figures, in no order that means anything."""
        return (*(token for row in self.beside.values() for token in row), *(loose.token for loose in self.loose))

    @property
    def tied(self) -> frozenset[int]:
        """The columns whose figures stand below a head of their own, as far as their first ones go."""
        return frozenset(loose.head for loose in self.loose if loose.own and loose.head is not None)


def pool_of(stretch: Stretch, fragments: tuple[Fragment, ...], table: TableForm, spans: tuple[Span, ...]) -> Pool:
    """Part the figures of a stretch into those beside labels and the rest."""
    beside: dict[int, tuple[Token, ...]] = {}
    loose: list[Loose] = []
    for run in stretch.runs:
        figures = tuple(token for token in run.tokens if token.kind == "figure")
        close = near = _close(figures, fragments)
        line = _line(run, spans, stretch, table) if near else None
        if line is not None and line not in beside and len(near) <= len(table.lines[line].slots):
            beside[line] = near
        else:
            close = ()
        head = _head_before(stretch, run, table, spans) if near and not close else None
        for number, token in enumerate(figures[len(close) :]):
            edge: Edge = "gap" if number == 0 else _edge(token, fragments)
            first = number == 0
            loose.append(
                Loose(
                    token,
                    edge,
                    run.at,
                    head if first else None,
                    close=first and bool(near) and not close,
                    own=first
                    and head is not None
                    and _is_alone(run, stretch, fragments, table.blocks[0].columns[head]),
                )
            )
    return Pool(beside, tuple(loose))


def _close(figures: tuple[Token, ...], fragments: tuple[Fragment, ...]) -> tuple[Token, ...]:
    """Return the figures that no empty line parts from the words before them."""
    far = (i for i, token in enumerate(figures) if token.before == "line" and _has_gap(token, fragments))
    return figures[: next(far, len(figures))]


def _line(run: Run, spans: tuple[Span, ...], stretch: Stretch, table: TableForm) -> int | None:
    owner = owner_of(run, spans, stretch)
    return table.items[owner.item].line if owner is not None else None


def _has_gap(token: Token, fragments: tuple[Fragment, ...]) -> bool:
    paragraph = fragments[token.line].paragraph
    return paragraph is not None and paragraph.gap > 0


def _edge(token: Token, fragments: tuple[Fragment, ...]) -> Edge:
    if token.before != "line":
        return "none"
    return "gap" if _has_gap(token, fragments) else "line"


def _head_before(stretch: Stretch, run: Run, table: TableForm, spans: tuple[Span, ...]) -> int | None:
    """Return the column whose head ends right before a run; a label of a row that ends there is none."""
    if any(s.end == run.at and table.items[s.item].role == "row" for s in spans):
        return None
    found = [name for start, name in head_spans(stretch.words, table) if start + len(name) == run.at]
    places = {index for block in table.blocks for index, c in enumerate(block.columns) if {*found} & {*c.names}}
    return places.pop() if len(places) == 1 else None


def _is_alone(run: Run, stretch: Stretch, fragments: tuple[Fragment, ...], column: Column) -> bool:
    """Whether the head before a run has lines of its own, and other figures or an empty line stand before it."""
    starts = {run.at - len(name) for name in column.names}
    first = next(((i, token) for i, (at, token) in enumerate(stretch.starts) if at in starts), None)
    if first is None:
        return False
    at, token = first
    before = stretch.starts[at - 1][1].index if at else -1
    return _has_gap(token, fragments) or token.index != before + 1


def head_spans(words: str, table: TableForm) -> list[tuple[int, str]]:
    """Return where the heads of columns stand in the folded ``words``, by position."""
    names = {name for block in table.blocks for column in block.columns for name in column.names}
    return [(match.start(), match[0]) for match in any_of(frozenset(names)).finditer(words)]
