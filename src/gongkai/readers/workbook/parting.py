"""Which rows of a sheet are lines of text and which are tables: a row of one cell is a line where it stands outside of a table's body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from gongkai.readers.workbook.sheet import SheetCell, Span
from gongkai.text.numbering import leading_number
from gongkai.text.numerals import is_value

_SAYS = re.compile(r"[:：。；]|年.*月.*日|\S\s+\S.*\s\S.*[.!?]$")
_CAPTION = re.compile(r"(?:附?表|Table)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABEL = 30  # characters; the longest label of a form's row that stands last


class Shown(Struct, frozen=True):
    """What a sheet shows, rows and columns that are hidden taken out: cells by row and column, counted from nought."""

    rows: Mapping[int, Mapping[int, SheetCell]]
    merged: Mapping[tuple[int, int], Span]
    covered: frozenset[tuple[int, int]]


def parts_of(region: Sequence[int], shown: Shown) -> Iterator[list[int]]:
    """Yield the tables and lone lines of rows with no blank one between them, as lists of rows.

    A line stands over a table's head, over all that has several cells, or under all of it.
    """
    rows = [(row, _is_line(row, shown)) for row in region]
    full = [row for row, line in rows if not line]
    first, last = (full[0], full[-1]) if full else (-1, -1)
    below = _labels_below([row for row, _ in rows if row > last], full, shown)
    part: list[int] = []
    for i, (row, line) in enumerate(rows):
        if not line:
            outside = False
        elif row > last:
            outside = row not in below
        elif row < first:
            outside = _is_head(first, shown) or _are_unlike(range(region[0], first), full, shown)
        else:
            following = next(r for r, lone in rows[i:] if not lone)
            outside = _is_caption(row, shown) or _heads_another(following, part, shown)
        if outside:
            yield from [part] if part else []
            yield [row]
            part = []
        else:
            part.append(row)
    if part:
        yield part


def _is_line(row: int, shown: Shown) -> bool:
    """Whether a row holds one cell and is reached by no other that is merged over rows."""
    return len(shown.rows[row]) == 1 and not any(
        top < row < top + height for top, _, height, _ in shown.merged.values()
    )


def _labels_below(rows: Sequence[int], table: Sequence[int], shown: Shown) -> frozenset[int]:
    """Return which lone cells right under a table are labels of rows whose figures are blank.

    They say nothing (no colon, no full stop), and none is a heading over what is said next: numbered where no label of the table is.
    """
    labels: list[int] = []
    for row in rows if table else ():
        if not _is_label(row, table, shown):
            break
        labels.append(row)
    if len(labels) < len(rows):
        numbered = any(_is_numbered(next(iter(shown.rows[row].values())).text) for row in table)
        while labels and not numbered and _is_numbered(next(iter(shown.rows[labels[-1]].values())).text):
            labels.pop()
    return frozenset(labels)


def _is_numbered(text: str) -> bool:
    return leading_number(text.strip()[:12]) is not None


def _is_label(row: int, table: Sequence[int], shown: Shown) -> bool:
    ((column, cell),) = shown.rows[row].items()
    return (
        column == _stub(table, shown)
        and not _is_wide(row, column, shown)
        and not _SAYS.search(cell.text.strip())
        and len(cell.text) <= _LABEL
    )


def _stub(table: Sequence[int], shown: Shown) -> int:
    return min(column for row in table for column in shown.rows[row])


def _is_wide(row: int, column: int, shown: Shown) -> bool:
    return shown.merged.get((row, column), (row, column, 1, 1))[3] > 1


def _is_head(row: int, shown: Shown) -> bool:
    """Whether a row of several cells is a table's head: words, and years."""
    values = [cell.text for cell in shown.rows[row].values() if is_value(cell.text)]
    return len(values) < len(shown.rows[row]) and all(map(_YEAR.fullmatch, values))


def _is_caption(row: int, shown: Shown) -> bool:
    """Whether a line counts a table: 表2, Table 2."""
    return all(_CAPTION.match(cell.text.strip()) for cell in shown.rows[row].values())


def _heads_another(row: int, above: Sequence[int], shown: Shown) -> bool:
    """Whether a row with a line over it begins another table: words only, years one after the other, or the words of the head above."""
    texts = [cell.text.strip() for _, cell in sorted(shown.rows[row].items())]
    values = [text for text in texts if is_value(text)]
    if not values:
        return True
    if above and _is_head(above[0], shown):
        own = [cell.text.strip() for _, cell in sorted(shown.rows[above[0]].items())]
        if texts == own:
            return True
    if not all(map(_YEAR.fullmatch, values)) or not 1 < len(values) < len(texts):
        return False
    steps = {int(right) - int(left) for left, right in pairwise(values)}
    return steps in ({1}, {-1})


def _are_unlike(lines: Sequence[int], table: Sequence[int], shown: Shown) -> bool:
    """Whether one of the lines over a table without a head is no label of its rows: longer than all of them, or saying something."""
    stub = _stub(table, shown)
    longest = max((len(shown.rows[row][stub].text.strip()) for row in table if stub in shown.rows[row]), default=0)
    return any(
        column != stub or len(cell.text.strip()) > max(longest, _LABEL) or _SAYS.search(cell.text.strip())
        for row in lines
        for column, cell in shown.rows.get(row, {}).items()
    )
