"""A report as the lines that it adds to each CSV file: made where the report was read, kept, and put together in any order later."""

from __future__ import annotations

import csv
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec import Struct

from gongkai.dataset import grid_rows, rows
from gongkai.dataset.columns import CELLS, REPORTS
from gongkai.dataset.files import WHO, File
from gongkai.dataset.grid_files import GRID_CELLS
from gongkai.dataset.long_tables import ABOUT, is_long, long_rows
from gongkai.dataset.rows import Row, Value
from gongkai.report import Report

_MAKERS: Mapping[str, Callable[[Report], Iterable[Row]]] = MappingProxyType(
    {
        "cells": rows.cell_rows,
        "sections": rows.section_rows,
        "checks": rows.check_rows,
        "comments": rows.comment_rows,
        "issues": rows.issue_rows,
        "grids": grid_rows.grid_rows,
        "grid_cells": grid_rows.grid_cell_rows,
        "extra": grid_rows.extra_rows,
        "others": grid_rows.other_rows,
    }
)


class PackedReport(Struct, frozen=True):
    """What a dataset keeps of one report, or of the reports of one source.

    ``data`` is the CSV for each file, by the file's name, in a sixth of its room (a hundred thousand of them are kept);
    ``fractional`` names (file, column) pairs of counts that were printed with decimals; ``counts`` is what the summary adds up,
    ``codes`` are the codes of the report's issues. ``parts`` are the ids of further reports of the same source, whose lines follow
    in it.
    """

    report_id: str
    path: str
    data: bytes
    fractional: tuple[tuple[str, str], ...]
    counts: dict[str, int]
    codes: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all its reports."""
        return (self.report_id, *self.parts)

    @property
    def is_other(self) -> bool:
        """Whether it is of a document of no known form."""
        return self.counts.get("other") == len(self.ids)

    @property
    def is_listed(self) -> bool:
        """Whether it is listed alone where nothing else is asked for: a page of a web archive that is of no known form."""
        return self.is_other and "web" in self.counts

    @property
    def lines(self) -> dict[str, bytes]:
        """The CSV lines (UTF-8) for each file, by the file's name."""
        return msgspec.msgpack.decode(zlib.decompress(self.data), type=dict[str, bytes])


def pack(lines: dict[str, bytes]) -> bytes:
    """Pack a report's lines into the room that is kept of them."""
    return zlib.compress(msgspec.msgpack.encode(lines), 1)


def pack_report(
    report: Report, files: Iterable[File], families: Mapping[str, str] = MappingProxyType({})
) -> PackedReport:
    """Write a report's lines for every file of a dataset; ``families`` names the family of each form."""
    lines: dict[str, bytes] = {}
    fractional: list[tuple[str, str]] = []
    for file in files:
        own = [rows.report_row(report, families)] if file.name == "reports" else list(_rows(report, file))
        if own:
            lines[file.name] = csv_text(own).encode()
            fractional += [(file.name, name) for name in _fractional(own, file)]
    found = report.verification
    counts = {"cells": found.cells, "reported": found.reported, "verified": found.verified}
    return PackedReport(
        report_id=report.report_id,
        path=report.source.path,
        data=pack(lines),
        fractional=tuple(fractional),
        counts=counts
        | {"contradicted": found.contradicted, report.status: 1}
        | ({"web": 1} if report.source.url else {}),
        codes=tuple(sorted({issue.code for issue in report.issues})),
    )


def joined(packed_reports: Sequence[PackedReport]) -> PackedReport:
    """Join the packed reports of the reports of one source."""
    first = packed_reports[0]
    if len(packed_reports) == 1:
        return first
    lines: dict[str, bytes] = {}
    counts: Counter[str] = Counter()
    for packed in packed_reports:
        counts.update(packed.counts)
        for name, own in packed.lines.items():
            lines[name] = lines.get(name, b"") + own
    return PackedReport(
        report_id=first.report_id,
        path=first.path,
        data=pack(lines),
        fractional=tuple(sorted({one for packed in packed_reports for one in packed.fractional})),
        counts=dict(counts),
        codes=tuple(sorted({code for packed in packed_reports for code in packed.codes})),
        parts=tuple(packed.report_id for packed in packed_reports[1:]),
    )


def reported(packed: PackedReport) -> dict[str, str]:
    """Return what ``reports.csv`` says of content, format and status of a source's report, of the first one where it holds several."""
    row = next(csv.reader(io.StringIO(packed.lines["reports"].decode(), newline="")))
    named = dict(zip((column.name for column in REPORTS.columns), row, strict=True))
    return {name: named[name] for name in ("sha256", "format", "form", "status")}


def report_bytes(report: Report) -> bytes:
    """Give a report's JSON as ``convert`` prints it and the dataset keeps it: UTF-8, one line feed at the end."""
    return report.to_json().encode() + b"\n"


def report_line(report: Report) -> bytes:
    """Give a report's JSON on one line, as ``reports.jsonl`` has it."""
    return msgspec.json.format(report_bytes(report), indent=-1) + b"\n"


def mark_of(content: bytes) -> str:
    """Mark a report's own file by its size and digest, so that a change on the disk is noticed."""
    return f"{len(content)}:{hashlib.sha256(content).hexdigest()}"


def csv_text(found: Iterable[Iterable[Value]]) -> str:
    """Write rows as RFC 4180 does."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(list(map(rows.cell_of, row)) for row in found)
    return text.getvalue()


def cells_csv(report: Report) -> str:
    """Give the rows of ``cells.csv`` for one report, head first, without a byte order mark; of a document of no known form those of
    ``grid_cells.csv``.
    """
    if report.form.id is None and report.grids:
        return csv_text([tuple(column.name for column in GRID_CELLS.columns), *grid_rows.grid_cell_rows(report)])
    head = tuple(column.name for column in CELLS.columns)
    return csv_text([head, *rows.cell_rows(report)])


def _rows(report: Report, file: File) -> Iterable[Row]:
    """Return a report's rows of one file; none where the file is not about reports, or about a table that it has not."""
    make = _MAKERS.get(file.name)
    if make is not None:
        return make(report)
    if file.name in report.tables and is_long(file):
        return long_rows(report, file.name, [column.name for column in file.columns[1 + len(ABOUT) :]])
    if file.name in report.tables:
        return rows.wide_rows(report, file.name, [column.name for column in file.columns[1 + len(WHO) :]])
    return ()


def _fractional(found: Iterable[Row], file: File) -> Iterable[str]:
    """Return the columns of whole numbers in which a number with decimals stands."""
    integers = [i for i, column in enumerate(file.columns) if column.type == "integer"]
    hit = {i for row in found for i in integers if isinstance(row[i], float)} if integers else ()
    return [file.columns[i].name for i in sorted(hit)]
