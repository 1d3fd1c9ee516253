"""Lines, and marked rows, that hold one label and its figures: then the figures are its own wherever a neighbour's stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from gongkai.forms.model import TableForm
from gongkai.tables.text.labels import Span
from gongkai.tables.text.stretch import Stretch, has_figure
from gongkai.tables.tokens import Token
from gongkai.text.fold import core, without_digits


class PrintedRow(Struct, frozen=True):
    """A line, or a marked row, and the labels of rows that stand in it; ``shared`` with the name of a row that is too short to be
    taken for its label where it stands.
    """

    tokens: tuple[Token, ...]
    labels: frozenset[Span]
    shared: bool = False

    @property
    def opens(self) -> bool:
        """Whether it begins with figures and ends with a label."""
        return bool(self.labels) and self.tokens[0].kind != "words" and self.ends_in_label and has_figure(self.tokens)

    @property
    def ends_in_label(self) -> bool:
        """Whether a label stands last in it."""
        return bool(self.labels) and self.tokens[-1].kind == "words"


class Owners(Struct, frozen=True):
    """``labels`` says for each figure (by its token's index) the label that stands with it; ``doubtful`` are the labels of which it is not
    certain whether the figures before or behind them are theirs.
    """

    labels: dict[int, Span]
    doubtful: frozenset[Span]


def owners_within_rows(stretch: Stretch, table: TableForm, spans: tuple[Span, ...]) -> Owners:
    """Find the figures that share a line, or a marked row, with one label and no other.

    Where lines begin with figures and end with a label, the figures may also be those of the label at the end of the line above: they
    are if a lone label stands above such lines and lone figures below them; they are not if neither does.
    """
    printed = list(printed_rows_of(stretch, table, spans))
    labels: dict[int, Span] = {}
    doubtful: set[Span] = set()
    for opens, part in groupby(enumerate(printed), key=lambda item: item[1].opens):
        chain = list(part)
        first, last = chain[0][0], chain[-1][0]
        above = first > 0 and printed[first - 1].ends_in_label and not printed[first - 1].opens
        below = last + 1 < len(printed) and not any(t.kind == "words" for t in printed[last + 1].tokens)
        if opens and above and below:
            continue
        for _, row in chain:
            labels |= _own(row)
            if opens and (above or below):
                doubtful |= row.labels | (printed[first - 1].labels if above else frozenset())
    return Owners(labels, frozenset(doubtful))


def _own(row: PrintedRow) -> dict[int, Span]:
    if len(row.labels) != 1 or row.shared or not has_figure(row.tokens):
        return {}
    label = next(iter(row.labels))
    return {token.index: label for token in row.tokens if token.kind != "words"}


def printed_rows_of(stretch: Stretch, table: TableForm, spans: tuple[Span, ...]) -> Iterator[PrintedRow]:
    """Yield the lines of a stretch, or its marked rows, each with the labels of rows that stand in it."""
    rows = [s for s in spans if table.items[s.item].role == "row"]
    begins, ends = [s.start for s in rows], [s.end for s in rows]  # both rise, for spans do not overlap
    starts = {token.index: at for at, token in stretch.starts}
    for tokens in _lines(stretch):
        words = [(starts[t.index], core(t.text)) for t in tokens if t.kind == "words"]
        held = {at: rows[bisect_right(ends, at) : bisect_left(begins, at + len(text))] for at, text in words}
        shared = any(without_digits(text) in stretch.names and not held[at] for at, text in words)
        yield PrintedRow(tuple(tokens), frozenset(s for spans in held.values() for s in spans), shared)


def _lines(stretch: Stretch) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each marked row, or of each line where no cells are marked."""
    if not stretch.marked:
        for _, tokens in groupby(stretch.tokens, key=lambda token: token.line):
            yield list(tokens)
        return
    row: list[Token] = []
    for token in stretch.tokens if stretch.rows_marked else ():
        if token.before in ("row", "line") and row:
            yield row
            row = []
        row.append(token)
    if row:
        yield row
