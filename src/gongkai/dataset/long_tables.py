"""Tables with open rows: a file with one line per printed row, whatever rows a report has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.dataset.files import AGENCY_NAME, REPORT_ID, YEAR, Column, File
from gongkai.forms.model import Form, TableForm
from gongkai.forms.schema import ColumnSpec
from gongkai.report import Report
from gongkai.text.numerals import Number

ABOUT = (
    AGENCY_NAME,
    YEAR,
    Column("ordinal", "integer", "行次，按原文顺序", "which row of the table it is, from 1", True),
    Column("code", "string", "编码原文", "its code; empty where none is printed"),
    Column("label", "string", "行标签原文", "its label as printed"),
    Column(
        "level",
        "integer",
        "层级：1 为最外层，0 为合计等固定行",
        "1 for the outermost rows, 0 for those that the form names",
    ),
)
_SHOWN = ("reported", "corrected")


def long_file(forms: Iterable[Form], table: str) -> File:
    """Declare the file of a table with open rows: its columns of figures and words behind what tells the rows apart."""
    tables = [found for form in forms if (found := form.table(table)) is not None]
    columns: dict[str, Column] = {}
    for found in tables:
        for column in long_columns(found):
            columns.setdefault(column.name, column)
    return File(
        table,
        f"{tables[0].spec.label}：每行一份报告中的一条原文表行",
        "one row per printed row of a report that has this table; empty where the cell is not reported",
        (REPORT_ID, *ABOUT, *columns.values()),
        ("report_id", "ordinal"),
    )


def long_columns(table: TableForm) -> tuple[Column, ...]:
    """Return the columns of figures and words of a table with open rows, none of one without."""
    if table.open is None:
        return ()
    repeats = table.spec.repeats
    unit = (Column(repeats.key, "string", repeats.label, repeats.label_en or repeats.label),) if repeats else ()
    found = (column for block in table.spec.blocks for column in _leaves(block.columns, ()))
    return tuple({column.name: column for column in (*unit, *found)}.values())


def _leaves(specs: Iterable[ColumnSpec], parents: tuple[str, ...]) -> Iterator[Column]:
    for spec in specs:
        if spec.key is not None:
            kind = {"text": "string", "money": "number"}.get(spec.kind, "integer")
            zh = " / ".join((*parents, spec.label)) + (f" [{spec.unit}]" if spec.unit else "")
            yield Column(spec.key, kind, zh, spec.label_en or spec.label, unit=spec.unit)  # type: ignore[arg-type]
        yield from _leaves(spec.columns, (*parents, spec.label))


def is_long(file: File) -> bool:
    """Whether a file is one of a table with open rows."""
    return file.columns[1 : 1 + len(ABOUT)] == ABOUT


def long_rows(report: Report, table: str, names: Iterable[str]) -> Iterator[tuple[str | Number | None, ...]]:
    """Give the rows of a table with open rows; ``names`` are the columns of figures and words."""
    found = report.tables[table]
    values = {(c.row, c.column): c.value for c in found.cells if c.status in _SHOWN}
    wanted = tuple(names)
    for row in found.rows or ():
        about = (report.identity.agency_name, report.year, row.ordinal, row.code, row.label, row.level)
        figures = (values.get((row.key, name), row.texts.get(name)) for name in wanted)
        yield (report.report_id, *about, *figures)
