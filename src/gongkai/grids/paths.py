"""Paths of labels: the heads over a column, the stubs and groups over a row, the outermost first."""

from __future__ import annotations

import regex
from msgspec import Struct

from gongkai.document import GridCell
from gongkai.grids.indents import indents_of
from gongkai.grids.shape import Shape, counts_rows
from gongkai.grids.sheet import Sheet
from gongkai.grids.values import squeezed, words
from gongkai.text.numbering import leading_number

Path = tuple[str, ...]
_Stack = list[tuple[tuple[int, ...], Path]]
"""The rows that a row may be a part of, each with its rank."""
_CODE = regex.compile(r"\d[\d.]*")
_MARKED = regex.compile(r"[#*·\-—]\s*")


class Label(Struct, frozen=True):
    """One row's label: ``path`` with those of the groups above it, ``own`` as printed in the row itself; ``depth`` counts the rows above
    that it is a part of, ``code`` is what it is numbered with, "" where nothing is.
    """

    row: int
    path: Path
    own: Path
    depth: int = 0
    code: str = ""


def column_paths(sheet: Sheet, shape: Shape, columns: list[int]) -> list[Path]:
    """Return the heads over each of ``columns``; a head that left blank cells beside it, its spans lost, stands over them too."""
    found: list[Path] = []
    for column in columns:
        path: list[str] = []
        cells: list[object] = []
        for row in range(shape.heads):
            text, cell = _head(sheet, shape, row, column)
            if text and not any(cell is seen for seen in cells) and (not path or path[-1] != text):
                path.append(text)
                cells.append(cell)
        found.append(tuple(path))
    return found


def _head(sheet: Sheet, shape: Shape, row: int, column: int) -> tuple[str, object]:
    """The head that stands over a column in one row, and its cell."""
    text = sheet.text(row, column)
    if text or sheet.spans_known or row == shape.heads - 1:
        return text, sheet.cover.get((row, column))
    if any(sheet.text(r, column) for r in range(row)):
        return "", None  # the head above it spans these lines, not the one beside it
    below = any(sheet.text(r, column) for r in range(row + 1, shape.heads))
    alone = [c for c in range(sheet.columns) if sheet.text(row, c)]
    if below and len(alone) == 1 and alone[0] in shape.stub:  # 收入 over the whole half, its blank cells beside it
        return sheet.text(row, alone[0]), sheet.cover.get((row, alone[0]))
    for left in range(column - 1, -1, -1):
        if not below or left in shape.stub:
            break
        if text := sheet.text(row, left):
            deeper = any(sheet.text(r, left) for r in range(row + 1, shape.heads))
            return (text, sheet.cover.get((row, left))) if deeper else ("", None)
    return "", None


def row_labels(sheet: Sheet, shape: Shape, rows: list[int], banners: dict[int, str]) -> list[Label]:
    """Return the label of each row; ``banners`` are rows that hold one label over the whole width, for the rows below them."""
    own = {row: _own(sheet, shape, row) for row in rows}
    indents = indents_of(sheet, shape, rows)
    banner = ""
    stack: _Stack = []
    numbered: dict[int, int] = {}
    labels: list[Label] = []
    flat = len(set(indents.values())) < 2
    nests = False
    behind = _counting_behind(sheet, shape)
    for row in range(shape.heads, sheet.rows):
        if row in banners:
            banner, stack, numbered = banners[row], [], {}
        if row not in own:
            continue
        path, counted = _parted(sheet, row, own[row], behind)
        if stack and _is_other_group(path, stack[-1][1]):
            stack, numbered = [], {}
        rank = _rank(path, 0 if flat else indents[row], stack, nests=nests)
        while stack and stack[-1][0] >= rank:
            stack.pop()
        if flat:
            _stand_beside(path, stack, numbered)
        lead = (banner,) if banner else ()
        labels.append(Label(row, (*lead, *_under(path, stack), *counted), own[row], len(stack), _code(own[row])))
        if path:
            stack.append((rank, path))
        if path and words().among.match(squeezed(path[-1])):
            nests = len(stack) > 1 and stack[-2][0][0] < indents[row] and _comes_again(indents, row)
    return labels


def _counting_behind(sheet: Sheet, shape: Shape) -> tuple[int, ...]:
    """The columns that only count the rows, and stand behind their names: 项目 | 行次."""
    counting = [counts_rows(sheet, column, shape.heads) for column in shape.stub]
    last = max((n for n, counts in enumerate(counting) if not counts), default=len(counting))
    return shape.stub[last + 1 :]


def _parted(sheet: Sheet, row: int, path: Path, behind: tuple[int, ...]) -> tuple[Path, Path]:
    """The names of a row, and the numbers behind them, which say nothing of what it is a part of."""
    numbers = tuple(text for column in behind if (text := sheet.text(row, column)) and sheet.begins(row, column))
    size = len(path) - len(numbers)
    return (path[:size], path[size:]) if size and path[size:] == numbers else (path, ())


def _comes_again(indents: dict[int, int], row: int) -> bool:
    """Whether rows that are set in farther than a row are followed by one that stands below it: they are its parts.

    Where they only follow 其中：甲 they stand below 甲, set in by the width of 其中：.
    """
    after = (indents[r] - indents[row] for r in sorted(indents) if r > row)
    return next((step == 0 for step in after if step <= 0), False)


def _is_other_group(path: Path, before: Path) -> bool:
    """Whether a row stands under another group's label than the row before it; codes and ordinals are no groups."""
    groups = path[:-1], before[:-1]
    return all(groups) and path[0] != before[0] and not any(_CODE.fullmatch(squeezed(g[0])) for g in groups if g)


def _stand_beside(path: Path, stack: _Stack, numbered: dict[int, int]) -> None:
    """Put a row with a number beside the one before it in its numbering, where no indent says how deep the rows between them are:
    一、 | a row without a number | 二、
    """
    number = leading_number(squeezed(path[-1])[:12]) if path and not _code(path) else None
    if number is None:
        return
    if number.number > 1 and number.level in numbered:
        del stack[numbered[number.level] :]
    numbered[number.level] = len(stack)


def _under(path: Path, stack: _Stack) -> Path:
    """The labels above a row and its own: what all of them share, a merged group's label, stands outside."""
    shared = 0
    while stack and shared < min(len(path), len(stack[-1][1])) - 1 and path[shared] == stack[-1][1][shared]:
        shared += 1
    above = tuple(label for _, own in stack for label in own[-1:])
    return (*path[:shared], *above, *path[shared:])


def _own(sheet: Sheet, shape: Shape, row: int) -> Path:
    """The labels of a row, each cell once."""
    cells: list[object] = []
    path: list[str] = []
    for column in shape.stub:
        cell = sheet.cover.get((row, column))
        text = sheet.text(row, column)
        if not text and not sheet.spans_known:
            text, cell = _group(sheet, shape, row, column)
        if cell is not None and text and not any(cell is seen for seen in cells):
            cells.append(cell)
            path.append(text)
    words_of_codes = [text for text in path if words().codes.fullmatch(squeezed(text))]
    if len(words_of_codes) >= 2:  # the heads 类 款 项 stand in the line of a total
        path = [text for text in path if text not in words_of_codes]
    return tuple(path)


def _group(sheet: Sheet, shape: Shape, row: int, column: int) -> tuple[str, GridCell | None]:
    """The label of a group above a blank place: where spans are lost, a merged label leaves blank cells below it."""
    last = shape.stub[-1]
    own = [sheet.text(row, c) for c in shape.stub if sheet.text(row, c)]
    if column == last or not sheet.text(row, last) or any(words().totals.fullmatch(squeezed(t)) for t in own):
        return "", None
    above = next((r for r in range(row - 1, shape.heads - 1, -1) if sheet.text(r, column)), None)
    if above is None or sheet.kind(above, column) != "words":
        return "", None
    outer = [c for c in shape.stub if c < column and sheet.text(row, c) != sheet.text(above, c)]
    if _CODE.fullmatch(squeezed(sheet.text(above, column))) and any(sheet.text(row, c) for c in outer):
        return "", None  # 224 begins anew: the 07 above belongs to 221
    return sheet.text(above, column), sheet.cover.get((above, column))


def _code(path: Path) -> str:
    """The code of a row whose first labels are digits: 201 | 06 | 01 is 2010601."""
    digits: list[str] = []
    for text in path:
        if not _CODE.fullmatch(squeezed(text)):
            break
        digits.append(squeezed(text))
    return "".join(digits)


def _rank(path: Path, indent: int, stack: _Stack, *, nests: bool) -> tuple[int, ...]:
    """Rank a row below those that it may be a part of: by indent, then by the kind of its numbering, then 其中.

    ``nests``: what is set in farther than the row with 其中 above is a part of that row.

    A row without a number is a part of none, a total least of all. Rows with codes stand beside each other: the code tells what is of what.
    """
    text = path[-1] if path else ""
    folded = squeezed(text)
    among = words().among.match(folded)
    rest = folded[among.end() :] if among else folded
    number = leading_number(rest[:12])
    level = number.level if number is not None and not _code(path) else 0
    if among:
        base = next((rank for rank, _ in reversed(stack) if not rank[2]), (indent, 0, 0))
        return (max(indent, base[0]), max(level, base[1]), 1)
    inside = bool(stack and stack[-1][0][2])
    beside = any(rank[1] == level and not rank[2] for rank, _ in stack)  # 一、甲 | 其中：乙 | 二、丙
    if inside and number is not None and number.number > 1 and level and stack[-1][0][1] == level and not beside:
        return stack[-1][0]  # 其中：1.甲 | 2.乙
    if inside and indent > stack[-1][0][0] and not level and not nests:
        return stack[-1][0]  # 其中：甲, and 乙 below it, set in by the width of 其中：
    if _MARKED.match(text):
        return (indent, level, 1)
    return (indent, level, 0)
