"""Where a form prints what: a table as boxes in a grid, with spans, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from gongkai.forms.model import TableForm
from gongkai.forms.schema import BlockSpec, ColumnSpec, RowSpec
from gongkai.report import Table

Role = Literal["head", "label", "value"]


class Box(Struct, frozen=True, kw_only=True):
    """One printed cell; ``cell`` is the (row, column) keys of a value cell."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    role: Role
    cell: tuple[str, str] | None = None


class Layout(Struct, frozen=True):
    """``labels`` columns of labels, then ``values`` columns of figures; ``solid`` rows have no rule above them."""

    boxes: tuple[Box, ...]
    rows: int
    labels: int
    values: int
    solid: frozenset[int] = frozenset()

    @property
    def columns(self) -> int:
        """Number of columns of the grid."""
        return self.labels + self.values


class _Head(Struct, frozen=True):
    """A node of the head tree; a leaf has the keys of its column, and of its row where rows stand across."""

    label: str
    children: tuple[_Head, ...] = ()
    row: str | None = None
    column: str | None = None

    @property
    def leaves(self) -> tuple[_Head, ...]:
        return tuple(leaf for child in self.children for leaf in child.leaves) if self.children else (self,)

    @property
    def depth(self) -> int:
        return 1 + max((child.depth for child in self.children), default=0)


def layout_of(form: TableForm) -> Layout:
    """Lay out a table as its form prints it."""
    blocks = form.spec.blocks
    labels = max((_row_depth(b.rows) for b in blocks if not b.across), default=0)
    values = max(len(head.leaves) for head in (_Head("", _heads(b)) for b in blocks))
    boxes: list[Box] = []
    solid: set[int] = set()
    top = 0
    for block in blocks:
        top = _Block(block, labels, values, boxes, solid).lay(top)
    return Layout(tuple(boxes), top, labels, values, frozenset(solid))


def layout_of_keys(table: Table) -> Layout:
    """Lay out a table whose form is not at hand: keys in the place of labels."""
    rows = tuple(dict.fromkeys(cell.row for cell in table.cells))
    columns = tuple(dict.fromkeys(cell.column for cell in table.cells))
    boxes = [Box(row=0, column=0, role="head")]
    boxes += [Box(row=0, column=i, text=key, role="head") for i, key in enumerate(columns, 1)]
    boxes += [Box(row=i, column=0, text=key, role="label") for i, key in enumerate(rows, 1)]
    places = ((r, c) for r in range(len(rows)) for c in range(len(columns)))
    boxes += [Box(row=r + 1, column=c + 1, role="value", cell=(rows[r], columns[c])) for r, c in places]
    return Layout(tuple(boxes), len(rows) + 1, 1, len(columns), frozenset(range(2, len(rows) + 1)))


def _row_depth(rows: Iterable[RowSpec]) -> int:
    return max((1 + _row_depth(row.rows) for row in rows), default=0)


def _row_count(row: RowSpec) -> int:
    """Count the printed lines of a row tree; a label without a key and without rows below has a line all the same."""
    return max(1, (row.key is not None) + sum(map(_row_count, row.rows)))


def _heads(block: BlockSpec) -> tuple[_Head, ...]:
    return tuple(_row_heads(block.rows, block.columns)) if block.across else tuple(_column_heads(block.columns, None))


def _column_heads(columns: Iterable[ColumnSpec], row: str | None) -> Iterator[_Head]:
    for spec in columns:
        yield _Head(spec.label, tuple(_column_heads(spec.columns, row)), row, spec.key)


def _row_heads(rows: Iterable[RowSpec], columns: tuple[ColumnSpec, ...]) -> Iterator[_Head]:
    for row in rows:
        own = tuple(_column_heads(columns, row.key)) if row.key is not None else ()
        yield _Head(row.label, (*own, *_row_heads(row.rows, columns)))


class _Block:
    """Lays one block below what is there; the figures' columns share the table's whole width."""

    def __init__(self, block: BlockSpec, labels: int, values: int, boxes: list[Box], solid: set[int]) -> None:
        self._block, self._labels, self._values = block, labels, values
        self._boxes, self._solid = boxes, solid
        self._tree = _Head("", _heads(block))

    def lay(self, top: int) -> int:
        """Lay title, head and rows; return the first row below."""
        if self._block.label:
            width = self._labels + self._values
            self._boxes.append(Box(row=top, column=0, column_span=width, text=self._block.label, role="head"))
            top += 1
        depth = self._tree.depth - 1
        if self._labels:
            stub = " ".join(self._block.stub)
            self._boxes.append(Box(row=top, column=0, row_span=depth, column_span=self._labels, text=stub, role="head"))
        self._lay_heads(self._tree.children, top, top + depth, 0)
        top += depth
        if self._block.across:
            self._lay_line("", "", top, 0)
            return top + 1
        return self._lay_rows(self._block.rows, top, 0)

    def _edge(self, leaf: int) -> int:
        """Column at which leaf number ``leaf`` begins."""
        return self._labels + leaf * self._values // len(self._tree.leaves)

    def _lay_heads(self, heads: Iterable[_Head], top: int, bottom: int, leaf: int) -> None:
        for head in heads:
            after = leaf + len(head.leaves)
            height = 1 if head.children else bottom - top
            width = self._edge(after) - self._edge(leaf)
            self._boxes.append(
                Box(row=top, column=self._edge(leaf), row_span=height, column_span=width, text=head.label, role="head")
            )
            self._lay_heads(head.children, top + 1, bottom, leaf)
            leaf = after

    def _lay_rows(self, rows: Iterable[RowSpec], top: int, depth: int) -> int:
        for number, row in enumerate(rows):
            below = top + _row_count(row)
            if number and depth == self._labels - 1:
                self._solid.add(top)
            if row.key is not None:
                self._lay_line(row.key, row.label, top, depth)
                top += 1
            if row.rows:
                group = "" if row.key is not None else row.label
                self._boxes.append(Box(row=top, column=depth, row_span=below - top, text=group, role="label"))
                self._lay_rows(row.rows, top, depth + 1)
            elif row.key is None:
                self._boxes.append(
                    Box(row=top, column=depth, column_span=self._labels - depth, text=row.label, role="label")
                )
            top = below
        return top

    def _lay_line(self, key: str, label: str, top: int, depth: int) -> None:
        """Lay one line of figures and the label before it."""
        if self._labels:
            self._boxes.append(Box(row=top, column=depth, column_span=self._labels - depth, text=label, role="label"))
        for i, leaf in enumerate(self._tree.leaves):
            cell = (leaf.row or key, leaf.column or "")
            width = self._edge(i + 1) - self._edge(i)
            self._boxes.append(Box(row=top, column=self._edge(i), column_span=width, role="value", cell=cell))
