"""A whole site from a dataset: a page for each report, then the pages of the collection, the index last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from gongkai.dataset.corrections import Corrections, read_corrections
from gongkai.dataset.measures import load_measures
from gongkai.dataset.merging import conflicts_of
from gongkai.dataset.revise import dataset_forms, list_reports, report_path, shown_corrections
from gongkai.errors import UsageError, unwritable
from gongkai.forms.model import Form
from gongkai.forms.naming import rules_named
from gongkai.messages.language import Language
from gongkai.review import folder, pool
from gongkai.review.beside import beside
from gongkai.review.charts import charts_of, totals_of
from gongkai.review.decisions import DecisionView, Overlaid, site_id, strays_of
from gongkai.review.heat import STEPS, heat_of
from gongkai.review.ledger import Kept, Ledger, mark_of
from gongkai.review.links import links_of, provinces_of
from gongkai.review.listing import (
    conflicts_script,
    decisions_script,
    labels_script,
    list_parts,
    reports_script,
    script,
    spot_parts,
    sums_script,
)
from gongkai.review.material import Seen, Sources
from gongkai.review.packed import MOST_PLAIN
from gongkai.review.pool import Settle
from gongkai.review.render import ASSETS, asset, look, render
from gongkai.review.worker import Job, Setting

Step = Callable[[int, int], object]
"""Told how many reports are written, and how many there are."""


class Workers(Struct, frozen=True):
    """How many processes write the pages, and how each of them is prepared."""

    count: int
    settle: Settle


class Pages(Struct, frozen=True):
    """How pages look: with ``pictures`` of their sources or without, and which language they speak until their reader chooses."""

    pictures: bool = True
    language: Language = "zh"


class Site(Struct, frozen=True):
    """What was written: how many reports, how many of them have something doubtful, and how many decisions are listed."""

    reports: int
    doubtful: int
    decisions: int = 0


class Collection(Struct, frozen=True, kw_only=True):
    """What the pages of the collection are made of; ``strays`` are decisions about reports that it does not have."""

    dataset: Path
    entries: Ledger
    count: int
    forms: tuple[Form, ...]
    corrections: Corrections
    strays: tuple[DecisionView, ...]
    corrected: bool
    language: Language = "zh"


def write_site(
    dataset: Path,
    site: Path,
    *,
    sources: Sources | None,
    pages: Pages,
    workers: Workers,
    step: Step,
    overlaid: Overlaid | None = None,
) -> Site:
    """Write the site of ``dataset`` to the folder ``site``; pages that are made of the same as before stay as they are.

    Tables show what was read, or with ``overlaid`` what reviewers decided; their decisions are listed in either case. Raises UsageError
    where ``dataset`` is none or damaged, its ``corrections.csv`` has a
    mistake, or ``site`` holds something else or cannot be written.
    """
    forms = dataset_forms(dataset)
    corrections = read_corrections(dataset)
    jobs = jobs_of(dataset, corrections)
    folder.claim(site)
    setting = Setting(
        dataset, site, sources.open if sources else None, pages.pictures, overlaid, pack=len(jobs) > MOST_PLAIN
    )
    try:
        with closing(Ledger(site)) as ledger:
            jobs = _marked(jobs, setting, forms, sources.seen if sources else None)
            done = _Counts()
            for count, kept in enumerate(_pages(jobs, setting, workers, ledger), 1):
                ledger.add(kept)
                done.add(kept)
                step(count, len(jobs))
            strays = tuple(strays_of(corrections, frozenset(job.report_id for job in jobs)))
            found = Collection(
                dataset=dataset,
                entries=ledger,
                count=len(jobs),
                forms=forms,
                corrections=corrections,
                strays=strays,
                corrected=bool(overlaid),
                language=pages.language,
            )
            lists = write_collection(site, found)
            ledger.settle()
        folder.sweep(site, frozenset((*done.files, *lists)))
    except OSError as error:
        raise unwritable(site, error) from error
    decisions = sum(map(len, corrections.values()))
    return Site(len(jobs), done.doubtful, decisions)


class _Counts:
    """What is counted while the pages are written: files of the site that stay, and reports with doubts."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.doubtful = 0

    def add(self, kept: Kept) -> None:
        self.files.extend(kept.files)
        self.doubtful += bool(kept.entry.doubtful or kept.entry.failed)


def _pages(jobs: tuple[Job, ...], setting: Setting, workers: Workers, ledger: Ledger) -> Iterator[Kept]:
    """Yield what is known of each report's page, in the dataset's order; those that stand there already are not written."""
    standing = {job.report_id for job in jobs if ledger.recall(job.report_id, job.mark) is not None}
    fresh = tuple(job for job in jobs if job.report_id not in standing)
    written = pool.run(fresh, setting, min(workers.count, len(fresh)), workers.settle) if fresh else iter(())
    for job in jobs:
        kept = ledger.recall(job.report_id, job.mark) if job.report_id in standing else None
        if kept is None:
            page = next(written)
            kept = Kept(job.report_id, job.mark, page.files, page.entry)
        yield kept


def _marked(jobs: tuple[Job, ...], setting: Setting, forms: tuple[Form, ...], seen: Seen | None) -> tuple[Job, ...]:
    """Tell of each job of what its page is made."""
    flags = setting.pictures, setting.pack, setting.overlaid is not None, setting.open_source is not None
    shared = mark_of(look(), flags, [form.spec for form in forms])
    return tuple(
        msgspec.structs.replace(
            job,
            mark=mark_of(
                shared,
                job,
                _stamp(report_path(setting.dataset, job.report_id)),
                seen(job.path) if seen else None,
            ),
        )
        for job in jobs
    )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def jobs_of(dataset: Path, corrections: Corrections) -> tuple[Job, ...]:
    """Return a job for each report, in the dataset's order. Raises UsageError."""
    links, shown = links_of(dataset), shown_corrections(dataset)
    listed = tuple(_listed(dataset))
    ids = tuple(name for name, _ in listed)
    return tuple(
        Job(
            name,
            before,
            after,
            links.get(name, ()),
            corrections.get(name, ()),
            shown.get(name, ()),
            path=path,
        )
        for before, (name, path), after in zip((None, *ids), listed, (*ids[1:], None), strict=False)
    )


def _listed(dataset: Path) -> Iterator[tuple[str, str]]:
    for listed in list_reports(dataset):
        if not folder.is_id(listed.report_id):
            raise UsageError(f"{dataset}: {listed.report_id!r} is no report's id; run gongkai extract again")
        yield listed.report_id, listed.path


def write_collection(site: Path, found: Collection) -> list[str]:
    """Write what the pages share, the heat map and the index; return the names of the parts of the list."""
    assets, entries = site / folder.ASSETS, found.entries
    rules = rules_named(found.forms)
    for each in ASSETS:
        folder.renew(assets / each, asset(each, found.language))
    tables = tuple(heat_of(entries, found.forms))
    provinces = provinces_of(found.dataset)
    parts = {**dict(list_parts(entries, provinces, rules)), **dict(spot_parts(entries, tables))}
    scripts = {
        "reports.js": reports_script(entries, provinces, rules, tables, found.count),
        "labels.js": labels_script(found.forms),
        "conflicts.js": conflicts_script(conflicts_of(found.dataset)),
        "besides.js": script("BESIDE", beside(found.dataset, found.forms)),
        "sums.js": sums_script(found.forms),
        "corrections.js": decisions_script(found.corrections, site_id(found.dataset)),
    }
    for name, data in (scripts | parts).items():
        folder.renew(assets / name, data)
    shared = {"corrected": found.corrected, "mark": ""}
    folder.renew(site / "cells.html", render("cells.html.j2", tables=tables, steps=STEPS, count=found.count, **shared))
    page = render(
        "index.html.j2",
        charts=charts_of(entries, load_measures(), rules, corrected=found.corrected),
        totals=totals_of(entries),
        strays=found.strays,
        name=found.dataset.name or found.dataset.resolve().name,
        **shared,
    )
    folder.write(site / folder.INDEX, page)
    return [f"{folder.ASSETS}/{name}" for name in parts]
