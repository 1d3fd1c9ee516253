"""Writes a dataset: each report's JSON, and every CSV in one pass over the packed reports."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from gongkai.dataset import columns, folder, rows
from gongkai.dataset.codebook import codebook_text
from gongkai.dataset.formats.make import make_formats
from gongkai.dataset.grid_files import OTHERS
from gongkai.dataset.labels import Labels
from gongkai.dataset.package import describe
from gongkai.dataset.packed import PackedReport, csv_text, pack_report, report_bytes
from gongkai.dataset.rows import Failure, Row
from gongkai.dataset.settings import Others, Settings, own_ids, write_settings
from gongkai.forms.model import Form
from gongkai.report import Report

_BUFFER = 2**20  # bytes for each of some twenty files
_LISTS = frozenset({"issues", "notices", "changed", "edited", "panel"})
_OUTCOME = [column.name for column in columns.CORRECTED.columns].index("outcome")
Repetition = tuple[str, str, str]
"""Report's id, path of a source with its content, path of the source that was read."""
Passed = tuple[str, str, int]
"""Path of what was found and not read, why, and how many files the row stands for."""


class Summary(Struct, frozen=True, kw_only=True):
    """What a dataset holds; ``parts`` are reports after the first of one source.

    Sources = reports - parts + listed + duplicates + failures + those that were opened to be ``skipped`` + unaccounted, which is 0 unless
    gongkai has a defect.

    ``issues`` are pairs of a code and the number of reports that have it, commonest first; ``notices`` say what a format
    beside CSV had no room for, ``panel`` how many checks from year to year have each status,
    ``changed`` which reports' own files had been emptied or edited, and were written anew, ``edited`` which files beside them had been
    edited, and are kept aside.
    """

    reports: int
    parts: int = 0
    duplicates: int
    failures: int
    skipped: int = 0
    complete: int
    partial: int
    failed: int
    other: int
    listed: int = 0
    cells: int
    reported: int
    verified: int
    contradicted: int
    issues: tuple[tuple[str, int], ...]
    removed: int = 0
    unaccounted: int = 0
    changed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    applied: int = 0
    not_asked_for: int = 0
    confirmed: int = 0
    no_such_report: int = 0
    no_such_cell: int = 0
    notices: tuple[str, ...] = ()
    panel: tuple[tuple[str, int], ...] = ()


def write_dataset(
    reports: Iterable[Report],
    failures: Iterable[Failure],
    forms: tuple[Form, ...],
    target: Path,
    formats: tuple[str, ...] = (),
) -> Summary:
    """Write the dataset of ``reports`` to the folder ``target``, replacing an earlier one.

    ``failures`` is read after the last report, so both may come from one run. The order of the rows is by path, then by
    id, whatever the order of ``reports``; of sources with the same content the one with the first path is kept.
    Raises UsageError where ``target`` holds anything but a dataset.
    """
    build = folder.begin(target)
    (build / folder.JSON).mkdir()
    files = columns.all_files(forms)
    packed_reports: dict[str, PackedReport] = {}
    paths: list[tuple[str, str]] = []
    for report in reports:
        known = packed_reports.get(report.report_id)
        paths.append((report.source.path, report.report_id))
        if known is None or report.source.path < known.path:
            packed_reports[report.report_id] = pack_report(report, files, columns.families_of(forms))
            (build / folder.JSON / f"{report.report_id}.json").write_bytes(report_bytes(report))
    ordered = sorted(packed_reports.values(), key=lambda packed: (packed.path, packed.report_id))
    kept = {packed.path: packed.report_id for packed in ordered}
    again = [(i, path, packed_reports[i].path) for path, i in sorted(paths) if kept.pop(path, None) != i]
    rest = sorted(failures, key=lambda f: (f.path, f.sha256 or ""))
    summary = write_tables(ordered, rest, again, forms, build)
    write_settings(build, Settings(formats, forms=own_ids(forms)))
    summary = with_formats(summary, formats, build, build / folder.JSON)
    return msgspec.structs.replace(summary, edited=folder.finish(target, build))


def with_formats(
    summary: Summary, formats: tuple[str, ...], build: Path, reports: Path, labels: Labels = "key"
) -> Summary:
    """Make formats of the dataset that was built, whose reports' own files are in the folder ``reports``."""
    notices = make_formats(formats, build, reports, build, labels) if formats else ()
    return msgspec.structs.replace(summary, notices=notices)


def write_tables(  # noqa: PLR0913  (what a dataset is made of, each)
    packed_reports: Iterable[PackedReport],
    failures: Iterable[Failure],
    repetitions: Iterable[Repetition],
    forms: tuple[Form, ...],
    build: Path,
    *,
    removed: int = 0,
    corrected: Iterable[Row] = (),
    others: Others | None = None,
    skipped: Iterable[Passed] = (),
) -> Summary:
    """Write every CSV file, ``CODEBOOK.md`` and ``datapackage.json`` to ``build``, one row at a time, in the order that is given.

    ``others``: documents of no known form are reports like any (``keep``), or stand in ``others.csv`` alone (``list``); None lists the
    pages of web archives and keeps the rest.
    """
    every = columns.all_files(forms)
    written: set[str] = set()
    tally: Counter[str] = Counter(removed=removed)
    issues: Counter[str] = Counter()
    fractional: set[tuple[str, str]] = set()
    with ExitStack() as stack:
        streams = {file.name: stack.enter_context((build / file.path).open("wb", buffering=_BUFFER)) for file in every}
        for file in every:
            streams[file.name].write(
                codecs.BOM_UTF8 + csv_text([tuple(column.name for column in file.columns)]).encode()
            )
        for packed in packed_reports:
            listed = packed.is_listed if others is None else others == "list" and packed.is_other
            for name, lines in packed.lines.items():
                if (name == OTHERS.name) == listed:
                    streams[name].write(lines)
                    written.add(name)
            if listed:
                tally["listed"] += len(packed.ids)
                tally["parts"] += len(packed.parts)
                continue
            fractional.update(packed.fractional)
            tally.update(packed.counts)
            tally["reports"] += len(packed.ids)
            tally["parts"] += len(packed.parts)
            issues.update(packed.codes)
        for name, row, counted, number in _lists(failures, repetitions, skipped, corrected):
            streams[name].write(csv_text([row]).encode())
            tally[counted] += number
        shown = columns.families_shown(forms, written)
        streams["codebook"].write(csv_text(rows.codebook_rows(shown, columns.stata_names_of(forms))).encode())
    _describe(build, forms, shown, fractional)
    return _summary(tally, issues)


def _describe(build: Path, forms: tuple[Form, ...], shown: tuple[Form, ...], fractional: set[tuple[str, str]]) -> None:
    """Leave out the tables of families without a report, and write what explains the others."""
    left_out = columns.tables_left_out(forms, shown)
    for name in left_out:
        (build / f"{name}.csv").unlink()
    files = tuple(file for file in columns.all_files(forms) if file.name not in left_out)
    (build / folder.CODEBOOK).write_text(codebook_text(files, shown), encoding="utf-8")
    (build / folder.PACKAGE).write_bytes(describe(files, fractional, version("gongkai"), forms))


def _lists(
    failures: Iterable[Failure],
    repetitions: Iterable[Repetition],
    skipped: Iterable[Passed],
    corrected: Iterable[Row],
) -> Iterator[tuple[str, Row, str, int]]:
    """Yield the rows that are of no report: their file, and what they count as, how often."""
    yield from (("duplicates", repetition, "duplicates", 1) for repetition in repetitions)
    yield from (("failures", rows.failure_row(failure), "failures", 1) for failure in failures)
    yield from (("skipped", passed, "skipped", passed[2]) for passed in skipped)
    yield from (("corrected", correction, str(correction[_OUTCOME]), 1) for correction in corrected)


def _summary(tally: Counter[str], issues: Counter[str]) -> Summary:
    ranked = tuple(sorted(issues.items(), key=lambda item: (-item[1], item[0])))
    counts = {name: tally[name] for name in Summary.__struct_fields__ if name not in _LISTS}
    return msgspec.convert({**counts, "issues": ranked}, Summary)
