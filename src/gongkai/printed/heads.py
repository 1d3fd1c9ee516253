"""Which column of a form each printed column is, by its heads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from gongkai.forms.schema import BlockSpec, ColumnSpec, Kind, RowSpec
from gongkai.printed.names import Path, form_names, name_of, newest_year, short_name, uncounted
from gongkai.report import Anchor


class Leaf(Struct, frozen=True):
    """A column of figures as a block prints it; ``row`` is its row's key where the rows stand across."""

    row: str | None
    key: str
    names: frozenset[str]
    parents: tuple[frozenset[str], ...]
    unit: str | None
    kind: Kind
    optional: bool


class Heads(Struct, frozen=True):
    """``leaves`` gives for each printed column the leaf that it is; ``anchors`` how that was told; ``fit`` is how far they are the same
    columns, ``known`` how many of the form's are there, both 0 to 1.
    """

    leaves: dict[int, Leaf]
    anchors: dict[int, Anchor]
    fit: float
    known: float


def leaves_of(block: BlockSpec) -> tuple[Leaf, ...]:
    """Return the columns of figures of a block, left to right."""
    if not block.across:
        return tuple(_columns(block.columns, (), None, optional=False))
    return tuple(_across(block.rows, (), block))


def _across(rows: Sequence[RowSpec], parents: tuple[frozenset[str], ...], block: BlockSpec) -> list[Leaf]:
    found: list[Leaf] = []
    for row in rows:
        over = (*parents, form_names(row.label, row.variants))
        if row.key is not None:
            found += _columns(block.columns, over, row.key, optional=row.optional)
        found += _across(row.rows, over, block)
    return found


def _columns(
    specs: Sequence[ColumnSpec], parents: tuple[frozenset[str], ...], row: str | None, *, optional: bool
) -> list[Leaf]:
    found: list[Leaf] = []
    for spec in specs:
        names, may_lack = form_names(spec.label, spec.variants), optional or spec.optional
        if spec.key is not None:
            found.append(Leaf(row, spec.key, names, parents, spec.unit, spec.kind, may_lack))
        found += _columns(spec.columns, (*parents, names), row, optional=may_lack)
    return found


def match_heads(printed: Sequence[Path], leaves: Sequence[Leaf]) -> Heads:
    """Match printed columns with leaves: by their lowest heads and those above; by order where only order tells repeated heads apart."""
    printed = uncounted(printed)
    newest = newest_year(printed)
    paths = [[{name_of(t, newest), short_name(t, newest)} for t in path] for path in printed]
    found: dict[int, Leaf] = {}
    scores = [[_score(path, leaf) for leaf in leaves] for path in paths]
    for column, own in enumerate(scores):
        best = max(own, default=0.0)
        which = [i for i, score in enumerate(own) if score == best > 0]
        rivals = [c for c, other in enumerate(scores) if which and other[which[0]] >= best]
        if len(which) == 1 and rivals == [column]:
            found[column] = leaves[which[0]]
    anchors: dict[int, Anchor] = dict.fromkeys(found, "label")
    for run in _unsettled(scores, found):
        options = [i for i, leaf in enumerate(leaves) if leaf not in found.values() and scores[run[0]][i] > 0]
        alike = all(
            [i for i, leaf in enumerate(leaves) if leaf not in found.values() and scores[c][i] > 0] == options
            for c in run
        )
        if alike and len(options) == len(run):
            found |= {column: leaves[i] for column, i in zip(run, options, strict=True)}
            anchors |= dict.fromkeys(run, "grid")
    if not found and len(printed) == len(leaves) == 1 and not printed[0]:
        found, anchors = {0: leaves[0]}, {0: "grid"}
    needed = [leaf for leaf in leaves if not leaf.optional]
    most = max(len(printed), len(needed), 1)
    there = len([leaf for leaf in needed if leaf in found.values()])
    return Heads(found, anchors, len(found) / most, there / max(1, len(needed)))


def _unsettled(scores: Sequence[Sequence[float]], found: dict[int, Leaf]) -> list[list[int]]:
    """The columns without a leaf, those with the same candidates together."""
    rest = [c for c, own in enumerate(scores) if c not in found and any(own)]
    keyed = sorted((tuple(i for i, s in enumerate(scores[c]) if s > 0), c) for c in rest)
    return [[c for _, c in group] for _, group in groupby(keyed, key=lambda pair: pair[0])]


def _score(path: Sequence[set[str]], leaf: Leaf) -> float:
    """How far the heads over a column are those of a leaf: 0 where its own head is another one."""
    if not path or not path[-1] & leaf.names:
        return 0.0
    over = path[:-1]
    shared = sum(any(names & parent for names in over) for parent in leaf.parents)
    strangers = sum(not any(names & parent for parent in leaf.parents) for names in over)
    return 1.0 + shared - 0.25 * strangers - 0.25 * (len(leaf.parents) - shared)
