"""The rows of a table without rules: pieces of one cell put together, labels of groups given to their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gongkai.grids.unruled.bands import NEAR, Band, has_figures
from gongkai.grids.unruled.chunks import Chunk, Row, lines_of, overlap
from gongkai.grids.unruled.columns import Column, is_subtotal, is_total
from gongkai.grids.unruled.cut import is_cut
from gongkai.grids.unruled.heads import LOOSE

_EVEN = 0.3  # of a height: how far from the middle of its rows the label of a group may stand


class Cell(Struct, frozen=True):
    """Chunks that are one cell, top to bottom; ``row`` counts the rows of the body, ``down`` how many it spans."""

    row: int
    column: int
    chunks: tuple[Chunk, ...]
    down: int = 1
    across: int = 1


def cells_of(band: Band) -> list[Cell]:
    """Return the cells of a table's body."""
    placed = [(y, chunk) for y, row in _by_rows(band) for chunk in row.chunks]
    ys = {y for y, _ in placed}
    order = {y: at for at, y in enumerate(sorted(ys))}
    sizes = Counter(y for y, _ in placed)
    cells: dict[tuple[int, int], list[Chunk]] = {}
    spanning: list[Cell] = []
    for y, chunk in placed:
        at = order[y]
        own = _columns_under(chunk, band.columns)
        if sizes[y] == 1 and (len(own) > 1 or _is_over_all(chunk, band.columns)):
            spanning.append(Cell(at, 0, (chunk,), across=len(band.columns)))
        else:
            cells.setdefault((at, own[0]), []).append(chunk)
    found = [Cell(row, column, _in_order(chunks)) for (row, column), chunks in cells.items()]
    return [*spanning, *_grouped(found, band, list(order))]


def _is_over_all(chunk: Chunk, columns: Sequence[Column]) -> bool:
    """Whether words stand where no label does, above figures or between them: they head the rows below, as a line over the table."""
    words = not chunk.is_figure
    return words and not any(overlap(chunk.span, column.span) > 0 for column in columns if column.figures < 0.5)


def _by_rows(band: Band) -> Iterator[tuple[float, Row]]:
    """Yield each line with the height of the row that it is of: lines near each other are those of one row, where no more than one of
    them begins one.
    """
    heaps: list[list[Row]] = []
    for row in band.rows:
        if heaps and _is_one_row(heaps[-1], row, band):
            heaps[-1].append(row)
        else:
            heaps.append([row])
    for heap in heaps:
        anchors = list(_anchors(heap, band)) or [heap[0].y]
        yield from ((min(anchors, key=lambda y: abs(y - row.y)), row) for row in heap)


def _anchors(heap: Sequence[Row], band: Band) -> Iterator[float]:
    """The heights of the rows in lines that stand near each other: lines nearer than letters are high are of one."""
    last: Row | None = None
    for row in (row for row in heap if _is_anchor(row) and not _are_ends(row, heap, band)):
        if last is not None and row.y - last.y >= NEAR * band.pace.size:
            yield last.y
        elif last is not None and len(last.chunks) >= len(row.chunks):
            continue
        last = row
    if last is not None:
        yield last.y


def _is_anchor(row: Row) -> bool:
    return has_figures(row) and len(row.chunks) > 1


def _is_one_row(heap: Sequence[Row], row: Row, band: Band) -> bool:
    """Whether a line is of the same row as those above it: nearer than rows are, or what did not fit into a line of a cell."""
    step = row.y - heap[-1].y
    if step < NEAR * band.pace.size:
        return True
    if step > LOOSE * band.pace.size:
        return False
    begun = not any(_is_anchor(above) for above in heap)
    if not _is_anchor(row) or _are_ends(row, heap, band):
        return band.pace.padded or all(is_cut(heap, chunk, band.columns) for chunk in row.chunks)
    return begun and (band.pace.padded or any(is_cut(heap, chunk, band.columns) for chunk in row.chunks))


def _are_ends(row: Row, heap: Sequence[Row], band: Band) -> bool:
    """Whether a line holds nothing but the ends of words and figures that their cells' width broke."""
    above = [other for other in heap if other.y < row.y]
    if not above or not all(chunk.text.isdecimal() or not chunk.is_figure for chunk in row.chunks):
        return False
    return len(row.chunks) < len(above[-1].chunks) and all(is_cut(above, c, band.columns) for c in row.chunks)


def _in_order(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    return tuple(chunk for line in lines_of(chunks) for chunk in line)


def _columns_under(chunk: Chunk, columns: Sequence[Column]) -> list[int]:
    """The columns that a chunk stands in; the label of a total stands in the first of them, or of those of labels."""
    own = [at for at, column in enumerate(columns) if overlap(chunk.span, column.span) > 0]
    if not own:
        middle = chunk.middle
        own = [min(range(len(columns)), key=lambda at: abs(sum(columns[at].span) / 2 - middle))]
    if is_total(chunk.text) and not (len(own) == 1 and is_subtotal(chunk.text)):
        labels = [at for at in range(own[0] + 1) if all(c.figures < 0.5 for c in columns[at : own[0] + 1])]
        return [min(labels, default=own[0])]
    return own


def _grouped(cells: list[Cell], band: Band, order: Sequence[float]) -> list[Cell]:
    """Give the label of a group, which stands half way down beside its rows, to all of them."""
    found = list(cells)
    for column in range(len(band.columns) - 1):
        own = sorted((c for c in found if c.column == column), key=lambda c: c.row)
        totals = {c.row for c in found if is_total(c.chunks[0].text) and not is_subtotal(c.chunks[0].text)}
        inner = {c.row for c in found if c.column == column + 1} - totals
        if band.columns[column].figures >= 0.5 or not own or not inner - {c.row for c in own}:
            continue
        first = all(before.figures >= 0.5 for before in band.columns[:column])  # but for numbers that count the rows
        spans = _spans(own, sorted(inner), order) or _from_tops(own, sorted(inner), first=first)
        if spans is not None:
            found = [c for c in found if c.column != column] + spans
    return found


def _from_tops(labels: Sequence[Cell], rows: Sequence[int], *, first: bool) -> list[Cell] | None:
    """The rows of each label of the ``first`` column of words where it stands beside the first of them: up to the next label."""
    named = [label for label in labels if not any(is_total(c.text) for c in label.chunks)]
    firsts = [label.row for label in named]
    if not first or not firsts or firsts[0] != rows[0] or not set(firsts) <= set(rows):
        return None
    totals = {label.row for label in labels} - set(firsts)
    own = [row for row in rows if row not in totals]
    found = []
    for label, stop in zip(named, [*firsts[1:], own[-1] + 1], strict=True):
        down = [row for row in own if label.row <= row < stop]
        if down != list(range(label.row, label.row + len(down))):
            return None
        found.append(Cell(label.row, label.column, label.chunks, down=len(down)))
    return [*found, *(label for label in labels if label.row in totals)]


def _spans(labels: Sequence[Cell], rows: Sequence[int], order: Sequence[float]) -> list[Cell] | None:
    """The rows of each label, from the top: as far below it as above it."""
    found: list[Cell] = []
    named = [label for label in labels if not any(is_total(c.text) for c in label.chunks)]
    totals = {label.row for label in labels} - {label.row for label in named}
    free = [row for row in rows if row not in totals]
    for label in named:
        if not free:
            return None
        y = sum(c.y for c in label.chunks) / len(label.chunks)
        last = min(range(len(free)), key=lambda n: abs((order[free[0]] + order[free[n]]) / 2 - y))
        first_row, last_row = free[0], free[last]
        if (
            abs((order[first_row] + order[last_row]) / 2 - y) > _EVEN * label.chunks[0].height
            or last_row - first_row != last
        ):
            return None
        found.append(Cell(first_row, label.column, label.chunks, down=last + 1))
        free = free[last + 1 :]
    if free:
        return None
    return [*found, *(label for label in labels if label.row in totals)]
