"""Which cells of a row are its values, when the row has more cells than the form has columns.

Padding may stand before the values (cells that merged labels left), behind them (the table's widest block, or the merged labels of
the next row where row ends are not marked), or on both sides. A window of neighbouring cells can be the values only if all
outside it is blank. What one row leaves open, the rows of the same kind decide together: a converter pads them alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from msgspec import Struct

from gongkai.tables.reading import Value

_ROWS = 3  # so many rows alike are a habit


class Padded(Struct, frozen=True, gc=False):
    """A row of ``width`` columns in ``values`` cells or more. Rows of one ``kind`` are padded alike; ``merged`` is how many blank
    cells its merged label would leave before the values; ``holes`` says that blank cells stand between the heads above it.
    """

    values: tuple[Value, ...]
    width: int
    kind: Hashable
    merged: int
    holes: bool = False


def windows(rows: Sequence[Padded]) -> list[tuple[Value, ...] | None]:
    """Return for each row the cells that are its values, or None where that is not certain."""
    usual = _usual(rows)
    ranges = [_range(row) if len(row.values) <= usual.get(row.kind, len(row.values)) else range(0) for row in rows]
    starts = _agreed(rows, ranges)
    masks = _masks(rows)
    if not masks and not any(row.holes for row in rows):
        return [_cut(row, start) for row, start in zip(rows, starts, strict=True)]
    return [_masked(row, masks.get(_kind(row))) for row in rows]


def _usual(rows: Sequence[Padded]) -> dict[Hashable, int]:
    """Return the number of cells that most rows of a kind have, where enough do: a row with more holds something that is none."""
    counts: dict[Hashable, Counter[int]] = defaultdict(Counter)
    for row in rows:
        counts[row.kind][len(row.values)] += 1
    common = {kind: count.most_common(1)[0] for kind, count in counts.items()}
    return {kind: size for kind, (size, times) in common.items() if times >= _ROWS and 2 * times > counts[kind].total()}


def _cut(row: Padded, start: int | None) -> tuple[Value, ...] | None:
    return None if start is None else row.values[start : start + row.width]


def _masks(rows: Sequence[Padded]) -> dict[Hashable, frozenset[tuple[int, ...]]]:
    """Return where the values of full rows stand, kind by kind, if any stand apart: a value's own merged cells leave blanks too."""
    full = [(row, tuple(_printed(row))) for row in rows if len(_printed(row)) == row.width < len(row.values)]
    if all(at[-1] - at[0] == row.width - 1 for row, at in full):
        return {}
    found: dict[Hashable, frozenset[tuple[int, ...]]] = {}
    for row, at in full:
        found[_kind(row)] = found.get(_kind(row), frozenset()) | {at}
    return found


def _masked(row: Padded, masks: frozenset[tuple[int, ...]] | None) -> tuple[Value, ...] | None:
    """Take the cells that full rows of the same kind have; without such a row only a full or an all blank one is certain."""
    printed = _printed(row)
    if len(row.values) == row.width or len(printed) == row.width:
        return row.values if len(row.values) == row.width else tuple(row.values[i] for i in printed)
    if masks is not None and len(masks) == 1 and set(printed) <= set(next(iter(masks))):
        return tuple(row.values[i] for i in next(iter(masks)))
    return tuple(row.values[: row.width]) if not printed and len(row.values) >= row.width else None


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
