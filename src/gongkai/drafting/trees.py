"""Trees of columns and rows out of the cells that label them, with keys c1, r1 and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex
from msgspec import Struct

from gongkai.document import GridCell
from gongkai.drafting.grid_rows import words
from gongkai.forms.schema import ColumnSpec, Kind, RowSpec
from gongkai.text.numerals import UNITS

_MONEY = ("元", "万元", "千元", "亿元")
_UNIT = regex.compile(rf"[（(]\s*(?:(?:计量)?单位\s*[:：]\s*(\p{{Han}}{{1,4}})|(千元|{UNITS}))\s*[）)]\s*$")
_SIGNED = regex.compile(r"增\s*[/／]?\s*减(?!率)")
Path = tuple[GridCell, ...]


class Leaf(Struct, frozen=True):
    """A column of values: the heads above it, outermost first; none where no head is printed."""

    path: Path

    @property
    def label(self) -> str:
        """Its own label."""
        return words(self.path[-1]) if self.path else ""


class RowLabels(Struct, frozen=True):
    """The labels beside a row of values, outermost first, and its unit."""

    path: Path
    unit: str | None


class Keys:
    """Hands out keys: each row its own, columns with the same heads the same."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], str] = {}
        self._rows = 0

    def row(self) -> str:
        """Return the next row's key."""
        self._rows += 1
        return f"r{self._rows}"

    def column(self, path: tuple[str, ...], taken: set[str]) -> str:
        """Return the key of the column under these heads; ``taken`` are those that its block has used."""
        key = self._columns.setdefault(path, f"c{len(self._columns) + 1}")
        if key in taken:  # the same heads twice in one block
            key = f"c{len(self._columns) + 1}"
            self._columns[(*path, key)] = key
        taken.add(key)
        return key


def column_tree(leaves: Sequence[Leaf], keys: Keys, unit: str | None) -> tuple[ColumnSpec, ...]:
    """Put columns under the heads that they share; ``unit`` is theirs where no head names one."""
    taken: set[str] = set()
    named = [(leaf.path, keys.column(tuple(map(words, leaf.path)), taken)) for leaf in leaves]
    return tuple(_column_nodes(named, 0, unit))


def _column_nodes(named: Sequence[tuple[Path, str]], depth: int, unit: str | None) -> Iterator[ColumnSpec]:
    for _, group in groupby(named, key=lambda item: item[0][depth : depth + 1]):
        members = list(group)
        path, key = members[0]
        label = words(path[depth]) if path else ""
        own = _unit_in(label) or unit
        if len(path) <= depth + 1:
            yield ColumnSpec(label=label, key=key, unit=own, kind=_kind(label, own))
        else:
            yield ColumnSpec(label=label, columns=tuple(_column_nodes(members, depth + 1, own)))


def _unit_in(label: str) -> str | None:
    match = _UNIT.search(label)
    return (match[1] or match[2]) if match else None


def _kind(label: str, unit: str | None) -> Kind:
    if _SIGNED.search(label):
        return "change"
    return "money" if unit in _MONEY else "count"


def row_tree(pairs: Sequence[tuple[RowLabels, bool]], depth: int, keys: Keys) -> Iterator[RowSpec]:
    """Put rows under the labels that they share; what has no values of its own is a group and has no key."""
    for _, group in groupby(pairs, key=lambda pair: pair[0].path[depth]):
        members = list(group)
        label = words(members[0][0].path[depth])
        below = [pair for pair in members if len(pair[0].path) > depth + 1]
        own = [pair for pair in members if len(pair[0].path) == depth + 1] or [(RowLabels((), None), False)]
        for index, (labels, valued) in enumerate(own):
            key = keys.row() if valued else None
            children = tuple(row_tree(below, depth + 1, keys)) if index == 0 else ()
            kind: Kind | None = "money" if labels.unit in _MONEY else None
            yield RowSpec(label=label, key=key, unit=labels.unit, kind=kind, rows=children)
