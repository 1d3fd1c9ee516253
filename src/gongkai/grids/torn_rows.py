"""Rows that the end of a page tore: the label begins on one page and ends on the next, its figures stand on either.

The pieces look like two rows, of which one has no figure, or only what other figures lack at their ends. They are one where the first
fills its cell, so that nothing else of the label had room, and the second lacks the number that every other row has. Where nothing tells,
both get a sign for what is not known, and no figure is given beside them. The label of a group goes on over the end of a page, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec
import regex
from msgspec import Struct

from gongkai.document import GridCell
from gongkai.grids.broken import is_one_figure, whole_figure
from gongkai.grids.shape import head_rows
from gongkai.grids.sheet import At, Sheet, kind_of
from gongkai.grids.values import squeezed, words
from gongkai.report import PrintedGrid
from gongkai.text.fold import narrow, width_of
from gongkai.text.numbering import leading_number
from gongkai.text.numerals import GETA

_WORD = regex.compile(r"[A-Za-z0-9.,%()（）]+|.")
_LETTER = regex.compile(r"\p{L}")
_ORDINAL = regex.compile(r"[\d.]+")
_OTHERS = 3  # rows that say which column every row fills
_NEAR = 5  # pages before and behind a torn row that tell what its table's rows are like
_Rows = list[tuple[Sheet, int]]
Torn = Literal["no", "maybe", "yes"]


class _Tear(Struct, frozen=True):
    """The last row of one page and the first of the next: ``words`` are columns with words in both, ``upper`` and ``lower`` those that
    only one of them fills, ``figures`` those with a torn figure, whole as it would be.
    """

    words: tuple[int, ...]
    upper: tuple[int, ...]
    lower: tuple[int, ...]
    figures: dict[int, str]


def with_whole_rows(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the pieces of a table with rows whole that the ends of pages tore."""
    found = list(sheets)
    heads = head_rows(found[0]) if len(found) > 1 else 0
    for at in range(1, len(found)):
        others = _others(found, at, heads)
        upper, lower = found[at - 1], _with_groups(found[at - 1], found[at], others)
        tear = _tear(upper, lower, heads if at == 1 else 0, others)
        torn = _judged(tear, upper, lower, others) if tear is not None else "no"
        if tear is not None and torn == "yes":
            upper, lower = _joined(upper, lower, tear)
        elif tear is not None and torn == "maybe" and not tear.figures:
            upper = _with_sign(upper, upper.rows - 1, tear.words, after=True)
            lower = _with_sign(lower, 0, tear.words, after=False)
        found[at - 1], found[at] = upper, lower
    return found


def _others(sheets: Sequence[Sheet], at: int, heads: int) -> _Rows:
    """The rows of the pages nearby that no end of a page can have torn."""
    return [
        (sheets[n], row)
        for n in range(max(0, at - _NEAR), min(len(sheets), at + _NEAR))
        for row in range(1 if n else heads, sheets[n].rows - (n < len(sheets) - 1))
    ]


def is_torn(path: Sequence[str]) -> bool:
    """Whether a row's own label may be a piece of one."""
    return any(text.startswith(GETA) or text.endswith(GETA) for text in path[-2:])


def untorn(path: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of a row without the signs for what is not known of them."""
    return tuple(text.strip(GETA) or text for text in path)


def without_torn_rows(grids: Iterable[PrintedGrid]) -> tuple[PrintedGrid, ...]:
    """Give no figure that stands beside a piece of a label."""
    return tuple(_doubted(grid) if any(map(is_torn, grid.rows)) else grid for grid in grids)


def _doubted(grid: PrintedGrid) -> PrintedGrid:
    torn = {at for at, path in enumerate(grid.rows) if is_torn(path)}
    cells = tuple(
        msgspec.structs.replace(cell, value=None, unit=None, status="ambiguous")
        if cell.row in torn and cell.status not in ("text", "unreadable")
        else cell
        for cell in grid.cells
    )
    return msgspec.structs.replace(grid, cells=cells)


def _tear(upper: Sheet, lower: Sheet, heads: int, others: _Rows) -> _Tear | None:
    """How two rows may be one; None where both say something else in one place, or where their cells are not the same."""
    last = upper.rows - 1
    if last < heads or not lower.rows or not _are_on_two_pages(upper, lower):
        return None
    worded, above, below = list[int](), list[int](), list[int]()
    figures: dict[int, str] = {}
    for column in range(upper.columns):
        one, other = upper.cover.get((last, column)), lower.cover.get((0, column))
        if one is other or (one is not None and one.row_span > 1) or (other is not None and other.row_span > 1):
            continue  # the label of a group, which goes on over the page
        if one is not None and other is not None and (one.column_span, other.column_span) != (1, 1):
            return None
        kinds = (upper.kind(last, column), lower.kind(0, column))
        if kinds == ("words", "words") and _is_word(upper.text(last, column)) and _is_word(lower.text(0, column)):
            worded.append(column)
        elif "blank" not in kinds:
            if (whole := _whole(upper.raw(last, column), lower.raw(0, column), column, others)) is None:
                return None
            figures[column] = whole
        elif kinds[0] != "blank":
            above.append(column)
        elif kinds[1] != "blank":
            below.append(column)
    return _Tear(tuple(worded), tuple(above), tuple(below), figures) if worded and (above or below) else None


def _whole(upper: str, lower: str, column: int, others: _Rows) -> str | None:
    """The figure of two pieces, None where they may be two."""
    whole = whole_figure(f"{upper}\n{lower}")
    figures = [
        (c, narrow(sheet.text(row, c)))
        for sheet, row in others
        for c in range(sheet.columns)
        if sheet.kind(row, c) == "figure"
    ]
    return whole if whole is not None and is_one_figure(whole, column, figures) else None


def _with_groups(upper: Sheet, lower: Sheet, others: _Rows) -> Sheet:
    """Put the label of a group that goes on over the end of a page before its rows there, where the page has a blank merged cell."""
    last = upper.rows - 1
    cover, kinds = dict(lower.cover), dict(lower.kinds)
    for column in range(lower.columns - 1):
        group, blank = upper.cover.get((last, column)), lower.cover.get((0, column))
        beside = any(lower.kind(0, c) == "words" for c in range(column + 1, lower.columns))
        if group is None or blank is None or blank.text.strip() or not beside or not _is_word(group.text):
            continue
        own = [
            (cell, sheet.kind(row, column))
            for sheet, row in others
            if (cell := sheet.cover.get((row, column))) is not blank
        ]
        merged = blank.row_span > 1 or any(cell is not None and cell.row_span > 1 for cell, _ in own)
        if merged and own and all(kind == "words" for _, kind in own):
            places = [place for place, cell in lower.cover.items() if cell is blank]
            cover |= dict.fromkeys(places, group)
            kinds |= dict.fromkeys(places, "words")
    return msgspec.structs.replace(lower, cover=cover, kinds=kinds)


def _is_word(text: str) -> bool:
    return _LETTER.search(text) is not None


def _are_on_two_pages(upper: Sheet, lower: Sheet) -> bool:
    pages = [
        {cell.place.page for cell in _row(sheet, row) if cell.place.page is not None}
        for sheet, row in ((upper, upper.rows - 1), (lower, 0))
    ]
    return bool(pages[0] and pages[1]) and max(pages[0]) < min(pages[1])


def _row(sheet: Sheet, row: int) -> Iterator[GridCell]:
    return (sheet.cover[row, c] for c in range(sheet.columns) if (row, c) in sheet.cover)


def _judged(tear: _Tear, upper: Sheet, lower: Sheet, others: _Rows) -> Torn:
    """Say whether the pieces are one row."""
    if any(_begins_anew(lower.text(0, column)) for column in tear.words):
        return "no"
    full = [_is_full(upper, lower, column, others) for column in tear.words]
    if False in full:
        return "no"
    counted = any(_is_in_all(column, others) for column in (*tear.upper, *tear.lower) if column < tear.words[0])
    return "yes" if counted and all(full) else "maybe"


def _begins_anew(text: str) -> bool:
    """Whether words are a row's own: numbered, a part (其中), a total."""
    folded = squeezed(text)
    known = words()
    return (
        leading_number(folded[:12]) is not None
        or known.among.match(folded) is not None
        or any(pattern.fullmatch(folded) for pattern in (known.totals, known.subtotals))
    )


def _is_full(upper: Sheet, lower: Sheet, column: int, others: _Rows) -> bool | None:
    """Whether the first piece had no room for what the second begins with: as lines of the column show that a cell's width broke, or, that
    there was room, as longer lines do, or the width of the cell; None where nothing shows it.
    """
    cell = upper.cover[upper.rows - 1, column]
    more = _WORD.match(lower.text(0, column))
    wanted = width_of(cell.text.rstrip().split("\n")[-1].strip()) + width_of(more[0] if more else "")
    lines = [
        (len(own) > 1, max(map(width_of, own)), other)
        for sheet, row in others
        if (other := sheet.cover.get((row, column))) and other.column_span == other.row_span == 1
        if (own := [line.strip() for line in other.text.strip().split("\n")]) and own[0]
    ]
    if any(width >= wanted for _, width, _ in lines):
        return False
    if any(broken for broken, _, _ in lines) or "\n" in cell.text.strip():
        return True
    boxes = [other.place.bbox for _, _, other in (*lines, (False, 0, cell)) if other.place.bbox is not None]
    if not boxes:
        return None
    high, wide = min(box[3] - box[1] for box in boxes), boxes[-1][2] - boxes[-1][0]
    return False if wanted / 2 * high < wide else None  # a letter is no wider than its line is high


def _is_in_all(column: int, others: _Rows) -> bool:
    """Whether every other row has its number or code in a column, totals apart."""
    own = [
        (sheet.text(row, column), any(_is_total(sheet.text(row, c)) for c in range(sheet.columns)))
        for sheet, row in others
    ]
    numbers = [text for text, total in own if not total]
    return len(numbers) >= _OTHERS and all(_ORDINAL.fullmatch(squeezed(text)) for text in numbers)


def _is_total(text: str) -> bool:
    folded = squeezed(text)
    return any(pattern.fullmatch(folded) for pattern in (words().totals, words().subtotals))


def _joined(upper: Sheet, lower: Sheet, tear: _Tear) -> tuple[Sheet, Sheet]:
    last = upper.rows - 1
    cover, kinds = dict(upper.cover), dict(upper.kinds)
    for column in tear.words:
        one, other = cover[last, column], lower.cover[0, column]
        cover[last, column] = msgspec.structs.replace(one, text=f"{one.text.rstrip()}\n{other.text.lstrip()}")
    for column in tear.lower:
        cover[last, column], kinds[last, column] = lower.cover[0, column], lower.kind(0, column)
    for column, text in tear.figures.items():
        cover[last, column], kinds[last, column] = (
            msgspec.structs.replace(cover[last, column], text=text),
            kind_of(text),
        )
    return msgspec.structs.replace(upper, cover=cover, kinds=kinds), lower.cut(1, lower.rows)


def _with_sign(sheet: Sheet, row: int, columns: Iterable[int], *, after: bool) -> Sheet:
    cover = dict(sheet.cover)
    for column in columns:
        at: At = (row, column)
        text = cover[at].text.strip()
        cover[at] = msgspec.structs.replace(cover[at], text=f"{text}{GETA}" if after else f"{GETA}{text}")
    return msgspec.structs.replace(sheet, cover=cover)
