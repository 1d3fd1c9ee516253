"""A whole site from a dataset: a page for each report, then the pages of the collection, the index last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from gongkai.dataset.revise import dataset_forms, list_reports
from gongkai.errors import UsageError
from gongkai.forms.model import Form
from gongkai.review import folder, pool
from gongkai.review.charts import charts_of, totals_of
from gongkai.review.entries import Entry
from gongkai.review.heat import STEPS, heat_of
from gongkai.review.links import links_of
from gongkai.review.listing import labels_script, reports_script
from gongkai.review.material import Open
from gongkai.review.measures import load_measures
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
    """What was written: how many reports, and how many of them have something doubtful."""

    reports: int
    doubtful: int


def write_site(
    dataset: Path, site: Path, *, open_source: Open | None, pictures: bool, workers: Workers, step: Step
) -> Site:
    """Write the site of ``dataset`` to the folder ``site``.

    Raises UsageError where ``dataset`` is none or damaged, or ``site`` holds something else or cannot be written.
    """
    forms = dataset_forms(dataset)
    jobs = jobs_of(dataset)
    folder.claim(site)
    try:
        written = []
        for done in pool.run(jobs, Setting(dataset, site, open_source, pictures), workers.count, workers.settle):
            written.append(done)
            step(len(written), len(jobs))
        entries = tuple(done.entry for done in written)
        _write_collection(site, entries, forms, dataset.name)
        folder.sweep(site, frozenset(name for done in written for name in done.files))
    except OSError as error:
        raise UsageError(f"{site}: cannot be written to: {error.strerror or error}") from error
    return Site(len(entries), sum(1 for entry in entries if entry.doubtful or entry.failed))


def jobs_of(dataset: Path) -> tuple[Job, ...]:
    """Return a job for each report, in the dataset's order. Raises UsageError."""
    links = links_of(dataset)
    ids = tuple(_ids(dataset))
    return tuple(
        Job(name, before, after, links.get(name, ()))
        for before, name, after in zip((None, *ids), ids, (*ids[1:], None), strict=False)
    )


def _ids(dataset: Path) -> Iterator[str]:
    for listed in list_reports(dataset):
        if not folder.is_id(listed.report_id):
            raise UsageError(f"{dataset}: {listed.report_id!r} is no report's id; run gongkai extract again")
        yield listed.report_id


def _write_collection(site: Path, entries: tuple[Entry, ...], forms: Iterable[Form], name: str) -> None:
    forms = tuple(forms)
    for each in ASSETS:
        folder.write(site / folder.ASSETS / each, asset(each))
    folder.write(site / folder.ASSETS / "reports.js", reports_script(entries))
    folder.write(site / folder.ASSETS / "labels.js", labels_script(forms))
    heat = heat_of(entries, forms)
    folder.write(site / "cells.html", render("cells.html.j2", tables=heat, steps=STEPS, count=len(entries)))
    page = render("index.html.j2", charts=charts_of(entries, load_measures()), totals=totals_of(entries), name=name)
    folder.write(site / folder.INDEX, page)
