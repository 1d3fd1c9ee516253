"""The heads of a table without rules: pieces of one head joined, each put over its column or its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, structs

from gongkai.grids.unruled.chunks import Chunk, Row, overlap
from gongkai.grids.unruled.columns import Column, cells_around, sides_of, widened
from gongkai.grids.unruled.spans import Group, Over, groups_over

LOOSE = 1.15  # heights from line to line of one cell at the most
_SAME_LINE = 0.5  # heights
_LEVEL = 0.25  # heights: letters of one line, nearer than those of two heads of which one is centred beside two lines
_DEEPER = (
    0.3  # heights below half the way down to the heads below: what stands higher is a head that spans several lines
)


class HeadCell(Struct, frozen=True):
    """A head with the first and the last column that it stands over, and how many heads stand above it."""

    text: str
    group: Group
    depth: int
    chunk: Chunk


class Heads(Struct, frozen=True):
    """``unclear`` are columns of which it cannot be told what stands over them, ``columns`` all of them, empty ones among them."""

    cells: tuple[HeadCell, ...]
    columns: tuple[Column, ...]
    unclear: frozenset[int] = frozenset()

    @property
    def levels(self) -> int:
        """How many lines of heads there are."""
        return max((cell.depth for cell in self.cells), default=-1) + 1

    def is_leaf(self, cell: HeadCell) -> bool:
        """Whether no other head stands below one."""
        first, last = cell.group
        return first == last and not any(
            other.depth > cell.depth and other.group[0] <= first <= other.group[1] for other in self.cells
        )


def heads_of(rows: Sequence[Row], columns: Sequence[Column]) -> Heads:
    """Read the lines of heads above the columns."""
    chunks = _joined([chunk for row in rows for chunk in row.chunks], columns)
    columns, leaves = _leaves(chunks, list(columns))
    uppers = [chunk for chunk in chunks if not any(chunk is leaf for leaf in leaves.values())]
    groups, unclear = _uppers(uppers, columns, leaves)
    for _, (first, last) in groups:  # a head of which one column is unclear is none of the others either
        own = set(range(first, last + 1))
        unclear |= own if own & unclear else set()
    cells = [HeadCell(c.text, g, 0, c) for c, g in groups]
    cells += [HeadCell(leaf.text, (at, at), 0, leaf) for at, leaf in leaves.items()]
    kept = [cell for cell in cells if not set(range(cell.group[0], cell.group[1] + 1)) & unclear]
    return Heads(tuple(structs.replace(c, depth=_depth(c, kept)) for c in kept), tuple(columns), frozenset(unclear))


def _depth(cell: HeadCell, cells: Sequence[HeadCell]) -> int:
    first, last = cell.group
    own = sorted(
        other.chunk.y for other in cells if other.group[0] <= first and last <= other.group[1] and other is not cell
    )
    return sum(y < cell.chunk.y for y in own)


def _own(chunk: Chunk, columns: Sequence[Column]) -> list[int]:
    return [at for at, column in enumerate(columns) if overlap(chunk.span, column.span) > 0]


def _joined(chunks: list[Chunk], columns: Sequence[Column]) -> list[Chunk]:
    """Put the lines of each head together: one below the other, no other one beside it, over one column at most."""
    done: list[Chunk] = []
    left = sorted(chunks, key=lambda c: c.y)
    while left:
        head = last = left.pop(0)
        while (below := _goes_on_in(last, chunks, columns)) is not None and any(below is c for c in left):
            left = [c for c in left if c is not below]
            head, last = _with(head, below), below
        done.append(head)
    return done


def _goes_on_in(last: Chunk, chunks: Sequence[Chunk], columns: Sequence[Column]) -> Chunk | None:
    """The line below one line of a head that is of the same head."""
    near = _beyond(last, chunks, 1)
    if len(near) != 1 or len(_beyond(near[0], chunks, -1)) != 1:
        return None
    below = near[0]
    own, next_own = _own(last, columns), _own(below, columns)
    alike = len({*own, *next_own}) <= 1
    over_same = own == next_own and abs(last.middle - below.middle) < _SAME_LINE * last.height
    # where the line begins heads beside it, it begins one itself
    level = [c for c in chunks if c is not below and abs(c.y - below.y) < _LEVEL * c.height]
    left = max((c for c in level if c.middle < below.middle), key=lambda c: c.middle, default=below)
    right = min((c for c in level if c.middle > below.middle), key=lambda c: c.middle, default=below)
    begins = any(not _beyond(c, chunks, -1) for c in (left, right))
    return below if (alike or over_same) and not begins else None


def _beyond(chunk: Chunk, chunks: Sequence[Chunk], way: int) -> list[Chunk]:
    """The chunks in the next line below (``way`` 1) or above (-1) that stand over or under one."""
    return [
        c
        for c in chunks
        if overlap(c.span, chunk.span) > 0 and _SAME_LINE < way * (c.y - chunk.y) / chunk.height < LOOSE
    ]


def _with(upper: Chunk, lower: Chunk) -> Chunk:
    a, b = upper.box, lower.box
    box = (min(a[0], b[0]), a[1], max(a[2], b[2]), b[3])
    return Chunk(f"{upper.text}\n{lower.text}", box, upper.block, upper.page)


def _leaves(chunks: Sequence[Chunk], columns: list[Column]) -> tuple[list[Column], dict[int, Chunk]]:
    """The lowest head of each column; heads below which nothing is printed get columns of their own."""
    own = {at: [c for c in chunks if _own(c, columns) == [at]] for at in range(len(columns))}
    leaves = {at: max(found, key=lambda c: c.y) for at, found in own.items() if found}
    for chunk in sorted((c for c in chunks if not _own(c, columns)), key=lambda c: c.middle):
        at = sum(column.span[1] <= chunk.middle for column in columns)  # the column to its right
        beside = [n for n in (at - 1, at) if 0 <= n < len(columns)]
        bare = [n for n in beside if n not in leaves]
        if len(bare) == 1:
            leaves[bare[0]] = chunk
        elif not bare and not _stands_over(chunk, [leaves[n] for n in beside]):
            columns = [*columns[:at], Column(chunk.span, (chunk,)), *columns[at:]]
            leaves = {n + (n >= at): leaf for n, leaf in leaves.items()}
            leaves[at] = chunk
    return columns, leaves


def _stands_over(chunk: Chunk, beside: Sequence[Chunk]) -> bool:
    return len(beside) == 2 and all(leaf.y - chunk.y > _SAME_LINE * leaf.height for leaf in beside)


def _uppers(
    uppers: Sequence[Chunk], columns: Sequence[Column], leaves: dict[int, Chunk]
) -> tuple[list[tuple[Chunk, Group]], set[int]]:
    """The columns of each head that is no leaf, line by line from the top."""
    cells, sides = cells_around(columns, leaves), sides_of(columns, leaves)
    allowed = ("middle", *(side for side in ("left", "right") if sides.count(side) > sides.count("middle")))
    found: list[tuple[Chunk, Group]] = []
    unclear: set[int] = set()
    for line in _lines(uppers):
        cuts = {cut for _, (first, last) in found for cut in (first, last + 1)}
        groups: list[Group] = []
        for run, heads in _runs(line, columns, leaves, cuts):
            spans = tuple(widened(columns[at], leaves.get(at)) for at in run)
            over = Over(
                spans,
                tuple(cells[at] for at in run),
                tuple(leaves[at].text if at in leaves else "" for at in run),
                heads[0].height / (1 + heads[0].text.count("\n")),
                allowed,
            )
            own = groups_over([head.span for head in heads], over)
            if own is None:
                unclear |= set(run)
                continue
            groups += [(run[first], run[last]) for first, last in own]
            found += list(zip(heads, groups[-len(heads) :], strict=True))
    return found, unclear


def _lines(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    lines: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda c: c.y):
        if lines and chunk.y - lines[-1][0].y < _SAME_LINE * chunk.height:
            lines[-1].append(chunk)
        else:
            lines.append([chunk])
    yield from (sorted(line, key=lambda c: c.box[0]) for line in lines)


def _runs(
    line: Sequence[Chunk], columns: Sequence[Column], leaves: dict[int, Chunk], cuts: set[int]
) -> Iterator[tuple[list[int], list[Chunk]]]:
    """Yield the columns beside each other that heads of a line may stand over, with those heads."""
    eligible = [at for at in range(len(columns)) if at in leaves and _is_below(leaves[at], line, leaves)]
    runs: list[list[int]] = []
    for at in eligible:
        if runs and runs[-1][-1] == at - 1 and at not in cuts:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run, heads in groupby(line, key=lambda head: _run_of(head, runs, columns)):
        own = list(heads)
        if run is not None:
            yield runs[run], own


def _is_below(leaf: Chunk, line: Sequence[Chunk], leaves: dict[int, Chunk]) -> bool:
    """Whether a head is one of those below a line, not one that stands beside it and reaches down."""
    top, size = line[0].y, line[0].height
    below = [other for other in leaves.values() if other.y - top > _SAME_LINE * size]
    near: list[float] = []
    for head in line:
        under = [o for o in below if overlap(o.span, head.span) > 0]
        under = under or sorted(below, key=lambda o: abs(o.middle - head.middle))[:2]
        near += [o.y - top for o in under]
    return bool(near) and leaf.y - top > min(near) / 2 + _DEEPER * size


def _run_of(head: Chunk, runs: Sequence[Sequence[int]], columns: Sequence[Column]) -> int | None:
    shared = [(overlap(head.span, (columns[r[0]].span[0], columns[r[-1]].span[1])), n) for n, r in enumerate(runs)]
    best = max(shared, default=(0.0, None))
    return best[1] if best[0] > 0 else None
