"""A form made ready for use: what is printed, in print order, with every label folded once.

``Line`` is one printed line of value cells, the unit that readings are aligned with. A line has ``slots``, one a value cell
from left to right. In a block whose rows stand *across* (行政复议, 行政诉讼) the single line has no label and all the slots.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex
from msgspec import Struct

from gongkai.forms.equations import Equation, Label, Names, equations_of
from gongkai.forms.schema import BlockSpec, ColumnSpec, FormSpec, Kind, OpenSpec, RowSpec, TableSpec
from gongkai.text.fold import core
from gongkai.text.numbering import leading_number, strip_number

_REMARK = regex.compile(r"[（(].*$", regex.DOTALL)


class Column(Struct, frozen=True):
    """A leaf of the column tree; ``parents`` are the labels above it, outermost first."""

    key: str
    label: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    unit: str | None
    kind: Kind


class Slot(Struct, frozen=True):
    """One value cell of the form."""

    row: str
    column: str
    unit: str | None
    kind: Kind


class Line(Struct, frozen=True):
    """One printed line of value cells; ``key`` and ``label`` are empty in a block whose rows stand across."""

    key: str
    label: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    number: int | None
    block: int
    slots: tuple[Slot, ...]


class Item(Struct, frozen=True):
    """A label of a table in print order; ``line`` is the index of the line that it names, None for heads and groups."""

    role: Literal["block", "stub", "column_group", "column", "group", "row"]
    label: str
    names: tuple[str, ...]
    block: int
    line: int | None = None


class Block(Struct, frozen=True):
    """Rows under columns; ``spec`` keeps the trees."""

    spec: BlockSpec
    columns: tuple[Column, ...]
    rows: tuple[str, ...]


class TableForm(Struct, frozen=True, eq=False):
    """One table, flat: its printed lines, its labels in print order, and the sums that its cells must keep."""

    form: str
    spec: TableSpec
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    equations: tuple[Equation, ...]
    called: Names

    @property
    def key(self) -> str:
        """The table's key in the output."""
        return self.spec.key

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every value cell, in form order."""
        return tuple([slot for line in self.lines for slot in line.slots])

    @property
    def open(self) -> OpenSpec | None:
        """What its open rows are, None where it has none; the rows of a table that repeats are known only once it is read, too."""
        own = next((block.open for block in self.spec.blocks if block.open is not None), None)
        return own or (OpenSpec() if self.spec.repeats is not None else None)


class Form(Struct, frozen=True, eq=False):
    """One official form."""

    spec: FormSpec
    tables: tuple[TableForm, ...]
    signature: tuple[str, ...]

    @property
    def id(self) -> str:
        """The form's id, such as ``gio-2021``."""
        return self.spec.id

    @property
    def family(self) -> str:
        """The name of its family, its own id where it names none."""
        return self.spec.family or self.spec.id

    @property
    def printed(self) -> bool:
        """Whether its tables are taken from the tables as printed."""
        return self.spec.reading == "printed"

    def table(self, key: str) -> TableForm | None:
        """Return the table with that key, or None."""
        return next((t for t in self.tables if t.key == key), None)


def names_of(label: str, variants: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the folded names that a printed label may have, longest first: whole, and without its remark in brackets."""
    texts = [text for printed in (label, *variants) for text in (printed, _REMARK.sub("", strip_number(printed)))]
    names = dict.fromkeys(core(strip_number(text)) for text in texts)
    return tuple(sorted(filter(None, names), key=len, reverse=True))


def compile_form(spec: FormSpec) -> Form:
    """Flatten the trees of ``spec``; the spec has been validated by ``load``."""
    tables = tuple(compile_table(spec, table) for table in spec.tables)
    return Form(spec, tables, tuple(core(strip_number(label)) for label in spec.signature))


def compile_table(form: FormSpec, spec: TableSpec) -> TableForm:
    """Flatten the trees of one table; ``form`` gives its id and its checks."""
    lines: list[Line] = []
    items: list[Item] = []
    blocks: list[Block] = []
    for index, block in enumerate(spec.blocks):
        columns = tuple(_leaves(block.columns, (), spec.unit))
        items += _head_items(block, index)
        if block.across:
            lines.append(_line_across(block, columns, index))
        else:
            _add_rows(block.rows, (), columns, index, lines, items)
        blocks.append(Block(block, columns, tuple(_row_keys(block.rows))))
    keys = tuple((slot.row, slot.column) for line in lines for slot in line.slots)
    called = Names(dict(_called(spec, "rows")), dict(_called(spec, "columns")))
    equations = (e for check in form.checks if check.table == spec.key for e in equations_of(check, keys, called))
    named = tuple(
        item for item in items if item.names
    )  # a label without a word is printed, but nothing can be found by it
    return TableForm(form.id, spec, tuple(blocks), tuple(lines), named, tuple(equations), called)


def _called(spec: TableSpec, which: Literal["rows", "columns"]) -> Iterator[tuple[str, Label]]:
    """Yield what each row or column is called, its number and remark taken away."""
    waiting: list[RowSpec | ColumnSpec] = [one for block in spec.blocks for one in getattr(block, which)]
    while waiting:
        one = waiting.pop(0)
        waiting[:0] = getattr(one, which)
        if one.key is not None:
            zh, en = (_REMARK.sub("", strip_number(text)).strip() for text in (one.label, one.label_en or one.label))
            yield one.key, Label(zh or one.label, en or one.label_en or one.label)


def _leaves(columns: tuple[ColumnSpec, ...], parents: tuple[str, ...], unit: str | None) -> Iterator[Column]:
    """Yield the columns below each other's heads; ``unit`` is that of the table, where they have none of their own."""
    for spec in columns:
        if spec.key is not None and spec.kind != "text":
            names = names_of(spec.label, spec.variants)
            yield Column(spec.key, spec.label, names, parents, spec.unit or unit, spec.kind)
        yield from _leaves(spec.columns, (*parents, spec.label), unit)


def _row_keys(rows: tuple[RowSpec, ...]) -> Iterator[str]:
    for row in rows:
        if row.key is not None:
            yield row.key
        yield from _row_keys(row.rows)


def _head_items(block: BlockSpec, index: int) -> Iterator[Item]:
    if block.label:
        yield Item("block", block.label, names_of(block.label), index)
    for stub in block.stub:
        yield Item("stub", stub, names_of(stub), index)
    if block.across:
        yield from _across_items(block.rows, block.columns, index)
    else:
        yield from _column_items(block.columns, index)


def _across_items(rows: tuple[RowSpec, ...], columns: tuple[ColumnSpec, ...], index: int) -> Iterator[Item]:
    for row in rows:
        yield Item("column_group", row.label, names_of(row.label, row.variants), index)
        if row.key is not None:
            yield from _column_items(columns, index)
        yield from _across_items(row.rows, columns, index)


def _column_items(columns: tuple[ColumnSpec, ...], index: int) -> Iterator[Item]:
    for spec in columns:
        role: Literal["column", "column_group"] = "column" if spec.key else "column_group"
        yield Item(role, spec.label, names_of(spec.label, spec.variants), index)
        yield from _column_items(spec.columns, index)


def _line_across(block: BlockSpec, columns: tuple[Column, ...], index: int) -> Line:
    keys = tuple(_row_keys(block.rows))
    return Line("", "", (), (), None, index, tuple(Slot(row, c.key, c.unit, c.kind) for row in keys for c in columns))


def _add_rows(
    rows: tuple[RowSpec, ...],
    parents: tuple[str, ...],
    columns: tuple[Column, ...],
    block: int,
    lines: list[Line],
    items: list[Item],
) -> None:
    """Append the lines and labels of a row tree, in print order."""
    for row in rows:
        names = names_of(row.label, row.variants)
        if row.key is None:
            items.append(Item("group", row.label, names, block))
        else:
            items.append(Item("row", row.label, names, block, len(lines)))
            lines.append(_line(row, row.key, names, parents, columns, block))
        _add_rows(row.rows, (*parents, row.label), columns, block, lines, items)


def _line(
    row: RowSpec, key: str, names: tuple[str, ...], parents: tuple[str, ...], columns: tuple[Column, ...], block: int
) -> Line:
    slots = tuple(Slot(key, c.key, row.unit or c.unit, row.kind or c.kind) for c in columns)
    number = leading_number(row.label)
    return Line(key, row.label, names, parents, number.number if number else None, block, slots)
