"""Rows of a table that are known only once it is read: open ones, and those that its form does not know."""

from __future__ import annotations

from msgspec import Struct


class ExtraRow(Struct, frozen=True):
    """A printed row that the form does not know."""

    label: str
    values: tuple[str, ...]


class TableRow(Struct, frozen=True, kw_only=True):
    """A row of a table with open rows, as printed: ``ordinal`` counts from 1; ``level`` is 1 for the outermost open rows, 0 for those
    that the form names. ``texts`` are the words in its columns of words.
    """

    key: str
    ordinal: int
    code: str = ""
    label: str
    level: int = 0
    texts: dict[str, str] = {}
