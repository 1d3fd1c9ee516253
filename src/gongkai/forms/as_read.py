"""A form's table with the rows and columns that one report prints: open rows in their places, optional ones that are absent left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import structs

from gongkai.forms.model import TableForm, compile_table
from gongkai.forms.schema import BlockSpec, ColumnSpec, FormSpec, RepeatsSpec, RowSpec, TableSpec
from gongkai.report import Table
from gongkai.table_rows import TableRow


def as_read(form: TableForm, table: Table) -> TableForm:
    """Return the form's table as ``table`` has it; the form's own where nothing differs."""
    keys = {(cell.row, cell.column) for cell in table.cells}
    if not table.rows and all((slot.row, slot.column) in keys for slot in form.slots):
        return form
    if form.spec.repeats is not None and table.rows:
        return compile_table(
            FormSpec(id=form.form, name="", tables=()), _of_units(form.spec, form.spec.repeats, table.rows)
        )
    left = list(table.rows or ())
    blocks = tuple(_block(block, keys, left) for block in form.spec.blocks)
    spec = structs.replace(form.spec, blocks=tuple(b for b in blocks if b.rows and b.columns) or form.spec.blocks)
    return compile_table(FormSpec(id=form.form, name="", tables=()), spec)


def _of_units(spec: TableSpec, repeats: RepeatsSpec, rows: Sequence[TableRow]) -> TableSpec:
    """Give a table that repeats a group of rows for each unit, under the unit's name."""
    units = groupby(rows, key=lambda row: (row.key.partition(".")[0], row.texts.get(repeats.key, "")))
    groups = tuple(
        RowSpec(label=name or number, rows=tuple(RowSpec(label=_label(row), key=row.key) for row in own))
        for (number, name), own in units
    )
    block = structs.replace(spec.blocks[0], rows=groups, open=None)
    return structs.replace(spec, blocks=(block,), repeats=None)


def _block(block: BlockSpec, keys: set[tuple[str, str]], left: list[TableRow]) -> BlockSpec:
    """Take the rows of one block out of ``left``."""
    columns = _columns(block.columns, {column for _, column in keys})
    if block.open is None:
        return structs.replace(block, rows=_rows(block.rows, {row for row, _ in keys}), columns=columns)
    named = {row.key: row for row in _flat(block.rows)}
    own = [row for row in left if row.key in named or row.level]
    if any(row in own for row in left):
        first_other = next((i for i, row in enumerate(left) if row not in own), len(left))
        own = left[:first_other]
        del left[:first_other]
    rows = tuple(
        structs.replace(named[row.key], rows=()) if row.key in named else RowSpec(label=_label(row), key=row.key)
        for row in own
    )
    return structs.replace(block, rows=rows, columns=columns)


def _label(row: TableRow) -> str:
    return f"{row.code} {row.label}".strip() or row.key


def _rows(rows: Iterable[RowSpec], keys: set[str]) -> tuple[RowSpec, ...]:
    kept = (structs.replace(row, rows=_rows(row.rows, keys)) for row in rows)
    return tuple(row for row in kept if row.rows or row.key is None or row.key in keys)


def _columns(columns: Iterable[ColumnSpec], keys: set[str]) -> tuple[ColumnSpec, ...]:
    kept = (structs.replace(column, columns=_columns(column.columns, keys)) for column in columns)
    return tuple(column for column in kept if column.columns or column.key in keys)


def _flat(rows: Iterable[RowSpec]) -> Iterable[RowSpec]:
    for row in rows:
        yield row
        yield from _flat(row.rows)
