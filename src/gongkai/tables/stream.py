"""Reads a table from flattened text: runs of figures, and the labels they stand beside."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

import msgspec
import regex
from msgspec import Struct

from gongkai.forms.model import Block, TableForm
from gongkai.tables.columns import Columns, columns_of_rows
from gongkai.tables.fragments import Fragment
from gongkai.tables.heads import Heads, heads_of_text
from gongkai.tables.layouts import Owned, choose, loosen, other_layouts
from gongkai.tables.locate import Span, locate
from gongkai.tables.options import Totals
from gongkai.tables.placing import place_row
from gongkai.tables.reading import Reading, Value
from gongkai.tables.stretch import Run, Stretch, has_figure, holes, part_page_numbers, rows_of, take_apart
from gongkai.tables.tokens import Token
from gongkai.tables.windows import Padded, windows
from gongkai.text.fold import core
from gongkai.text.numbering import leading_number, strip_number
from gongkai.text.numerals import Printed

_STRAY = 2  # so many foreign letters between a label and its figures are a label printed vertically, or numbering
_TWICE = 2  # so many rows printed twice are a second table, and a short label may be either's
_SHORT = 4


def read_stream(
    fragments: tuple[Fragment, ...], table: TableForm, totals: Totals, sisters: frozenset[str]
) -> tuple[Reading, ...]:
    """Read the lines of ``table`` from ``fragments``; rows of no known label, or under heads of another form (``sisters``), come
    with ``line`` None.
    """
    stretch = take_apart(fragments, table)
    if all(block.spec.across for block in table.blocks):
        return tuple(_read_across(stretch, table, totals, sisters))
    return tuple(_read_rows(stretch, table, totals, sisters))


def _read_across(stretch: Stretch, table: TableForm, totals: Totals, sisters: frozenset[str]) -> Iterator[Reading]:
    """Read a table whose rows stand side by side: one run of figures, or one for each row, in the order of the heads."""
    for index, line in enumerate(table.lines):
        heads = heads_of_text(stretch.words, table.blocks[line.block], sisters)
        rows = [row for run in stretch.runs for row in rows_of(run.tokens)]
        printed = [i for i, row in enumerate(rows) if has_figure(row)]
        own = rows[printed[0] : printed[-1] + 1] if printed else rows[-1:]
        values = _values([t for row in own for t in row])
        if not stretch.marked and not heads.whole and len({v.line for v in values}) > 1:
            yield Reading(line=index, label="", loose=values, reason="the heads and figures stand in no certain order")
            continue
        found = windows([Padded(values, len(line.slots), None, 0)])[0].cells
        fitting = None if found is None else tuple(values[i] for i in found)
        yield place_row(index, line, values, fitting, heads, totals, marked=stretch.marked)


def _read_rows(stretch: Stretch, table: TableForm, totals: Totals, sisters: frozenset[str]) -> Iterator[Reading]:
    spans = locate(stretch.words, table)
    heads = tuple(_block_heads(stretch, table, spans, sisters))
    shares = _share_out(stretch, table, spans)
    owned, strangers = shares.owned, shares.strangers
    layouts = [owned, *other_layouts(stretch, table, owned)]
    broken, cut = ({table.items[s.item].line for s in spans} for spans in (shares.broken, shares.cut))
    readings = [
        tuple(
            loosen(r) if r.line in cut else _ask_sums(r) if r.line in broken else r
            for r in _labelled(layout, stretch, table, totals, heads)
        )
        for layout in layouts
    ]
    if len(layouts) > 1:
        strangers = []
    for reading in readings[0] if len(layouts) == 1 else choose(readings, table):
        block = table.lines[reading.line].block if reading.line is not None else 0
        yield _disown(reading) if heads[block].foreign else reading
    for label, tokens in strangers:
        yield Reading(line=None, label=label, loose=_values(tokens))


def _ask_sums(reading: Reading) -> Reading:
    """Leave it to the sums whether a row's figures are whole."""
    if not reading.placed:
        return reading
    slots = {placed.slot: placed.value for placed in reading.placed}
    option = tuple(slots.get(i) for i in range(max(slots) + 1))
    reason = "figures of the row stand on other lines: a page's number, the end of a figure, or another row's"
    return Reading(
        line=reading.line, label=reading.label, loose=tuple(slots.values()), options=(option,), reason=reason
    )


def _disown(reading: Reading) -> Reading:
    """Turn a row that stands under another form's heads into one that this form does not know."""
    values = tuple(p.value for p in reading.placed) or reading.loose
    return Reading(line=None, label=reading.label, loose=values)


# --- heads --------------------------------------------------------------------------------------------------------------------


def _block_heads(
    stretch: Stretch, table: TableForm, spans: tuple[Span, ...], sisters: frozenset[str]
) -> Iterator[Heads]:
    """Yield the heads of each block, read from the words above its first row."""
    end = 0
    for number, block in enumerate(table.blocks):
        rows = [s for s in spans if table.items[s.item].role == "row" and table.items[s.item].block == number]
        start = min((s.start for s in rows), default=end)
        heads = heads_of_text(stretch.words[min(end, start) : start], block, sisters)
        if _has_strange_head(stretch, block, table, min(end, start), start):
            heads = msgspec.structs.replace(heads, order=None)
        yield heads
        end = max([end, *(s.end for s in rows)])


def _has_strange_head(stretch: Stretch, block: Block, table: TableForm, start: int, end: int) -> bool:
    """Whether a cell among the heads of a block names nothing that the form has there: a column of its own may stand below it."""
    columns = {name for column in block.columns for name in column.names}
    tokens = [t for _, t in stretch.starts[_at(stretch, start) : _at(stretch, end)]]
    cells = [_bare(t.text) for t in tokens] if stretch.marked else [_bare(w) for t in tokens for w in t.text.split()]
    first = next((i for i, cell in enumerate(cells) if cell in columns), len(cells))
    soup = "|".join(name for item in table.items for name in item.names)
    return any(cell not in soup and _rest(cell, table) not in soup for cell in cells[first:])


def _rest(cell: str, table: TableForm) -> str:
    """Return what is left of a cell without the names in it."""
    for name in sorted((name for item in table.items for name in item.names), key=len, reverse=True):
        cell = cell.replace(name, "")
    return cell


def _at(stretch: Stretch, letters: int) -> int:
    return bisect_left(stretch.starts, letters, key=lambda start: start[0])


def _bare(text: str) -> str:
    """Return a head's name without its remark in brackets and its numbering."""
    return core(strip_number(regex.split(r"[(（]", text, maxsplit=1)[0]))


# --- whose figures ------------------------------------------------------------------------------------------------------------


class Shares(Struct, frozen=True):
    """Whose figures are whose. Behind the figures of ``broken`` labels a lone one stands, a page's number or the end of one of them;
    those of ``cut`` labels go on behind a word that is none of the form's.
    """

    owned: Owned
    strangers: list[tuple[str, list[Token]]]
    broken: frozenset[Span]
    cut: frozenset[Span]


def _share_out(stretch: Stretch, table: TableForm, spans: tuple[Span, ...]) -> Shares:
    """Give each run to the label that it stands in or behind; what no label owns comes with the words before it."""
    owned: Owned = {s: [] for s in spans if table.items[s.item].line is not None}
    strangers: list[tuple[str, list[Token]]] = []
    broken: set[Span] = set()
    cut: set[Span] = set()
    last: Span | None = None
    for run in stretch.runs:
        owner = _owner(run, spans, stretch)
        figures, alone = part_page_numbers(run, stretch)
        own, rest = _split(figures, owner)
        if owner in owned:
            owned[owner] += _bounded(own, owned[owner], run, owner)
            if alone and own:
                broken.add(owner)
            own = rest
        else:
            own = [*own, *rest]
        if has_figure(own):
            strangers.append((stretch.words_before(run.at), own))
            if last is not None and has_figure(owned[last]) and _goes_on(owned[last][-1], own[0]):
                cut.add(last)
        last = owner if owner in owned else last
    return Shares(owned, strangers, frozenset(broken), frozenset(cut))


def _goes_on(last: Token, first: Token) -> bool:
    """Whether figures behind a foreign word stand in the same row as those before it: then the row is not whole."""
    return first.before == "cell" if last.before in ("cell", "row") else first.line == last.line


_UNREAD = Printed("unreadable")


def _owner(run: Run, spans: tuple[Span, ...], stretch: Stretch) -> Span | None:
    """Return the label that the run stands in or behind, None if a foreign word parts them."""
    inside = next((s for s in spans if s.start < run.at < s.end), None)
    if inside is not None:
        return inside
    before = max((s for s in spans if s.end <= run.at), key=lambda s: s.end, default=None)
    if before is None:
        return None
    behind = stretch.printed(before.end, run.at).lstrip()
    remark = behind[:1] in ("(", "（") and leading_number(behind) is None
    return before if run.at - before.end <= _STRAY or remark else None


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


# --- rows ---------------------------------------------------------------------------------------------------------------------


def _labelled(
    owned: Owned, stretch: Stretch, table: TableForm, totals: Totals, heads: tuple[Heads, ...]
) -> Iterator[Reading]:
    """Yield a reading for each label with figures; how the rows are padded is decided for all of them together."""
    doubtful = _doubtful(owned, table)
    holed = frozenset(i for i, block in enumerate(table.blocks) if stretch.rows_marked and holes(stretch, block))
    deepest = max(len(line.parents) for line in table.lines)
    rows: list[tuple[int, Padded]] = []
    order = {id(token): i for i, token in enumerate(stretch.tokens)} if stretch.marked else {}
    spans = sorted(owned)
    for number, span in enumerate(spans):
        index = table.items[span.item].line
        if index is not None and owned[span]:
            following = table.items[spans[number + 1].item].line if number + 1 < len(spans) else None
            below = following if not stretch.rows_marked else None
            row = _padded(index, below, _values(owned[span]), table, deepest, holed)
            labels = _labels_before(order.get(id(owned[span][0]), 0), stretch)
            rows.append((index, msgspec.structs.replace(row, labels=labels)))
    columns = {} if stretch.marked else dict(_columns(rows, table))
    for (index, row), window in zip(rows, windows([row for _, row in rows]), strict=True):
        line = table.lines[index]
        kept = columns.get(line.block)
        fitting = None if window.cells is None else tuple(row.values[i] for i in window.cells)
        if fitting is None and kept is not None:
            fitting = kept.place(row.values)
        reading = place_row(index, line, row.values, fitting, heads[line.block], totals, marked=stretch.marked)
        if index in doubtful or window.hopeless:
            yield Reading(line=index, label=line.label, loose=row.values)
        elif stretch.beside and len({value.line for value in row.values}) > 1:
            yield _ask_sums(reading)
        else:
            yield reading


def _labels_before(at: int, stretch: Stretch) -> int:
    """Count the cells of labels that stand before the token ``at`` in its row."""
    count = 0
    while at > 0 and stretch.tokens[at].before != "row" and stretch.tokens[at - 1].kind == "words":
        at -= 1
        count += 1
    return max(1, count)


def _doubtful(owned: Owned, table: TableForm) -> frozenset[int]:
    """Return the lines whose label is too short to tell whose it is, where another table with the same labels stands beside."""
    lines = Counter(table.items[span.item].line for span, tokens in owned.items() if tokens)
    if sum(count > 1 for count in lines.values()) < _TWICE:
        return frozenset()
    return frozenset(i for i, line in enumerate(table.lines) if all(len(name) < _SHORT for name in line.names))


def _padded(
    index: int, below: int | None, values: tuple[Value, ...], table: TableForm, deepest: int, holed: frozenset[int]
) -> Padded:
    """Describe a row's padding: rows at one depth of the label tree are padded alike, where row ends are marked; where they are
    not, the merged labels of the row below count too.
    """
    line = table.lines[index]
    depth = len(line.parents)
    under = len(table.lines[below].parents) if below is not None else None
    return Padded(values, len(line.slots), (line.block, depth, under), deepest - depth, line.block in holed)


def _columns(rows: list[tuple[int, Padded]], table: TableForm) -> Iterator[tuple[int, Columns]]:
    """Yield the columns of each block whose figures stand in columns."""
    for number, block in enumerate(table.blocks):
        own = [row.values for index, row in rows if table.lines[index].block == number]
        columns = columns_of_rows(own, len(block.columns))
        if columns is not None:
            yield number, columns


def _values(tokens: list[Token]) -> tuple[Value, ...]:
    return tuple(
        Value(t.text, t.printed, t.place, t.before == "none", t.line, t.span) for t in tokens if t.printed is not None
    )
