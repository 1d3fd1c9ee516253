"""Reads a table of scrambled text: every layout that the text allows, and of these what all agree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.forms.model import TableForm
from gongkai.tables.decide.sums import Totals
from gongkai.tables.fragments import Fragment
from gongkai.tables.reading import Placed, Reading, Value
from gongkai.tables.scattered.across import lay_across
from gongkai.tables.scattered.bands import by_bands
from gongkai.tables.scattered.headed import by_heads
from gongkai.tables.scattered.pool import head_spans, pool_of
from gongkai.tables.scattered.tiling import stack, tile
from gongkai.tables.text.head_order import Told, near_first_head, order_told, siblings_of
from gongkai.tables.text.labels import Span, locate
from gongkai.tables.text.owners import owner_of
from gongkai.tables.text.stretch import Stretch, take_apart
from gongkai.tables.tokens import Token
from gongkai.text.numerals import BLANK

_SHORT = 2  # letters; a shorter name is found anywhere

Rows = tuple[tuple[Token, ...], ...]


def share_of_rows(readings: Sequence[Reading], table: TableForm) -> float:
    """Return the share of rows whose figures were found in reading row by row, be it in no certain order."""
    alone = len(table.lines) == 1
    lines = {
        reading.line
        for reading in readings
        if reading.line is not None
        and (reading.placed or (not alone and len(reading.loose) == len(table.lines[reading.line].slots)))
    }
    return len(lines) / len(table.lines)


def is_adrift(fragments: tuple[Fragment, ...], table: TableForm) -> bool:
    """Whether more figures than a row holds stand where no row can have them: before every label, behind a head, or in runs longer than
    a row; in a table without sums, any figure at all. Then even a full row behind a label may be another's.
    """
    stretch = take_apart(fragments, table)
    spans = locate(stretch.words, table)
    rows = [s for s in spans if table.items[s.item].role == "row"]
    if stretch.marked or not rows or len(table.lines) == 1:
        return False
    wide = max(len(line.slots) for line in table.lines)
    adrift = 0
    for run in stretch.runs:
        figures = sum(token.kind == "figure" for token in run.tokens)
        owner = owner_of(run, spans, stretch)
        homeless = run.at <= rows[0].start or (owner is not None and owner not in rows)
        adrift += figures if homeless else max(0, figures - wide)
    return adrift > (wide if any(e.name for e in table.equations) else 0)


def read_scattered(fragments: tuple[Fragment, ...], table: TableForm, totals: Totals) -> tuple[Reading, ...]:
    """Return a reading of every line, or nothing where no layout is proved."""
    stretch = take_apart(fragments, table)
    if stretch.marked:
        return ()
    spans = locate(stretch.words, table)
    pool = pool_of(stretch, fragments, table, spans)
    if all(block.spec.across for block in table.blocks):
        return tuple(_rows_across(lay_across(pool, stretch, table), table))
    if totals:
        ordered = _in_order(stretch, table) and _rows_in_order(spans, table)
        heads = near_first_head(stretch.starts, table.blocks[0], 0, len(stretch.words))
        told = order_told(heads, table.blocks[0], pool.tied)
        return tuple(_agreed(tile(pool, table, totals), table, told)) if ordered and not told.moved else ()
    if found := by_bands(stretch, table, spans):
        return found
    one_column = all(len(line.slots) == 1 for line in table.lines) and len(table.blocks) == 1
    layouts = stack(pool, table) if one_column else by_heads(pool, stretch, table)
    return tuple(_agreed(layouts, table, None))


def _in_order(stretch: Stretch, table: TableForm) -> bool:
    """Whether the heads stand in the form's order, as far as they can be read: no sum sees columns that changed places.

    Heads of two letters (其他, 总计) are left out: rows have such names too.
    """
    first: dict[str, int] = {}
    for start, name in head_spans(stretch.words, table):
        if len(name) > _SHORT:
            first.setdefault(name, start)
    return all(
        [at for c in block.columns for name, at in first.items() if name in c.names]
        == sorted(at for c in block.columns for name, at in first.items() if name in c.names)
        for block in table.blocks
    )


def _rows_in_order(spans: Sequence[Span], table: TableForm) -> bool:
    """Whether rows of one group stand in the form's order, as far as their labels were found: no sum sees 本年新收 and 上年结转 change
    places. Rows of different groups may stand in any: a page's columns of labels are printed one after the other.
    """
    found: dict[int, list[int]] = {}
    for span in spans:
        item = table.items[span.item]
        if item.role == "row" and item.line is not None:
            found.setdefault(item.line, []).append(span.start)
    groups: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for line in sorted(found):
        groups.setdefault((table.lines[line].block, table.lines[line].parents), []).append(line)
    return all(min(found[above]) < max(found[below]) for group in groups.values() for above, below in pairwise(group))


def _rows_across(rows: list[list[tuple[Token, ...]]], table: TableForm) -> Iterator[Reading]:
    """Place the figures of each row on which all its orders agree."""
    wide = len(table.blocks[0].columns)
    placed: list[Placed] = []
    loose: list[Value] = []
    for index, orders in enumerate(rows):
        for number in range(wide) if orders else ():
            value = _value(orders[0][number])
            alike = len({order[number].printed for order in orders}) == 1
            placed += [Placed(index * wide + number, value, "order")] if alike else []
            loose += [] if alike else [value]
    if placed:
        yield Reading(line=0, label="", placed=tuple(placed), loose=tuple(loose), chose=True)


def _agreed(layouts: Sequence[Rows], table: TableForm, told: Told | None) -> Iterator[Reading]:
    """Place the figures on which all layouts agree; ``told`` is how far the order of columns was read, where it is not proved."""
    groups = [own for own in map(frozenset, siblings_of(table.blocks[0])) if told and own & told.open]
    for index, line in enumerate(table.lines) if layouts else ():
        ways = [rows[index] for rows in layouts]
        values = tuple(_value(token) for token in ways[0])
        placed = tuple(
            Placed(slot, value, "order")
            for slot, value in enumerate(values)
            if len({way[slot].printed for way in ways}) == 1
        )
        loose = () if len(placed) == len(values) else values
        yield Reading(line=index, label=line.label, placed=placed, loose=loose, chose=True, unproved=tuple(groups))


def _value(token: Token) -> Value:
    return Value(token.text, token.printed or BLANK, token.place, line=token.line, span=token.span)
