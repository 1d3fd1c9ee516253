"""Writes a dataset: each report's JSON first, then every CSV in one pass over these files, so memory stays flat."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from gongkai.dataset import columns, folder, rows
from gongkai.dataset.columns import File
from gongkai.dataset.package import describe
from gongkai.dataset.rows import Failure, Row
from gongkai.forms.model import Form
from gongkai.report import Report


class Summary(Struct, frozen=True, kw_only=True):
    """What a dataset holds. Sources = reports + duplicates + failures.

    ``issues`` are pairs of a code and the number of reports that have it, commonest first.
    """

    reports: int
    duplicates: int
    failures: int
    complete: int
    partial: int
    failed: int
    cells: int
    reported: int
    verified: int
    contradicted: int
    issues: tuple[tuple[str, int], ...]


def write_dataset(
    reports: Iterable[Report], failures: Iterable[Failure], forms: tuple[Form, ...], target: Path
) -> Summary:
    """Write the dataset of ``reports`` to the folder ``target``, replacing an earlier one.

    ``failures`` is read after the last report, so both may come from one run. The order of the rows is by path, then by
    id, whatever the order of ``reports``; of sources with the same content the one with the first path is kept.
    Raises UsageError where ``target`` holds anything but a dataset.
    """
    build = folder.begin(target)
    paths, duplicates = _write_reports(reports, build / "json")
    files = columns.all_files(forms)
    tally: Counter[str] = Counter(duplicates=duplicates, reports=len(paths))
    issues: Counter[str] = Counter()
    with ExitStack() as stack:
        tables = {file.name: stack.enter_context(_Table(build, file)) for file in files}
        for report_id in sorted(paths, key=lambda i: (paths[i], i)):
            report = msgspec.json.decode((build / "json" / f"{report_id}.json").read_bytes(), type=Report)
            _write_report(report, tables)
            _count(report, tally, issues)
        for failure in sorted(failures, key=lambda f: (f.path, f.sha256 or "")):
            tables["failures"].write([rows.failure_row(failure)])
            tally["failures"] += 1
        tables["codebook"].write(rows.codebook_rows(forms))
    fractional = {(name, column) for name, table in tables.items() for column in table.fractional}
    (build / folder.PACKAGE).write_bytes(describe(files, fractional, version("gongkai"), forms))
    folder.finish(target, build)
    return _summary(tally, issues)


def _write_reports(reports: Iterable[Report], target: Path) -> tuple[dict[str, str], int]:
    """Write one JSON file a report; return the path of each id, and how many reports were repetitions."""
    paths: dict[str, str] = {}
    duplicates = 0
    for report in reports:
        known = paths.get(report.report_id)
        duplicates += known is not None
        if known is None or report.source.path < known:
            paths[report.report_id] = report.source.path
            (target / f"{report.report_id}.json").write_bytes(report_bytes(report))
    return paths, duplicates


def report_bytes(report: Report) -> bytes:
    """Give a report's JSON as ``convert`` prints it and the dataset keeps it: UTF-8, one line feed at the end."""
    return report.to_json().encode() + b"\n"


class _Table:
    """One CSV file being written; ``fractional`` gathers integer columns in which a number with decimals stands."""

    def __init__(self, target: Path, file: File) -> None:
        self._path = target / file.path
        self._file = file
        self._integers = [i for i, column in enumerate(file.columns) if column.type == "integer"]
        self.fractional: set[str] = set()

    @property
    def value_names(self) -> list[str]:
        """The columns after the report's id."""
        return [column.name for column in self._file.columns[1:]]

    def __enter__(self) -> _Table:
        self._stream = self._path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._stream, lineterminator="\r\n")
        self._writer.writerow([column.name for column in self._file.columns])
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, found: Iterable[Row]) -> None:
        for row in found:
            for index in self._integers:
                if isinstance(row[index], float):
                    self.fractional.add(self._file.columns[index].name)
            self._writer.writerow(list(map(rows.cell_of, row)))


def _write_report(report: Report, tables: dict[str, _Table]) -> None:
    tables["reports"].write([rows.report_row(report)])
    tables["cells"].write(rows.cell_rows(report))
    tables["sections"].write(rows.section_rows(report))
    tables["checks"].write(rows.check_rows(report))
    tables["comments"].write(rows.comment_rows(report))
    tables["issues"].write(rows.issue_rows(report))
    for key in report.tables.keys() & tables.keys():
        tables[key].write(rows.wide_rows(report, key, tables[key].value_names))


def cells_csv(report: Report) -> str:
    """Give the rows of ``cells.csv`` for one report, head first, without a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns.CELLS.columns])
    writer.writerows(list(map(rows.cell_of, row)) for row in rows.cell_rows(report))
    return text.getvalue()


def _count(report: Report, tally: Counter[str], issues: Counter[str]) -> None:
    found = report.verification
    tally.update([report.status])
    tally.update(cells=found.cells, reported=found.reported, verified=found.verified, contradicted=found.contradicted)
    issues.update({issue.code for issue in report.issues})


def _summary(tally: Counter[str], issues: Counter[str]) -> Summary:
    ranked = tuple(sorted(issues.items(), key=lambda item: (-item[1], item[0])))
    counts = {name: tally[name] for name in Summary.__struct_fields__ if name != "issues"}
    return Summary(issues=ranked, **counts)
