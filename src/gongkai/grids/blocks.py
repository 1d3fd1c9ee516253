"""A grid that holds several tables below each other: heads that begin anew between figures, and lines of names with their values.

An assessment of a project is one grid in print: its name and office in pairs, then money under heads, then targets under other heads.
A figure under the heads of the table above it would stand under wrong labels, so the grid is cut where the heads change.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from gongkai.document import GridCell
from gongkai.grids.pairs import is_list_of_pairs, may_name, paired
from gongkai.grids.shape import head_rows, is_counting_row
from gongkai.grids.sheet import Sheet
from gongkai.grids.tops import says_a_caption, top_of

_LONGEST = 24  # characters of a head; a sentence in a cell is none


class Part(Struct, frozen=True):
    """One of the tables in a grid; ``pairs`` where it is a list of names with their values."""

    sheet: Sheet
    pairs: bool = False


def blocks_of(sheet: Sheet) -> list[Part]:
    """Cut a sheet into its tables, each with its own heads at the top; the whole sheet where there is one only."""
    if is_list_of_pairs(sheet):
        return [Part(paired(sheet), pairs=True)]
    if not sheet.spans_known:
        return [Part(sheet)]
    edges = [(0, _paired_rows(sheet) > 0), *_edges(sheet), (sheet.rows, False)]
    return [
        Part(paired(own) if pairs else own, pairs)
        for (first, pairs), (last, _) in pairwise(edges)
        for own in [sheet.cut(first, last)]
    ]


def _edges(sheet: Sheet) -> Iterator[tuple[int, bool]]:
    """Yield the rows in which another table begins, and whether it is a list of names with their values."""
    row = _paired_rows(sheet)
    if row:
        yield row, False
    top, row = row, row + head_rows(sheet.cut(row, sheet.rows))
    above = [sheet.row_words(at) for at in range(top, row)]
    figured: set[int] = set()  # columns in which this table has figures
    pairs = False
    while row < sheet.rows:
        own = {c for c in range(sheet.columns) if sheet.kind(row, c) == "figure"}
        heads = _heads_at(sheet, row, figured) if figured and not own else 0
        if heads:
            own_heads = [sheet.row_words(at) for at in range(row, row + heads)]
            if own_heads != above:  # the same heads once more are those of the same table
                yield row, False
                above, figured, pairs = own_heads, set(), False
            row += heads
            continue
        across = bool(figured) and not own and _lies_across(sheet, row, figured)
        if across != pairs and (across or own):
            yield row, across
            pairs = across
        figured |= own
        row += 1


def _heads_at(sheet: Sheet, row: int, figured: set[int]) -> int:
    """Count the rows of a caption and heads that begin another table here, 0 where none does."""
    if row + 2 < sheet.rows and says_a_caption(sheet, row):
        top = top_of(sheet.cut(row, sheet.rows)).rows
        return top + head_rows(sheet.cut(row + top, sheet.rows))
    return (head_rows(sheet.cut(row, sheet.rows)) or 1) if _begins_heads(sheet, row, figured) else 0


def _starting(sheet: Sheet, row: int) -> list[tuple[int, GridCell]]:
    """The cells that have their first row here, with their columns."""
    return [(c, sheet.cover[row, c]) for c in range(sheet.columns) if sheet.begins(row, c)]


def _begins_heads(sheet: Sheet, row: int, figured: set[int]) -> bool:
    """Whether short, different words stand where the rows above have figures, and figures below them again."""
    over = [sheet.text(row, c) for c in figured if sheet.kind(row, c) == "words" and sheet.begins(row, c)]
    texts = [text for c in range(sheet.columns) if sheet.begins(row, c) and (text := sheet.text(row, c))]
    if len(over) < 2 or len(set(texts)) < len(texts) or not all(map(_may_head, texts)):
        return False
    if sum(sheet.kind(row, c) == "words" for c in figured) < 0.5 * len(figured):
        return False
    own = sheet.cut(row, sheet.rows)
    heads = head_rows(own)
    below = {c for r in range(heads, own.rows) for c in range(own.columns) if own.kind(r, c) == "figure"}
    return 0 < heads <= 4 and bool(below & {c for c in figured if sheet.kind(row, c) == "words"})


def _lies_across(sheet: Sheet, row: int, figured: set[int]) -> bool:
    """Whether words lie across several columns of figures, beside another cell: they stand under none of the heads."""
    cells = _starting(sheet, row)
    over = [
        cell for c, cell in cells if cell.column_span > 1 and len(figured & set(range(c, c + cell.column_span))) > 1
    ]
    return (
        len(cells) > 1
        and any(cell.text.strip() for cell in over)
        and not any(sheet.kind(row, c) == "none" for c in figured)
    )


def _paired_rows(sheet: Sheet) -> int:
    """Count the rows at the top that are names with their values side by side: the first cells stand below each other with one width,
    which heads over heads never do, and a value spans columns that are told apart below.
    """
    row = 0
    while row + 2 < sheet.rows and _is_paired(sheet, row):
        row += 1
    return row


def _is_paired(sheet: Sheet, row: int) -> bool:
    first, below = sheet.cover.get((row, 0)), sheet.cover.get((row + 1, 0))
    cells = _starting(sheet, row)
    if first is None or below is None or first is below or not first.text.strip() or not below.text.strip():
        return False
    if first.column_span != below.column_span or is_counting_row(sheet, row + 1) or len(cells) % 2:
        return False
    names = [cell.text for _, cell in cells[::2]]
    spans = any(cell.column_span > 1 for _, cell in cells[1::2])
    whole = sum(cell.column_span for _, cell in cells) == sheet.columns
    return spans and whole and all(map(may_name, names)) and all(cell.row_span == 1 for _, cell in cells)


def _may_head(text: str) -> bool:
    return len(text) <= _LONGEST and not any(sign in text for sign in "。；;：")
