"""Writes the pages of a few reports, in a process of its own: what a source holds may cost its page's left side, nothing more."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from gongkai.dataset.revise import dataset_forms, load_report
from gongkai.forms.model import Form
from gongkai.report import Check
from gongkai.review.doubts import doubts_of
from gongkai.review.entries import Entry, entry_of, rules_of
from gongkai.review.folder import PAGES, REPORTS, write
from gongkai.review.material import Open
from gongkai.review.measures import load_measures
from gongkai.review.places import Places
from gongkai.review.render import render
from gongkai.review.sources import source_view
from gongkai.review.tables import tables_of


class Job(Struct, frozen=True):
    """One report; ``before`` and ``after`` are the ids of its neighbours in the dataset, ``links`` its checks against other years."""

    report_id: str
    before: str | None
    after: str | None
    links: tuple[Check, ...] = ()


class Setting(Struct, frozen=True):
    """What all jobs share; ``open_source`` None shows no sources."""

    dataset: Path
    site: Path
    open_source: Open | None
    pictures: bool


class Written(Struct, frozen=True):
    """What became of a job: the list's entry, and the site's files that are the report's."""

    entry: Entry
    files: tuple[str, ...]


@lru_cache(maxsize=2)
def _forms(dataset: Path) -> tuple[tuple[Form, ...], tuple[str, ...]]:
    forms = dataset_forms(dataset)
    return forms, rules_of(forms)


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


def _write(job: Job, setting: Setting) -> Written:
    forms, rules = _forms(setting.dataset)
    report = load_report(setting.dataset, job.report_id)
    tables, checks = tables_of(report, (*report.checks, *job.links), forms)
    pictures: list[str] = []

    def save(number: int, data: bytes) -> str:
        name = f"{PAGES}/{job.report_id}-{number}.webp"
        write(setting.site / name, data)
        pictures.append(name)
        return f"../{name}"

    places = Places(view for table in tables for view in table.cells)
    source = source_view(report, places, setting.open_source, save if setting.pictures else None)
    entry = entry_of(report, tables, checks, rules, load_measures())
    page = render(
        "report.html.j2",
        report=report,
        tables=tables,
        checks=checks,
        doubts=doubts_of(report, tables, checks, forms),
        source=source,
        entry=entry,
        warned=sum(view.warned for table in tables for view in table.cells),
        before=job.before,
        after=job.after,
    )
    name = f"{REPORTS}/{job.report_id}.html"
    write(setting.site / name, page)
    return Written(entry, (name, *pictures))
