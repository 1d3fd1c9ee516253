"""How near a printed heading is to the labels of a form's sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import numpy as np
from msgspec import Struct
from rapidfuzz import fuzz, process

from gongkai.forms.schema import SectionSpec
from gongkai.text.fold import core, squeeze
from gongkai.text.numbering import strip_number

EXACT = 100.0  # of rapidfuzz's points
NEAR = 70.0  # two letters of seven may differ; the number and the order confirm


class Wording(Struct, frozen=True):
    """All names of some sections; ``names`` maps a folded name to the indices of the sections that bear it.

    ``printed`` are the names without white space, the longest first, to find one at the head of a longer line. ``stems`` maps the words
    that only one section's headings hold to its index.
    """

    names: Mapping[str, tuple[int, ...]]
    printed: tuple[str, ...]
    stems: Mapping[str, int]

    def likeness(self, heads: Iterable[str]) -> dict[str, dict[int, float]]:
        """For each folded heading give the sections that it may name, with a likeness of ``NEAR`` to ``EXACT``."""
        distinct = list(dict.fromkeys(heads))
        exact = {head: dict.fromkeys(self.names[head], EXACT) for head in distinct if head in self.names}
        rest = [head for head in distinct if head not in exact]
        return exact | dict(zip(rest, self._near(rest), strict=True))

    def _near(self, heads: list[str]) -> Iterator[dict[int, float]]:
        if not heads or not self.names:
            yield from ({} for _ in heads)
            return
        owners = list(self.names.values())
        scores = process.cdist(heads, list(self.names), scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.float32)
        for row in scores:
            found: dict[int, float] = {}
            for column in row.nonzero()[0]:
                for owner in owners[column]:
                    found[owner] = max(found.get(owner, 0.0), min(float(row[column]), EXACT - 1))
            yield found

    def leading(self, text: str) -> int:
        """Length of the longest name that ``text`` begins with, 0 if none."""
        if not text.startswith(self.printed):
            return 0
        return next(len(name) for name in self.printed if text.startswith(name))

    def contained(self, folded: str) -> tuple[int, ...]:
        """Indices of the sections whose names stand in a longer heading, in the sections' order."""
        found: set[int] = set()
        for name in sorted(self.names, key=len, reverse=True):
            if name in folded:
                found.update(self.names[name])
                folded = folded.replace(name, "|")
        return tuple(sorted(found))

    def stemmed(self, folded: str) -> tuple[int, ...]:
        """Indices of the sections of which a telling word stands in a heading, in the sections' order."""
        return tuple(sorted({index for stem, index in self.stems.items() if stem in folded}))


@lru_cache(maxsize=32)
def wording_of(specs: tuple[SectionSpec, ...]) -> Wording:
    """Fold the labels and variants of ``specs``."""
    names: dict[str, tuple[int, ...]] = {}
    printed: set[str] = set()
    for index, spec in enumerate(specs):
        for label in (spec.label, *spec.variants):
            words = strip_number(label)
            printed.add(squeeze(words))
            folded = core(words)
            names[folded] = tuple(dict.fromkeys((*names.get(folded, ()), index)))
    names.pop("", None)
    stems = {core(stem): index for index, spec in enumerate(specs) for stem in spec.stems}
    return Wording(names, tuple(sorted(filter(None, printed), key=len, reverse=True)), stems)
