"""Rows that hold the label of a group and nothing else, where no span says that the label is that of the rows below."""

from __future__ import annotations

from itertools import pairwise

from gongkai.grids.shape import Shape
from gongkai.grids.sheet import Sheet
from gongkai.grids.values import squeezed, words
from gongkai.text.numbering import leading_number

_LEAST = 2  # rows in each group, and groups: a row without figures between full ones may have none


def groups_of(sheet: Sheet, shape: Shape) -> dict[int, str]:
    """Return the labels of groups by their rows: the body begins with one, and all rows below each are full.

    Where the source knows spans it would have merged the label, so each group has to end in its subtotal.
    """
    body = range(shape.heads, sheet.rows)
    lone = [row for row in body if _is_lone(sheet, row)]
    if len(lone) < _LEAST or lone[0] != shape.heads or not shape.stub or sheet.columns <= 2:
        return {}
    groups = list(pairwise([*lone, sheet.rows]))
    if not all(_is_group(sheet, first, last) for first, last in groups):
        return {}
    return {first: sheet.text(first, 0) for first, _ in groups}


def _is_lone(sheet: Sheet, row: int) -> bool:
    words_first = sheet.kind(row, 0) == "words"
    return words_first and not any(sheet.text(row, column) for column in range(1, sheet.columns))


def _is_group(sheet: Sheet, first: int, last: int) -> bool:
    rows = range(first + 1, last)
    if len(rows) < _LEAST or not all(sheet.text(row, c) for row in rows for c in range(sheet.columns)):
        return False
    levels = [number.level if (number := leading_number(sheet.text(r, 0)[:12])) else 0 for r in (first, *rows)]
    if levels[0] and levels[0] in levels[1:]:
        return False
    ended = any(words().subtotals.fullmatch(squeezed(sheet.text(row, 0))) for row in rows)
    return ended or not sheet.spans_known
