"""A report on its way to flattened text: what is printed, and how cells, labels and rows will be parted."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Literal

import msgspec
import regex
from msgspec import Struct

from corpus.flow import Part
from corpus.grid import PrintedCell, PrintedTable

Order = Literal["before", "after", "around", "mixed", "first"]
"""Where a row's label stands: before its figures, after or around them, one or the other, or all labels before all figures."""
HAN_HAN = regex.compile(r"(?<=\p{Han})(?=\p{Han})")


class Draft(Struct, frozen=True, kw_only=True):
    """``cells`` stands between cells, ``rows`` between rows, ``after_label`` between a label and its figures (as between cells where
    it is None), ``between_heads`` between heads (likewise). ``fixed``: a step changed the heads, no other one may. ``run`` parts the
    figures of rows that stand side by side, ``wrap`` is the length of lines of prose, ``page`` how a page number is printed.
    """

    parts: tuple[Part, ...]
    cells: str = "\t"
    rows: str = "\n"
    after_label: str | None = None
    between_heads: str | None = None
    order: Order = "before"
    blanks: bool = True
    fixed: bool = False
    run: int = 0
    wrap: int = 0
    page: str = ""
    cut: bool = False

    @property
    def row_a_line(self) -> bool:
        """Whether each row stands on lines of its own."""
        return "\n" not in self.cells and "\n" in self.rows

    @property
    def shows_blanks(self) -> bool:
        """Whether an empty cell can be seen."""
        return self.blanks and bool(self.cells.strip(" \n"))


Step = Callable[[Draft, Random], Draft]
Recell = Callable[[PrintedCell], PrintedCell]


def change(draft: Draft, **fields: object) -> Draft:
    """Return ``draft`` with other ``fields``."""
    return msgspec.structs.replace(draft, **fields)


def each_table(draft: Draft, edit: Callable[[PrintedTable], PrintedTable]) -> Draft:
    """Edit every table of a draft."""
    return change(draft, parts=tuple(edit(p) if isinstance(p, PrintedTable) else p for p in draft.parts))


def each_cell(draft: Draft, edit: Recell) -> Draft:
    """Edit every cell of every table."""
    return each_table(draft, lambda table: PrintedTable(tuple(map(edit, table.cells)), table.width))


def with_text(cell: PrintedCell, text: str) -> PrintedCell:
    """Return ``cell`` with another text."""
    return msgspec.structs.replace(cell, text=text)


def is_figure(cell: PrintedCell) -> bool:
    """Whether the cell is one of the form's value cells."""
    return cell.key is not None


def is_group(cell: PrintedCell) -> bool:
    """Whether the cell is the label of several rows."""
    return cell.role == "label" and cell.row_span > 1
