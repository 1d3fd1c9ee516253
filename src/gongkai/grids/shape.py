"""The shape of a table: how many rows are heads, which columns are stubs, which only count."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import regex
from msgspec import Struct

from gongkai.grids.around import unit_in
from gongkai.grids.sheet import Sheet
from gongkai.grids.values import squeezed, words

_YEAR = regex.compile(r"(?:19[4-9]|20\d)\d")
_INTEGER = regex.compile(r"\d{1,4}")
_ORDINAL = regex.compile(r"[(（]?(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:[.-]\d{1,3}){0,3}[)）]?[.、]?")
_CODE = regex.compile(r"\d{1,9}|\d{1,3}(?:\.\d{1,3}){1,3}")
_FORMULA = regex.compile(r"[\d+\-=()①-⑳]+|[A-Za-z]")
_COUNTED = 4  # columns of a table without labels, each counted: 1 | 2 | 3 | 4; fewer may be figures
_UNIQUE = 0.75  # the share of different labels at which a stub names its rows; groups of two rows and more stay below


class Shape(Struct, frozen=True):
    """``heads`` rows of heads, then rows of figures; ``stub`` columns hold labels, ``units`` is the column of units beside them."""

    heads: int
    stub: tuple[int, ...]
    units: int | None = None

    def values(self, columns: int) -> list[int]:
        """The columns of figures and words."""
        return [c for c in range(columns) if c not in self.stub and c != self.units]


def shape_of(sheet: Sheet) -> Shape:
    """Tell heads and stubs of a sheet."""
    heads = head_rows(sheet)
    stub, units = _stub(sheet, heads)
    return Shape(heads, stub, units)


def head_rows(sheet: Sheet) -> int:
    """Count the rows of heads: those above the first figure that have words where figures stand below."""
    heads = _counted_heads(sheet)
    while heads < sheet.rows and is_counting_row(sheet, heads):
        heads += 1
    return heads


def _counted_heads(sheet: Sheet) -> int:
    years = _year_rows(sheet)
    counting = [row for row in range(min(sheet.rows, 8)) if row in years or is_counting_row(sheet, row)]
    figured = {
        column
        for row in range(sheet.rows)
        if row not in counting
        for column in range(sheet.columns)
        if sheet.kind(row, column) == "figure" and not _is_label_figure(sheet, row, column)
    }
    labels = {c for c in figured if counts_rows(sheet, c, 0) or is_code_column(sheet, c, 0)}
    figures = figured - labels or figured
    if not figures:
        return _spanned_heads(sheet)
    first = next(
        row for row in range(sheet.rows) if row not in counting and any(sheet.kind(row, c) == "figure" for c in figures)
    )
    worded = [
        row for row in range(first) if row not in counting and any(sheet.kind(row, c) == "words" for c in figures)
    ]
    spanned = [row for row in years if row < first]
    parted = [row for row in worded if not _is_banner(sheet, row)]
    return max([*(parted or spanned or worded), *spanned], default=-1) + 1


def _is_banner(sheet: Sheet, row: int) -> bool:
    """Whether one cell spans the table without a unit for it: below the heads it heads the rows that follow, and no column."""
    whole = len({sheet.cover.get((row, c)) for c in range(sheet.columns)}) == 1
    return whole and sheet.columns > 1 and unit_in(sheet.text(row, 0)) is None


def _is_label_figure(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a number stands under the same cell that names rows: a code that spans a group."""
    cell = sheet.cover[row, column]
    return column == 0 and cell.row_span > 1


def _year_rows(sheet: Sheet) -> list[int]:
    """The rows at the top whose only figures are years: 2023 | 2022 over two columns."""
    found: list[int] = []
    for row in range(min(sheet.rows - 1, 4)):
        figures = [sheet.text(row, c) for c in range(sheet.columns) if sheet.kind(row, c) == "figure"]
        if figures and all(_YEAR.fullmatch(squeezed(text)) for text in figures) and len(figures) >= 2:
            found.append(row)
        elif figures:
            break
    return found


def is_counting_row(sheet: Sheet, row: int) -> bool:
    """Whether a row only counts the columns: 栏次 | 1 | 2 | 3, 甲 | 1 | 2."""
    texts = [squeezed(sheet.text(row, c)) if sheet.begins(row, c) else "" for c in range(sheet.columns)]
    numbers = [text for text in texts if text and _FORMULA.fullmatch(text)]
    rest = [text for text in texts if text and not _FORMULA.fullmatch(text)]
    if not numbers or not all(words().ordinal_rows.fullmatch(text) for text in rest):
        return False
    leading = [number for text in numbers if (number := _counted_as(text)) is not None]
    consecutive = leading == list(range(leading[0], leading[0] + len(leading))) if leading else False
    named = bool(rest) and (len(leading) > 1 or not all(len(text) == 1 for text in rest))
    first = leading[0] == 1 if leading else False
    alone = first and row > 0 and len(leading) == len(texts) >= _COUNTED and _stands_below_words(sheet, row)
    if consecutive and not rest and len(leading) > 1 and _stand_under_one(sheet, row):  # 月份 over 7, 8, 9
        return True
    if not consecutive or named or alone or not first or row == 0:
        return consecutive and (named or alone)
    if not sheet.begins(row, 0) and sheet.text(row, 0):  # 项目 reaches from the heads down beside the numbers
        return not rest and _stands_below_words(sheet, row)
    return len(leading) >= 3 and not texts[0]


def _counted_as(text: str) -> int | None:
    """The number that a column is counted with: 4, (4), ④, or 4=5+6, which says what it is the sum of."""
    first = text.partition("=")[0].strip("()")
    return (
        int(unicodedata.numeric(first))
        if len(first) == 1 and first.isnumeric()
        else int(first)
        if first.isdecimal()
        else None
    )


def _stand_under_one(sheet: Sheet, row: int) -> bool:
    """Whether the numbers of a row stand below one head that spans just them, the name of the rows reaching down beside it."""
    numbered = [c for c in range(sheet.columns) if sheet.begins(row, c) and sheet.text(row, c)]
    heads = {sheet.cover.get((row - 1, c)) for c in numbered} if row else set()
    above = heads.pop() if len(heads) == 1 else None
    beside = not sheet.begins(row, 0) and bool(sheet.text(row, 0))
    return (
        above is not None
        and beside
        and above.column_span == len(numbered)
        and sheet.kind(row - 1, numbered[0]) == "words"
    )


def _stands_below_words(sheet: Sheet, row: int) -> bool:
    """Whether nothing but words, and the blanks that their lost spans leave, stands above a row."""
    kinds = {sheet.kind(r, c) for r in range(row) for c in range(sheet.columns)}
    return "words" in kinds <= {"words", "blank"}


def _spanned_heads(sheet: Sheet) -> int:
    """Count the heads of a table without a figure: as far down as spans reach from the first row."""
    heads = 1
    for row in range(min(sheet.rows, 6)):
        if row >= heads:
            break
        cells = [sheet.cover[row, c] for c in range(sheet.columns) if sheet.begins(row, c) and (row, c) in sheet.cover]
        filled = [cell for cell in cells if cell.text.strip()]
        deep = max((cell.row_span for cell in filled), default=1)
        over = any(cell.column_span > 1 for cell in filled)
        below = row + 1 < sheet.rows and any(
            sheet.kind(row + 1, c) == "words" for c in range(sheet.columns) if sheet.begins(row + 1, c)
        )
        heads = max(heads, row + deep, row + 2 if over and below else 0)
    return min(heads, sheet.rows)


def leaf(sheet: Sheet, heads: int, column: int) -> str:
    """The lowest head of a column, folded."""
    return next((t for row in range(heads - 1, -1, -1) if (t := squeezed(sheet.text(row, column)))), "")


def any_head(sheet: Sheet, heads: int, column: int, pattern: regex.Pattern[str]) -> bool:
    """Whether one of a column's heads is such a word."""
    return any(pattern.fullmatch(squeezed(sheet.text(row, column))) for row in range(heads))


def _own_texts(sheet: Sheet, column: int, first: int) -> list[str]:
    return [
        squeezed(sheet.text(row, column))
        for row in range(first, sheet.rows)
        if sheet.begins(row, column) and sheet.text(row, column)
    ]


def counts_rows(sheet: Sheet, column: int, heads: int) -> bool:
    """Whether a column only counts the rows: by its head (行次, 序号, No.), or as the first column, before words, by counting from one."""
    first = heads or _first_figure(sheet, column)
    texts = [t for t in _own_texts(sheet, column, first) if not words().ordinals.fullmatch(t)]
    numbers = [int(t) for t in texts if _INTEGER.fullmatch(t)]
    named = any_head(sheet, first, column, words().ordinals)
    if named and len(numbers) < len(texts) and all(map(_counts, texts)):
        return True  # 一 | 1 | 2 | 二 | 1, and 合计 at the end
    if len(numbers) < max(1, 0.5 * len(texts)):
        return False
    rising = sum(after > before or after == 1 for before, after in pairwise(numbers))
    if rising == len(numbers) - 1 and named:
        return True
    steps = sum(after == before + 1 or after == 1 for before, after in pairwise(numbers))
    if steps < len(numbers) - 1 - len(numbers) // 10:
        return False
    beside = column + 1 < sheet.columns and sum(
        sheet.kind(row, column + 1) == "words" for row in range(first, sheet.rows)
    )
    return column == 0 and numbers[0] == 1 and len(numbers) >= 3 and bool(beside)


def _counts(text: str) -> bool:
    """Whether a text in a column of ordinals is one, or the label of a total that reaches into it."""
    return _ORDINAL.fullmatch(text) is not None or words().totals.fullmatch(text) is not None


def _first_figure(sheet: Sheet, column: int) -> int:
    return next((row for row in range(sheet.rows) if sheet.kind(row, column) == "figure"), sheet.rows)


def is_code_column(sheet: Sheet, column: int, heads: int) -> bool:
    """Whether a column holds codes (201, 20101; 类 | 款 | 项): by its head, or by digits of fixed lengths before a column of words."""
    first = heads or _first_figure(sheet, column)
    texts = [t for t in _own_texts(sheet, column, first) if t]
    codes = [t for t in texts if _CODE.fullmatch(t)]
    if not codes or len(codes) < 0.6 * len(texts):
        return False
    if any_head(sheet, first, column, words().codes):
        return True
    years = all(_YEAR.fullmatch(t) for t in codes)
    if column == 0 and years and any_head(sheet, first, column, words().years):
        return True
    if column == 0 and years and len(set(codes)) == len(codes) and len(codes) >= 2:
        return not any(sheet.kind(row, c) == "words" for row in range(first, sheet.rows) for c in range(sheet.columns))
    lengths = {len(t) for t in codes}
    beside = sum(sheet.kind(row, column + 1) == "words" for row in range(first, sheet.rows))
    return (
        column == 0
        and len(set(codes)) == len(codes) >= 2
        and lengths <= {3, 5, 7}
        and beside >= len(codes)
        and sorted(codes) == codes
    )


def _stub(sheet: Sheet, heads: int) -> tuple[tuple[int, ...], int | None]:
    """Return the columns of labels, and the one of units beside them."""
    stub: list[int] = []
    units: int | None = None
    worded = False
    for column in range(sheet.columns):
        if counts_rows(sheet, column, heads) or is_code_column(sheet, column, heads):
            stub.append(column)
            continue
        kinds = [sheet.kind(row, column) for row in range(heads, sheet.rows)]
        if kinds.count("figure") > kinds.count("words") or (worded and "words" not in kinds):
            break
        if worded and units is None and _holds_units(sheet, column, heads):
            units = column
            continue
        if stub and _continues(sheet, heads, column):
            stub.append(column)
            continue
        if worded and _names_rows(sheet, stub, heads):
            break
        if "words" in kinds:
            stub.append(column)
            worded = True
        else:
            break
    return tuple(stub), units


def _continues(sheet: Sheet, heads: int, column: int) -> bool:
    """Whether a head stands over this column and the stub before it, and nothing of its own in its body: 项目 over codes and a name
    that are all empty.
    """
    before = column - 1
    shared = any(
        (cell := sheet.cover.get((row, column))) and cell is sheet.cover.get((row, before)) for row in range(heads)
    )
    return shared and all(
        not sheet.text(row, column) or sheet.cover.get((row, column)) is sheet.cover.get((row, before))
        for row in range(heads, sheet.rows)
    )


def _holds_units(sheet: Sheet, column: int, heads: int) -> bool:
    """Whether a column says which unit each row is in."""
    texts = [squeezed(sheet.text(row, column)) for row in range(heads, sheet.rows) if sheet.text(row, column)]
    if not texts:
        return False
    share = sum(words().units.fullmatch(text.strip("()")) is not None for text in texts) / len(texts)
    named = leaf(sheet, heads, column) in ("单位", "计量单位", "unit", "Unit")
    return share >= (0.5 if named else 1.0) and (named or len(texts) >= 2)


def _names_rows(sheet: Sheet, stub: list[int], heads: int) -> bool:
    named = [c for c in stub if not counts_rows(sheet, c, heads)]
    rows = [row for row in range(heads, sheet.rows) if any(sheet.text(row, c) for c in range(sheet.columns))]
    labels = [tuple(sheet.text(row, c) for c in named) for row in rows]
    filled = {label for label in labels if any(label)}
    inner = max(named, default=0) + 1
    if not sheet.spans_known and any(
        sheet.kind(row, inner) == "words" and not any(label) for row, label in zip(rows, labels, strict=True)
    ):
        return False  # a group's label is printed once: the names stand beside it
    return len(filled) >= _UNIQUE * len(labels) and not any(
        sheet.cover[row, c].row_span > 1
        for row in range(heads, sheet.rows)
        for c in stub[-1:]
        if (row, c) in sheet.cover and sheet.begins(row, c) and sheet.text(row, c)
    )
