"""A flavour: one way in which a report reaches us."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from msgspec import Struct

from corpus.model import Truth

Write = Callable[[Truth, Random], bytes | None]


class Flavour(Struct, frozen=True):
    """``write`` gives the file's bytes, None where its program fails; ``extension`` is the file's; ``keeps_blanks`` says whether
    blank cells can be told in it.
    """

    name: str
    extension: str
    write: Write
    keeps_blanks: bool
