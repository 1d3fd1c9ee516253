"""A table as it is printed, with its spans: ``to_layout`` draws any form's table, ``grid`` one typed in a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from gongkai.forms.model import Block, TableForm
from gongkai.forms.schema import ColumnSpec, RowSpec

Pair = tuple[int, int]
Role = Literal["block", "stub", "head", "label", "unit", "value"]


class PrintedCell(Struct, frozen=True, kw_only=True):
    """One printed cell at its upper left corner; ``key`` is (row, column) of the form for value cells."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    role: Role = "head"
    key: tuple[str, str] | None = None


class PrintedTable(Struct, frozen=True):
    """Cells in reading order; ``width`` counts grid columns."""

    cells: tuple[PrintedCell, ...]
    width: int

    @property
    def height(self) -> int:
        """Number of grid rows."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    def rows(self) -> Iterator[tuple[PrintedCell, ...]]:
        """Yield the cells that begin in each row, left to right."""
        for row in range(self.height):
            yield tuple(sorted((c for c in self.cells if c.row == row), key=lambda c: c.column))

    def word_rows(self) -> Iterator[tuple[tuple[PrintedCell, bool], ...]]:
        """Yield each row as Word keeps it: (cell, True where it only continues a cell of a row above)."""
        for row in range(self.height):
            here = [(c, c.row < row) for c in self.cells if c.row <= row < c.row + c.row_span]
            yield tuple(sorted(here, key=lambda pair: pair[0].column))


def grid(text: str) -> PrintedTable:
    """Read a table typed in a test: a line a row, ``|`` between cells; ``<`` joins with the left, ``^`` with above.

    >>> [c.column_span for c in grid("第二十条第（一）项 | < | <").cells]
    [3]
    """
    rows = [[cell.strip() for cell in line.strip().split("|")] for line in text.strip().splitlines()]
    width = max(map(len, rows))
    at = [[*row, *([""] * (width - len(row)))] for row in rows]
    cells = (_typed(at, r, c) for r, row in enumerate(at) for c, cell in enumerate(row) if cell not in ("<", "^"))
    return PrintedTable(tuple(cells), width)


def _typed(at: list[list[str]], row: int, column: int) -> PrintedCell:
    right, down = column + 1, row + 1
    while right < len(at[row]) and at[row][right] == "<":
        right += 1
    while down < len(at) and at[down][column] == "^":
        down += 1
    text = at[row][column]
    role: Role = "value" if text[:1].isdigit() and text.replace(".", "").replace(",", "").isdigit() else "label"
    return PrintedCell(row=row, column=column, row_span=down - row, column_span=right - column, text=text, role=role)


def to_layout(table: TableForm, printed: Mapping[tuple[str, str], str], *, skewed: bool = False) -> PrintedTable:
    """Draw ``table`` as the official form does, with ``printed`` in its value cells.

    ``skewed``: value rows divide the width otherwise than their head row, as published gio-2019 tables do.
    """
    labels = [_label_columns(block) for block in table.blocks]
    values = [len(block.columns) * (len(block.rows) if block.spec.across else 1) for block in table.blocks]
    room = _room(values)
    width = max(labels) + room
    cells: list[PrintedCell] = []
    row = 0
    for block, depth in zip(table.blocks, labels, strict=True):
        drawing = _Drawing(block, depth, width - depth, printed, skewed)
        cells += drawing.draw(row, width)
        row = max(c.row + c.row_span for c in cells)
    return PrintedTable(tuple(sorted(cells, key=lambda c: (c.row, c.column))), width)


def _room(values: list[int]) -> int:
    """Return how many grid columns the figures take: one more where the blocks' numbers of columns do not divide."""
    most = max(values)
    return most if all(most % n == 0 for n in values) else most + 1


def spread(columns: int, room: int) -> list[int]:
    """Divide ``room`` grid columns among ``columns``, what remains going to those in the middle."""
    base, rest = divmod(room, columns)
    first = (columns - rest) // 2 + (columns - rest) % 2
    return [base + (first <= i < first + rest) for i in range(columns)]


def is_list(block: Block) -> bool:
    """Whether the rows stand in one column as a list: a unit stands beside them, or a figure's parts below it."""
    return len(block.spec.stub) > 1 or any(row.key and row.rows for row in _walk(block.spec.rows))


def _walk(rows: tuple[RowSpec, ...]) -> Iterator[RowSpec]:
    for row in rows:
        yield row
        yield from _walk(row.rows)


def _label_columns(block: Block) -> int:
    if block.spec.across:
        return 0
    return max(len(block.spec.stub), 1) if is_list(block) else _depth(block.spec.rows)


def _depth(nodes: tuple[RowSpec, ...] | tuple[ColumnSpec, ...]) -> int:
    return max((1 + _depth(_below(node)) for node in nodes), default=0)


def _below(node: RowSpec | ColumnSpec) -> tuple[RowSpec, ...] | tuple[ColumnSpec, ...]:
    return node.rows if isinstance(node, RowSpec) else node.columns


def _leaves(node: RowSpec | ColumnSpec) -> int:
    return (node.key is not None) + sum(map(_leaves, _below(node)))


class _Drawing:
    """Draws one block; ``labels`` and ``room`` are its grid columns for labels and for figures."""

    def __init__(
        self, block: Block, labels: int, room: int, printed: Mapping[tuple[str, str], str], skewed: bool
    ) -> None:
        self.block, self.labels, self.printed = block, labels, printed
        self.spans = spread(len(block.columns), room)
        self.value_spans = sorted(self.spans, reverse=True) if skewed else self.spans
        self.cells: list[PrintedCell] = []

    def draw(self, row: int, width: int) -> list[PrintedCell]:
        """Draw title, head and rows from grid row ``row`` on."""
        if self.block.spec.label:
            self._put((row, 0), self.block.spec.label, "block", (1, width))
            row += 1
        if self.block.spec.across:
            self._draw_across(row)
        else:
            height = _depth(self.block.spec.columns)
            self._draw_stub(row, height)
            self._draw_heads(self.block.spec.columns, row, height, 0)
            if is_list(self.block):
                self._draw_list(self.block.spec.rows, row + height)
            else:
                self._draw_rows(self.block.spec.rows, row + height, 0)
        return self.cells

    def _put(self, at: Pair, text: str, role: Role, size: Pair = (1, 1), key: tuple[str, str] | None = None) -> None:
        """Put a cell; ``at`` is its (row, column), ``size`` its (row span, column span)."""
        (row, column), (rows, columns) = at, size
        self.cells.append(
            PrintedCell(row=row, column=column, row_span=rows, column_span=columns, text=text, role=role, key=key)
        )

    def _draw_stub(self, row: int, height: int) -> None:
        stub = self.block.spec.stub or ("",)
        for index, text in enumerate(stub):
            last = index == len(stub) - 1
            self._put((row, index), text, "stub", (height, self.labels - index if last else 1))

    def _draw_heads(self, columns: tuple[ColumnSpec, ...], row: int, height: int, leaf: int) -> None:
        for spec in columns:
            below = _leaves(spec)
            span, start = sum(self.spans[leaf : leaf + below]), self.labels + sum(self.spans[:leaf])
            self._put((row, start), spec.label, "head", (1 if spec.columns else height, span))
            self._draw_heads(spec.columns, row + 1, height - 1, leaf)
            leaf += below

    def _draw_rows(self, rows: tuple[RowSpec, ...], row: int, depth: int) -> None:
        for spec in rows:
            below = _leaves(spec)
            if spec.key is None:
                self._put((row, depth), spec.label, "label", (below, 1))
            else:
                self._put((row, depth), spec.label, "label", (1, self.labels - depth))
                self._draw_values(spec.key, row)
            self._draw_rows(spec.rows, row, depth + 1)
            row += below

    def _draw_values(self, key: str, row: int) -> None:
        column = self.labels
        for spec, span in zip(self.block.columns, self.value_spans, strict=True):
            self._put((row, column), self.printed[key, spec.key], "value", (1, span), (key, spec.key))
            column += span

    def _draw_list(self, rows: tuple[RowSpec, ...], row: int) -> int:
        for spec in rows:
            self._put((row, 0), spec.label, "label")
            if self.labels > 1:
                self._put((row, 1), spec.unit or "——", "unit", (1, self.labels - 1))
            if spec.key is not None:
                self._draw_values(spec.key, row)
            else:
                self._put((row, self.labels), "——", "unit", (1, sum(self.spans)))
            row = self._draw_list(spec.rows, row + 1)
        return row

    def _draw_across(self, row: int) -> None:
        depth = _depth(self.block.spec.rows)
        self._draw_row_heads(self.block.spec.rows, row, depth + 1, 0)
        keys = [(r, c.key) for r in self.block.rows for c in self.block.columns]
        for column, key in enumerate(keys):
            self._put((row + depth + 1, column), self.printed[key], "value", (1, 1), key)

    def _draw_row_heads(self, rows: tuple[RowSpec, ...], row: int, height: int, column: int) -> None:
        """Draw the rows that stand side by side, each above its columns; ``height`` counts head rows from here down."""
        for spec in rows:
            span = _leaves(spec) * len(self.block.columns)
            self._put((row, column), spec.label, "head", (1, span))
            if spec.key is not None:
                for index, leaf in enumerate(self.block.columns):
                    self._put((row + 1, column + index), leaf.label, "head", (height - 1, 1))
            self._draw_row_heads(spec.rows, row + 1, height - 1, column)
            column += span
