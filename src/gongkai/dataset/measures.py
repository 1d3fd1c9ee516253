"""What a collection adds up to, in its pictures and on the first sheet of its workbook.

It is declared in ``measures.yaml``, for the figures are the forms' and not the code's.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec
from msgspec import Struct


class SumSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A sum of rows of one column of a table."""

    table: str
    column: str
    rows: str


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is added up; ``of`` are the sums that state it, in one form or another."""

    key: str
    zh: str
    en: str
    of: tuple[SumSpec, ...]


class Measures(Struct, frozen=True, forbid_unknown_fields=True):
    """Requests by year, and what became of them."""

    requests: Measure
    outcomes: tuple[Measure, ...]

    @property
    def all(self) -> tuple[Measure, ...]:
        """Every measure."""
        return (self.requests, *self.outcomes)


@lru_cache(maxsize=1)
def load_measures() -> Measures:
    """Read the measures that come with the package."""
    text = resources.files("gongkai.dataset").joinpath("measures.yaml").read_text(encoding="utf-8")
    return msgspec.yaml.decode(text, type=Measures)
