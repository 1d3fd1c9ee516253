"""The order of a block's columns, as its printed heads give it. The order is evidence, never assumed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import regex
from msgspec import Struct

from gongkai.forms.model import Block, names_of
from gongkai.forms.schema import RowSpec

_TAKEN = "|"
_HALF = 2  # the shortest half of a head that stands for it
_NEAR = 40  # how far apart the halves may stand: a row of other heads


class Heads(Struct, frozen=True):
    """Columns as heads name them: ``order[k]`` is the slot of the k-th printed value, ``read`` the slots whose head was read.

    ``order`` is None where the printed order is not the form's and cannot be made out whole; ``foreign`` says that columns stand
    there which the form does not have, ``whole`` that every head of a table whose rows stand across was read where it is due.
    ``open`` are groups of slots which may have changed places, as their heads are not all there or in no certain order.
    """

    order: tuple[int, ...] | None
    read: frozenset[int]
    foreign: bool = False
    whole: bool = False
    open: tuple[frozenset[int], ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the printed order is another than the form's."""
        return self.order != tuple(range(len(self.order or ())))


def heads_of_text(words: str, block: Block, sisters: frozenset[str] = frozenset()) -> Heads:
    """Read the order of a block's columns from the folded words that stand above its first row.

    Only columns under the same parent are compared: a head that spans two lines may be printed before or after one that
    spans one, and that is no other order; heads that are broken say that they are there, not where. ``sisters`` are heads of
    other forms for the same table.
    """
    names = {name: i for i, column in enumerate(block.columns) for name in column.names}
    if block.spec.across:
        return _across(words, block, names, sisters)
    others = {name for column in block.columns for parent in column.parents for name in names_of(parent)}
    whole, broken = _scan(words, {*names, *others, *sisters})
    first = tuple(dict.fromkeys(names[hit] for hit in whole if hit in names))
    order = None if repeats_heads(words, block) else _by_siblings(first, [c.parents for c in block.columns])
    read = frozenset(names[hit] for hit in (*whole, *broken) if hit in names)
    return Heads(order, read, foreign=any(hit in sisters for hit in whole))


def repeats_heads(words: str, block: Block) -> bool:
    """Whether a head is printed twice on end: a merged cell, printed for each column, and so may its values be."""
    return any(name + name in words for column in block.columns for name in column.names)


def _across(words: str, block: Block, names: dict[str, int], sisters: frozenset[str]) -> Heads:
    """Read the heads of a block whose rows stand side by side: the columns repeat under each row."""
    rows = dict(row_names(block.spec.rows))
    whole, broken = _scan(words, {*names, *rows, *sisters})
    row_order = _of_rows(block, [hit for hit in whole if hit in rows], rows)
    groups = [block.rows.index(key) for hit in whole if (key := rows.get(hit))]
    columns = [names[hit] for hit in whole if hit in names]
    width = len(block.columns)
    seen = {*columns, *(names[hit] for hit in broken if hit in names)}
    read = frozenset(row * width + column for row in groups for column in seen)
    cycles_of = _of_cycles(columns, width, len(block.rows))
    foreign = any(hit in sisters for hit in whole)
    if cycles_of is None or row_order is None:
        return Heads(None, read, foreign)
    order = tuple(row * width + column for row, own in zip(row_order, cycles_of, strict=True) for column in own)
    cycles = (columns[i : i + width] for i in range(len(columns)))
    told = any(sorted(cycle) == list(range(width)) for cycle in cycles)
    rows_of = (frozenset(range(row * width, (row + 1) * width)) for row in range(len(block.rows)))
    return Heads(order, read, foreign, len(columns) == len(order), () if told else tuple(rows_of))


def _of_rows(block: Block, hits: list[str], keys: dict[str, str | None]) -> tuple[int, ...] | None:
    """Return the order of the rows as their names are found, None where it cannot be told.

    Where no group is named, all rows stand on one level. Another order than the form's is not believed where a name stands twice.
    """
    own = tuple(dict.fromkeys(block.rows.index(key) for hit in hits if (key := keys[hit])))
    level = len(own) == len(block.rows) and all(keys[hit] for hit in hits)
    order = own if level else _of_tree(block.spec.rows, hits, block.rows)
    moved = order != tuple(range(len(block.rows)))
    return None if moved and len(set(hits)) < len(hits) else order


def _of_tree(rows: tuple[RowSpec, ...], hits: list[str], keys: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the order of the rows as their names are found, level by level: heads of one level stand on one line, but the lines may
    stand in any order. None where rows are found in another order than the form's and not all of them.
    """
    first = [min((hits.index(n) for n in names_of(r.label, r.variants) if n in hits), default=-1) for r in rows]
    found = [at for at in first if at >= 0]
    if found != sorted(found) and len(found) < len(rows):
        return None
    order: list[int] = []
    for row in rows if found == sorted(found) else [row for _, row in sorted(zip(first, rows, strict=True), key=_at)]:
        below = _of_tree(row.rows, hits, keys)
        if below is None:
            return None
        order += [keys.index(row.key)] if row.key is not None else []
        order += below
    return tuple(order)


def _at(placed: tuple[int, RowSpec]) -> int:
    return placed[0]


def _of_cycles(columns: list[int], width: int, rows: int) -> tuple[tuple[int, ...], ...] | None:
    """Return the order of the columns under each row, in the order in which the rows stand; None where it cannot be told.

    The form's order may have lost heads; another order, of all rows or of one of them, is believed only where no head is lost.
    """
    descents = sum(after <= before for before, after in pairwise(columns))
    if descents < rows:
        return (tuple(range(width)),) * rows
    cycles = tuple(tuple(columns[i : i + width]) for i in range(0, len(columns), width))
    whole = len(cycles) == rows and all(sorted(cycle) == list(range(width)) for cycle in cycles)
    return cycles if whole else None


def row_names(rows: tuple[RowSpec, ...]) -> Iterator[tuple[str, str | None]]:
    """Yield every name of a row tree with the key of its row, None for a group."""
    for row in rows:
        for name in names_of(row.label, row.variants):
            yield name, row.key
        yield from row_names(row.rows)


def _scan(words: str, names: set[str]) -> tuple[list[str], list[str]]:
    """Return the names that stand in ``words`` in their order, longest first where they overlap; and those broken over lines."""
    if not names:
        return [], []
    pattern = any_of(frozenset(names))
    whole = [match[0] for match in pattern.finditer(words)]
    rest = pattern.sub(lambda match: _TAKEN * len(match[0]), words)
    return whole, [name for _, name in _broken(rest, [n for n in names if n not in whole])]


@lru_cache(maxsize=256)
def any_of(names: frozenset[str]) -> regex.Pattern[str]:
    """Return a pattern that finds each of the names, the longest where several begin at one place."""
    return regex.compile("|".join(regex.escape(name) for name in sorted(names, key=len, reverse=True)))


def _broken(rest: str, names: list[str]) -> list[tuple[int, str]]:
    """Return the names whose two halves stand apart in what is left of the words, at the place of the first half.

    The second halves must stand in the order of the first: else halves of different heads were taken for one.
    """
    found: list[tuple[int, int, str]] = []
    for name in sorted((name for name in names if name[:_HALF] in rest), key=len, reverse=True):
        for cut in range(len(name) - 1, _HALF - 1, -1):
            start = rest.find(name[:cut])
            tail = rest.find(name[cut:], start + cut) if start >= 0 else -1
            if 0 <= tail <= start + cut + _NEAR and rest.count(name[:cut]) == 1:
                found.append((start, tail, name))
                break
    found.sort()
    return [(start, name) for start, _, name in found] if found == sorted(found, key=lambda f: f[1]) else []


def _by_siblings(found: tuple[int, ...], parents: list[tuple[str, ...]]) -> tuple[int, ...] | None:
    """Return the form's order with the columns of each parent put in the order in which they were found.

    Columns of one parent that were not all found must stand in the form's order; else the order is unknown.
    """
    order = list(range(len(parents)))
    for parent in set(parents):
        siblings = [i for i in range(len(parents)) if parents[i] == parent]
        own = [c for c in found if parents[c] == parent]
        if own == sorted(own):
            continue
        if len(own) < len(siblings):
            return None
        for place, column in zip(siblings, own, strict=True):
            order[place] = column
    return tuple(order)
