"""What sums prove about a cell without being able to fill it."""

from __future__ import annotations

from msgspec import Struct

from gongkai.text.numerals import Number


class Proved(Struct, frozen=True):
    """Of a cell that stays open: every solution of its table's sums has a number from ``at_least`` to ``at_most``, blanks being 0."""

    row: str
    column: str
    at_least: Number
    at_most: Number
