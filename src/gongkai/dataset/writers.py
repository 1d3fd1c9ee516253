"""Writes a dataset: each report's JSON, and every CSV in one pass over the reports' slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from gongkai.dataset import columns, folder, rows
from gongkai.dataset.package import describe
from gongkai.dataset.rows import Failure
from gongkai.dataset.slips import Slip, csv_text, report_bytes, slip_of
from gongkai.forms.model import Form
from gongkai.report import Report

Repetition = tuple[str, str, str]
"""Report's id, path of a source with its content, path of the source that was read."""


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
    removed: int = 0


def write_dataset(
    reports: Iterable[Report], failures: Iterable[Failure], forms: tuple[Form, ...], target: Path
) -> Summary:
    """Write the dataset of ``reports`` to the folder ``target``, replacing an earlier one.

    ``failures`` is read after the last report, so both may come from one run. The order of the rows is by path, then by
    id, whatever the order of ``reports``; of sources with the same content the one with the first path is kept.
    Raises UsageError where ``target`` holds anything but a dataset.
    """
    build = folder.begin(target)
    (build / folder.JSON).mkdir()
    files = columns.all_files(forms)
    slips: dict[str, Slip] = {}
    paths: list[tuple[str, str]] = []
    for report in reports:
        known = slips.get(report.report_id)
        paths.append((report.source.path, report.report_id))
        if known is None or report.source.path < known.path:
            slips[report.report_id] = slip_of(report, files)
            (build / folder.JSON / f"{report.report_id}.json").write_bytes(report_bytes(report))
    ordered = sorted(slips.values(), key=lambda slip: (slip.path, slip.report_id))
    kept = {slip.path: slip.report_id for slip in ordered}
    again = [(i, path, slips[i].path) for path, i in sorted(paths) if kept.pop(path, None) != i]
    rest = sorted(failures, key=lambda f: (f.path, f.sha256 or ""))
    summary = write_tables(ordered, rest, again, forms, build)
    folder.finish(target, build)
    return summary


def write_tables(
    slips: Iterable[Slip],
    failures: Iterable[Failure],
    repetitions: Iterable[Repetition],
    forms: tuple[Form, ...],
    build: Path,
    *,
    removed: int = 0,
) -> Summary:
    """Write every CSV file and ``datapackage.json`` to the folder ``build``, one row at a time, in the order that is given."""
    files = columns.all_files(forms)
    tally: Counter[str] = Counter(removed=removed)
    issues: Counter[str] = Counter()
    fractional: set[tuple[str, str]] = set()
    with ExitStack() as stack:
        streams = {file.name: stack.enter_context(_opened(build / file.path)) for file in files}
        for file in files:
            streams[file.name].write(csv_text([tuple(column.name for column in file.columns)]))
        for slip in slips:
            for name, lines in slip.lines.items():
                streams[name].write(lines)
            fractional.update(slip.fractional)
            tally.update(slip.counts)
            tally["reports"] += 1
            issues.update(slip.codes)
        for repetition in repetitions:
            streams["duplicates"].write(csv_text([repetition]))
            tally["duplicates"] += 1
        for failure in failures:
            streams["failures"].write(csv_text([rows.failure_row(failure)]))
            tally["failures"] += 1
        streams["codebook"].write(csv_text(rows.codebook_rows(forms)))
    (build / folder.PACKAGE).write_bytes(describe(files, fractional, version("gongkai"), forms))
    return _summary(tally, issues)


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8-sig", newline="")


def _summary(tally: Counter[str], issues: Counter[str]) -> Summary:
    ranked = tuple(sorted(issues.items(), key=lambda item: (-item[1], item[0])))
    counts = {name: tally[name] for name in Summary.__struct_fields__ if name != "issues"}
    return Summary(issues=ranked, **counts)
