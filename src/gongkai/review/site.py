"""A whole site from a dataset: a page for each report, then the pages of the collection, the index last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from gongkai.checks.naming import rules_named
from gongkai.dataset.corrections import Corrections, read_corrections
from gongkai.dataset.measures import load_measures
from gongkai.dataset.merging import conflicts_of
from gongkai.dataset.revise import dataset_forms, list_reports, shown_corrections
from gongkai.errors import UsageError, unwritable
from gongkai.forms.model import Form
from gongkai.review import folder, pool
from gongkai.review.beside import beside
from gongkai.review.charts import charts_of, totals_of
from gongkai.review.decisions import DecisionView, Overlaid, site_id, strays_of
from gongkai.review.entries import Entry
from gongkai.review.heat import STEPS, heat_of
from gongkai.review.links import links_of, provinces_of
from gongkai.review.listing import (
    conflicts_script,
    decisions_script,
    labels_script,
    reports_script,
    script,
    sums_script,
)
from gongkai.review.material import Open
from gongkai.review.pool import Settle
from gongkai.review.render import ASSETS, asset, render
from gongkai.review.worker import Job, Setting

Step = Callable[[int, int], object]
"""Told how many reports are written, and how many there are."""


class Workers(Struct, frozen=True):
    """How many processes write the pages, and how each of them is prepared."""

    count: int
    settle: Settle


class Site(Struct, frozen=True):
    """What was written: how many reports, how many of them have something doubtful, and how many decisions are listed."""

    reports: int
    doubtful: int
    decisions: int = 0


class _Collection(Struct, frozen=True, kw_only=True):
    """What the pages of the collection are made of; ``strays`` are decisions about reports that it does not have."""

    dataset: Path
    entries: tuple[Entry, ...]
    forms: tuple[Form, ...]
    corrections: Corrections
    strays: tuple[DecisionView, ...]
    corrected: bool


def write_site(
    dataset: Path,
    site: Path,
    *,
    open_source: Open | None,
    pictures: bool,
    workers: Workers,
    step: Step,
    overlaid: Overlaid | None = None,
) -> Site:
    """Write the site of ``dataset`` to the folder ``site``.

    Tables show what was read, or with ``overlaid`` what reviewers decided; their decisions are listed in either case. Raises UsageError
    where ``dataset`` is none or damaged, its ``corrections.csv`` has a mistake, or ``site`` holds something else or cannot be written.
    """
    forms = dataset_forms(dataset)
    corrections = read_corrections(dataset)
    jobs = jobs_of(dataset, corrections)
    folder.claim(site)
    try:
        written = []
        setting = Setting(dataset, site, open_source, pictures, overlaid)
        for done in pool.run(jobs, setting, workers.count, workers.settle):
            written.append(done)
            step(len(written), len(jobs))
        entries = tuple(done.entry for done in written)
        known = frozenset(entry.report_id for entry in entries)
        strays = tuple(strays_of(corrections, known))
        found = _Collection(
            dataset=dataset,
            entries=entries,
            forms=forms,
            corrections=corrections,
            strays=strays,
            corrected=bool(overlaid),
        )
        _write_collection(site, found)
        folder.sweep(site, frozenset(name for done in written for name in done.files))
    except OSError as error:
        raise unwritable(site, error) from error
    decisions = sum(map(len, corrections.values()))
    return Site(len(entries), sum(1 for entry in entries if entry.doubtful or entry.failed), decisions)


def jobs_of(dataset: Path, corrections: Corrections) -> tuple[Job, ...]:
    """Return a job for each report, in the dataset's order. Raises UsageError."""
    links, shown = links_of(dataset), shown_corrections(dataset)
    ids = tuple(_ids(dataset))
    return tuple(
        Job(name, before, after, links.get(name, ()), corrections.get(name, ()), shown.get(name, ()))
        for before, name, after in zip((None, *ids), ids, (*ids[1:], None), strict=False)
    )


def _ids(dataset: Path) -> Iterator[str]:
    for listed in list_reports(dataset):
        if not folder.is_id(listed.report_id):
            raise UsageError(f"{dataset}: {listed.report_id!r} is no report's id; run gongkai extract again")
        yield listed.report_id


def _write_collection(site: Path, found: _Collection) -> None:
    assets, entries = site / folder.ASSETS, found.entries
    rules = rules_named(found.forms)
    for each in ASSETS:
        folder.write(assets / each, asset(each))
    folder.write(assets / "reports.js", reports_script(entries, provinces_of(found.dataset), rules))
    folder.write(assets / "labels.js", labels_script(found.forms))
    folder.write(assets / "conflicts.js", conflicts_script(conflicts_of(found.dataset)))
    folder.write(assets / "besides.js", script("BESIDE", beside(found.dataset, found.forms)))
    folder.write(assets / "sums.js", sums_script(found.forms))
    folder.write(assets / "corrections.js", decisions_script(found.corrections, site_id(found.dataset)))
    heat = heat_of(entries, found.forms)
    shared = {"corrected": found.corrected}
    folder.write(site / "cells.html", render("cells.html.j2", tables=heat, steps=STEPS, count=len(entries), **shared))
    page = render(
        "index.html.j2",
        charts=charts_of(entries, load_measures(), rules, corrected=found.corrected),
        totals=totals_of(entries),
        strays=found.strays,
        name=found.dataset.name or found.dataset.resolve().name,
        **shared,
    )
    folder.write(site / folder.INDEX, page)
