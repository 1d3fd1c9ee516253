"""The order of a block's columns, as its printed heads give it. The order is evidence, never assumed."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from msgspec import Struct

from gongkai.forms.model import Block, Line, names_of
from gongkai.forms.schema import RowSpec

_TAKEN = "|"
_HALF = 2  # the shortest half of a head that stands for it
_NEAR = 40  # how far apart the halves may stand: a row of other heads


class Heads(Struct, frozen=True):
    """Columns as heads name them: ``order[k]`` is the slot of the k-th printed value, ``read`` the slots whose head was read.

    ``moved`` says that the printed order is not the form's.
    """

    order: tuple[int, ...]
    read: frozenset[int]
    moved: bool = False


def heads_of_text(words: str, block: Block, line: Line) -> Heads:
    """Read the order of the columns of ``line`` from the folded words that stand above it.

    Only columns under the same parent are compared: a head that spans two lines may be printed before or after one that
    spans one, and that is no other order.
    """
    if block.spec.across:
        return _across(words, block, line)
    names = {name: i for i, column in enumerate(block.columns) for name in column.names}
    others = {name for column in block.columns for parent in column.parents for name in names_of(parent)}
    first = tuple(dict.fromkeys(names[hit] for hit in _scan(words, {*names, *others}) if hit in names))
    return _heads(_by_siblings(first, [c.parents for c in block.columns]), frozenset(first))


def _across(words: str, block: Block, line: Line) -> Heads:
    """Read the heads of a block whose rows stand side by side: the columns repeat under each row."""
    names = {name: i for i, column in enumerate(block.columns) for name in column.names}
    rows = dict(row_names(block.spec.rows))
    hits = list(_scan(words, {*names, *rows}))
    columns = tuple(dict.fromkeys(names[hit] for hit in hits if hit in names))
    groups = tuple(dict.fromkeys(rows[hit] for hit in hits if rows.get(hit)))
    width = len(block.columns)
    column_order = _by_siblings(columns, [()] * width)
    row_order = _by_siblings(tuple(block.rows.index(g) for g in groups if g), [()] * len(block.rows))
    order = tuple(row * width + column for row in row_order for column in column_order)
    read = frozenset(block.rows.index(g) * width + c for g in groups if g for c in columns)
    return _heads(order, read)


def row_names(rows: tuple[RowSpec, ...]) -> Iterator[tuple[str, str | None]]:
    """Yield every name of a row tree with the key of its row, None for a group."""
    for row in rows:
        for name in names_of(row.label, row.variants):
            yield name, row.key
        yield from row_names(row.rows)


def _scan(words: str, names: set[str]) -> Iterator[str]:
    """Yield the names that stand in ``words`` in their order, longest first where they overlap; then those broken over lines."""
    if not names:
        return
    pattern = "|".join(regex.escape(name) for name in sorted(names, key=len, reverse=True))
    hits = [(match.start(), match[0]) for match in regex.finditer(pattern, words)]
    rest = regex.sub(pattern, lambda match: _TAKEN * len(match[0]), words)
    found = {name for _, name in hits}
    hits += _broken(rest, [n for n in names if n not in found])
    yield from (name for _, name in sorted(hits))


def _broken(rest: str, names: list[str]) -> list[tuple[int, str]]:
    """Return the names whose two halves stand apart in what is left of the words, at the place of the first half.

    The second halves must stand in the order of the first: else halves of different heads were taken for one.
    """
    found: list[tuple[int, int, str]] = []
    for name in sorted(names, key=len, reverse=True):
        for cut in range(len(name) - 1, _HALF - 1, -1):
            start = rest.find(name[:cut])
            tail = rest.find(name[cut:], start + cut) if start >= 0 else -1
            if 0 <= tail <= start + cut + _NEAR and rest.count(name[:cut]) == 1:
                found.append((start, tail, name))
                break
    found.sort()
    return [(start, name) for start, _, name in found] if found == sorted(found, key=lambda f: f[1]) else []


def _by_siblings(found: tuple[int, ...], parents: list[tuple[str, ...]]) -> tuple[int, ...]:
    """Return the form's order with the columns of each parent put in the order in which they were found."""
    order = list(range(len(parents)))
    for parent in set(parents):
        places = [i for i in order if parents[i] == parent and i in found]
        for place, column in zip(places, (c for c in found if parents[c] == parent), strict=True):
            order[place] = column
    return tuple(order)


def _heads(order: tuple[int, ...], read: frozenset[int]) -> Heads:
    return Heads(order, read, moved=order != tuple(range(len(order))))
