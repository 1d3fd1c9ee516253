"""What ``gongkai extract`` does: the options of the command line to a run, and what came of it to an exit status."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click
from msgspec import Struct

from gongkai.bulk.history import note_run
from gongkai.bulk.ranges import Mapper, here
from gongkai.bulk.run import Engine, RunOptions, Step, run
from gongkai.bulk.source import Survey
from gongkai.bulk.sources import survey
from gongkai.cli.exits import STOPPED
from gongkai.cli.paths import STDIN, Named, listed_paths
from gongkai.cli.progress import Progress
from gongkai.cli.remembered import Asked, Resolved, resolved
from gongkai.cli.speaking import listed as joined
from gongkai.cli.speaking import tell
from gongkai.cli.summary import tell_summary
from gongkai.dataset.labels import Labels
from gongkai.dataset.settings import Others
from gongkai.dataset.writers import Summary
from gongkai.errors import SourceError, UsageError, unwritable
from gongkai.messages.catalogue import counted
from gongkai.processes.limits import Limits, cores


class Given(Struct, frozen=True, kw_only=True):
    """What the command line says, by the names of its options."""

    sources: tuple[Named, ...]
    folder: Path
    form_files: tuple[Path, ...]
    jobs: int | None
    timeout: float
    memory: int
    engine: str
    scheduler: str | None
    wanted: str | None
    corrected: bool | None
    others: Others | None
    panel: bool | None
    without_forms: tuple[str, ...]
    passwords: tuple[str, ...]
    force: bool
    keep_going: bool
    log_file: Path | None
    lists: tuple[Path, ...]
    quiet: bool
    labels: Labels | None

    @property
    def asked(self) -> Asked:
        """What is said of how the dataset is to be made."""
        return Asked(
            self.wanted, self.corrected, self.others, self.panel, self.form_files, self.without_forms, self.labels
        )


class FirstFailure(SourceError):
    """A source gave no report, and the run shall end there."""


def extracted(given: Given) -> int:
    """Do what is asked for; return the exit status. Raises UsageError, FormError, MachineError, FirstFailure."""
    begun = monotonic()
    if given.folder == STDIN:
        raise UsageError(
            "-o -: a dataset is a folder of many files, name one; one report goes to standard output by gongkai convert"
        )
    made = resolved(given.folder, given.asked)
    named = _named(given)
    jobs = cores() if given.jobs is None else given.jobs
    work = _engine(given.engine, given.scheduler, Limits(jobs, given.timeout, given.memory))
    found = survey(
        named,
        exclude=given.folder,
        passwords=given.passwords,
        patience=given.timeout,
        forms=made.forms,
        mapper=_mapper(work),
    )
    if made.kept and not given.quiet:
        click.echo(f"gongkai: {tell('run.goes_on', folder=str(given.folder), kept=joined(made.kept, ';'))}", err=True)
    try:
        with _terminable(), _progress(given, found, made) as progress:
            summary = _run(given, found, made, work, progress)
            progress.end(summary)
    except KeyboardInterrupt:
        sources = counted("source", len(found.sources))
        click.echo(tell("run.stopped", done=progress.count, sources=sources), err=True)
        return STOPPED
    except OSError as error:
        raise unwritable(given.folder, error) from error
    kept = None if STDIN in (*given.sources, *given.lists) else (*map(str, named),)
    counts = (summary.reports, summary.failures)
    note_run(given.folder, kept, made.settings, seconds=monotonic() - begun, reports=counts[0], failures=counts[1])
    tell_summary(summary, made, len(found.sources), given.folder, quiet=given.quiet)
    nothing = not summary.reports + summary.listed  # all that was found was passed over
    return 1 if summary.failures or summary.unaccounted or nothing else 0


def _named(given: Given) -> tuple[Named, ...]:
    """Return all paths that are given, those of lists too, which may be pipes: they are read once. Raises UsageError."""
    lists = (*given.lists, STDIN) if STDIN in given.sources else given.lists
    named = (*(path for path in given.sources if path != STDIN), *listed_paths(lists, given.timeout))
    if not named:
        what = "the list names no source" if lists else "Missing argument 'SOURCE...'"
        raise UsageError(f"{what}; name files, folders, patterns or archives, or a list of them: --files-from FILE")
    return named


def _run(given: Given, found: Survey, made: Resolved, work: Engine | Limits, progress: Progress) -> Summary:
    def step(one: Step) -> None:
        progress.step(one)
        if one.failure is not None and one.failed and not given.keep_going:
            raise FirstFailure(
                f"{one.path}: {one.failure.message}; ended there (--fail-fast), the same command goes on"
            )

    sources, skipped = found.both
    return run(
        sources,
        given.folder,
        made.forms,
        step,
        engine=work,
        force=given.force,
        options=RunOptions(made.settings, skipped),
    )


def _progress(given: Given, found: Survey, made: Resolved) -> Progress:
    shown = sys.stderr.isatty() and not given.quiet
    return Progress(len(found.sources), given.log_file, quiet=not shown, settings=made.settings)


def _engine(name: str, scheduler: str | None, limits: Limits) -> Engine | Limits:
    """Return what reads the files. Raises UsageError."""
    if (name == "dask") != (scheduler is not None):
        raise UsageError("--engine dask and --scheduler ADDRESS go together")
    if scheduler is None:
        return limits
    from gongkai.bulk.cluster import connected  # noqa: PLC0415

    return connected(scheduler, limits)


def _mapper(work: Engine | Limits) -> Mapper | None:
    """Return what looks through parts of large web archives: processes of this machine, or the cluster's workers."""
    if isinstance(work, Limits):
        return here(work.jobs)
    from gongkai.bulk.cluster import mapper_of  # noqa: PLC0415

    return mapper_of(work)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end a run as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
