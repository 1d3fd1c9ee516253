"""Tables that run over pages: pieces below each other are one table where nothing but a repeated head or 续表 parts them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import regex
from msgspec import Struct

from gongkai.document import Block, Grid, Paragraph
from gongkai.grids.around import is_apparatus, office_in
from gongkai.grids.refit import refitted, refitted_below
from gongkai.grids.shape import head_rows, shape_of
from gongkai.grids.sheet import Sheet, lay, sheet_of
from gongkai.grids.torn_rows import with_whole_rows
from gongkai.grids.values import squeezed, words
from gongkai.text.fold import core

_SIDE = 3.0  # points
_LETTER = regex.compile(r"\p{L}")  # what has none is a figure, in brackets or torn


class Printed(Struct, frozen=True):
    """One table: the blocks of its pieces in order, their sheets, and the blocks between them that repeat its caption."""

    blocks: tuple[int, ...]
    sheets: tuple[Sheet, ...]
    between: tuple[int, ...] = ()

    @property
    def whole(self) -> Sheet:
        """The table as one sheet, heads printed once, rows whole that the ends of pages tore."""
        return sheet_of(with_whole_rows(self.sheets))


def printed_tables(blocks: tuple[Block, ...], wanted: frozenset[int]) -> Iterator[Printed]:
    """Yield the tables among ``wanted`` blocks, pieces of one table joined."""
    open_: Printed | None = None
    for index in sorted(wanted):
        block = blocks[index]
        sheet = lay(block) if isinstance(block, Grid) else None
        if sheet is None:
            continue
        joined = _join(open_, blocks, index, sheet) if open_ is not None else None
        if open_ is not None and joined is None:
            yield open_
        open_ = joined or Printed((index,), (sheet,))
    if open_ is not None:
        yield open_


def _join(table: Printed, blocks: tuple[Block, ...], index: int, sheet: Sheet) -> Printed | None:
    """Return the table with one more piece, None where the piece is a table of its own."""
    if len(table.sheets) == 1 and (fitted := refitted(table.sheets[0], sheet)) is not None:
        table = Printed(table.blocks, (fitted,))
    first = table.sheets[0]
    sheet = refitted_below(msgspec.structs.replace(first, place=table.sheets[-1].place), sheet) or sheet
    between = [i for i in range(table.blocks[-1] + 1, index) if _text(blocks[i])]
    captions = {core(_text(blocks[i])) for i in range(max(0, table.blocks[0] - 4), table.blocks[0])}
    if (
        sheet.columns != first.columns
        or _is_of_other_office(blocks, table, between)
        or not all(_repeats(_text(blocks[i]), captions) for i in between)
    ):
        return None
    heads = head_rows(first)
    own = [sheet.row_words(row) for row in range(min(heads, sheet.rows))]
    repeated = bool(heads) and own == [first.row_words(row) for row in range(heads)]
    turned = first.place.page is None or sheet.place.page != table.sheets[-1].place.page
    if repeated and (between or turned):
        rest = sheet.cut(heads, sheet.rows)
        return Printed((*table.blocks, index), (*table.sheets, rest), (*table.between, *between))
    if not turned or repeated or not _goes_on(first, sheet):
        return None
    if any(not words().continued.fullmatch(squeezed(_text(blocks[i]))) for i in between):
        return None
    return Printed((*table.blocks, index), (*table.sheets, sheet), (*table.between, *between))


def _is_of_other_office(blocks: tuple[Block, ...], table: Printed, between: list[int]) -> bool:
    """Whether a line between two pieces names another office than those above the first: the next one's table, printed alike."""
    above = {office_in(_text(blocks[i])) for i in range(max(0, table.blocks[0] - 6), table.blocks[0])}
    return any((office := office_in(_text(blocks[i]))) is not None and office not in above for i in between)


def _text(block: Block) -> str:
    return block.text.strip() if isinstance(block, Paragraph) else "|"


def _repeats(text: str, captions: set[str]) -> bool:
    folded = squeezed(text)
    return core(text) in captions or is_apparatus(folded) or words().continued.fullmatch(folded) is not None


def _goes_on(first: Sheet, sheet: Sheet) -> bool:
    """Whether a piece begins with a row of the body: no words stand where the table above has figures."""
    shape = shape_of(first)
    values = [
        c
        for c in shape.values(first.columns)
        if any(first.kind(r, c) == "figure" for r in range(shape.heads, first.rows))
    ]
    if values:
        return not any(sheet.kind(0, c) == "words" and _LETTER.search(sheet.text(0, c)) for c in values)
    if shape.heads == first.rows and any(kind == "figure" for kind in sheet.kinds.values()):
        return _is_level(first, sheet)  # the page ended below the heads
    if not any(kind == "figure" for kind in first.kinds.values()):
        return first.place.page is not None and not any(kind == "figure" for kind in sheet.kinds.values())
    return False


def _is_level(first: Sheet, sheet: Sheet) -> bool:
    """Whether two pieces have their sides at the same places of their pages."""
    one, other = first.place.bbox, sheet.place.bbox
    return one is not None and other is not None and abs(one[0] - other[0]) < _SIDE and abs(one[2] - other[2]) < _SIDE
