"""``gongkai convert FILE...``: several reports into one stream, each as soon as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from gongkai.bulk.naming import printable
from gongkai.bulk.worker import Task, read
from gongkai.cli.output import result_stream
from gongkai.cli.paths import STDIN, Address, Named
from gongkai.cli.reading import Patience, bytes_of, time_bounded
from gongkai.cli.rendering import Kind, named_by, rendered, tell_of_form
from gongkai.cli.speaking import spoken
from gongkai.dataset.columns import CELLS
from gongkai.dataset.packed import csv_text, report_bytes
from gongkai.dataset.rows import cell_rows
from gongkai.errors import SourceError
from gongkai.forms.model import Form
from gongkai.report import Report


def write_several(
    files: tuple[Named, ...],
    kind: Kind,
    target: Path | None,
    forms: tuple[Form, ...],
    patience: Patience,
    *,
    keep_going: bool,
    passwords: tuple[str, ...] = (),
) -> int:
    """Write all reports; return the exit status. Raises SourceError at the first failure unless told to go on, UsageError, MachineError."""
    failures: list[str] = []
    with result_stream(target) as stream:
        for chunk in written(
            _reports(files, forms, patience, failures, keep_going=keep_going, passwords=passwords), kind, target, forms
        ):
            stream.write(chunk)
    return 1 if failures else 0


def _reports(
    files: tuple[Named, ...],
    forms: tuple[Form, ...],
    patience: Patience,
    failures: list[str],
    *,
    keep_going: bool,
    passwords: tuple[str, ...],
) -> Iterator[Report]:
    """Yield the reports in order, of a compilation every one; say what gave none."""
    for file in files:
        try:
            found = _read(file, forms, patience, passwords)
        except SourceError as error:
            if not keep_going:
                raise SourceError(f"{error}; ended there (--fail-fast)") from error
            failures.append(str(error))
            click.echo(f"gongkai: {spoken(str(error))}", err=True)
            continue
        for one in found:
            report = named_by(one, file, parted=True)
            tell_of_form(report)
            yield report


def _read(file: Named, forms: tuple[Form, ...], patience: Patience, passwords: tuple[str, ...]) -> tuple[Report, ...]:
    """Read one file; a defect of ours costs this one only. Raises SourceError."""
    path = printable(str(file))
    data = bytes_of(file, patience.coming)
    page = None if isinstance(file, Address) or file == STDIN else file
    task = Task(path, printable(file.name), "", data, page=page, passwords=passwords)
    with time_bounded(patience.reading, path):
        found = read(task, forms)
    if found.done.failure is not None:
        raise SourceError(f"{path}: {found.done.failure.message}")
    return tuple(map(Report.from_json, (found.content, *found.more)))


def written(reports: Iterator[Report], kind: Kind, target: Path | None, forms: tuple[Form, ...]) -> Iterator[bytes]:
    """Yield what is to be written: an array, a line each, one table of cells, or one drawing below the other."""
    if kind == "csv":
        head = csv_text([tuple(column.name for column in CELLS.columns)])
        yield head.encode("utf-8-sig" if target else "utf-8")
        yield from (csv_text(cell_rows(report)).encode() for report in reports)
    elif kind == "json":
        yield b"["
        for number, report in enumerate(reports):
            yield (b",\n" if number else b"\n") + report_bytes(report).rstrip(b"\n")
        yield b"\n]\n"
    else:
        for number, report in enumerate(reports):
            yield (b"\n" if number and kind != "jsonl" else b"") + rendered(report, kind, target, forms)
