"""Figures that the end of a page cuts in two: the first line of a cell stands on one page, its second on the next, beside no label.

A figure is whole or it is none. Where every piece on the first page fills its cell, so that no other digit had room, both pieces are one
figure. Else it cannot be told whether the second row is one of its own, and both are uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from gongkai.document import BBox
from gongkai.readers.pages.lattice import RuledTable
from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.page import Page
from gongkai.text.numerals import GETA

_PIECE = re.compile(r"[\d.,]+")
_NOTED = re.compile(r"[\d.,]+(?:[(（].*)?", re.DOTALL)  # the rest of a figure, and a note beside it
_WORD = re.compile(r"[\u3400-\u9fff]")
_ALIGNED = 3.0  # points between the same rule on two pages
_PADDING = 7.0  # points of a cell's width that its text leaves free, both sides together
_SIZE = 0.1  # of the height: pieces of one figure are of one size
_Rows = list[tuple[int, dict[int, list[Line]]]]


def mended(pages: Sequence[Page]) -> list[Page]:
    """Return the pages (without furniture) with figures whole that the end of a page cut in two."""
    found = list(pages)
    for at in range(1, len(found)):
        found[at - 1], found[at] = _mended(found[at - 1], found[at])
    return found


def _mended(page: Page, following: Page) -> tuple[Page, Page]:
    if page.tables and following.tables:
        return _mended_tables(page, following)
    return _mended_lines(page, following)


def _mended_tables(page: Page, following: Page) -> tuple[Page, Page]:
    above = max(page.tables, key=lambda table: table.table.bbox[3])
    below = min(following.tables, key=lambda table: table.table.bbox[1])
    if not _is_one_table(above, below):
        return page, following
    row, found = _tail(above, below)
    last, heads = _rows(above)[-1] if above.texts else (0, {})
    tails = {_column(above, last, lines[0]): lines for lines in found.values()}
    if not tails or len(tails) < len(found) or any(not _is_piece(heads.get(column, ())) for column in tails):
        return page, following
    if len(tails) == len(heads) and all(map(_is_piece, heads.values())):
        return page, following  # a table of bare figures: its rows are as they stand
    whole = all(_is_piece(own) and _is_full(above, column, heads[column][-1], own) for column, own in tails.items())
    upper = {**above.texts, **{(last, at): [_joined(heads[at], lines, whole=whole)] for at, lines in tails.items()}}
    lower = {key: lines for key, lines in below.texts.items() if key[0] != row or key[1] not in found}
    one, other = RuledTable(above.table, upper), RuledTable(below.table, lower)
    return _with(page, above, one), _with(following, below, other)


def _column(table: RuledTable, row: int, line: Line) -> int:
    """Return the column of the cell in a row above which a line stands."""
    ys = table.table.ys
    cell = table.table.cell_at((line.bbox[0] + line.bbox[2]) / 2, (ys[row] + ys[row + 1]) / 2)
    return cell[1] if cell else -1


def _with(page: Page, old: RuledTable, new: RuledTable) -> Page:
    return structs.replace(page, tables=tuple(new if table is old else table for table in page.tables))


def _is_one_table(above: RuledTable, below: RuledTable) -> bool:
    ours, theirs = above.table.xs, below.table.xs  # the lines between may differ: so do the rows on two pages
    return abs(ours[0] - theirs[0]) < _ALIGNED and abs(ours[-1] - theirs[-1]) < _ALIGNED


def _rows(table: RuledTable) -> _Rows:
    rows: dict[int, dict[int, list[Line]]] = {}
    for (row, column), lines in table.texts.items():
        if lines:
            rows.setdefault(row, {})[column] = lines
    return sorted(rows.items())


def _tail(above: RuledTable, below: RuledTable) -> tuple[int, dict[int, list[Line]]]:
    """Return the first row below the heads that are repeated, if it holds nothing but digits and notes beside them."""
    ours, theirs = _rows(above), _rows(below)
    while ours and theirs and _texts(ours[0][1]) == _texts(theirs[0][1]):
        ours, theirs = ours[1:], theirs[1:]
    if (
        not ours
        or not theirs
        or not all(_NOTED.fullmatch("".join(line.text for line in own)) for own in theirs[0][1].values())
    ):
        return 0, {}
    return theirs[0]


def _texts(row: dict[int, list[Line]]) -> list[str]:
    return [line.text for column in sorted(row) for line in row[column]]


def _is_piece(lines: Sequence[Line]) -> bool:
    return bool(lines) and all(_PIECE.fullmatch(line.text) for line in lines)


def _is_full(table: RuledTable, column: int, line: Line, tail: Sequence[Line]) -> bool:
    """Whether the cell of a line has no room for one more of its digits, and the tail is of one size with it."""
    xs = table.table.xs
    right = next((x for x in xs[column + 1 :] if x > line.bbox[2] - 1), xs[-1])
    digit = (line.bbox[2] - line.bbox[0]) / len(line.text)
    alike = all(abs(_height(each) - _height(line)) < _SIZE * _height(line) for each in tail)
    return alike and (line.bbox[2] - line.bbox[0]) + digit > right - xs[column] - _PADDING


def _height(line: Line) -> float:
    return line.bbox[3] - line.bbox[1]


def _joined(heads: Sequence[Line], tails: Sequence[Line], *, whole: bool) -> Line:
    text = "".join(line.text for line in (*heads, *tails)) if whole else f"{heads[-1].text}{GETA}"
    return structs.replace(heads[-1], text=text, figures=((0, len(text), heads[-1].bbox),), words=())


def _mended_lines(page: Page, following: Page) -> tuple[Page, Page]:
    """Mark the figures of a page's last line under which the next page begins with bare digits: here no rule tells cells."""
    if not page.sheet.lines or not following.sheet.lines:
        return page, following
    last, first = page.sheet.lines[-1], following.sheet.lines[0]
    pieces = first.text.split()
    if not pieces or len(pieces) != len(first.figures) or not all(map(_PIECE.fullmatch, pieces)):
        return page, following
    under = [figure for figure in last.figures if any(_is_below(figure[2], box) for _, _, box in first.figures)]
    heights = [box[3] - box[1] for _, _, box in (*under, *first.figures)]
    beside_label = _WORD.search(last.text) is not None or len(pieces) < len(last.figures)
    if not beside_label or len(under) != len(pieces) or max(heights) - min(heights) > _SIZE * max(heights):
        return page, following
    lines, rest = (*page.sheet.lines[:-1], _marked(last, under)), following.sheet.lines[1:]
    return (
        structs.replace(page, sheet=structs.replace(page.sheet, lines=lines)),
        structs.replace(following, sheet=structs.replace(following.sheet, lines=rest)),
    )


def _is_below(box: BBox, other: BBox) -> bool:
    return abs(box[0] - other[0]) < _ALIGNED or abs(box[0] + box[2] - other[0] - other[2]) < 2 * _ALIGNED


def _marked(line: Line, figures: Sequence[tuple[int, int, BBox]]) -> Line:
    """Put a sign for what is not known behind each of some figures."""
    text, moved, shift = line.text, [], 0
    for figure in line.figures:
        start, end, box = figure[0] + shift, figure[1] + shift, figure[2]
        if figure in figures:
            text, end, shift = f"{text[:end]}{GETA}{text[end:]}", end + 1, shift + 1
        moved.append((start, end, box))
    return structs.replace(line, text=text, figures=tuple(moved), words=())
