"""A sheet as every format of workbook gives it: the cells that show something, what is merged, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

Span = tuple[int, int, int, int]
"""First row, first column, rows, columns."""

_SIZE = re.compile(r"\s*([\d.]+(?:e-?\d+)?)\s*[a-z]*\s*", re.IGNORECASE)
_NOUGHT = 0.05  # points, characters or centimetres: nothing in so low a row, or so narrow a column, is seen


class SheetCell(Struct, frozen=True, gc=False, kw_only=True):
    """A cell; ``text`` is what it shows. ``stored`` is the figure behind it where that is another one; both count from 0.

    ``indent`` is the number of steps by which its words are set in.
    """

    row: int
    column: int
    text: str
    stored: str | None = None
    indent: int = 0


class SheetComment(Struct, frozen=True):
    """A comment that hangs on a cell."""

    row: int
    column: int
    author: str | None
    text: str


class SheetPicture(Struct, frozen=True):
    """A picture that lies on a sheet, its upper left corner on this cell; ``load`` gives its file, None where it is not to be had."""

    row: int
    column: int
    load: Callable[[], bytes | None]


class Sheet(Struct, frozen=True, kw_only=True):
    """One sheet that is shown. ``floating`` are the texts of boxes over it, ``pictures`` those that lie on it."""

    name: str
    cells: tuple[SheetCell, ...]
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: tuple[SheetComment, ...] = ()
    floating: tuple[str, ...] = ()
    pictures: tuple[SheetPicture, ...] = ()


def column_name(column: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(sheet: str, row: int, column: int) -> str:
    """Return a cell's address, as ``Sheet1!B7``; without a sheet where there is but one, as in a delimited file."""
    return f"{sheet}!{column_name(column)}{row + 1}" if sheet else f"{column_name(column)}{row + 1}"


def is_nought(size: str, least: float = _NOUGHT) -> bool:
    """Whether a height or width, with or without its unit, leaves nothing to be seen; what is no size says nothing."""
    said = _SIZE.fullmatch(size)
    try:
        return said is not None and float(said[1]) < least
    except ValueError:
        return False
