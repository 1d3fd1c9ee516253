"""Which tables of different reports are one table of the form: by caption, heads and labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from gongkai.learning.sample import Seen
from gongkai.text.fold import core

_ALIKE = 0.5  # of the heads, under one caption; tuned on invented families
_BARE = 0.8  # of the heads, where a caption is missing or differs
_WORDED = 75  # of 100: how alike two captions are that are one in other words; tuned on invented families
_ROWS = 0.4  # of the labels of both; some rows only some agencies fill in


class Cluster:
    """The tables that are one: at most one of each report; ``others`` are those of further units where each unit has one."""

    def __init__(self, first: Seen, apart: frozenset[frozenset[str]]) -> None:
        self.members = [first]
        self.others: list[Seen] = []
        self._apart = apart

    @property
    def reports(self) -> frozenset[int]:
        """The reports that have the table."""
        return frozenset(seen.report for seen in self.members)

    @property
    def caption(self) -> str:
        """The caption that most members have."""
        return next(iter(self.captions), "")

    @property
    def captions(self) -> tuple[str, ...]:
        """All captions that members have, the commonest first."""
        said = [seen.caption for seen in self.members if seen.caption]
        return tuple(sorted(set(said), key=lambda text: (-said.count(text), text)))

    @property
    def order(self) -> float:
        """Where it stands among the tables of a report, on average."""
        return sum(seen.order for seen in self.members) / len(self.members)

    def likeness(self, seen: Seen) -> float:
        """How far a table is of this cluster, 0 where it is not."""
        if seen.report in self.reports:
            return 0.0
        captions = {core(other.caption) for other in self.members if other.caption}
        heads = max(shared(seen.head_stems, other.head_stems) for other in self.members[:5])
        rows = max(rows_alike(seen, other) for other in self.members[:5])
        if core(seen.caption) in captions:
            return 2.0 + heads + rows if heads >= _ALIKE else 0.0
        own = core(seen.caption)
        if any(frozenset((said, own)) in self._apart for said in captions):
            return 0.0
        contained = any(said in own or own in said for said in captions if own)
        worded = contained or any(fuzz.ratio(said, own) >= _WORDED for said in captions if own)
        if (worded and heads >= _ALIKE and rows >= _ROWS) or (contained and heads >= _BARE):
            return heads + rows
        if heads >= _BARE and rows >= _ROWS and (not seen.own_caption or not captions):
            return heads + rows
        return 0.0


def clusters_of(tables: Iterable[Seen]) -> list[Cluster]:
    """Put the tables together, those most alike first, in the order of the reports. Two captions that one report has are of two tables."""
    tables = list(tables)
    together: dict[int, set[str]] = {}
    for seen in tables:
        together.setdefault(seen.report, set()).add(core(seen.caption))
    apart = frozenset(frozenset(pair) for names in together.values() for pair in combinations(sorted(names), 2))
    found: list[Cluster] = []
    for seen in tables:
        scored = [(cluster.likeness(seen), -i) for i, cluster in enumerate(found)]
        best, at = max(scored, default=(0.0, 0))
        if best:
            found[-at].members.append(seen)
        else:
            found.append(Cluster(seen, apart))
    return sorted(found, key=lambda cluster: cluster.order)


def rows_alike(one: Seen, other: Seen) -> float:
    """The share of the labels that two tables share; rows with codes are each report's own, so that they say nothing."""
    return 1.0 if one.is_coded and other.is_coded else shared(one.row_stems, other.row_stems)


def shared(one: Sequence[object], other: Sequence[object]) -> float:
    """The share of two lists of names that is in both."""
    a, b = set(one), set(other)
    return len(a & b) / max(1, len(a | b))
