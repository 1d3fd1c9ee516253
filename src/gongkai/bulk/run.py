"""From sources to a dataset, continued wherever an earlier run of the same command was stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from functools import partial
from logging import INFO, WARNING, Logger
from pathlib import Path

import regex
from msgspec import Struct, structs

from gongkai.bulk.corrected import Overlay, listed, packed_from, with_corrections
from gongkai.bulk.journal import Journal
from gongkai.bulk.lock import locked
from gongkai.bulk.office import PATIENCE, with_conversions
from gongkai.bulk.panel import held_together
from gongkai.bulk.plan import PASSED, Plan, reading_of
from gongkai.bulk.pool import Limits, run_tasks
from gongkai.bulk.source import Skipped, Source
from gongkai.bulk.worker import Done, Setting, Task
from gongkai.dataset import folder as place
from gongkai.dataset.corrections import read_corrections
from gongkai.dataset.revise import load_report
from gongkai.dataset.rows import Failure
from gongkai.dataset.settings import Settings, own_ids, write_settings
from gongkai.dataset.writers import Summary, with_formats, write_tables
from gongkai.errors import unwritable
from gongkai.forms.model import Form
from gongkai.logs import logger
from gongkai.readers.ocr import available

Engine = Callable[[Iterable[Task], Setting], Generator[Done]]
"""Tasks and what they share, to what became of each, in any order."""
HERE = Limits(jobs=0)
_STATUSES = ("pass", "fail", "skipped")
_LEFTOVER = regex.compile(r"\.[0-9a-f]{16}\.json\.[0-9a-f-]+\.tmp")
_LEAST_PATIENCE = 20.0  # seconds: the start of LibreOffice counts with its first file


class RunOptions(Struct, frozen=True):
    """How the dataset is made, which it remembers, and what is listed as passed over."""

    settings: Settings = Settings()
    skipped: tuple[Skipped, ...] = ()


PLAIN = RunOptions()


class Step(Struct, frozen=True):
    """A source that is settled: how it was read, if it was, and why it gave no report.

    Neither where that was known before, or is known of another source with the same content.
    """

    path: str
    done: Done | None
    failure: Failure | None

    @property
    def failed(self) -> bool:
        """Whether it should have given a report; a logo among reports is passed over."""
        return self.failure is not None and self.failure.error not in PASSED


def run(
    sources: Sequence[Source],
    folder: Path,
    forms: tuple[Form, ...],
    progress: Callable[[Step], object] = lambda _: None,
    *,
    engine: Engine | Limits = HERE,
    force: bool = False,
    options: RunOptions = PLAIN,
) -> Summary:
    """Read every source that was not read before and write the dataset, calling ``progress`` for each.

    ``engine`` says how: in this process, in as many others as ``Limits`` allow, or by other means. Raises UsageError.
    """
    place.check_folder(folder)
    log = logger("run")
    log.info("%d sources to %s", len(sources), folder)
    progress = partial(_heard, log, progress)
    over = Overlay(read_corrections(folder), options.settings.corrected)
    memory = _made(folder, place.MEMORY)
    with locked(memory), Journal(memory) as journal:
        reports = _made(folder, place.JSON)
        _drop_leftovers(reports)
        patience = HERE.timeout if callable(engine) else engine.timeout
        again = partial(packed_from, partial(load_report, folder), forms)
        plan = Plan(journal, reports, reading_of(forms), force, available() is not None, patience, again=again)
        work = engine if callable(engine) else lambda tasks, setting: run_tasks(tasks, setting, engine)
        tasks = plan.tasks(sources, lambda path, failure: progress(Step(path, None, failure)))
        tasks = with_conversions(tasks, PATIENCE if callable(engine) else max(_LEAST_PATIENCE, engine.timeout))
        with closing(tasks), closing(work(tasks, Setting(forms, reports))) as outcomes:
            for done in outcomes:
                plan.note(done)
                progress(Step(done.path, done, done.failure))
        removed = journal.settle((source.path for source in sources), plan.is_whole)
        summary = _written(journal, forms, folder, _Ending(len(sources), removed, options, over))
        log.info("%d reports, %d failures in %s", summary.reports, summary.failures, folder)
        return structs.replace(summary, changed=tuple(plan.changed))


def _heard(log: Logger, progress: Callable[[Step], object], step: Step) -> None:
    """Tell of a source, then pass it on."""
    if step.failure is not None:
        log.log(WARNING if step.failed else INFO, "%s: %s: %s", step.path, step.failure.error, step.failure.message)
    elif step.done is not None:
        log.info("%s: read in %.3f s", step.path, step.done.seconds)
    progress(step)


def _made(folder: Path, name: str) -> Path:
    try:
        (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder / name


def _drop_leftovers(reports: Path) -> None:
    """Remove what a run that was killed had begun to write."""
    for entry in os.scandir(reports):
        if _LEFTOVER.fullmatch(entry.name):
            Path(entry.path).unlink(missing_ok=True)


class _Ending(Struct, frozen=True):
    """What the tables of a run are written with: sources found and gone, what was asked for, a reviewer's decisions."""

    sources: int
    removed: int
    options: RunOptions
    over: Overlay


def _written(journal: Journal, forms: tuple[Form, ...], folder: Path, ending: _Ending) -> Summary:
    """Write all tables in one pass over the journal. Every source is a report, a repetition or a failure, or is passed over.

    Where the sum does not close, the dataset is written all the same, and the summary says so: what was read is not withheld.
    """
    build, settings = place.begin(folder), ending.options.settings
    load, ids = partial(load_report, folder), frozenset(i for packed in journal.packed_reports() for i in packed.ids)
    passed = [one for one in journal.failures() if one.error in PASSED]
    skipped = [*ending.options.skipped, *(Skipped(one.path, one.message) for one in passed)]
    summary = write_tables(
        with_corrections(journal.packed_reports(), ending.over, load, forms),
        (one for one in journal.failures() if one.error not in PASSED),
        journal.repetitions(),
        forms,
        build,
        removed=ending.removed,
        corrected=listed(ending.over, load, ids),
        others=settings.others,
        skipped=((one.path, one.reason, one.count) for one in sorted(skipped, key=lambda one: (one.path, one.reason))),
    )
    accounted = summary.reports - summary.parts + summary.listed + summary.duplicates + summary.failures
    summary = structs.replace(summary, unaccounted=ending.sources - accounted - len(passed))
    if settings.panel:
        statuses = held_together(build, folder, forms).statuses
        summary = structs.replace(summary, panel=tuple((name, statuses[name]) for name in _STATUSES))
    write_settings(build, structs.replace(settings, forms=own_ids(forms)))
    summary = with_formats(summary, settings.formats, build, folder / place.JSON, settings.labels)
    aside = place.finish(folder, build, {f"{report_id}.json" for report_id in ids})
    return structs.replace(summary, edited=aside)
