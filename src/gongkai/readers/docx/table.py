"""The geometry of a Word table: which cell stands in which row and column, and how far it reaches.

Columns are counted from ``w:gridSpan`` alone; ``w:tblGrid`` and widths are often absent or wrong.
"""

from __future__ import annotations

from msgspec import Struct

from gongkai.readers.docx.facts import (
    BEFORE,
    DELETED,
    DELETED_CELL,
    HIDDEN_ROW,
    INSERTED_CELL,
    MERGED_BELOW,
    MERGED_BESIDE,
    SPAN,
    Facts,
)
from gongkai.readers.docx.xml import (
    CELL,
    ROW,
    TABLE,
    TEXT,
    VALUE,
    Element,
    attribute,
    number,
    switched_on,
    unwrapped,
)
from gongkai.text.shown import Shown

_MAX_SPAN = 1000  # columns; Word allows 63
_NOT_SEEN: tuple[Shown | None, ...] = ("hidden", "struck")


class Slot(Struct, kw_only=True):
    """A printed cell; the spans grow while the rows below and the cells beside it are read."""

    row: int
    column: int
    column_span: int
    element: Element
    row_span: int = 1


def slots(table: Element, facts: Facts) -> list[Slot]:
    """Return the cells of ``w:tbl`` in reading order, without deleted and hidden rows."""
    found: list[Slot] = []
    above: dict[int, Slot] = {}
    rows = [row for row in unwrapped(table, ROW) if not _is_gone(row, facts)]
    lost = [_lost(row, facts) for row in rows]
    for index, row in enumerate(rows):
        gaps = lost[index] > 0 and any(count != lost[index] for count in lost)
        above = _read_row(row, index, above, found, facts, gaps=gaps)
    return found


def _lost(row: Element, facts: Facts) -> int:
    """How many columns a row is shorter by its tracked deletions of cells, those that were put in counted against them."""
    properties = [facts.of(cell) for cell in unwrapped(row, CELL)]
    gone = sum(_span(said.get(SPAN), least=1) for said in properties if DELETED_CELL in said)
    return gone and gone - sum(_span(said.get(SPAN), least=1) for said in properties if INSERTED_CELL in said)


def is_layout(table: Element, cells: list[Slot], facts: Facts) -> bool:
    """Whether the table only puts things in place: it has a single cell, or holds tables that have more than one."""
    inner = (other for other in table.iter(TABLE) if other is not table)
    return len(cells) == 1 or any(len(slots(other, facts)) > 1 for other in inner)


def _read_row(
    row: Element, index: int, above: dict[int, Slot], found: list[Slot], facts: Facts, *, gaps: bool
) -> dict[int, Slot]:
    """Add the cells that begin in this row to ``found``; return who stands in each column, for the row below.

    ``gaps``: cells were deleted in this row and not in the others, so what follows them would come under other heads: their places stay.
    """
    column = _span(facts.of(row).get(BEFORE), least=0)
    beside: Slot | None = None
    owner: Slot | None
    here: dict[int, Slot] = {}
    for cell in unwrapped(row, CELL):
        said = facts.of(cell)
        if not said:  # most cells
            owner = here[column] = beside = Slot(row=index, column=column, column_span=1, element=cell)
            found.append(owner)
            column += 1
            continue
        width = _span(said.get(SPAN), least=1)
        if DELETED_CELL in said:
            column += width if gaps else 0
            continue
        owner = above.get(column) if _goes_on(said.get(MERGED_BELOW)) else None
        if owner is not None:
            owner.row_span = index - owner.row + 1
        elif beside is not None and _goes_on(said.get(MERGED_BESIDE)):
            owner = beside
            owner.column_span = column + width - owner.column
        else:
            owner = Slot(row=index, column=column, column_span=width, element=cell)
            found.append(owner)
        here.update(dict.fromkeys(range(column, column + width), owner))
        beside, column = owner, column + width
    return here


def _goes_on(merge: Element | None) -> bool:
    """Whether ``w:vMerge`` or ``w:hMerge`` makes this cell a part of the one before; without a value it does."""
    return merge is not None and merge.get(VALUE, "continue") != "restart"


def _span(element: Element | None, *, least: int) -> int:
    if element is None:
        return least
    return min(max(number(attribute(element)) or least, least), _MAX_SPAN)


def _is_gone(row: Element, facts: Facts) -> bool:
    """Whether a row was deleted, or is hidden; Word hides a row only if nothing in it is shown."""
    said = facts.of(row)
    if DELETED in said or row in facts.flat:
        return True
    if not switched_on(said.get(HIDDEN_ROW)):
        return False
    owners = (text.getparent() for text in row.iter(TEXT) if text.text)
    return all(owner is not None and facts.shown.get(owner) in _NOT_SEEN for owner in owners)
