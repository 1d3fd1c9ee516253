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
    (build / folder.JSON).mkdir()
    files = columns.all_files(forms)
    slips: dict[str, Slip] = {}
    duplicates = 0
    for report in reports:
        known = slips.get(report.report_id)
        duplicates += known is not None
        if known is None or report.source.path < known.path:
            slips[report.report_id] = slip_of(report, files)
            (build / folder.JSON / f"{report.report_id}.json").write_bytes(report_bytes(report))
    ordered = sorted(slips.values(), key=lambda slip: (slip.path, slip.report_id))
    summary = write_tables(ordered, failures, duplicates, forms, build)
    folder.finish(target, build)
    return summary


def write_tables(
    slips: Iterable[Slip], failures: Iterable[Failure], duplicates: int, forms: tuple[Form, ...], build: Path
) -> Summary:
    """Write every CSV file and ``datapackage.json`` to the folder ``build``, one slip at a time, in the order of ``slips``."""
    files = columns.all_files(forms)
    tally: Counter[str] = Counter(duplicates=duplicates)
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
        for failure in sorted(failures, key=lambda f: (f.path, f.sha256 or "")):
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
