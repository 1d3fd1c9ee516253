"""What a reviewer decided about single cells: ``corrections.csv`` in the dataset's folder, laid over reports where that is asked for.

The file is the reviewer's own: written by hand, downloaded from a report's page, or saved there (``decided``). What was printed stays in a
cell's ``raw``; its value becomes the reviewer's, its status ``corrected``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import regex
from msgspec import Struct, structs

from gongkai.dataset.delimited import decoded, table_of
from gongkai.dataset.facts import STATE, checked, printed_fact, with_facts
from gongkai.dataset.rows import Row, cell_of, unguard
from gongkai.errors import UsageError
from gongkai.report import Cell, Report, Table
from gongkai.text.numerals import Number, read_figure

NAME = "corrections.csv"
HEAD = ("report_id", "table", "row", "column", "value", "reason", "by", "date")
_NEEDED = HEAD[:5]
_UNSURE = regex.compile(r",|\.\d{3}$")  # where semicolons part fields a comma may part decimals, and a point thousands

Outcome = Literal["applied", "not_asked_for", "confirmed", "superseded", "no_such_report", "no_such_cell"]
_STANDING = ("applied", "not_asked_for")
_CONFIRMABLE = ("reported", "blank", "not_applicable")


class Correction(Struct, frozen=True, kw_only=True):
    """One decision. ``value`` None says that there is no number; ``line`` is where it stands in the file.

    Where ``table`` and ``row`` are empty it is about a fact of the report, which ``column`` names, and ``text`` is what was decided.
    """

    report_id: str
    table: str
    row: str
    column: str
    value: Number | None
    reason: str
    by: str
    date: str
    line: int
    text: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether it is about a fact of the report, not about a cell."""
        return not self.table and not self.row

    @property
    def is_state(self) -> bool:
        """Whether it says how far the review of the report has come: no figure and no fact is another by it."""
        return self.is_fact and self.column == STATE

    @property
    def decided(self) -> str:
        """What was decided, as text; nothing where there is no number."""
        return self.text if self.is_fact else cell_of(self.value)

    @property
    def cell(self) -> tuple[str, str, str]:
        """Table, row and column."""
        return self.table, self.row, self.column


Corrections = Mapping[str, tuple[Correction, ...]]
"""Decisions by the report that they are about, in the order of the file; of several about one cell the last one holds."""


def read_corrections(folder: Path) -> dict[str, tuple[Correction, ...]]:
    """Read the decisions about a dataset; none where there is no such file. Raises UsageError with the line that is wrong."""
    path = folder / NAME
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{path}: is no regular file (a folder, a pipe or a device); it must be a CSV file")
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    found: dict[str, list[Correction]] = {}
    for one in read_rows(path, decoded(path, data)):
        found.setdefault(one.report_id, []).append(one)
    return {report_id: tuple(decided) for report_id, decided in found.items()}


def read_rows(path: Path, text: str) -> Iterator[Correction]:
    """Yield the decisions of a file. Raises UsageError with the line that is wrong."""
    table = table_of(path, text)
    lacking = [name for name in _NEEDED if name not in table.head]
    if lacking:
        raise UsageError(f"{path}: its first line lacks {', '.join(lacking)}; it must be {','.join(HEAD)}")
    for line, row in table.rows:
        fields = _fields(path, line, table.head, row)
        if table.separator == ";" and _UNSURE.search(fields["value"]):
            raise UsageError(
                f"{path}: line {line}: {fields['value']!r} can be read in two ways where semicolons part the fields; "
                "write a number without a sign for thousands and with a point for decimals, or save the file with commas"
            )
        yield _correction(path, line, fields)


def _fields(path: Path, line: int, head: list[str], row: list[str]) -> dict[str, str]:
    """Return a line's fields by name. Raises UsageError where it is cut short: an empty value would say that there is no number."""
    if len(row) < len(head):
        raise UsageError(
            f"{path}: line {line} has {len(row)} fields, the first line has {len(head)}; it is cut short, write it whole "
            "(a value that is left empty says that there is no number, and its comma stays)"
        )
    if any(map(str.strip, row[len(head) :])):
        raise UsageError(
            f"{path}: line {line} has {len(row)} fields, the first line has {len(head)}; put text with commas in quotes"
        )
    named = {name: text.strip() for name, text in zip(head, row, strict=False)}
    return {name: unguard(named.get(name, "")) for name in HEAD}


def _correction(path: Path, line: int, fields: dict[str, str]) -> Correction:
    texts = {name: fields[name] for name in HEAD if name != "value"}
    if fields["report_id"] and fields["column"] and not fields["table"] and not fields["row"]:
        try:
            return Correction(**texts, value=None, text=checked(fields["column"], fields["value"]), line=line)
        except ValueError as error:
            raise UsageError(f"{path}: line {line}: {error}") from error
    empty = [name for name in _NEEDED if name != "value" and not fields[name]]
    if empty:
        raise UsageError(f"{path}: line {line}: {', '.join(empty)} must not be empty")
    try:
        value = _number(fields["value"])
    except ValueError as error:
        raise UsageError(
            f"{path}: line {line}: {fields['value']!r} is no number; leave it empty where there is none"
        ) from error
    return Correction(**texts, value=value, line=line)


def _number(text: str) -> Number | None:
    """Read a number as it would be read in a report, thousands in groups of three and all. Raises ValueError for whatever else."""
    found = read_figure(text)
    if found.status == "blank":
        return None
    if found.value is None or found.unit or found.note:
        raise ValueError(text)
    return int(found.value) if float(found.value).is_integer() else found.value


def overlay(report: Report, corrections: Iterable[Correction]) -> Report:
    """Return the report with what a reviewer decided; sums are those of the figures as they were printed."""
    decided = {one.cell: one for one in corrections}
    report = with_facts(report, {one.column: one.text for one in decided.values() if one.is_fact})
    tables = {
        key: structs.replace(table, cells=tuple(_overlaid(c, decided.get((key, c.row, c.column))) for c in table.cells))
        for key, table in report.tables.items()
    }
    return structs.replace(report, tables=tables)


def _overlaid(cell: Cell, decided: Correction | None) -> Cell:
    if decided is None or confirms(decided, cell):
        return cell
    return structs.replace(cell, value=decided.value, status="corrected")


def confirmable(cell: Cell) -> bool:
    """Whether something was read that a reviewer may call right: a number, or that there is none."""
    return cell.status in _CONFIRMABLE


def confirms(one: Correction, cell: Cell) -> bool:
    """Whether a decision says what was read: nothing is corrected then, and a wrong sum stays the report's own."""
    return confirmable(cell) and one.value == cell.value


def correction_rows(decided: Iterable[Correction], report: Report | None, *, asked_for: bool) -> Iterator[Row]:
    """Give the rows of ``corrected.csv`` for one report: every decision, what it is about as printed, and what became of it.

    ``report`` is as it was read; None where the dataset does not have it.
    """
    for one, cell, outcome in judged(decided, report.tables if report else None, asked_for=asked_for):
        printed: Row = (cell.value, cell.status, cell.raw) if cell else (None, None, None)
        became: str = outcome
        if one.is_fact and not one.is_state and report:
            fact = printed_fact(report, one.column)
            printed = (None, None, fact)
            became = "confirmed" if outcome in _STANDING and (fact or "") == one.text else outcome
        yield (one.report_id, *one.cell, one.value, *printed, became, one.reason, one.by, one.date, one.text or None)


def judged(
    decided: Iterable[Correction], tables: Mapping[str, Table] | None, *, asked_for: bool
) -> Iterator[tuple[Correction, Cell | None, Outcome]]:
    """Say of each decision about one report which cell it is about, as it was read, and what becomes of it.

    ``tables`` are the report's, as they were read; None where the dataset does not have it.
    """
    decided = tuple(decided)
    last = {one.cell: one.line for one in decided}
    cells = {(key, c.row, c.column): c for key in {one.table for one in decided} for c in _cells(tables, key)}
    for one in decided:
        cell = cells.get(one.cell)
        yield one, cell, _outcome(tables, cell, one, last[one.cell] == one.line, asked_for)


def _cells(tables: Mapping[str, Table] | None, key: str) -> tuple[Cell, ...]:
    table = (tables or {}).get(key)
    return table.cells if table else ()


def _outcome(
    tables: Mapping[str, Table] | None, cell: Cell | None, one: Correction, last: bool, asked_for: bool
) -> Outcome:
    if tables is None:
        return "no_such_report"
    if cell is None and not one.is_fact:
        return "no_such_cell"
    if not last:
        return "superseded"
    if one.is_state or (cell is not None and confirms(one, cell)):
        return "confirmed"
    return "applied" if asked_for else "not_asked_for"
