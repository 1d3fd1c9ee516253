"""An invented family of reports, and one filled report of it with the truth about every figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from corpus.others.model import Other

Where = tuple[int, int, str, int]
"""A table, its half, a row (its number among the fixed rows, its code or its label), a column."""
Kind = Literal["count", "money", "percent"]


class Column(Struct, frozen=True, kw_only=True):
    """A column. ``names`` are its head and other wordings of it, ``over`` the heads above it, outermost first; ``parts`` the columns
    that it adds, ``among`` the one that it is a part of. ``share`` makes it what per cent the first is of the second, ``nothing`` that a
    report has no figure above zero in it.
    """

    names: tuple[str, ...]
    over: tuple[str, ...] = ()
    unit: str = ""
    kind: Kind | None = None
    parts: tuple[int, ...] = ()
    among: int | None = None
    signed: bool = False
    share: tuple[int, int] | None = None
    optional: bool = False
    nothing: bool = False


class Row(Struct, frozen=True, kw_only=True):
    """A row that reports have in common; ``group`` is printed before it in a stub of its own, ``parts`` are the rows that it adds,
    ``minus`` those it takes away; ``carries`` is the row whose figures of the year before it repeats.
    """

    names: tuple[str, ...]
    group: str = ""
    unit: str = ""
    parts: tuple[int, ...] = ()
    minus: tuple[int, ...] = ()
    optional: bool = False
    carries: int | None = None


class Part(Struct, frozen=True, kw_only=True):
    """A half of a table, or a whole one; ``open`` says what its open rows are, ``ordinals`` that a stub numbers its rows."""

    stubs: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    open: Literal["", "codes", "list"] = ""
    ordinals: bool = False
    numbered: bool = False


class Table(Struct, frozen=True, kw_only=True):
    """A table of the family; ``chapter`` is the one that it stands in, ``rounded`` that figures are rounded one by one."""

    names: tuple[str, ...]
    chapter: int
    unit: str
    kind: Kind
    parts: tuple[Part, ...]
    rounded: bool = False
    optional: bool = False


class Said(Struct, frozen=True):
    """A sentence that restates a cell: what stands before and behind the figure."""

    before: str
    where: Where
    behind: str


class Family(Struct, frozen=True, kw_only=True):
    """A family: its subject, the headings of its chapters, its tables, its sentences."""

    subject: str
    chapters: tuple[str, ...]
    shuffled: bool
    tables: tuple[Table, ...]
    said: tuple[Said, ...]


class Filled(Struct, frozen=True, kw_only=True):
    """One report; ``truth`` has every figure that is printed, ``held`` those that a sum of the family covers."""

    report: Other
    truth: dict[Where, Decimal]
    held: frozenset[Where]
