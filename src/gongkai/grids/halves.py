"""Two halves side by side: a printed line pairs two rows that have nothing to do with each other, so they are two tables."""

from __future__ import annotations

from itertools import pairwise

from gongkai.grids.shape import counts_rows, head_rows, is_code_column, leaf
from gongkai.grids.sheet import Sheet

_LABELLED = 0.25  # of the rows of a half: the shorter one ends in empty cells


def halves_of(sheet: Sheet) -> list[Sheet]:
    """Cut a sheet where a second stub begins, with its heads above it; the whole sheet where none does."""
    heads = head_rows(sheet)
    seams = [c for c in range(1, sheet.columns) if _begins_half(sheet, heads, c)]
    seams = [c for c in seams if not _crossed(sheet, c)]
    edges = [0, *seams, sheet.columns]
    return [sheet.cut(0, sheet.rows, a, b) for a, b in pairwise(edges)]


def sides_of(sheet: Sheet) -> list[Sheet]:
    """Cut a sheet at columns that are empty from top to bottom, where labels with figures of their own stand on both sides."""
    left = 0
    found: list[Sheet] = []
    for column in range(2, sheet.columns - 2):
        if any(sheet.text(row, column) for row in range(sheet.rows)) or _crossed(sheet, column + 1):
            continue
        if _stands_alone(sheet.cut(0, sheet.rows, left, column)) and _stands_alone(
            sheet.cut(0, sheet.rows, column + 1, sheet.columns)
        ):
            found.append(sheet.cut(0, sheet.rows, left, column))
            left = column + 1
    return [*found, sheet.cut(0, sheet.rows, left, sheet.columns)] if found else [sheet]


def _stands_alone(sheet: Sheet) -> bool:
    """Whether a side has labels in its first column that tell its rows apart, heads, and figures under them."""
    heads = head_rows(sheet)
    figures = any(sheet.kind(r, c) == "figure" for r in range(heads, sheet.rows) for c in range(1, sheet.columns))
    return heads > 0 and figures and _is_stub(sheet, heads, 0) and _worded(sheet, heads, 0)


def _begins_half(sheet: Sheet, heads: int, column: int) -> bool:
    """Whether a stub begins here: labels behind a column of figures, under the same heads as the first stub, or figures under them."""
    if _heads_repeat(sheet, heads, column) and all(_holds_labels(sheet, heads, c) for c in (0, column)):
        return True
    if not heads or not _is_stub(sheet, heads, 0) or not _is_stub(sheet, heads, column):
        return False
    if not _has_values(sheet, heads, column) or all(_is_stub(sheet, heads, c) for c in range(column)):
        return False
    if _is_stub(sheet, heads, column - 1):
        return False
    if leaf(sheet, heads, 0) and leaf(sheet, heads, 0) == leaf(sheet, heads, column):
        return True
    own, first = _value_heads(sheet, heads, column), _value_heads(sheet, heads, 0)
    return bool(own and first) and own[0] == first[0] and _worded(sheet, heads, column)


def _heads_repeat(sheet: Sheet, heads: int, column: int) -> bool:
    """Whether the heads of the columns up to here say the same again from here on; a name for the labels is among them."""
    before = [leaf(sheet, heads, c) for c in range(column)]
    behind = [leaf(sheet, heads, c) for c in range(column, min(2 * column, sheet.columns))]
    return heads > 0 and column > 1 and before == behind and all(before) and len(set(before)) == column


def _holds_labels(sheet: Sheet, heads: int, column: int) -> bool:
    """Whether a column holds words and no figure, however few: of a short half only the first rows are filled."""
    kinds = [sheet.kind(row, column) for row in range(heads, sheet.rows)]
    return "words" in kinds and "figure" not in kinds


def _is_stub(sheet: Sheet, heads: int, column: int) -> bool:
    if counts_rows(sheet, column, heads) or is_code_column(sheet, column, heads):
        return True
    kinds = [sheet.kind(row, column) for row in range(heads, sheet.rows)]
    return kinds.count("words") > kinds.count("figure") and kinds.count("words") >= _LABELLED * len(kinds)


def _worded(sheet: Sheet, heads: int, column: int) -> bool:
    """Whether the labels of a stub tell its rows apart; a column of kinds or units repeats itself."""
    texts = [sheet.text(r, column) for r in range(heads, sheet.rows) if sheet.kind(r, column) == "words"]
    return len(set(texts)) >= 0.8 * len(texts) and len(texts) >= 2


def _has_values(sheet: Sheet, heads: int, column: int) -> bool:
    """Whether columns of figures, or empty ones under a head, follow the stub."""
    return any(not _is_stub(sheet, heads, c) and leaf(sheet, heads, c) for c in range(column + 1, sheet.columns))


def _value_heads(sheet: Sheet, heads: int, column: int) -> list[str]:
    """The heads of the figures that follow a stub, up to the next stub."""
    found: list[str] = []
    for c in range(column, sheet.columns):
        if _is_stub(sheet, heads, c):
            if found:
                break
            continue
        found.append(leaf(sheet, heads, c))
    return found


def _crossed(sheet: Sheet, column: int) -> bool:
    """Whether a cell lies across the seam, apart from one that spans the whole table."""
    for row in range(sheet.rows):
        left, right = sheet.cover.get((row, column - 1)), sheet.cover.get((row, column))
        if left is not None and left is right and left.text.strip() and left.column_span < sheet.columns:
            return True
    return False
