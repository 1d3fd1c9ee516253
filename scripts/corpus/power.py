"""How many misreadings the printed sums would notice: right tables are spoiled, one way at a time, and checked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

import msgspec

from corpus.model import Truth
from gongkai.checks.arithmetic import check_table
from gongkai.forms.model import Form, TableForm
from gongkai.report import Cell, Table

Cells = list[Cell]
Spoil = Callable[[Cells, TableForm, Random], Cells | None]


def power(truth: Truth, form: Form, rng: Random) -> Counter[str]:
    """Count, for each way to misread a table, the tables spoiled (``name``) and those whose checks noticed (``name noticed``)."""
    counts: Counter[str] = Counter()
    for table in form.tables:
        if not table.equations:
            continue
        gold = _gold(truth, table)
        before = _failing(gold, table)
        for name, spoil in SPOILS.items():
            spoiled = spoil(list(gold), table, rng)
            if spoiled is not None and spoiled != gold:
                counts[name] += 1
                counts[f"{name} noticed"] += bool(_failing(spoiled, table) - before)
    return counts


def _gold(truth: Truth, table: TableForm) -> Cells:
    printed = truth.tables[table.key]
    return [
        Cell(
            row=s.row,
            column=s.column,
            value=printed[s.row, s.column].value,
            status=printed[s.row, s.column].status,
            anchor="label",
        )
        for s in table.slots
    ]


def _failing(cells: Cells, table: TableForm) -> frozenset[str]:
    checks = check_table(table.equations, Table(form=table.form, cells=tuple(cells)))
    return frozenset(check.id for check in checks if check.status == "fail")


def _digit(cells: Cells, _: TableForm, rng: Random) -> Cells | None:
    """Misread one digit of one figure."""
    reported = [i for i, cell in enumerate(cells) if cell.status == "reported"]
    if not reported:
        return None
    at = rng.choice(reported)
    digits = list(str(cells[at].value))
    place = rng.choice([i for i, char in enumerate(digits) if char.isdecimal()])
    digits[place] = str((int(digits[place]) + rng.randint(1, 9)) % 10)
    cells[at] = msgspec.structs.replace(
        cells[at], value=float("".join(digits)) if "." in digits else int("".join(digits))
    )
    return cells


def _slip(cells: Cells, table: TableForm, rng: Random) -> Cells | None:
    """Let all figures from some row on slip down by one row."""
    rows = list(dict.fromkeys(slot.row for slot in table.slots))
    start = rng.randrange(len(rows) - 1)
    values = {(cell.row, cell.column): cell for cell in cells}
    above = dict(zip(rows[start + 1 :], rows[start:], strict=False))
    return [_moved(cell, values[above.get(cell.row, cell.row), cell.column]) for cell in cells]


def _swap_rows(cells: Cells, table: TableForm, rng: Random) -> Cells | None:
    rows = list(dict.fromkeys(slot.row for slot in table.slots))
    one, other = rng.sample(rows, 2)
    values = {(cell.row, cell.column): cell for cell in cells}
    swap = {one: other, other: one}
    return [_moved(cell, values[swap.get(cell.row, cell.row), cell.column]) for cell in cells]


def _swap_columns(cells: Cells, table: TableForm, rng: Random) -> Cells | None:
    columns = list(dict.fromkeys(slot.column for slot in table.slots))
    one, other = rng.sample(columns, 2)
    values = {(cell.row, cell.column): cell for cell in cells}
    swap = {one: other, other: one}
    return [_moved(cell, values[cell.row, swap.get(cell.column, cell.column)]) for cell in cells]


def _moved(cell: Cell, source: Cell) -> Cell:
    return msgspec.structs.replace(cell, value=source.value, status=source.status)


SPOILS: Mapping[str, Spoil] = MappingProxyType(
    {"digit changed": _digit, "row slipped": _slip, "rows swapped": _swap_rows, "columns swapped": _swap_columns}
)
