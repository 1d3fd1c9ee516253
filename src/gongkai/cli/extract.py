"""``gongkai extract``: many sources to a dataset."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from gongkai.cli.own_forms import form_option, known_forms
from gongkai.dataset.formats.declared import names

if TYPE_CHECKING:
    from gongkai.bulk.limits import Limits
    from gongkai.bulk.run import Engine
    from gongkai.cli.progress import Progress
    from gongkai.dataset.writers import Summary

_EPILOG = """\b
Examples:
  gongkai extract reports/ -o dataset/
  gongkai extract a.docx b.pdf archive.zip -o dataset/
  gongkai extract 'reports/**/*.html' -o dataset/ --quiet
  gongkai extract scans/ -o dataset/ --timeout 600 --jobs 8
  gongkai extract annexes/ -o dataset/ --form my-form.yaml
  gongkai extract reports/ -o dataset/ --formats csv,parquet,xlsx
  gongkai extract archive/ -o dataset/ --engine dask --scheduler tcp://10.0.0.5:8786

\b
Exit status: 0 every source gave a report, 1 some did not (they stand in
failures.csv), 2 wrong use, 3 the machine does not let it go on (a full disk),
130 stopped; after 3 and 130 the same command goes on."""
STOPPED = 130


@click.command(epilog=_EPILOG)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", metavar="DATASET", required=True, type=click.Path(path_type=Path),
    help="Folder of the dataset: new, empty, or an earlier dataset, which is brought up to date.",
)  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(0), show_default="one a core",
              help="Worker processes; 0 reads everything in this process, without limits.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, metavar="SECONDS",
              help="Longest time for one file; scans take about five seconds a page.")  # fmt: skip
@click.option("--memory", type=click.IntRange(512), default=4096, show_default=True, metavar="MB",
              help="Most memory of one worker.")  # fmt: skip
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Where files are read: by processes of this machine, or by the workers of a dask cluster.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS",
              help="Scheduler of the dask cluster, such as tcp://10.0.0.5:8786.")  # fmt: skip
@click.option("--formats", "wanted", metavar="LIST", default="csv", show_default=True,
              help="What the dataset is written as, beside CSV: " + ", ".join(names()) + ".")  # fmt: skip
@click.option("--corrected", is_flag=True,
              help="Let the tables show what DATASET/corrections.csv decides; the reports' JSON stays as it was read.")  # fmt: skip
@click.option("--others", type=click.Choice(["keep", "list"]), show_default="keep; list for pages of web archives",
              help="Documents of no known form: keep them among the reports, or list them in others.csv alone.")  # fmt: skip
@click.option("--password", "passwords", metavar="WORD", multiple=True,
              help="Password of archives that need one; may be given several times.")  # fmt: skip
@click.option("--force", is_flag=True, help="Read every source anew, also what was read before.")
@click.option("--log", "log_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Add a line of JSON for each source to FILE.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@form_option
@click.pass_context
def extract(  # noqa: PLR0913, PLR0917  (an option each)
    ctx: click.Context,
    sources: tuple[Path, ...],
    folder: Path,
    form_files: tuple[Path, ...],
    jobs: int | None,
    timeout: float,
    memory: int,
    engine: str,
    scheduler: str | None,
    wanted: str,
    corrected: bool,
    others: Literal["keep", "list"] | None,
    passwords: tuple[str, ...],
    force: bool,
    log_file: Path | None,
    quiet: bool,
) -> None:
    """Read every report in SOURCE... and write them to DATASET.

    SOURCE is a file, a folder (searched all the way down), a pattern such as 'reports/**/*.docx', an archive (.zip, .tar.gz, .7z, .rar), a
    mail (.eml, .msg) or a web archive (.warc, .warc.gz, .wacz), in each other too.
    In folders hidden files, data files (.json and the like) and what gongkai wrote are left out.

    DATASET becomes a folder of CSV files that explains itself. The command may be stopped at any moment and given again: what was
    read stays read; files that have changed are read anew, those that are gone are dropped.
    """
    from gongkai.bulk.limits import Limits, cores  # noqa: PLC0415
    from gongkai.bulk.run import Wanted, run  # noqa: PLC0415
    from gongkai.bulk.sources import survey  # noqa: PLC0415
    from gongkai.cli.progress import Progress  # noqa: PLC0415
    from gongkai.dataset.formats.declared import wanted_formats  # noqa: PLC0415
    from gongkai.errors import unwritable  # noqa: PLC0415

    formats, forms = wanted_formats(wanted), known_forms(form_files)
    before = _formats_before(folder)
    found, skipped = survey(sources, exclude=folder, passwords=passwords).both
    tables = Wanted(formats, corrected, others, skipped)
    work = _engine(engine, scheduler, Limits(cores() if jobs is None else jobs, timeout, memory))
    try:
        with _terminable(), Progress(len(found), log_file, quiet=quiet or not sys.stderr.isatty()) as progress:
            summary = run(found, folder, forms, progress.step, engine=work, force=force, wanted=tables)
    except KeyboardInterrupt:
        click.echo(_stopped(progress, len(found)), err=True)
        ctx.exit(STOPPED)
    except OSError as error:
        raise unwritable(folder, error) from error
    _tell(summary, (*_summary(summary, len(found), folder), *_formats(summary, formats, before, folder)), quiet)
    ctx.exit(1 if summary.failures or summary.unaccounted else 0)


def _formats_before(folder: Path) -> dict[str, list[str]]:
    """Return the formats of an earlier dataset in a folder. Raises UsageError where the folder holds something else."""
    from gongkai.dataset.folder import check_folder, listed_formats, read_package  # noqa: PLC0415

    check_folder(folder)
    return listed_formats(read_package(folder))


def _engine(name: str, scheduler: str | None, limits: Limits) -> Engine | Limits:
    """Return what reads the files. Raises UsageError."""
    from gongkai.errors import UsageError  # noqa: PLC0415

    if (name == "dask") != (scheduler is not None):
        raise UsageError("--engine dask and --scheduler ADDRESS go together")
    if scheduler is None:
        return limits
    from gongkai.bulk.cluster import connected  # noqa: PLC0415

    return connected(scheduler, limits)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end a run as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stopped(progress: Progress, sources: int) -> str:
    return f"Stopped: {progress.count} of {_count(sources, 'source')} done; the same command goes on."


def _tell(summary: Summary, lines: Iterable[str], quiet: bool) -> None:
    """Print the summary, and in any case that sources are lost."""
    if summary.unaccounted:
        click.echo(
            f"gongkai: warning: {_count(summary.unaccounted, 'source')} not accounted for; the dataset is written with what was "
            "read. This is a defect of gongkai, please report it; --force reads everything anew",
            err=True,
        )
    for line in () if quiet else lines:
        click.echo(line)


def _summary(summary: Summary, sources: int, folder: Path) -> Iterator[str]:
    yield (
        f"{_count(sources, 'source')}: {_count(summary.reports, 'report')}, "
        f"{_count(summary.duplicates, 'repetition')} of the same content, {_count(summary.failures, 'failure')}"
    )
    if summary.parts:
        yield f"parts     {_count(summary.parts, 'report')} more than sources that gave one: files that hold several"
    if summary.removed:
        yield f"removed   {_count(summary.removed, 'source')} of the earlier run that are gone, with what was read of them"
    strange = f"{summary.other} of no known form"
    yield f"reports   {summary.complete} complete, {summary.partial} partial, {strange}, {summary.failed} failed"
    yield (
        f"cells     {summary.cells}, of them {summary.reported} reported: "
        f"{summary.verified} verified, {summary.contradicted} contradicted"
    )
    if summary.applied or summary.not_asked_for:
        asked = (
            "shown (cells have the status corrected)"
            if summary.applied
            else "listed, not shown; --corrected shows them"
        )
        yield f"corrected {_count(summary.applied + summary.not_asked_for, 'decision')} of corrections.csv {asked}"
    if summary.confirmed:
        yield f"confirmed {_count(summary.confirmed, 'decision')} of corrections.csv: what was read is right, and stays as it is"
    if lost := summary.no_such_report + summary.no_such_cell:
        listed = f"listed in {folder / 'corrected.csv'}"
        yield f"unknown   {_count(lost, 'decision')} of corrections.csv: there is no such report or cell here, {listed}"
    if summary.changed:
        shown = f"{', '.join(summary.changed[:3])}{' …' if len(summary.changed) > 3 else ''}"
        many = _count(len(summary.changed), "file")
        yield f"mended    {many} in json had been edited or emptied ({shown}); edited ones are kept as *.edited"
    if summary.issues:
        commonest = ", ".join(f"{code} ({count})" for code, count in summary.issues[:5])
        yield f"issues    {commonest}, by number of reports"
    if summary.listed:
        yield f"others    {_count(summary.listed, 'document')} of no known form left out, listed in {folder / 'others.csv'}"
    yield f"dataset   {folder}"
    if summary.skipped:
        yield f"skipped   {_count(summary.skipped, 'file')} that can be no report, listed in {folder / 'skipped.csv'}"
    if summary.failures:
        yield f"failures  {_count(summary.failures, 'source')} without a report, listed in {folder / 'failures.csv'}"


def _formats(summary: Summary, formats: Iterable[str], before: Iterable[str], folder: Path) -> Iterator[str]:
    """Say what was made beside CSV, what had no room there, and what an earlier run had made."""
    if formats:
        yield f"formats   {', '.join(('csv', *formats))}"
    for notice in summary.notices:
        yield f"cut       {notice}"
    if dropped := [name for name in before if name not in formats]:
        names = ",".join(dropped)
        yield f"dropped   {names}: made of the earlier run's reports; make anew with: gongkai export {folder} --formats {names}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
