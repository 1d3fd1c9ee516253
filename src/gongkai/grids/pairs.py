"""Tables that are lists of names with their values side by side: 机构名称 | … | 床位（张） | 600. Nothing in them is a head."""

from __future__ import annotations

from gongkai.document import GridCell
from gongkai.grids.around import unit_in
from gongkai.grids.sheet import At, Kind, Sheet
from gongkai.grids.values import squeezed, words

_LONGEST = 24  # characters of a name, longest seen on forms of facts: 统一社会信用代码（或其他有效证件号码）


def may_name(text: str) -> bool:
    """Whether words may be the name of a value: short, no sentence, no total."""
    folded = squeezed(text)
    return 0 < len(folded) <= _LONGEST and "。" not in folded and words().totals.fullmatch(folded) is None


def is_list_of_pairs(sheet: Sheet) -> bool:
    """Whether a table of even width is such a list throughout.

    In a table with heads all figures of a column stand below one head; here words and figures take turns in every column of values, names
    carry units in a column that is not the first, or figures stand beside names from the first row on.
    """
    names, values = range(0, sheet.columns, 2), range(1, sheet.columns, 2)
    if sheet.columns % 2 or sheet.rows < 2 or any(_spans(cell) for cell in sheet.cover.values()):
        return False
    places = [(r, c) for r in range(sheet.rows) for c in names if sheet.text(r, c) or sheet.text(r, c + 1)]
    texts = [squeezed(sheet.text(*at)) for at in places]
    if any(sheet.kind(*at) != "words" or not may_name(sheet.text(*at)) for at in places) or len(set(texts)) < len(
        texts
    ):
        return False
    figures = [(r, c) for r in range(sheet.rows) for c in values if sheet.kind(r, c) == "figure"]
    if not figures:
        return False
    if sheet.columns == 2:
        return min(figures)[0] >= 2 and words().plain_heads.fullmatch(squeezed(sheet.text(0, 1))) is None
    heads = [squeezed(sheet.text(0, c)) for c in values]
    if len(set(heads)) < len(heads) or any(words().plain_heads.fullmatch(text) for text in heads):
        return False
    united = {r for r, c in places if c and unit_in(sheet.text(r, c))}
    figured = all(sheet.kind(r, c + 1) not in ("words", "blank") for r, c in places)
    return len(united) >= 2 or figured or all(_is_mixed(sheet, c) for c in values)


def _spans(cell: GridCell) -> bool:
    return cell.row_span > 1 or cell.column_span > 1


def _is_mixed(sheet: Sheet, column: int) -> bool:
    """Whether words stand in a column below its first cell, and figures too."""
    kinds = {sheet.kind(r, column) for r in range(1, sheet.rows)}
    return {"words", "figure"} <= kinds


def paired(sheet: Sheet) -> Sheet:
    """Return names and values as a sheet of one column of labels: each name with its value in a row of its own; a name that has several
    values beside it, in one row with them.
    """
    cover: dict[At, GridCell] = {}
    kinds: dict[At, Kind] = {}
    row = wide = 0
    for r in range(sheet.rows):
        columns = [c for c in range(sheet.columns) if sheet.begins(r, c)]
        size = 2 if len(columns) % 2 == 0 else len(columns)
        for first in range(0, len(columns), max(size, 1)):
            own = columns[first : first + size]
            if not any(sheet.text(r, c) for c in own):
                continue
            cover |= {(row, i): sheet.cover[r, c] for i, c in enumerate(own)}
            kinds |= {(row, i): sheet.kind(r, c) for i, c in enumerate(own)}
            row, wide = row + 1, max(wide, len(own))
    return Sheet(cover, kinds, row, wide, sheet.spans_known, sheet.place, sheet.unsure)
