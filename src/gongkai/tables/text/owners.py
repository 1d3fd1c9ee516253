"""Whose figures are whose: each run of figures goes to the label that it stands in or behind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby, pairwise

import msgspec
import regex
from msgspec import Struct

from gongkai.forms.model import TableForm
from gongkai.tables.text.labels import Span
from gongkai.tables.text.line_owners import owners_within_rows
from gongkai.tables.text.orders import Owned
from gongkai.tables.text.stretch import Run, Stretch, has_figure, part_page_numbers
from gongkai.tables.text.torn_rows import doubted_labels
from gongkai.tables.tokens import Token
from gongkai.text.numbering import leading_number
from gongkai.text.numerals import Printed

_GLUED = regex.compile(r"\d[\d,]*(?:\.\d+)?[\p{Han}（(]")
_STRAY = 2  # so many foreign letters between a label and its figures are a label printed vertically, or numbering
_HEAD = 20  # so many letters behind a label tell whether a remark or a numbering begins


_FEW = 3  # rows; more of them without a figure are no accident


class Shares(Struct, frozen=True):
    """Whose figures are whose. Behind the figures of ``broken`` labels a lone one stands, a page's number or the end of one of them;
    those of ``cut`` labels go on behind a word that is none of the form's, or to the end of the document, or stand inside what only
    resembles the label.
    """

    owned: Owned
    strangers: list[tuple[str, list[Token]]]
    broken: frozenset[Span]
    cut: frozenset[Span]


def share_out(stretch: Stretch, table: TableForm, spans: tuple[Span, ...]) -> Shares:
    """Give each run to the label that it stands in or behind; what no label owns comes with the words before it."""
    owned: Owned = {s: [] for s in spans if table.items[s.item].line is not None}
    strangers: list[tuple[str, list[Token]]] = []
    broken: set[Span] = set()
    rows = owners_within_rows(stretch, table, spans)
    cut: set[Span] = set(rows.doubtful)
    inside: set[Span] = set()
    last: Span | None = None
    for run in (part for whole in stretch.runs for part in _by_row(whole, rows.labels)):
        owner = rows.labels.get(run.tokens[0].index) or owner_of(run, spans, stretch)
        figures, alone = part_page_numbers(run, stretch)
        own, rest = _split(figures, owner)
        if owner in owned:
            owned[owner] += _bounded(own, owned[owner], run, owner)
            if alone and owned[owner]:
                broken.add(owner)
            if not owner.exact and owner.start < run.at < owner.end:
                inside.add(owner)
            if own and _last_is_glued(own[-1], stretch):
                cut.add(owner)
            own = rest
        else:
            own = [*own, *rest]
        if has_figure(own):
            strangers.append((stretch.words_before(run.at), own))
            if owner is None and last is not None and has_figure(owned[last]) and _goes_on(owned[last][-1], own[0]):
                cut.add(last)
        last = owner if owner in owned else last
    if (
        last is not None
        and stretch.ends
        and len(owned[last]) < len(table.lines[table.items[last.item].line or 0].slots)
    ):
        cut.add(last)
    cut |= doubted_labels(stretch, table, spans) & owned.keys()
    cut |= set(_maybe_of_lost_rows(stretch, table, owned)) | set(_maybe_of_the_label_before(inside, spans, owned))
    return Shares(owned, strangers, frozenset(broken), frozenset(cut))


def _maybe_of_the_label_before(inside: set[Span], spans: tuple[Span, ...], owned: Owned) -> Iterator[Span]:
    """Yield guessed labels whose figures stand inside them, right behind a label that was read and has none: they may be that one's."""
    for before, span in pairwise(spans):
        if span in inside and before in owned and not owned[before] and span.start - before.end <= _STRAY:
            yield span


def _maybe_of_lost_rows(stretch: Stretch, table: TableForm, owned: Owned) -> Iterator[Span]:
    """Yield labels whose figures stand below them and may be another row's: a single one, where the next row's label is gone; and
    those behind the last label, where no other row has any.
    """
    if stretch.marked or stretch.beside:
        return
    lines = {table.items[span.item].line for span in owned}
    filled = [span for span, tokens in owned.items() if has_figure(tokens)]
    for span in filled:
        line = table.items[span.item].line or 0
        alone = len(filled) == 1 and len(lines) > _FEW and span == max(owned)
        if alone or (len(table.lines[line].slots) == 1 and line + 1 < len(table.lines) and line + 1 not in lines):
            yield span


def _by_row(run: Run, labels: dict[int, Span]) -> Iterator[Run]:
    """Part a run where figures of different labels follow each other."""
    for _, tokens in groupby(run.tokens, key=lambda token: labels.get(token.index)):
        yield Run(run.at, tuple(tokens))


def _last_is_glued(token: Token, stretch: Stretch) -> bool:
    """Whether digits that run into the next row's label follow a figure in its marked row: it lost the sign behind it."""
    at = bisect_right(stretch.tokens, token.index, key=lambda each: each.index)
    after = stretch.tokens[at] if at < len(stretch.tokens) else None
    return after is not None and after.before == "cell" and _GLUED.match(after.text) is not None


def _goes_on(last: Token, first: Token) -> bool:
    """Whether figures behind a foreign word stand in the same row as those before it: then the row is not whole."""
    return first.before == "cell" if last.before in ("cell", "row") else first.line == last.line


_UNREAD = Printed("unreadable")


def owner_of(run: Run, spans: tuple[Span, ...], stretch: Stretch) -> Span | None:
    """Return the label that the run stands in or behind, None if a foreign word, or another row's short name, parts them."""
    following = bisect_left(spans, run.at, key=lambda span: span.start)
    if following == 0:
        return None
    before = spans[following - 1]
    if before.end > run.at:
        return before
    if run.at - before.end <= _STRAY:
        return before if stretch.words[before.end : run.at] not in stretch.names else None
    behind = stretch.printed(before.end, min(run.at, before.end + _HEAD)).lstrip()
    remark = behind[:1] in ("(", "（") and leading_number(behind) is None
    return before if remark else None


def _split(run: Run, owner: Span | None) -> tuple[list[Token], list[Token]]:
    """Part a run at the ends of rows, where they are marked: what stands in the label's own row, and the rest.

    A line of blank cells below a row belongs to the merged labels of the next one.
    """
    own = list(run.tokens)
    first = next((i for i, t in enumerate(own) if t.kind == "figure"), 0)
    cut = next((i for i, t in enumerate(own) if i > first and t.before == "row"), len(own))
    if owner is not None and run.at < owner.end:
        cut = len(own)
    return own[:cut], own[cut:]


def _bounded(own: list[Token], before: list[Token], run: Run, owner: Span) -> list[Token]:
    """Mark what a foreign word stands against, or between, as no figure: 约5 is not 5, and 见附件 is a cell too."""
    if not own or run.at <= owner.end:
        return own
    if own[0].before == "none":
        return [msgspec.structs.replace(own[0], printed=_UNREAD), *own[1:]]
    if has_figure(before) and before[-1].line == own[0].line and own[0].before == "space":
        return [msgspec.structs.replace(own[0], printed=_UNREAD), *own]
    return own
