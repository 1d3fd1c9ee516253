"""Every value cell of a form as a variable: its keys, and its labels in Chinese and English, groups first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from gongkai.forms.model import Form, TableForm
from gongkai.forms.schema import BlockSpec, ColumnSpec, Kind, RowSpec


class Labels(Struct, frozen=True):
    """A row or a column: its key and the labels on the way to it, outermost first."""

    key: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    unit: str | None
    kind: Kind | None


class Variable(Struct, frozen=True, kw_only=True):
    """One value cell of one form. ``across`` says that the form prints its row in the head, beside other rows."""

    form: str
    table: str
    row: Labels
    column: Labels
    block: str
    across: bool

    @property
    def name(self) -> str:
        """The column of the wide table that holds it, ``row__column``."""
        return f"{self.row.key}__{self.column.key}"

    @property
    def unit(self) -> str | None:
        """The unit printed on the form; the row's goes before the column's."""
        return self.row.unit or self.column.unit

    @property
    def kind(self) -> Kind:
        """What kind of number stands in it; the row's goes before the column's."""
        return self.row.kind or self.column.kind or "count"

    @property
    def label_zh(self) -> str:
        """Such as ``三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密 · 申请人情况 / 自然人``."""
        return f"{' / '.join(self.row.zh)} · {' / '.join(self.column.zh)}"

    @property
    def label_en(self) -> str:
        """The same in English, in Chinese where the form file gives no translation."""
        return f"{' / '.join(self.row.en)} · {' / '.join(self.column.en)}"


def variables_of(table: TableForm) -> tuple[Variable, ...]:
    """Return the variables of one table in form order, row by row."""
    return tuple(v for block in table.spec.blocks for v in _of_block(table.form, table.key, block))


def merge_variables(forms: Iterable[Form], table: str) -> tuple[Variable, ...]:
    """Return the union of the forms' cells of one table, row by row, rows and columns in the order of the forms.

    The first form goes before: a variable that several forms have is the first one's.
    """
    tables = [found for form in forms if (found := form.table(table)) is not None]
    by_key: dict[tuple[str, str], Variable] = {}
    columns: dict[str, list[list[str]]] = {}
    for found in tables:
        for row, group in groupby(variables_of(found), key=lambda v: v.row.key):
            members = {v.column.key: v for v in group}
            columns.setdefault(row, []).append(list(members))
            by_key = {(row, key): v for key, v in members.items()} | by_key
    rows = _merge([list(dict.fromkeys(v.row.key for v in variables_of(found))) for found in tables])
    return tuple(by_key[row, column] for row in rows for column in _merge(columns[row]))


def _merge(orders: Iterable[list[str]]) -> list[str]:
    """Join orders into one: what only a later order has follows its neighbour there, at its head precedes it."""
    merged: list[str] = []
    for order in orders:
        before: str | None = None
        for index, key in enumerate(order):
            if key not in merged:
                after = next((k for k in order[index:] if k in merged), None)
                at = merged.index(before) + 1 if before else merged.index(after) if after else len(merged)
                merged.insert(at, key)
            before = key
    return merged


def _of_block(form: str, table: str, block: BlockSpec) -> Iterator[Variable]:
    columns = tuple(_columns(block.columns, (), ()))
    for row in _rows(block.rows, (), ()):
        for column in columns:
            yield Variable(form=form, table=table, row=row, column=column, block=block.label or "", across=block.across)


def _columns(specs: tuple[ColumnSpec, ...], zh: tuple[str, ...], en: tuple[str, ...]) -> Iterator[Labels]:
    for spec in specs:
        own_zh, own_en = (*zh, spec.label), (*en, spec.label_en or spec.label)
        if spec.key is not None and spec.kind != "text":
            yield Labels(spec.key, own_zh, own_en, spec.unit, spec.kind)
        yield from _columns(spec.columns, own_zh, own_en)


def _rows(specs: tuple[RowSpec, ...], zh: tuple[str, ...], en: tuple[str, ...]) -> Iterator[Labels]:
    for spec in specs:
        own_zh, own_en = (*zh, spec.label), (*en, spec.label_en or spec.label)
        if spec.key is not None:
            yield Labels(spec.key, own_zh, own_en, spec.unit, spec.kind)
        yield from _rows(spec.rows, own_zh, own_en)
