"""Tables that are printed once for each of several units: what names each of them, and their rows as those of one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import regex

from gongkai.forms.schema import RepeatsSpec, TableSpec
from gongkai.printed.captions import without_number
from gongkai.report import Cell, PrintedGrid
from gongkai.table_rows import TableRow
from gongkai.text.fold import one_line
from gongkai.text.numbering import strip_number

_YEAR = regex.compile(r"(?:19|20)\d\d\s*(?:年度?|学年)?")
_EDGES = " 　的:：()（）-—·、,，《》“”"


def unit_of(spec: TableSpec, grid: PrintedGrid, heading: str) -> str:
    """The name of the unit that a printed table is about, "" where it says none."""
    how = spec.repeats.by if spec.repeats is not None else None
    if how == "caption":
        return beside_label(grid.caption or "", (spec.label, *spec.variants))
    if how == "line":
        return grid.office or ""
    if how == "heading":
        return one_line(strip_number(heading.strip())).strip(_EDGES)
    return sheet_of(grid)


def beside_label(caption: str, labels: Iterable[str]) -> str:
    """What a caption says beside a table's own label: 第一中学 in 表3 2021年第一中学经费收支表; "" where it does not hold the label."""
    said = "".join(without_number(caption).split())
    held = ["".join(without_number(label).split()) for label in labels]
    own = max((label for label in held if label and label in said), key=len, default="")
    return _YEAR.sub("", said.replace(own, "|", 1)).replace("|", "").strip(_EDGES) if own else ""


def sheet_of(grid: PrintedGrid) -> str:
    """The sheet of a workbook that a table stands on, "" elsewhere."""
    address = next((c.source.address for c in grid.cells if isinstance(c.source.address, str)), "")
    return address.rpartition("!")[0].strip("'")


def prefixed(number: int, cells: Iterable[Cell]) -> list[Cell]:
    """The cells of one unit under keys that no other has: 2.total is the total of the second."""
    return [msgspec.structs.replace(cell, row=f"{number}.{cell.row}") for cell in cells]


def rows_of_unit(number: int, rows: Sequence[TableRow], repeats: RepeatsSpec, name: str) -> list[TableRow]:
    """The rows of one unit, each with its name."""
    return [
        msgspec.structs.replace(row, key=f"{number}.{row.key}", texts={repeats.key: name, **row.texts}) for row in rows
    ]


def units_in(keys: Iterable[str]) -> list[str]:
    """The numbers of the units that the keys of rows begin with, in order."""
    return list(dict.fromkeys(key.partition(".")[0] for key in keys))
