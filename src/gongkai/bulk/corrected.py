"""Lays a reviewer's decisions over the packed reports of a run, and holds the sums against what they make of the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct, structs

from gongkai.checks.held import held
from gongkai.dataset.columns import all_files, families_of
from gongkai.dataset.corrections import Correction, Corrections, correction_rows, overlay
from gongkai.dataset.packed import PackedReport, joined, pack_report
from gongkai.dataset.rows import Row
from gongkai.errors import UsageError
from gongkai.forms.model import Form
from gongkai.report import Cell, Report, Table
from gongkai.verdict import verify

Load = Callable[[str], Report]
"""Gives a report of the dataset, by its id, as it was read."""


class Overlay(Struct, frozen=True):
    """Decisions about a dataset; ``asked_for``: whether its tables shall show them."""

    corrections: Corrections = {}
    asked_for: bool = False


def with_corrections(
    packed_reports: Iterable[PackedReport], over: Overlay, load: Load, forms: tuple[Form, ...]
) -> Iterator[PackedReport]:
    """Yield the packed reports, in their order, those of corrected reports made anew."""
    files = all_files(forms)
    for packed in packed_reports:
        if not over.asked_for or over.corrections.keys().isdisjoint(packed.ids):
            yield packed
            continue
        made = []
        for report_id in packed.ids:
            decided = over.corrections.get(report_id)
            report = load(report_id)
            made.append(
                pack_report(
                    rechecked(overlay(report, decided), forms) if decided else report, files, families_of(forms)
                )
            )
        yield structs.replace(joined(made), path=packed.path)


def packed_from(load: Load, forms: tuple[Form, ...], ids: Sequence[str]) -> PackedReport | None:
    """Pack a source's reports from their own files; None where one cannot be read."""
    files, families = all_files(forms), families_of(forms)
    try:
        return joined([pack_report(load(report_id), files, families) for report_id in ids])
    except UsageError:
        return None


def listed(over: Overlay, load: Load, known: frozenset[str]) -> Iterator[Row]:
    """Yield the rows of ``corrected.csv``, one report in memory at a time; ``known`` are the ids of the dataset's reports."""
    for report_id, decided in over.corrections.items():
        report = load(report_id) if report_id in known else None
        yield from correction_rows(decided, report, asked_for=over.asked_for)


def rechecked(report: Report, forms: tuple[Form, ...]) -> Report:
    """Return the report with its sums held against the corrected figures."""
    known = {(form.id, table.key): table for form in forms for table in form.tables}
    own = next((form for form in forms if form.id == report.form.id), None)
    if own is None or any((table.form, key) not in known for key, table in report.tables.items()):
        return report
    tables = {key: _as_figures(table) for key, table in report.tables.items()}
    chose: dict[str, frozenset[str]] = {}
    for check in report.checks:
        if check.chose:
            chose[check.table] = chose.get(check.table, frozenset()) | {check.id}
    checks = tuple(held(forms, own, report.sections, tables, chose))
    return structs.replace(report, checks=checks, verification=verify(report.tables, checks))


def as_shown(report: Report, decided: Iterable[Correction]) -> Report:
    """Return a report as if what was decided had been printed, which is how sums see it."""
    tables = {key: _as_figures(table) for key, table in overlay(report, decided).tables.items()}
    return structs.replace(report, tables=tables)


def _as_figures(table: Table) -> Table:
    """Return a table whose corrected cells count in sums as if their values had been printed."""
    return structs.replace(table, cells=tuple(map(_as_figure, table.cells)))


def _as_figure(cell: Cell) -> Cell:
    if cell.status != "corrected":
        return cell
    return structs.replace(cell, status="blank" if cell.value is None else "reported")
