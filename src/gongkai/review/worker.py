"""Writes the pages of a few reports, in a process of its own: what a source holds may cost its page's left side, nothing more."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from gongkai.dataset.corrections import Correction
from gongkai.dataset.facts import FACTS, STATE, printed_fact
from gongkai.dataset.measures import load_measures
from gongkai.dataset.revise import dataset_forms, load_report
from gongkai.forms.model import Form
from gongkai.forms.naming import rules_named
from gongkai.report import Check, Report
from gongkai.review.decisions import DecisionView, Overlaid, by_cell, decisions_of
from gongkai.review.doubts import doubts_of
from gongkai.review.entries import Entry, entry_of
from gongkai.review.folder import PAGES, REPORTS, write
from gongkai.review.grids import grids_of
from gongkai.review.material import Open
from gongkai.review.names import names_of
from gongkai.review.packed import packed
from gongkai.review.places import Places
from gongkai.review.render import render
from gongkai.review.sources import source_view
from gongkai.review.tables import tables_of
from gongkai.show.values import plain


class Job(Struct, frozen=True):
    """One report; ``before`` and ``after`` are the ids of its neighbours in the dataset, ``links`` its checks against other years,
    ``decided`` what reviewers decided about it, ``shown`` the part of it that the dataset's tables show; ``mark``
    tells of what its page is made.
    """

    report_id: str
    before: str | None
    after: str | None
    links: tuple[Check, ...] = ()
    decided: tuple[Correction, ...] = ()
    shown: tuple[Correction, ...] = ()
    path: str = ""
    mark: str = ""


class Setting(Struct, frozen=True):
    """What all jobs share; ``open_source`` None shows no sources, ``overlaid`` None the figures as they were read, and
    ``pack`` takes a fifth of the room.
    """

    dataset: Path
    site: Path
    open_source: Open | None
    pictures: bool
    overlaid: Overlaid | None = None
    pack: bool = False


class Written(Struct, frozen=True):
    """What became of a job: the list's entry, and the site's files that are the report's."""

    entry: Entry
    files: tuple[str, ...]


@lru_cache(maxsize=2)
def _forms(dataset: Path) -> tuple[Form, ...]:
    return dataset_forms(dataset)


def write_pages(jobs: tuple[Job, ...], setting: Setting) -> tuple[Written, ...]:
    """Write each report's page and the pictures of its source. Raises UsageError where the dataset is damaged."""
    with _uncollected():
        return tuple(_write(job, setting) for job in jobs)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through thousands of cells again and again, for as long as a batch takes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def without_sources(setting: Setting) -> Setting:
    """Return the setting for a report whose source brought a process down."""
    return msgspec.structs.replace(setting, open_source=None)


def _decided(
    report: Report, job: Job, setting: Setting, forms: tuple[Form, ...]
) -> tuple[Report, tuple[DecisionView, ...], tuple[Check, ...]]:
    """Return the report as it is to be shown, what was decided about it, and its checks against other years that hold of that."""
    if not job.decided and not job.shown:
        return report, (), job.links
    asked_for = setting.overlaid is not None
    decisions = decisions_of(report, job.decided, names_of(report, forms), asked_for=asked_for)
    here = [view.correction for view in decisions if view.outcome == "applied"]
    links = _still_true(job.links, here, job.shown)
    return setting.overlaid(report, job.decided, forms) if setting.overlaid else report, decisions, links


def _still_true(links: Iterable[Check], here: Iterable[Correction], there: Iterable[Correction]) -> tuple[Check, ...]:
    """Leave out checks over figures that are others ``here``, on the page, than ``there``, in the tables that they were held against."""
    ours, theirs = ({(one.cell, one.value) for one in found} for found in (here, there))
    other = {cell for cell, _ in ours ^ theirs}
    return tuple(c for c in links if not any((c.table, *cell) in other for cell in c.cells))


def _write(job: Job, setting: Setting) -> Written:
    forms = _forms(setting.dataset)
    report, decisions, links = _decided(load_report(setting.dataset, job.report_id), job, setting, forms)
    tables, checks = tables_of(report, (*report.checks, *links), forms, by_cell(decisions))
    grids = grids_of(report, sum(len(table.cells) for table in tables))
    pictures: list[str] = []

    def save(number: int, data: bytes) -> str:
        name = f"{PAGES}/{job.report_id}-{number}.webp"
        write(setting.site / name, data)
        pictures.append(name)
        return f"../{name}"

    places = Places(chain.from_iterable([*(table.cells for table in tables), *(grid.cells for grid in grids)]))
    source = source_view(report, places, setting.open_source, save if setting.pictures else None)
    entry = entry_of(report, tables, checks, rules_named(forms), load_measures())
    entry = msgspec.structs.replace(entry, decided=sum(not view.correction.is_state for view in decisions))
    page = render(
        "report.html.j2",
        report=report,
        tables=tables,
        grids=grids,
        checks=checks,
        doubts=doubts_of(report, tables, checks, forms),
        source=source,
        entry=entry,
        decisions=decisions,
        targets={(v.table, v.cell.row, v.cell.column): v.number for t in tables for v in t.cells if v.decisions},
        corrected=setting.overlaid is not None,
        whole=[(name, plain(printed_fact(report, name) or "")) for name in FACTS if name != STATE],
        warned=sum(view.warned for table in tables for view in table.cells),
        before=job.before,
        after=job.after,
        mark=job.mark,
    )
    if setting.pack:
        page = packed(page, title=report.title or report.source.name, mark=job.mark)
    name = f"{REPORTS}/{job.report_id}.html"
    write(setting.site / name, page)
    return Written(entry, (name, *pictures))
