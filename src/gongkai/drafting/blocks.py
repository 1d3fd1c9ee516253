"""From the rows of a blank table to the blocks of a form: rows under columns, keys r1, c1 and so on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from gongkai.document import Grid, GridCell
from gongkai.drafting.grid_rows import GridRow, first_value_column, is_open, rows_of, words
from gongkai.drafting.trees import Keys, Leaf, RowLabels, column_tree, row_tree
from gongkai.forms.schema import BlockSpec, RowSpec
from gongkai.text.fold import core

UNIT_HEADS = frozenset(("单位", "计量单位"))
ORDINAL_HEADS = frozenset(("序号", "编号", "代码", "行次"))
REMARK_HEADS = frozenset(("备注", "说明", "附注"))


class Part(Struct, frozen=True):
    """The rows that make one block: its title, its heads and what stands below."""

    title: str | None
    heads: tuple[GridRow, ...]
    rows: tuple[GridRow, ...]


class DraftBlocks(Struct, frozen=True):
    """The blocks of one table, its printed caption, and what was left out."""

    blocks: tuple[BlockSpec, ...]
    caption: str | None
    remarks: tuple[str, ...]


def draft_blocks(grid: Grid, name: str, unit: str | None) -> DraftBlocks:
    """Draft the blocks of one blank table; ``name`` labels a single row that has no label, ``unit`` is printed above the table."""
    caption, parts = _parts(rows_of(grid))
    keys = Keys()
    blocks: list[BlockSpec] = []
    remarks: list[str] = []
    for part in parts:
        block = _block(part, keys, caption or name, unit, remarks)
        if block is not None:
            blocks.append(block)
    return DraftBlocks(tuple(blocks), caption, tuple(remarks))


def _parts(rows: Sequence[GridRow]) -> tuple[str | None, list[Part]]:
    """Cut a table before each set of heads; give the caption that stands above the first, if any."""
    caption: str | None = None
    parts: list[Part] = []
    title: str | None = None
    heads: list[GridRow] = []
    body: list[GridRow] = []
    for index, row in enumerate(rows):
        if row.kind == "empty":
            continue
        if row.kind == "title" and not _opens_group(rows, index, bool(body or heads)):
            if not (parts or body or heads or title) and _next_kind(rows, index) == "title":
                caption = words(row.cells[0])
                continue
            if body:
                parts.append(Part(title, tuple(heads), tuple(body)))
                heads, body = [], []
            title = words(row.cells[0])
        elif row.kind == "head" and not (body and _only_labels(row, body)):
            if body:
                parts.append(Part(title, tuple(heads), tuple(body)))
                title, heads, body = None, [], []
            heads.append(row)
        else:
            body.append(row)
    if body:
        parts.append(Part(title, tuple(heads), tuple(body)))
    if len(parts) == 1 and parts[0].title and caption is None:
        return parts[0].title, [Part(None, parts[0].heads, parts[0].rows)]
    return caption, parts


def _opens_group(rows: Sequence[GridRow], index: int, inside: bool) -> bool:
    """Whether a row of one wide cell is a group's label: inside a block, with values and no heads below it."""
    return inside and _next_kind(rows, index) in ("values", "group", "pairs")


def _next_kind(rows: Sequence[GridRow], index: int) -> str | None:
    return next((row.kind for row in rows[index + 1 :] if row.kind != "empty"), None)


def _only_labels(row: GridRow, body: Sequence[GridRow]) -> bool:
    start = first_value_column(body)
    return all(cell.column < start for cell in row.own if not is_open(cell))


def _block(part: Part, keys: Keys, name: str, unit: str | None, remarks: list[str]) -> BlockSpec | None:
    bare = [row for row in part.rows if row.kind == "bare"]
    if bare and len(part.rows) == 1:
        return _across(part, keys, name, unit)
    remarks += [f"{_where(row)} is left out: {_WHY[row.kind]}" for row in part.rows if row.kind in ("bare", "pairs")]
    rows = [row for row in part.rows if row.kind in ("values", "group", "title", "head")]
    start = first_value_column(rows)
    leaves = _leaves(part.heads, start, _width(part))
    fitting = [row for row in rows if row.kind != "values" or _fits(row, start, leaves)]
    remarks += [f"{_where(row)} is left out: {_WHY['values']}" for row in rows if row not in fitting]
    kept = [leaf for leaf in leaves if core(leaf.label) not in REMARK_HEADS]
    remarks += [f"the column “{leaf.label}” is left out: it holds words" for leaf in leaves if leaf not in kept]
    stub = _stub(part.heads, start)
    pairs = [(_label_path(row, start, stub), row.kind == "values") for row in fitting]
    named = [pair for pair in pairs if pair[0].path]
    remarks += [
        f"{_where(row)} is left out: {_WHY['bare']}"
        for row, (labels, valued) in zip(fitting, pairs, strict=True)
        if valued and not labels.path
    ]
    if not any(valued for _, valued in named):
        return None
    rows_below = tuple(row_tree(named, 0, keys))
    columns = column_tree(kept, keys, unit)
    return BlockSpec(rows=rows_below, columns=columns, label=part.title, stub=tuple(words(cell) for cell in stub))


_WHY = {
    "bare": "its rows have no labels, the author of a report writes them; a form holds what is printed",
    "pairs": "labels and values take turns in it",
    "values": "it has not one value for each column",
}


def _where(row: GridRow) -> str:
    labels = [words(cell) for cell in row.cells if not is_open(cell)]
    return f"row {row.index + 1}" + (f" (“{labels[-1]}”)" if labels else "")


def _width(part: Part) -> int:
    return max((c.column + c.column_span for row in (*part.heads, *part.rows) for c in row.cells), default=0)


def _leaves(heads: Sequence[GridRow], start: int, width: int) -> list[Leaf]:
    """Return the columns of values from the heads above them; a single one without a head where there are none."""
    cells = list(dict.fromkeys(c for row in heads for c in row.cells if c.column >= start and words(c)))
    leaves: list[Leaf] = []
    for column in range(start, width):
        path = tuple(
            sorted((c for c in cells if c.column <= column < c.column + c.column_span), key=lambda cell: cell.row)
        )
        if not leaves or path[-1:] != leaves[-1].path[-1:]:
            leaves.append(Leaf(path))
    return leaves


def _fits(row: GridRow, start: int, leaves: Sequence[Leaf]) -> bool:
    return len([cell for cell in row.own if cell.column >= start]) == len(leaves)


def _stub(heads: Sequence[GridRow], start: int) -> list[GridCell]:
    return list(dict.fromkeys(c for row in heads for c in row.cells if c.column < start and not is_open(c)))


def _label_path(row: GridRow, start: int, stub: Sequence[GridCell]) -> RowLabels:
    """Read a row's labels; units and ordinals stand in columns of their own."""
    roles = [(cell, core(words(cell))) for cell in stub]
    path: list[GridCell] = []
    unit: str | None = None
    for cell in (c for c in row.cells if (c.column < start or row.kind == "title") and not is_open(c)):
        heads = {role for head, role in roles if head.column == cell.column and cell.column_span == head.column_span}
        if heads & UNIT_HEADS:
            unit = words(cell)
        elif not heads & ORDINAL_HEADS or (len(core(words(cell))) > 1 and core(words(cell)).isalpha()):
            path.append(cell)
    return RowLabels(tuple(path), unit)


def _across(part: Part, keys: Keys, name: str, unit: str | None) -> BlockSpec | None:
    """Draft one line of values under heads: rows side by side where the outer heads hold the same columns, else one row."""
    leaves = _leaves(part.heads, 0, _width(part))
    if len(leaves) != len(part.rows[0].own) or not all(leaf.path for leaf in leaves):
        return None
    groups = [list(group) for _, group in groupby(leaves, key=lambda leaf: leaf.path[:-1])]
    shapes = {tuple(leaf.label for leaf in group) for group in groups}
    if len(shapes) > 1 or not groups[0][0].path[:-1]:
        return BlockSpec(
            rows=(RowSpec(label=name, key=keys.row()),), columns=column_tree(leaves, keys, unit), across=True
        )
    rows = [(RowLabels(group[0].path[:-1], None), True) for group in groups]
    inner = [Leaf(leaf.path[-1:]) for leaf in groups[0]]
    return BlockSpec(rows=tuple(row_tree(rows, 0, keys)), columns=column_tree(inner, keys, unit), across=True)
