"""Reads a table from flattened text: runs of figures, and the labels they stand beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from msgspec import structs

from gongkai.forms.model import Block, TableForm
from gongkai.tables.decide.closing import closes
from gongkai.tables.decide.sums import Totals
from gongkai.tables.fragments import Fragment
from gongkai.tables.heads import Heads, heads_of_text
from gongkai.tables.reading import Reading, Value
from gongkai.tables.text.columns import Columns, columns_of_rows
from gongkai.tables.text.contradicted import without_contradicted
from gongkai.tables.text.head_order import lines_of_tokens
from gongkai.tables.text.heads import block_heads
from gongkai.tables.text.labels import locate, rivalled
from gongkai.tables.text.orders import Owned, choose, loosen, other_layouts
from gongkai.tables.text.owners import share_out
from gongkai.tables.text.pieced_heads import in_forms_order, words_of
from gongkai.tables.text.placing import Shape, incomplete, is_full, is_sure, place_row
from gongkai.tables.text.rows import Row, are_numbered, describe_rows, heads_are_packed, values_of
from gongkai.tables.text.stretch import Stretch, has_figure, rows_of, take_apart
from gongkai.tables.windows import Padded, Window, windows
from gongkai.text.fold import core

_TWICE = 2  # so many rows printed twice are a second table, and a short label may be either's
_SHORT = 4  # letters; 总计 and 其他 stand in many rows and tell nothing


def read_stream(
    fragments: tuple[Fragment, ...],
    table: TableForm,
    totals: Totals,
    sisters: frozenset[str],
    *,
    full: bool = False,
) -> tuple[Reading, ...]:
    """Read the lines of ``table`` from ``fragments``; rows of no known label, or under heads of another form (``sisters``), come
    with ``line`` None. ``full``: another table of the document has no blank cell, though its figures were run together.
    """
    stretch = take_apart(fragments, table)
    if all(block.spec.across for block in table.blocks):
        return without_contradicted(tuple(_read_across(stretch, table, totals, sisters, full=full)), table, totals)
    return without_contradicted(tuple(_read_rows(stretch, table, totals, sisters)), table, totals)


def _read_across(
    stretch: Stretch, table: TableForm, totals: Totals, sisters: frozenset[str], *, full: bool
) -> Iterator[Reading]:
    """Read a table whose rows stand side by side: one run of figures, or one for each row, in the order of the heads."""
    for index, line in enumerate(table.lines):
        block = table.blocks[line.block]
        heads = _pieced(_in_place(heads_of_text(stretch.words, block, sisters), stretch, table), stretch, block)
        rows = [row for run in stretch.runs for row in rows_of(run.tokens)]
        printed = [i for i, row in enumerate(rows) if has_figure(row)]
        own = rows[printed[0] : printed[-1] + 1] if printed else rows[-1:]
        values = values_of([t for row in own for t in row])
        if not _is_row(stretch, block, values, heads):
            yield Reading(line=index, label="", loose=values, reason="the heads and figures stand in no certain order")
            continue
        window = windows([Padded(values, len(line.slots), None, 0)])[0]
        fitting = None if window.cells is None else tuple(values[i] for i in window.cells)
        packed = heads_are_packed(stretch)
        if window.hopeless or (fitting and not is_sure(values, fitting, line, totals, padded=packed)):
            yield Reading(line=index, label="", loose=values, reason="a cell may be missing or too many")
            continue
        yield place_row(
            index, line, values, fitting, heads, totals, Shape(stretch.marked, full and is_full([(line, values)]))
        )


def _in_place(heads: Heads, stretch: Stretch, table: TableForm) -> Heads:
    """Believe heads in another order than the form's only where cells are marked and no head has a row of its own, as a reader may have
    shuffled lines; or where every head and every figure has a line of its own.
    """
    if not heads.moved:
        return heads
    names = {name for item in table.items for name in item.names}
    above = list(takewhile(lambda token: token.kind != "figure", stretch.tokens))
    words = ([core(t.text) for t in line if t.kind == "words"] for line in lines_of_tokens(above) if above)
    lines = [line for line in words if line]
    alone = [line[0] in names for line in lines if len(line) == 1]
    figures = [token for run in stretch.runs for token in run.tokens]
    listed = len(figures) == len(table.slots) and all(token.before == "line" for token in figures)
    whole = listed and heads.whole and len(alone) == len(lines) and sum(alone) >= len(figures)
    torn = any(alone)
    return heads if (not torn if stretch.marked else whole) else structs.replace(heads, order=None)


def _pieced(heads: Heads, stretch: Stretch, block: Block) -> Heads:
    """Read heads that were cut into pieces, where what was read of them tells no order."""
    if heads.foreign or (heads.order is not None and not heads.open):
        return heads
    above = list(takewhile(lambda token: token.kind != "figure", stretch.tokens))
    lines = [words_of([t.text for t in line if t.kind == "words"]) for line in lines_of_tokens(above) if above]
    if not in_forms_order([line for line in lines if line], block):
        return heads
    order = tuple(range(len(block.columns) * len(block.rows)))
    return Heads(order, frozenset(order), whole=True)


def _is_row(stretch: Stretch, block: Block, values: tuple[Value, ...], heads: Heads) -> bool:
    """Whether the figures of a table whose rows stand side by side may be read in their order: all in one piece, or row by row."""
    runs = [run for run in stretch.runs if has_figure(run.tokens)]
    if len(runs) <= 1:
        return stretch.marked or heads.whole or len({value.line for value in values}) <= 1
    whole = all(len(run.tokens) == len(block.columns) for run in runs)
    return stretch.marked and whole and len(runs) <= len(block.rows)


def _read_rows(stretch: Stretch, table: TableForm, totals: Totals, sisters: frozenset[str]) -> Iterator[Reading]:
    spans = locate(stretch.words, table)
    heads = block_heads(stretch, table, spans, sisters)
    shares = share_out(stretch, table, spans)
    owned, strangers = shares.owned, shares.strangers
    layouts = [owned, *other_layouts(stretch, table, owned)]
    broken, cut = ({table.items[s.item].line for s in spans} for spans in (shares.broken, shares.cut))
    cut |= rivalled(stretch.words, spans, table)
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
    own = [(stretch.own.label, stretch.own.values)] if stretch.own.label else []
    for label, tokens in (*strangers, *own):
        yield Reading(line=None, label=label, loose=values_of(tokens))
    for index in sorted({table.items[s.item].line or 0 for s, tokens in owned.items() if not tokens}):
        if not any(table.items[s.item].line == index for s, tokens in owned.items() if tokens):
            yield Reading(line=index, label=table.lines[index].label)


def _ask_sums(reading: Reading) -> Reading:
    """Leave it to the sums whether a row's figures are whole; where they lack some in any case, no sum is asked."""
    if not reading.placed:
        return loosen(reading)
    slots = {placed.slot: placed.value for placed in reading.placed}
    option = tuple(slots.get(i) for i in range(max(slots) + 1))
    reason = "figures of the row stand on other lines: a page's number, the end of a figure, or another row's"
    return Reading(
        line=reading.line,
        label=reading.label,
        loose=tuple(slots.values()),
        options=(option,),
        reason=reason,
        unproved=reading.unproved,
    )


def _disown(reading: Reading) -> Reading:
    """Turn a row that stands under another form's heads into one that this form does not know."""
    values = tuple(p.value for p in reading.placed) or reading.loose
    return Reading(line=None, label=reading.label, loose=values)


def _labelled(
    owned: Owned, stretch: Stretch, table: TableForm, totals: Totals, heads: tuple[Heads, ...]
) -> Iterator[Reading]:
    """Yield a reading for each label with figures; how the rows are padded is decided for all of them together."""
    doubtful = _doubtful(owned, table)
    rows = describe_rows(owned, stretch, table)
    numbered = are_numbered(rows, stretch)
    columns = {} if stretch.marked else dict(_columns(rows, table))
    found = windows([row.padded for row in rows])
    fittings = [
        _fitting(row, window, columns.get(table.lines[row.line].block)) for row, window in zip(rows, found, strict=True)
    ]
    lines = [table.lines[row.line] for row in rows]
    whole = bool(totals) and _is_whole(owned, table)
    shape = Shape(stretch.marked, whole and is_full([(table.lines[r.line], r.padded.values) for r in rows]))
    short = incomplete(list(zip(lines, fittings, strict=True)), totals) if stretch.marked else [False] * len(rows)
    for row, window, fitting, lacks in zip(rows, found, fittings, short, strict=True):
        line, values = table.lines[row.line], row.padded.values
        reading = place_row(row.line, line, values, fitting, heads[line.block], totals, shape)
        unsure = window.unsure and fitting is not None and not closes(fitting, line, totals)
        if row.line in doubtful or window.hopeless or unsure or lacks or row.lost or numbered:
            yield Reading(line=row.line, label=line.label, loose=values)
        elif row.torn or (stretch.beside and len({value.line for value in values}) > 1):
            yield _ask_sums(reading) if any(value.printed.value for value in values) else loosen(reading)
        else:
            yield reading


def _is_whole(owned: Owned, table: TableForm) -> bool:
    """Whether every line of a table with sums has its label, and figures."""
    return len({table.items[span.item].line for span, tokens in owned.items() if tokens}) == len(table.lines)


def _fitting(row: Row, window: Window, columns: Columns | None) -> tuple[Value, ...] | None:
    """Return a row's values column by column, by its window or by where they stand."""
    values = row.padded.values
    if window.cells is not None:
        return tuple(values[i] for i in window.cells)
    return columns.place(values) if columns is not None else None


def _doubtful(owned: Owned, table: TableForm) -> frozenset[int]:
    """Return the lines whose label is too short to tell whose it is, where another table with the same labels stands beside."""
    lines = Counter(table.items[span.item].line for span, tokens in owned.items() if tokens)
    if sum(count > 1 for count in lines.values()) < _TWICE:
        return frozenset()
    return frozenset(i for i, line in enumerate(table.lines) if all(len(name) < _SHORT for name in line.names))


def _columns(rows: list[Row], table: TableForm) -> Iterator[tuple[int, Columns]]:
    """Yield the columns of each block whose figures stand in columns."""
    for number, block in enumerate(table.blocks):
        own = [row.padded.values for row in rows if table.lines[row.line].block == number]
        columns = columns_of_rows(own, len(block.columns))
        if columns is not None:
            yield number, columns
