"""Every value cell of a form as a variable: its keys, and its labels in Chinese and English, groups first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    """Return the union of the forms' cells of one table; a cell that only a later form has follows its neighbour."""
    merged: list[Variable] = []
    for form in forms:
        found = form.table(table)
        position = 0
        for variable in variables_of(found) if found else ():
            known = next((i for i, v in enumerate(merged) if v.name == variable.name), None)
            if known is None:
                merged.insert(position, variable)
            position = (position if known is None else known) + 1
    return tuple(merged)


def _of_block(form: str, table: str, block: BlockSpec) -> Iterator[Variable]:
    columns = tuple(_columns(block.columns, (), ()))
    for row in _rows(block.rows, (), ()):
        for column in columns:
            yield Variable(form=form, table=table, row=row, column=column, block=block.label or "", across=block.across)


def _columns(specs: tuple[ColumnSpec, ...], zh: tuple[str, ...], en: tuple[str, ...]) -> Iterator[Labels]:
    for spec in specs:
        own_zh, own_en = (*zh, spec.label), (*en, spec.label_en or spec.label)
        if spec.key is not None:
            yield Labels(spec.key, own_zh, own_en, spec.unit, spec.kind)
        yield from _columns(spec.columns, own_zh, own_en)


def _rows(specs: tuple[RowSpec, ...], zh: tuple[str, ...], en: tuple[str, ...]) -> Iterator[Labels]:
    for spec in specs:
        own_zh, own_en = (*zh, spec.label), (*en, spec.label_en or spec.label)
        if spec.key is not None:
            yield Labels(spec.key, own_zh, own_en, spec.unit, spec.kind)
        yield from _rows(spec.rows, own_zh, own_en)
