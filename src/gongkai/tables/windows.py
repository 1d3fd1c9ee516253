"""Which cells of a row are its values, when the row has more cells than the form has columns.

Padding may stand before the values (cells that merged labels left), behind them (the table's widest block, or the merged labels of
the next row where row ends are not marked), or on both sides. A window of neighbouring cells can be the values only if all
outside it is blank. What one row leaves open, the rows of the same kind decide together: a converter pads them alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from functools import partial
from itertools import combinations, islice

from msgspec import Struct

from gongkai.tables.reading import Value

_ROWS = 3  # so many rows alike are a habit
_REGULAR = (
    0.6  # the least share of rows that are as long as others of their kind; where it is less, cells were lost all over
)
_NEARLY = 0.75  # of the rows
_GAPPY = 0.2  # of the rows' cells
_MOST = 2_000  # choices of cells that are compared


class Padded(Struct, frozen=True, gc=False):
    """A row of ``width`` columns in ``values`` cells or more. Rows of one ``kind`` are padded alike; ``merged`` is how many blank
    cells its merged label would leave before the values; ``holes`` says that blank cells stand between the heads above it;
    ``labels`` is how many cells its labels take; ``heads`` are the cells under its heads, where a row of heads is printed like it;
    ``style`` is how its cells are shared out to lines; ``ended`` says that something marks its end: a row mark, or a label.
    """

    values: tuple[Value, ...]
    width: int
    kind: Hashable
    merged: int
    holes: bool = False
    labels: int = 1
    heads: tuple[int, ...] = ()
    style: str = ""
    ended: bool = True

    @property
    def spare(self) -> int:
        """How many cells the row has beyond its columns."""
        return len(self.values) - self.width


class Window(Struct, frozen=True):
    """Which cells of a row are its values: ``cells`` are their indices, None where that is not certain.

    ``hopeless``: most rows of this kind have other cells than the form's columns, so not even the sums should be asked. ``unsure``: the
    row is padded, and no others tell how.
    """

    cells: tuple[int, ...] | None
    hopeless: bool = False
    unsure: bool = False


def windows(rows: Sequence[Padded]) -> list[Window]:
    """Find the values of each row; rows of one kind are judged together.

    Where blank cells are printed, a row of another length has lost a cell or holds what is none: no sum can tell which.
    """
    visible = any(len(_printed(row)) < len(row.values) for row in rows)
    sizes = _sizes(rows)
    if visible and len(rows) > _ROWS and _agreement(rows, sizes) < _REGULAR * len(rows):
        return [Window(None, hopeless=True) for _ in rows]
    lost = [visible and row.spare < 0 and not any(v.glued for v in row.values) for row in rows]
    found = zip(_windows(rows, sizes, visible=visible), lost, strict=True)
    return [Window(None, hopeless=True) if gone else window for window, gone in found]


def _windows(rows: Sequence[Padded], sizes: Sequence[int], *, visible: bool) -> Iterator[Window]:
    usual = _usual(rows, sizes)
    ranges = [_range(row) for row in rows]
    broken = _broken(rows, sizes, ranges, usual)
    odd = [not _is_usual(row, size, usual, last=row is rows[-1]) for row, size in zip(rows, sizes, strict=True)]
    ranges = [range(0) if strange else possible for possible, strange in zip(ranges, odd, strict=True)]
    apart = _are_apart(rows)
    starts = _agreed(rows, ranges)
    unions = _unions([row for row, strange in zip(rows, odd, strict=True) if not strange])
    lacking = _lacking(rows, starts)
    for row, possible, start, strange, lacks in zip(rows, ranges, starts, odd, lacking, strict=True):
        if row.kind in broken or strange:
            yield Window(None, hopeless=visible or row.kind in broken)
        elif apart:
            yield Window(_masked(row, unions[_column_kind(row)]))
        elif start is None or not possible or lacks:
            yield Window(None, hopeless=lacks)
        else:
            unsure = visible and row.spare > 0 and row.kind not in usual
            yield Window(tuple(range(start, start + row.width)), unsure=unsure)


def _lacking(rows: Sequence[Padded], starts: Sequence[int | None]) -> list[bool]:
    """Tell which rows may have lost a cell, their other cells moved up and the padding made good for it.

    All their blanks stand behind their figures, in a table where blanks hardly stand anywhere else. A row that is as long as its columns
    has got no padding, unless nothing marks its end and what follows the table left a blank.
    """
    shapes = [_shape(row, start) for row, start in zip(rows, starts, strict=True)]
    scattered, behind = shapes.count("scattered"), shapes.count("behind")
    if scattered > _GAPPY * (len(shapes) - shapes.count("blank")):
        return [False] * len(rows)
    only = scattered + behind == 1 and "blank" not in shapes
    return [
        shape == "behind" and (row.spare > 0 or (only and not row.ended))
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _shape(row: Padded, start: int | None) -> str:
    """Tell where the blanks among a row's values stand: behind its figures, scattered, or nowhere."""
    printed = _printed(row)
    if not printed or start is None:
        return "blank"
    if printed != list(range(start, start + len(printed))):
        return "scattered"
    return "behind" if len(printed) < row.width else "full"


def _is_usual(row: Padded, size: int, usual: dict[Hashable, int], *, last: bool) -> bool:
    """Whether a row has as many cells as others of its kind: one more holds what is no cell, one fewer has lost one.

    Only the last row of a table may lack the padding of the others, or have blanks behind its figures that belong to no row.
    """
    lost = usual.get(row.kind, size) - size
    if lost < 0 and last:
        return _printed(row) == list(range(row.width))
    return lost == 0 or (lost > 0 and (row.spare + lost <= 0 or (last and row.spare == 0)))


def _sizes(rows: Sequence[Padded]) -> list[int]:
    """Count the cells of each row in the way in which rows of its style agree best: those beyond its columns, its values, or all.

    Where no padding stands for missing columns, rows with more labels are longer; where grids are printed whole, no row is.
    """
    sizes = [0] * len(rows)
    for style in {row.style for row in rows}:
        at = [i for i, row in enumerate(rows) if row.style == style]
        own = [rows[i] for i in at]
        ways = (
            [row.spare for row in own],
            [len(row.values) for row in own],
            [len(row.values) + row.labels for row in own],
        )
        best = max(ways, key=partial(_harmony, own))
        for i, size in zip(at, best, strict=True):
            sizes[i] = size
    return sizes


def _harmony(rows: Sequence[Padded], sizes: Sequence[int]) -> tuple[int, int]:
    return _agreement(rows, sizes), max(Counter(sizes).values())


def _usual(rows: Sequence[Padded], sizes: Sequence[int]) -> dict[Hashable, int]:
    """Return the number of cells that most rows of a kind have, where enough do; of a rare kind, what nearly all rows have."""
    counts = _counts(rows, sizes)
    alike: dict[str, Counter[int]] = defaultdict(Counter)
    for row, size in zip(rows, sizes, strict=True):
        alike[row.style][size] += 1
    found: dict[Hashable, int] = {}
    for row in rows:
        count, whole = counts[row.kind], alike[row.style]
        size, often = count.most_common(1)[0]
        common, times = whole.most_common(1)[0]
        if often >= _ROWS and 2 * often > count.total():
            found[row.kind] = size
        elif times > _ROWS and times >= _NEARLY * whole.total():
            found[row.kind] = common
    return found


def _agreement(rows: Sequence[Padded], sizes: Sequence[int]) -> int:
    return sum(count.most_common(1)[0][1] for count in _counts(rows, sizes).values())


def _counts(rows: Sequence[Padded], sizes: Sequence[int]) -> dict[Hashable, Counter[int]]:
    counts: dict[Hashable, Counter[int]] = defaultdict(Counter)
    for row, size in zip(rows, sizes, strict=True):
        counts[row.kind][size] += 1
    return counts


def _are_apart(rows: Sequence[Padded]) -> bool:
    """Whether values stand apart: blanks between heads say so, or between the values of full rows, which their own merged cells leave."""
    full = [at for row in rows if len(at := _printed(row)) == row.width < len(row.values)]
    return any(row.holes for row in rows) or any(at[-1] - at[0] != len(at) - 1 for at in full)


def _column_kind(row: Padded) -> Hashable:
    """Rows under heads that stand alike have their values in the same cells, in whatever block."""
    return (row.width, len(row.values), row.heads) if row.heads else _kind(row)


def _unions(rows: Sequence[Padded]) -> dict[Hashable, frozenset[int]]:
    """Return the cells in which any row under the same heads prints something: all of them are values."""
    found: dict[Hashable, frozenset[int]] = defaultdict(frozenset)
    for row in rows:
        found[_column_kind(row)] |= frozenset(_printed(row))
    return found


def _masked(row: Padded, union: frozenset[int]) -> tuple[int, ...] | None:
    """Return cells that may be the values, if all that may be put each printed value under the same column.

    The first value stands under the first head; the others' cells may be merged otherwise than those of their heads.
    """
    printed = _printed(row)
    if row.spare == 0 or len(printed) == row.width:
        return tuple(range(row.width)) if row.spare == 0 else tuple(printed)
    if row.spare < 0 or not printed:
        return tuple(range(row.width)) if row.spare >= 0 else None
    if len(union) >= row.width:
        return tuple(sorted(union)) if len(union) == row.width else None
    masks = list(islice(_masks(row, union), _MOST))
    ways = {tuple(mask.index(at) for at in printed) for mask in masks}
    return masks[0] if len(ways) == 1 and len(masks) < _MOST else None


def _masks(row: Padded, union: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Yield every choice of cells for the values that has all of ``union``, and the first of them under the first head."""
    if row.heads and 0 <= row.heads[0] <= min(union):
        for more in combinations(range(row.heads[0] + 1, len(row.values)), row.width - 1):
            if union <= {row.heads[0], *more}:
                yield (row.heads[0], *more)


def _broken(
    rows: Sequence[Padded], sizes: Sequence[int], ranges: list[range], usual: dict[Hashable, int]
) -> frozenset[Hashable]:
    """Return the kinds of which most rows are longer than the form's and fit no window: a column stands there that it does not know."""
    counts: dict[Hashable, list[bool]] = defaultdict(list)
    for row, size, possible in zip(rows, sizes, ranges, strict=True):
        if size == usual.get(row.kind) and row.spare > 0:
            full = len(_printed(row)) == row.width
            counts[row.kind].append(bool(possible) or full)
    return frozenset(kind for kind, fits in counts.items() if 2 * sum(fits) < len(fits))


def _printed(row: Padded) -> list[int]:
    return [i for i, value in enumerate(row.values) if value.printed.status != "blank"]


def _range(row: Padded) -> range:
    """Return where the window may begin, judged by this row alone; empty where no window fits."""
    printed = _printed(row)
    if not printed or row.spare < 0:
        return range(max(0, row.spare + 1))
    return range(max(0, printed[-1] - row.width + 1), min(printed[0], row.spare) + 1)


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
