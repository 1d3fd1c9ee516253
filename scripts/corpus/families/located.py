"""Where in an invented family a cell of a learned form is: by the labels that the form gives its table, row and column."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.families.model import Family, Part, Where
from gongkai.forms.model import TableForm
from gongkai.forms.schema import ColumnSpec, RowSpec
from gongkai.printed.captions import caption_name
from gongkai.printed.names import name_of
from gongkai.report import Table

_NOWHERE = -1
Labels = tuple[frozenset[str], ...]
"""The names of each head or group above a part of the form, then its own."""


class Located:
    """Finds what a learned table's rows and columns are in its family; what is none of the family's is at -1."""

    def __init__(self, family: Family, table: TableForm, read: Table) -> None:
        said = {caption_name(text) for text in (table.spec.label, *table.spec.variants)}
        self._table = next(
            (i for i, t in enumerate(family.tables) if said & {caption_name(n) for n in t.names}), _NOWHERE
        )
        self._columns: dict[tuple[int, str], int] = {}
        self._rows: dict[str, tuple[int, int, str]] = {}
        for block, spec in enumerate(table.spec.blocks):
            parts = family.tables[self._table].parts if self._table >= 0 else ()
            number, part = _part(spec.rows, parts, block)
            columns = list(_leaves(spec.columns, ()))
            wanted = [(*c.over, c.names) for c in part.columns] if part else []
            for (key, _), at in zip(columns, _matched([p for _, p in columns], wanted), strict=True):
                self._columns[block, key] = at
            rows = list(_leaves(spec.rows, ()))
            own = (
                [(r.group, r.names) if r.group and r.group not in r.names else (r.names,) for r in part.rows]
                if part
                else []
            )
            for (key, _), at in zip(rows, _matched([p for _, p in rows], own), strict=True):
                self._rows[key] = (block, number, str(at))
        for row in read.rows or ():
            if row.key not in self._rows:
                self._rows[row.key] = (0, 0, row.code or row.label)

    def where(self, row: str, column: str) -> Where:
        """Where a cell is."""
        block, number, name = self._rows.get(row, (0, 0, f"{_NOWHERE} {row}"))
        return self._table, number, name, self._columns.get((block, column), _NOWHERE)


def _part(rows: Sequence[RowSpec], parts: Sequence[Part], block: int) -> tuple[int, Part | None]:
    """The half whose rows a block has."""
    if not parts:
        return 0, None
    said = {name_of(label) for _, path in _leaves(rows, ()) for label in path[-1]}
    shared = [len(said & {name_of(n) for row in part.rows for n in row.names}) for part in parts]
    best = max(range(len(parts)), key=lambda i: (shared[i], i == block))
    return best, parts[best]


def _leaves(nodes: Sequence[ColumnSpec] | Sequence[RowSpec], over: Labels) -> list[tuple[str, Labels]]:
    found: list[tuple[str, Labels]] = []
    for node in nodes:
        path = (*over, frozenset((node.label, *node.variants)))
        if node.key is not None and getattr(node, "kind", None) != "text":
            found.append((node.key, path))
        found += _leaves(node.columns if isinstance(node, ColumnSpec) else node.rows, path)
    return found


def _matched(learned: Sequence[Labels], wanted: Sequence[tuple[str | tuple[str, ...], ...]]) -> list[int]:
    """For each learned path the wanted one with its last name: that whose heads are the same where several have it, each once
    before any twice (two wordings of a row that some reports lack), in order."""
    folded = [[_folded(step) for step in path] for path in wanted]
    taken: set[int] = set()
    found: list[int] = []
    for path in learned:
        own = [_folded(tuple(step)) for step in path]
        scored = [
            (i not in taken, sum(any(o & w for o in own[:-1]) for w in path_of[:-1]), -i)
            for i, path_of in enumerate(folded)
            if path_of[-1] & own[-1]
        ]
        best = -max(scored)[2] if scored else (0 if len(wanted) == 1 and folded[0][-1] == {""} else _NOWHERE)
        taken.add(best)
        found.append(best)
    return found


def _folded(step: str | tuple[str, ...]) -> set[str]:
    return {name_of(text) for text in ((step,) if isinstance(step, str) else step)}
