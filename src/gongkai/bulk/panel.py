"""From a dataset to its checks from year to year: one agency after the other, so memory stays flat."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, structs

from gongkai.bulk.corrected import as_shown
from gongkai.bulk.lock import dataset_locked
from gongkai.checks.histories import History, histories
from gongkai.checks.panel import Link, differences, link_years
from gongkai.dataset.corrections import Corrections
from gongkai.dataset.folder import JSON, add, begin, described, drop_formats, keep_forms
from gongkai.dataset.formats.make import make_formats
from gongkai.dataset.revise import list_reports, load_report, replace_checks, shown_corrections
from gongkai.dataset.rows import check_row
from gongkai.dataset.settings import own_ids, settings_of, write_settings
from gongkai.forms.model import Form
from gongkai.forms.naming import cell_told
from gongkai.messages.catalogue import Said, say
from gongkai.report import Filed, Report

KIND = "cross_year"


class Duplicate(Struct, frozen=True):
    """A year that was reported on twice; ``differing`` says in which cells and other facts, with what both print."""

    year: int
    first: Filed
    second: Filed
    differing: tuple[Said, ...]


class AgencyPanel(Struct, frozen=True):
    """What came of one agency's reports."""

    history: History
    links: tuple[Link, ...]
    duplicates: tuple[Duplicate, ...]

    @property
    def pairs(self) -> int:
        """How many years are followed by a reported year."""
        return sum(year + 1 in self.history.years for year in self.history.years)


class PanelOutcome(Struct, frozen=True):
    """What came of a dataset; ``left_out`` are the reports that name no agency or no year, ``edited`` the files kept aside."""

    reports: int
    left_out: int
    agencies: tuple[AgencyPanel, ...]
    formats: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()

    @property
    def statuses(self) -> Counter[str]:
        """How many checks from year to year have each status."""
        return Counter(link.check.status for agency in self.agencies for link in agency.links)


def run_panel(folder: Path, forms: tuple[Form, ...]) -> PanelOutcome:
    """Hold the reports of a dataset against each other and put the outcome into its checks.csv. Raises UsageError, MachineError.

    Its other formats are made anew, and it remembers that it has such checks, and ``forms`` of the user's own: later runs of
    extract go on with both.
    The figures are those that its tables show: where it was made with --corrected, a reviewer's. No other run may write it meanwhile.
    """
    described(folder)
    with dataset_locked(folder):
        build = begin(folder)
        try:
            own = own_ids(forms)
            keep_forms(folder, [form.spec for form in forms if form.id in own])
            settings = structs.replace(settings_of(folder), panel=True, forms=own)
            outcome = held_together(folder, folder, forms)
            build = begin(folder)  # the checks were replaced by way of it
            write_settings(build, settings)
            make_formats(settings.formats, folder, folder / JSON, build, settings.labels)
            edited = (*outcome.edited, *add(folder, build))
        finally:
            shutil.rmtree(build, ignore_errors=True)
    return structs.replace(outcome, formats=settings.formats, edited=edited)


def held_together(tables: Path, folder: Path, forms: tuple[Form, ...]) -> PanelOutcome:
    """Put the checks from year to year into the checks.csv of ``tables``; the reports' own files are those of ``folder``."""
    decided = shown_corrections(tables)
    filed = list(list_reports(tables))
    agencies = tuple(_panel(folder, history, forms, decided) for history in histories(filed, forms))
    dropped = (
        drop_formats(folder) if tables == folder else ()
    )  # first: a run that is killed leaves none with other checks
    rows = (check_row(link.report_id, link.check) for agency in agencies for link in agency.links)
    edited = (*dropped, *replace_checks(tables, KIND, rows))
    grouped = sum(len(reports) for agency in agencies for reports in agency.history.years.values())
    return PanelOutcome(len(filed), len(filed) - grouped, agencies, edited=edited)


def _panel(folder: Path, history: History, forms: tuple[Form, ...], decided: Corrections) -> AgencyPanel:
    links: list[Link] = []
    duplicates: list[Duplicate] = []
    earlier: list[Report] = []
    for year, filed in history.years.items():
        if len(filed) == 1 and not {year - 1, year + 1} & history.years.keys():
            continue
        printed = [load_report(folder, one.report_id) for one in filed]
        later = [as_shown(report, decided.get(report.report_id, ())) for report in printed]
        links += link_years(earlier if year - 1 in history.years else [], later, forms)
        duplicates += _duplicates(year, filed, printed, forms)
        earlier = later
    return AgencyPanel(history, tuple(links), tuple(duplicates))


def _duplicates(
    year: int, filed: tuple[Filed, ...], reports: list[Report], forms: tuple[Form, ...]
) -> Iterator[Duplicate]:
    for one, report in zip(filed[1:], reports[1:], strict=True):
        yield Duplicate(year, filed[0], one, tuple(_differing(reports[0], report, forms)))


def _differing(first: Report, second: Report, forms: tuple[Form, ...]) -> Iterator[Said]:
    """Say in what two reports on the same year differ, cells by the labels of their form."""
    blank = say("differ.blank")
    for (table, row, column), one, two in differences(first, second):
        cell = cell_told(first.tables[table].form, table, (row, column), forms)
        yield say("differ.cell", cell=cell, one=one.raw or blank, other=two.raw or blank)
    nothing = say("word.none")
    for name in ("title", "published"):
        one_fact, two_fact = getattr(first, name), getattr(second, name)
        if one_fact != two_fact:
            yield say(f"differ.{name}", one=one_fact or nothing, other=two_fact or nothing)
    if first.form.id != second.form.id:
        yield say("differ.form", one=first.form.id or nothing, other=second.form.id or nothing)
