"""A flavour: one way in which a report reaches us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from corpus.model import Truth

Write = Callable[[Truth, Random], bytes | None]
Kind = Literal[
    "blanks kept", "blanks dropped", "order scrambled", "figures harmed", "shown otherwise", "born digital", "pictures"
]
AIMS: Mapping[Kind, float | None] = MappingProxyType(
    {
        "blanks kept": 99.5,
        "blanks dropped": 96.0,
        "order scrambled": 70.0,
        "figures harmed": None,
        "shown otherwise": None,
    }
    | {"born digital": 99.5, "pictures": 98.0}
)
"""The share of printed figures, in percent, that should come back; of harmed figures none is asked but that none is wrong."""


class Flavour(Struct, frozen=True):
    """``write`` gives the file's bytes, None where its program fails; ``extension`` is the file's.

    ``kind``: *blanks kept*, a blank cell can be told from none, by a mark, an empty
    line or its place; *blanks dropped*, a row's label and figures stay together, its
    blank cells are gone; *order scrambled*, labels and figures come apart; *figures harmed*, figures run together or are gone;
    *shown otherwise*, what is stored is not what a person sees.
    *born digital* and *pictures* are formats, not flattenings. ``times``: in how many random ways each report is written, where what
    it is made from costs more than that.
    """

    name: str
    extension: str
    write: Write
    kind: Kind
    times: int = 1
