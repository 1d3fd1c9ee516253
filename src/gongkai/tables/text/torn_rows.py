"""Labels that stand alone near rows that have none: only whole groups of them say which belongs to which.

A converter sets a label above its row, below it, or loses it. A row without a label right below a lone label is that label's only where
labels and rows take turns, label first, from one whole row to the next; else it may be its neighbour's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gongkai.forms.model import TableForm
from gongkai.tables.text.labels import Span
from gongkai.tables.text.line_owners import PrintedRow, printed_rows_of
from gongkai.tables.text.stretch import Stretch, has_figure
from gongkai.text.fold import core, without_digits
from gongkai.text.numbering import strip_number
from gongkai.text.units import base_of


def doubted_labels(stretch: Stretch, table: TableForm, spans: tuple[Span, ...]) -> frozenset[Span]:
    """Return the lone labels of rows, and those whose rows may have none, of groups in which labels and rows do not take turns."""
    if not stretch.rows_marked:
        return frozenset()
    rows = [row for row in printed_rows_of(stretch, table, spans) if _kind(row) != "other"]
    beside = {span for row in rows if _kind(row) == "whole" for span in row.labels}
    bare = [sum(token.kind != "words" for token in row.tokens) for row in rows if _kind(row) == "bare"]
    if max(bare, default=0) < min(2, max(len(line.slots) for line in table.lines)):
        return frozenset()  # each cell has a row of its own: what belongs together follows each other
    mixed = {span for row in rows if len(row.labels) > 1 and _faces_both_ways(row, stretch) for span in row.labels}
    groups = (list(group) for whole, group in groupby(rows, key=lambda row: _kind(row) == "whole") if not whole)
    return frozenset(_doubted(groups, beside)) | mixed


def _kind(row: PrintedRow) -> str:
    """What a marked row is: a ``whole`` row, a lone ``label``, a ``bare`` row of figures, or ``other`` (heads, groups, blanks)."""
    if has_figure(row.tokens):
        if row.labels:
            return "whole"
        words = (core(token.text) for token in row.tokens if token.kind == "words")
        return "other" if any(word and base_of(word) is None for word in words) else "bare"
    return "label" if row.labels else "other"


def _faces_both_ways(row: PrintedRow, stretch: Stretch) -> bool:
    """Whether figures stand before the first of a row's several labels and behind the last: each may be either neighbour's."""
    words = {
        i: without_digits(core(strip_number(token.text))) for i, token in enumerate(row.tokens) if token.kind == "words"
    }
    labels = [i for i, word in words.items() if any(word.startswith(name) for name in stretch.names)]
    figures = [i for i, token in enumerate(row.tokens) if token.printed is not None and token.printed.value is not None]
    return bool(labels and figures) and figures[0] < labels[0] and labels[-1] < figures[-1]


def _doubted(groups: Iterator[list[PrintedRow]], beside: set[Span]) -> Iterator[Span]:
    for group in groups:
        lone = [row for row in group if not row.labels <= beside or _kind(row) == "bare"]
        kinds = [_kind(row) for row in lone for _ in range(max(1, len(row.labels)))]
        if "bare" in kinds and "label" in kinds and not _take_turns(kinds):
            yield from (span for row in lone for span in row.labels)


def _take_turns(kinds: Sequence[str]) -> bool:
    return list(kinds) == ["label", "bare"] * (len(kinds) // 2)
