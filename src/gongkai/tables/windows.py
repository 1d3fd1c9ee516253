"""Which cells of a row are its values, when the row has more cells than the form has columns.

Padding may stand before the values (cells that merged labels left), behind them (the table's widest block, or the merged labels of
the next row where row ends are not marked), or on both sides. A window of neighbouring cells can be the values only if all
outside it is blank. What one row leaves open, the rows of the same kind decide together: a converter pads them alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from msgspec import Struct, structs

from gongkai.tables.reading import Value

_ROWS = 3  # so many rows alike are a habit


class Padded(Struct, frozen=True, gc=False):
    """A row of ``width`` columns in ``values`` cells or more. Rows of one ``kind`` are padded alike; ``merged`` is how many blank
    cells its merged label would leave before the values; ``holes`` says that blank cells stand between the heads above it;
    ``labels`` is how many cells its labels take.
    """

    values: tuple[Value, ...]
    width: int
    kind: Hashable
    merged: int
    holes: bool = False
    labels: int = 1

    @property
    def size(self) -> int:
        """How many cells the row has in all, those of its labels among them."""
        return len(self.values) + self.labels


class Window(Struct, frozen=True):
    """Which cells of a row are its values: ``cells`` are their indices, None where that is not certain.

    ``hopeless``: most rows of this kind have other cells than the form's columns, so not even the sums should be asked.
    """

    cells: tuple[int, ...] | None
    hopeless: bool = False


def windows(rows: Sequence[Padded]) -> list[Window]:
    """Find the values of each row; rows of one kind are judged together."""
    rows = _counted(rows)
    ranges = [_range(row) for row in rows]
    usual = _usual(rows)
    broken = _broken(rows, ranges, usual)
    masks = _masks(rows)
    plain = not masks and not any(row.holes for row in rows)
    odd = [not _is_usual(row, usual, last=index == len(rows) - 1) for index, row in enumerate(rows)]
    ranges = [range(0) if strange else possible for possible, strange in zip(ranges, odd, strict=True)]
    starts = _agreed(rows, ranges)
    found: list[Window] = []
    for row, possible, start, strange in zip(rows, ranges, starts, odd, strict=True):
        if row.kind in broken or strange or (plain and not possible):
            found.append(Window(None, hopeless=row.kind in broken))
        elif plain:
            found.append(Window(None if start is None else tuple(range(start, start + row.width))))
        else:
            found.append(Window(_masked(row, masks.get(_kind(row)))))
    return found


def _is_usual(row: Padded, usual: dict[Hashable, int], *, last: bool) -> bool:
    """Whether a row has as many cells as others of its kind: one more holds what is no cell, one fewer has lost one.

    Only the last row of a table may lack the padding of the others.
    """
    size = usual.get(row.kind, row.size)
    if row.size == size:
        return True
    unpadded = len(row.values) == row.width
    return row.size < size and (size <= row.width + row.labels or (last and unpadded))


def _broken(rows: Sequence[Padded], ranges: list[range], usual: dict[Hashable, int]) -> frozenset[Hashable]:
    """Return the kinds of which most rows are longer than the form's and fit no window: a column stands there that it does not know."""
    counts: dict[Hashable, list[bool]] = defaultdict(list)
    for row, possible in zip(rows, ranges, strict=True):
        if row.size == usual.get(row.kind) and len(row.values) > row.width:
            full = len(_printed(row)) == row.width
            counts[row.kind].append(bool(possible) or full)
    return frozenset(kind for kind, fits in counts.items() if 2 * sum(fits) < len(fits))


def _usual(rows: Sequence[Padded]) -> dict[Hashable, int]:
    """Return the number of cells that most rows of a kind have, where enough do."""
    counts: dict[Hashable, Counter[int]] = defaultdict(Counter)
    for row in rows:
        counts[row.kind][row.size] += 1
    common = {kind: count.most_common(1)[0] for kind, count in counts.items()}
    return {kind: size for kind, (size, times) in common.items() if times >= _ROWS and 2 * times > counts[kind].total()}


def _counted(rows: Sequence[Padded]) -> Sequence[Padded]:
    """Leave the cells of labels out of the count where rows agree better without them: no padding stands for missing columns there."""
    bare = [structs.replace(row, labels=0) for row in rows]
    return max((bare, list(rows)), key=_agreement)


def _agreement(rows: Sequence[Padded]) -> int:
    counts: dict[Hashable, Counter[int]] = defaultdict(Counter)
    for row in rows:
        counts[row.kind][row.size] += 1
    return sum(count.most_common(1)[0][1] for count in counts.values())


def _masks(rows: Sequence[Padded]) -> dict[Hashable, frozenset[tuple[int, ...]]]:
    """Return where the values of full rows stand, kind by kind, if any stand apart: a value's own merged cells leave blanks too."""
    full = [(row, tuple(_printed(row))) for row in rows if len(_printed(row)) == row.width < len(row.values)]
    if all(at[-1] - at[0] == row.width - 1 for row, at in full):
        return {}
    found: dict[Hashable, frozenset[tuple[int, ...]]] = {}
    for row, at in full:
        found[_kind(row)] = found.get(_kind(row), frozenset()) | {at}
    return found


def _masked(row: Padded, masks: frozenset[tuple[int, ...]] | None) -> tuple[int, ...] | None:
    """Take the cells that full rows of the same kind have; without such a row only a full or an all blank one is certain."""
    printed = _printed(row)
    if len(row.values) == row.width or len(printed) == row.width:
        return tuple(range(row.width)) if len(row.values) == row.width else tuple(printed)
    if masks is not None and len(masks) == 1 and set(printed) <= set(next(iter(masks))):
        return next(iter(masks))
    return tuple(range(row.width)) if not printed and len(row.values) >= row.width else None


def _printed(row: Padded) -> list[int]:
    return [i for i, value in enumerate(row.values) if value.printed.status != "blank"]


def _range(row: Padded) -> range:
    """Return where the window may begin, judged by this row alone; empty where no window fits."""
    spare = len(row.values) - row.width
    printed = _printed(row)
    if not printed or spare < 0:
        return range(max(0, spare + 1))
    return range(max(0, printed[-1] - row.width + 1), min(printed[0], spare) + 1)


def _agreed(rows: Sequence[Padded], ranges: list[range]) -> list[int | None]:
    common: dict[Hashable, set[int]] = {}
    for row, possible in zip(rows, ranges, strict=True):
        if possible:
            common.setdefault(_kind(row), set(possible)).intersection_update(possible)
    shift = _model(rows, ranges)
    return [
        _start(row, possible, common.get(_kind(row), set()), shift) for row, possible in zip(rows, ranges, strict=True)
    ]


def _kind(row: Padded) -> Hashable:
    return row.kind, row.width, len(row.values)


def _start(row: Padded, possible: range, common: set[int], shift: dict[int, int]) -> int | None:
    if len(possible) == 1:
        return possible[0]
    if all(value.printed.status == "blank" for value in row.values):
        return possible[0] if possible else None
    if len(common) == 1:
        return next(iter(common))
    modelled = shift.get(row.merged)
    return modelled if modelled is not None and modelled in possible else None


def _model(rows: Sequence[Padded], ranges: list[range]) -> dict[int, int]:
    """Return the one rule that all rows with spare cells fit: padding behind the values, or in the place of merged labels.

    The rule gives for each number of merged label cells where the values begin; it is empty where both rules fit, or neither.
    """
    padded = [(row, r) for row, r in zip(rows, ranges, strict=True) if r and len(row.values) > row.width]
    behind = all(0 in r for _, r in padded)
    before = all(row.merged in r for row, r in padded)
    if not padded or behind == before:
        return {}
    seen: dict[int, int] = defaultdict(int)
    for row, _ in padded:
        seen[row.merged] = 0 if behind else row.merged
    return dict(seen)
