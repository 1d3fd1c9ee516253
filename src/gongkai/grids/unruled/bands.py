"""Where a page holds a table without rules: lines with figures that stand below each other, and the lines of heads above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

import regex
from msgspec import Struct

from gongkai.grids.around import is_apparatus
from gongkai.grids.unruled.chunks import Chunk, Row, Span, overlap
from gongkai.grids.unruled.columns import MOST, Column, columns_of, merged, parted
from gongkai.grids.unruled.cut import breaks_off, is_cut
from gongkai.grids.unruled.heads import LOOSE, Heads, heads_of
from gongkai.grids.values import squeezed, words

_APART, _ALONE, _IN_TEXT = 0.25, 0.6, 2.4
"""Heights: the white between cells at the least, in one place of a line; of one with a single figure; of one that may be a sentence."""
_LONG = 40  # letters, figures apart: a longer line may be a sentence
_NEXT = 3.2  # heights from one line of a table to the next
_BETWEEN = 6  # lines between two lines of figures: pieces of labels, labels of groups
_HEADS = 8  # lines of heads
NEAR = 0.8  # heights: nearer lines are of one row, as where a label of two lines is centred beside its figures
_PADDED = 1.2  # heights from row to row: lines of one cell have less
_SENTENCE = regex.compile(r"[。；;：:，,]$")
_COMMA = regex.compile(r"[，；]")
_LEADER = regex.compile(r"[.．…·⋯]{4,}")


class Pace(Struct, frozen=True):
    """How lines of a table follow each other: ``size`` is the height of a line of its letters in points; ``padded``: there is more room
    between its rows than between the lines of one cell.
    """

    size: float
    padded: bool

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Pace:
        """Measure lines."""
        size = median(row.height for row in rows)
        pairs = [(a, b) for a, b in pairwise(rows) if has_figures(a) and has_figures(b) and not breaks_off(a, b)]
        return cls(size, bool(pairs) and min(b.y - a.y for a, b in pairs) >= _PADDED * size)


class Band(Struct, frozen=True):
    """A table on a page: ``rows`` are its lines below the heads."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    heads: Heads
    head_rows: tuple[Row, ...]
    pace: Pace


def bands_of(rows: Sequence[Row], before: Sequence[Column]) -> Iterator[Band]:
    """Yield the tables in lines of a page; ``before`` are the columns of a table that the page before ended in, or none."""
    top = 0
    for first, last in list(_runs(rows)):
        band = _band(rows, (top, max(top, first), last), before)
        if band is not None:
            top, before = last, ()
            yield band


@lru_cache(maxsize=1 << 12)
def has_figures(row: Row) -> bool:
    """Whether a line may be one of a table's body."""
    figures = [chunk for chunk in row.chunks if chunk.is_figure]
    if not figures or _LEADER.search(row.text) or _is_of_years(row) or is_text(row):
        return False
    letters = sum(len(chunk.text) for chunk in row.chunks if not chunk.is_figure)
    sentence = letters > _LONG or _COMMA.search(row.text) is not None
    narrow = _APART if len(figures) > 1 else _ALONE
    return len(row.chunks) == 1 or row.widest_gap > (_IN_TEXT if sentence else narrow)


def _is_of_years(row: Row) -> bool:
    """Whether a line of heads holds years, each once or in turn: 2023 2022 2023 2022."""
    figures = [chunk for chunk in row.chunks if chunk.is_figure]
    years = [int(squeezed(chunk.text)[:4]) for chunk in figures if chunk.is_year]
    return len(years) == len(figures) >= 2 and all(abs(a - b) <= len(years) for a, b in pairwise(years))


def _runs(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield first and last + 1 of the lines with figures that may be of one table."""
    run: list[int] = []
    for at, row in enumerate(rows):
        if not has_figures(row):
            continue
        if run and _may_stand_between(rows[run[-1] : at + 1]):
            run.append(at)
        else:
            if run:
                yield run[0], run[-1] + 1
            run = [at]
    if run:
        yield run[0], run[-1] + 1


def _may_stand_between(rows: Sequence[Row]) -> bool:
    near = all(b.y - a.y < _NEXT * max(a.height, b.height) for a, b in pairwise(rows))
    return near and len(rows) - 2 <= _BETWEEN and not any(is_text(row) for row in rows[1:-1])


@lru_cache(maxsize=1 << 12)
def is_text(row: Row) -> bool:
    """Whether a line is a caption, a unit, a remark or a sentence."""
    folded = squeezed(row.text)
    return (
        is_apparatus(folded)
        or words().notes.fullmatch(folded) is not None
        or (row.is_one and words().caption.fullmatch(folded) is not None)
        or (_SENTENCE.search(row.text) is not None and len(folded) > 12)
        or (row.is_one and "。" in row.text)
    )


def _band(rows: Sequence[Row], at: tuple[int, int, int], before: Sequence[Column]) -> Band | None:
    top, first, last = at
    figured = [row for row in rows[first:last] if has_figures(row)]
    if not any(len(row.chunks) > 1 for row in figured):
        return None
    pace = Pace.of(rows[first:last])
    columns = _columns(rows[first:last], pace)
    while first > top and rows[first].y - rows[first - 1].y < NEAR * pace.size and _is_piece(rows[first - 1], columns):
        first -= 1
        columns = _columns(rows[first:last], pace)
    while last < len(rows) and _is_last(rows[last], rows[last - 1], columns, pace):
        last += 1
    columns = _columns(rows[first:last], pace)
    if not 1 < len(columns) <= MOST or not _is_parted(figured, columns):
        return None
    begun = max(top, first - _HEADS)
    rows = [*rows[:begun], *(parted(row, columns) for row in rows[begun:first]), *rows[first:]]
    above = _head_rows(rows, top, first, columns, pace)
    skipped = first - (above[-1][0] + 1) if above else 0  # the label of a group between heads and rows
    heads = heads_of([row for _, row in above], columns)
    if not above and _is_level(columns, before):
        heads = Heads((), tuple(Column(b.span, b.chunks) for b in before))
    heads = _without_stray(heads, [row for _, row in above], columns)
    if not _is_table(heads, figured, headed=bool(above), goes_on=_is_level(columns, before)):
        return None
    return Band(tuple(rows[first - skipped : last]), heads.columns, heads, tuple(row for _, row in above), pace)


def _columns(rows: Sequence[Row], pace: Pace) -> list[Column]:
    """The columns of lines that hold a table's body."""
    steps = [
        (row, min(abs(rows[n].y - row.y) for n in (at - 1, at + 1) if 0 <= n < len(rows)))
        for at, row in enumerate(rows)
        if not has_figures(row)
    ]
    figured = [row for row in rows if has_figures(row)]
    near = [row for row, step in steps if step < NEAR * pace.size]
    apart = [(row, step) for row, step in steps if step >= NEAR * pace.size]
    found = columns_of(figured, near, [row for row, step in apart if pace.padded and step < LOOSE * pace.size])
    if pace.padded or len(found) > MOST:
        return found
    texts = [column.span for column in found if column.figures < 0.5]
    return columns_of(figured, near, [row for row, _ in apart if all(_is_over(c, texts) for c in row.chunks)])


def _is_over(chunk: Chunk, spans: Sequence[Span]) -> bool:
    return any(overlap(chunk.span, span) > 0 for span in spans)


def _is_last(row: Row, before: Row, columns: Sequence[Column], pace: Pace) -> bool:
    """Whether a line below the last figures is the end of their label, or of other words in their row."""
    step = row.y - before.y
    texts = [column for column in columns if column.figures < 0.5]
    worded = all(any(overlap(c.span, t.span) > 0 for t in texts) for c in row.chunks)
    if is_text(row) or step > LOOSE * pace.size or not (worded or step < NEAR * pace.size):
        return False
    return pace.padded or step < NEAR * pace.size or all(is_cut([before], c, columns) for c in row.chunks)


def _is_table(heads: Heads, figured: Sequence[Row], *, headed: bool, goes_on: bool) -> bool:
    """Whether lines are a table for certain: a head over each column of figures, and enough of them, or a table that goes on."""
    numbers = [at for at, column in enumerate(heads.columns) if column.figures >= 0.5]
    if not numbers or not headed:
        return bool(numbers) and goes_on
    count = sum(chunk.is_figure for row in figured for chunk in row.chunks)
    named = all(at in heads.unclear or _is_headed(heads, at) for at in numbers)
    return named and count >= 3 and (len(figured) >= 3 or len(numbers) >= 2)


def _is_piece(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a line above the first figures is a piece of their label, and no head of them."""
    numbers = [column for column in columns if column.figures >= 0.5]
    return not is_text(row) and not any(overlap(c.span, n.span) > 0 for c in row.chunks for n in numbers)


def _is_headed(heads: Heads, at: int) -> bool:
    return any(cell.group == (at, at) for cell in heads.cells)


def _is_parted(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether no line has two figures in one column."""
    for row in rows:
        own = [at for c in row.chunks if c.is_figure for at, col in enumerate(columns) if overlap(c.span, col.span) > 0]
        if len(set(own)) < len(own):
            return False
    return True


def _is_level(columns: Sequence[Column], before: Sequence[Column]) -> bool:
    """Whether each column of a table stands below one of the page before."""
    if not before or len(columns) > len(before):
        return False
    own = [[n for n, b in enumerate(before) if overlap(c.span, b.span) > 0] for c in columns]
    return all(len(found) == 1 for found in own) and len({found[0] for found in own}) == len(own)


def _without_stray(heads: Heads, above: Sequence[Row], columns: Sequence[Column]) -> Heads:
    """Read the heads again where a column of words has none: white in it that happens to run through is no gutter."""
    found, own = heads, list(columns)
    for _ in columns:
        bare = [
            at
            for at, column in enumerate(found.columns)
            if at and at not in found.unclear and column.figures < 0.5 and not _is_headed(found, at)
        ]
        if not bare or not above or len(own) != len(found.columns):
            break
        own = merged(own, bare[0])
        found = heads_of(above, own)
    return found


def _head_rows(
    rows: Sequence[Row], top: int, first: int, columns: Sequence[Column], pace: Pace
) -> list[tuple[int, Row]]:
    """The lines of heads above line ``first``, with their numbers; labels of groups may stand between."""
    found: list[tuple[int, Row]] = []
    whole: Span = columns[0].span[0], columns[-1].span[1]
    for at in range(first - 1, max(top, first - _HEADS) - 1, -1):
        row, below = rows[at], rows[at + 1]
        figures = any(chunk.is_figure and not chunk.is_year for chunk in row.chunks)
        if is_text(row) or figures or has_figures(row) or below.y - row.y > 2.4 * max(row.height, below.height):
            break
        if not row.is_one or _is_over_each(row, columns):
            found.insert(0, (at, row))
        elif not found and at > top and _is_line_of_heads(rows[at - 1]) and not _is_near(rows[at - 1], row, pace):
            continue  # the label of a group, between the heads and its first row
        elif _is_head(row, [head for _, head in found], columns, captioned=at > top and is_text(rows[at - 1])):
            found.insert(0, (at, row))
        elif at > top and not rows[at - 1].is_one and not is_text(rows[at - 1]):
            near = row.y - rows[at - 1].y < 1.3 * row.height
            if found and near:  # 项目, half way down beside two lines of heads
                found.insert(0, (at, row))
            elif found or overlap(row.span, whole) <= 0:
                break
        else:
            break
    return found


def _is_over_each(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a line has one word over each column: the white between them is narrow, and is that of cells even so."""
    own = [[at for at, column in enumerate(columns) if overlap(c.span, column.span) > 0] for c in row.chunks]
    return len(own) > 1 and [[at] for at in range(len(columns))] == own


def _is_near(upper: Row, lower: Row, pace: Pace) -> bool:
    return lower.y - upper.y < (LOOSE if pace.padded else NEAR) * pace.size


def _is_line_of_heads(row: Row) -> bool:
    return not (row.is_one or is_text(row) or has_figures(row))


def _is_head(row: Row, below: Sequence[Row], columns: Sequence[Column], *, captioned: bool) -> bool:
    """Whether a line of its own above others is a head: over one column, or over several and not over the whole table, unless its
    caption or unit stands above that line.
    """
    chunk = row.chunks[0]
    own = [at for at, column in enumerate(columns) if overlap(chunk.span, column.span) > 0]
    if not below:
        return len(own) == 1 and columns[own[0]].figures >= 0.5
    lower = [c for row in below for c in row.chunks]
    touching = [c for c in lower if overlap(c.span, chunk.span) > 0]
    if len(touching) == 1 and len(own) <= 1 and touching[0].y - chunk.y < LOOSE * chunk.height:
        return True
    left, right = min(c.box[0] for c in lower), max(c.box[2] for c in lower)
    numbers = [at for at, column in enumerate(columns) if column.figures >= 0.5]
    if len(numbers) < 2 or chunk.y > max(c.y for c in lower):
        return False
    # not over the table's own middle, nor at its left side: there its caption stands
    off = min(abs(chunk.middle - (left + right) / 2), abs(chunk.box[0] - left))
    inside = left < chunk.box[0] and chunk.box[2] < right
    return inside and (off > 1.5 * chunk.height or captioned)
