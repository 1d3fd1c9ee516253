"""How many misreadings would be noticed: figures of right tables are spoiled, one way at a time, and checked again.

Each spoiled table is looked at twice: by the form's sums alone, and as a whole report that is printed with the spoiled figures, read
back and checked. A spoil that moves nothing but zeros and blanks changes no figure: no sum can notice it, so it is counted apart.
Tables are counted apart too: the form has no sum over some, and none that ties the rows of others to each other; there only sentences
that restate a figure can contradict it, and the labels alone tell rows and columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

import msgspec

from corpus.grid import PrintedCell, PrintedTable
from corpus.model import CellTruth, Key, Truth
from corpus.tally import share
from corpus.to_html import to_html
from gongkai.checks.arithmetic import check_table
from gongkai.forms.model import Form, TableForm
from gongkai.pipeline import extract_bytes
from gongkai.report import Cell, Check, Table

Cells = Mapping[Key, CellTruth]
Spoil = Callable[[Cells, TableForm, Random], Cells]
Power = Counter[tuple[str, str]]
"""(spoil: table, what became of it) to how often."""
_TIMES = 3


def power(truth: Truth, form: Form, rng: Random) -> Power:
    """Spoil each table of a report three times in each way and count what became of it."""
    counts: Power = Counter()
    before = _read(truth)
    for table in form.tables:
        for name, spoil in SPOILS.items():
            for _ in range(_TIMES):
                spoiled = spoil(truth.tables[table.key], table, rng)
                counts.update((f"{name}: {table.key}", fate) for fate in _fates(truth, table, spoiled, before))
    return counts


def _fates(truth: Truth, table: TableForm, spoiled: Cells, before: frozenset[str]) -> tuple[str, ...]:
    gold = truth.tables[table.key]
    if _figures(spoiled) == _figures(gold):
        return ("only zeros",)
    read = bool(_read(_reprinted(truth, table.key, spoiled)) - before)
    bare = bool(_failing(spoiled, table) - _failing(gold, table))
    return ("spoiled", *(["noticed by sums"] if bare else []), *(["noticed in report"] if read else []))


def _figures(cells: Cells) -> dict[Key, int | float]:
    return {key: cell.value or 0 for key, cell in cells.items()}


def _failing(cells: Cells, table: TableForm) -> frozenset[str]:
    made = (_cell(cells[slot.row, slot.column]) for slot in table.slots)
    return _ids(check_table(table.equations, Table(form=table.form, cells=tuple(made))))


def _cell(cell: CellTruth) -> Cell:
    return Cell(row=cell.row, column=cell.column, value=cell.value, status=cell.status, anchor="label")


def _read(truth: Truth) -> frozenset[str]:
    return _ids(extract_bytes(to_html(truth).encode(), "report.html").checks)


def _ids(checks: tuple[Check, ...]) -> frozenset[str]:
    return frozenset(f"{check.table}.{check.id}" for check in checks if check.status == "fail")


def _reprinted(truth: Truth, key: str, cells: Cells) -> Truth:
    """Print the report with other figures in one table."""
    old = truth.layouts[key]
    new = PrintedTable(tuple(_filled(cell, cells) for cell in old.cells), old.width)
    return msgspec.structs.replace(truth, layouts={**truth.layouts, key: new})


def _filled(cell: PrintedCell, cells: Cells) -> PrintedCell:
    return msgspec.structs.replace(cell, text=cells[cell.key].printed) if cell.key else cell


def _digit(cells: Cells, _: TableForm, rng: Random) -> Cells:
    """Misread one digit of one figure."""
    reported = [key for key, cell in cells.items() if cell.value is not None]
    if not reported:
        return cells
    at = rng.choice(reported)
    digits = list(str(cells[at].value))
    place = rng.choice([i for i, char in enumerate(digits) if char.isdecimal()])
    digits[place] = str((int(digits[place]) + rng.randint(1, 9)) % 10)
    text = "".join(digits)
    value = float(text) if "." in text else int(text)
    return {**cells, at: msgspec.structs.replace(cells[at], value=value, printed=str(value))}


def _slip(cells: Cells, table: TableForm, rng: Random) -> Cells:
    """Let all figures from some row on slip down by one row."""
    rows = list(dict.fromkeys(slot.row for slot in table.slots))
    start = rng.randrange(len(rows) - 1)
    above = dict(zip(rows[start + 1 :], rows[start:], strict=False))
    return _moved(cells, lambda row, column: (above.get(row, row), column))


def _swap_rows(cells: Cells, table: TableForm, rng: Random) -> Cells:
    one, other = rng.sample(list(dict.fromkeys(slot.row for slot in table.slots)), 2)
    swap = {one: other, other: one}
    return _moved(cells, lambda row, column: (swap.get(row, row), column))


def _swap_columns(cells: Cells, table: TableForm, rng: Random) -> Cells:
    columns = list(dict.fromkeys(slot.column for slot in table.slots))
    if len(columns) < 2:
        return cells
    one, other = rng.sample(columns, 2)
    swap = {one: other, other: one}
    return _moved(cells, lambda row, column: (row, swap.get(column, column)))


def _moved(cells: Cells, source: Callable[[str, str], Key]) -> Cells:
    """Give each cell what is printed at its source, if the table has such a cell."""
    return {
        (row, column): msgspec.structs.replace(cells.get(source(row, column), cell), row=row, column=column)
        for (row, column), cell in cells.items()
    }


SPOILS: Mapping[str, Spoil] = MappingProxyType(
    {"digit changed": _digit, "row slipped": _slip, "rows swapped": _swap_rows, "columns swapped": _swap_columns}
)


def power_table(counts: Power) -> str:
    """Format what was counted, a line a spoil."""
    lines = [f"{'figures spoiled':38} by sums  in report  spoiled  only zeros"]
    for name in dict.fromkeys(name for spoil in SPOILS for name, _ in counts if name.startswith(f"{spoil}:")):
        made = counts[name, "spoiled"]
        shares = [share(counts[name, f"noticed {where}"], made) for where in ("by sums", "in report")]
        lines.append(f"{name:38}{'   '.join(shares)}  {made:7}  {counts[name, 'only zeros']:10}")
    return "\n".join(lines)
