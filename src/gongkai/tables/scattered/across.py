"""Tables whose rows stand side by side (行政复议, 行政诉讼) in scrambled text.

Single figures parted by empty lines come in no certain order, so a row is read only where something ties its figures to it: a figure right
behind its own head, under the row's own name; or all figures in one piece, as a line prints them; or no other row that they could
belong to; or nothing but zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from gongkai.forms.equations import Equation
from gongkai.forms.model import TableForm
from gongkai.tables.decide.closing import balances
from gongkai.tables.decide.sums import number
from gongkai.tables.heads import any_of, heads_of_text, row_names
from gongkai.tables.scattered.pool import Loose, Pool
from gongkai.tables.text.stretch import Stretch
from gongkai.tables.tokens import Token

Row = tuple[Token, ...]


def lay_across(pool: Pool, stretch: Stretch, table: TableForm) -> list[list[Row]]:
    """Return for each row the orders in which its figures may be printed so that its sum closes; none where nothing ties them to it."""
    wide = len(table.blocks[0].columns)
    if len(table.lines) > 1 or len(pool.loose) != len(table.lines[0].slots):
        return []
    if {loose.token.text for loose in pool.loose} == {"0"}:
        return [[tuple(x.token for x in pool.loose[i : i + wide])] for i in range(0, len(pool.loose), wide)]
    heads = heads_of_text(stretch.words, table.blocks[0])
    ordered = heads.order is not None and not heads.moved and all(loose.edge != "gap" for loose in pool.loose[1:])
    whole = ordered or _is_headed(pool, stretch, table)
    groups = [pool.loose[i : i + wide] for i in range(0, len(pool.loose), wide)]
    keys = table.blocks[0].rows
    named = [whole or _is_named(group, key, stretch, table) for group, key in zip(groups, keys, strict=True)]
    if named.count(False) > 1:
        return [_orders_that_close(g, k, table) if name else [] for g, k, name in zip(groups, keys, named, strict=True)]
    return [_orders_that_close(group, key, table) for group, key in zip(groups, keys, strict=True)]


def _orders_that_close(group: tuple[Loose, ...], key: str, table: TableForm) -> list[Row]:
    """Return the orders of one row's figures over which its sums close."""
    sums = [e for e in table.equations if e.name == key]
    columns = [column.key for column in table.blocks[0].columns]
    return [order for order in dict.fromkeys(_orders(group)) if _adds_up(order, key, columns, sums)]


def _is_headed(pool: Pool, stretch: Stretch, table: TableForm) -> bool:
    """Whether every figure stands behind its own head, and the rows' names stand in the form's order."""
    wide = len(table.blocks[0].columns)
    names = dict(row_names(table.blocks[0].spec.rows))
    found = [names[match[0]] for match in any_of(frozenset(names)).finditer(stretch.words)]
    rows = [row for row in dict.fromkeys(found) if row is not None]
    return rows == list(table.blocks[0].rows) and all(x.head == i % wide for i, x in enumerate(pool.loose))


def _is_named(group: tuple[Loose, ...], key: str, stretch: Stretch, table: TableForm) -> bool:
    """Whether a figure of the group stands behind a head, and the row's own name is the last that was printed before it."""
    names = dict(row_names(table.blocks[0].spec.rows))
    found = [(match.end(), names[match[0]]) for match in any_of(frozenset(names)).finditer(stretch.words)]
    for loose in group:
        before = [row for end, row in found if end <= loose.at and row is not None]
        if loose.head is not None and (not before or before[-1] != key):
            return False
    return any(loose.head is not None for loose in group)


def _adds_up(order: Row, key: str, columns: list[str], sums: list[Equation]) -> bool:
    """Whether the sums of one row close over its figures."""
    cells = {(key, column): number(token.printed) for column, token in zip(columns, order, strict=True)}
    return bool(sums) and all(balances(equation, cells) for equation in sums)


def _orders(group: tuple[Loose, ...]) -> Iterator[Row]:
    """Yield the orders of one row's figures in which each that stands behind a head stands in its column."""
    slabs = [i for i, loose in enumerate(group) if i == 0 or loose.edge == "gap"]
    pieces = [group[a:b] for a, b in zip(slabs, (*slabs[1:], len(group)), strict=True)]
    free = [i for i, piece in enumerate(pieces) if piece[0].head is None]
    for order in permutations(free):
        moved = dict(zip(free, order, strict=True))
        laid = [pieces[moved.get(i, i)] for i in range(len(pieces))]
        if _in_place(laid):
            yield tuple(loose.token for piece in laid for loose in piece)


def _in_place(laid: list[tuple[Loose, ...]]) -> bool:
    """Whether the figures behind heads stand in their columns."""
    at = 0
    for piece in laid:
        head = piece[0].head
        if head is not None and not at <= head < at + len(piece):
            return False
        at += len(piece)
    return True
