"""From readings to the cells of a form: one value a cell, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from gongkai.forms.equations import Key
from gongkai.forms.model import Slot, TableForm
from gongkai.report import Cell, Table
from gongkai.table_rows import ExtraRow
from gongkai.tables.reading import Placed, Reading, Value
from gongkai.text.bounds import Proved
from gongkai.text.numerals import Number, Printed


def cells_of(readings: tuple[Reading, ...], table: TableForm) -> Table:
    """Return the table with every cell that the form defines, in form order.

    A slot that two readings fill with different figures is ``ambiguous``; so is every open slot of a line that has figures without a
    certain place. A slot without any trace is ``missing``.
    """
    cells: list[Cell] = []
    for index, line in enumerate(table.lines):
        own = [r for r in readings if r.line == index]
        loose = [value for r in own for value in r.loose]
        several = len([r for r in own if r.placed or r.loose]) > 1
        for number, slot in enumerate(line.slots):
            cells.append(_cell(slot, [p for r in own for p in r.placed if p.slot == number], loose, several=several))
    return Table(form=table.form, cells=tuple(cells), extra=tuple(_extras(readings)))


def with_proved(table: Table, bounds: Mapping[Key, tuple[Number, Number]]) -> Table:
    """Return the table with what its sums prove about cells that are ambiguous; as it is where that is nothing."""
    proved = tuple(
        Proved(cell.row, cell.column, *bounds[cell.row, cell.column])
        for cell in table.cells
        if cell.status == "ambiguous" and (cell.row, cell.column) in bounds
    )
    return msgspec.structs.replace(table, proved=proved) if proved else table


def _cell(slot: Slot, placed: list[Placed], loose: list[Value], *, several: bool) -> Cell:
    if not placed:
        figures = [v for v in loose if v.printed.status != "blank"]
        return Cell(row=slot.row, column=slot.column, unit=slot.unit, status="ambiguous" if figures else "missing")
    printed = {_meaning(p.value.printed) for p in placed}
    if len(printed) > 1 or (several and any(v.printed.status == "reported" for v in loose)):
        return Cell(row=slot.row, column=slot.column, unit=slot.unit, status="ambiguous", source=placed[0].value.place)
    return _decided(slot, placed[0])


def _meaning(printed: Printed) -> tuple[object, ...]:
    return (printed.status, printed.value)


def _decided(slot: Slot, placed: Placed) -> Cell:
    value, printed = placed.value, placed.value.printed
    return Cell(
        row=slot.row,
        column=slot.column,
        value=printed.value,
        raw=value.text if printed.status != "blank" else None,
        unit=printed.unit or slot.unit,
        anchor=placed.anchor,
        status=printed.status,
        note=printed.note,
        source=value.place,
    )


def _extras(readings: Iterable[Reading]) -> Iterable[ExtraRow]:
    for reading in readings:
        values = tuple(v.text for v in reading.loose)
        if reading.line is None and any(v.printed.status == "reported" for v in reading.loose):
            yield ExtraRow(reading.label, values)
