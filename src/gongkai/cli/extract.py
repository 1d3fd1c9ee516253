"""``gongkai extract``: many sources to a dataset."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.own_forms import form_option, known_forms

if TYPE_CHECKING:
    from gongkai.dataset.writers import Summary

_EPILOG = """\b
Examples:
  gongkai extract reports/ -o dataset/
  gongkai extract a.docx b.pdf archive.zip -o dataset/
  gongkai extract 'reports/**/*.html' -o dataset/ --quiet
  gongkai extract scans/ -o dataset/ --timeout 600 --jobs 8
  gongkai extract annexes/ -o dataset/ --form my-form.yaml

\b
Exit status: 0 every source gave a report, 1 some did not (they stand in
failures.csv), 2 wrong use, 130 stopped (the same command goes on)."""
_STOPPED = 130


@click.command(epilog=_EPILOG)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", metavar="DATASET", required=True, type=click.Path(path_type=Path),
    help="Folder of the dataset: new, empty, or an earlier dataset, which is brought up to date.",
)  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(0), default=os.cpu_count() or 1, show_default="one a core",
              help="Worker processes; 0 reads everything in this process, without limits.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, metavar="SECONDS",
              help="Longest time for one file; scans take about five seconds a page.")  # fmt: skip
@click.option("--memory", type=click.IntRange(512), default=4096, show_default=True, metavar="MB",
              help="Most memory of one worker.")  # fmt: skip
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
    jobs: int,
    timeout: float,
    memory: int,
    force: bool,
    log_file: Path | None,
    quiet: bool,
) -> None:
    """Read every report in SOURCE... and write them to DATASET.

    SOURCE is a file, a folder (searched all the way down), a pattern such as 'reports/**/*.docx', or a .zip archive.
    In folders hidden files and data files (.json, .csv, .xml and the like) are left out.

    DATASET becomes a folder of CSV files that explains itself in datapackage.json and codebook.csv. The command may be stopped at
    any moment and given again: what was read stays read; files that have changed are read anew, those that are gone are dropped.
    """
    from gongkai.bulk.pool import Limits  # noqa: PLC0415
    from gongkai.bulk.run import run  # noqa: PLC0415
    from gongkai.bulk.sources import find_sources  # noqa: PLC0415
    from gongkai.cli.progress import Progress  # noqa: PLC0415
    from gongkai.dataset.folder import check_folder  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415

    forms = known_forms(form_files)
    check_folder(folder)
    found = find_sources(sources, exclude=folder)
    limits = Limits(jobs, timeout, memory)
    try:
        with Progress(len(found), log_file, quiet=quiet or not sys.stderr.isatty()) as progress:
            summary = run(found, folder, forms, progress.step, engine=limits, force=force)
    except KeyboardInterrupt:
        click.echo(
            f"Stopped: {progress.count} of {_count(len(found), 'source')} done; the same command goes on.", err=True
        )
        ctx.exit(_STOPPED)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror or error}") from error
    if not quiet:
        for line in _summary(summary, len(found), folder):
            click.echo(line)
    ctx.exit(1 if summary.failures else 0)


def _summary(summary: Summary, sources: int, folder: Path) -> Iterator[str]:
    yield (
        f"{_count(sources, 'source')}: {_count(summary.reports, 'report')}, "
        f"{_count(summary.duplicates, 'repetition')} of the same content, {_count(summary.failures, 'failure')}"
    )
    if summary.removed:
        yield f"removed   {_count(summary.removed, 'source')} of the earlier run that are gone, with what was read of them"
    yield f"reports   {summary.complete} complete, {summary.partial} partial, {summary.failed} failed (no form fits)"
    yield (
        f"cells     {summary.cells}, of them {summary.reported} reported: "
        f"{summary.verified} verified, {summary.contradicted} contradicted"
    )
    if summary.issues:
        commonest = ", ".join(f"{code} ({count})" for code, count in summary.issues[:5])
        yield f"issues    {commonest}, by number of reports"
    yield f"dataset   {folder}"
    if summary.failures:
        yield f"failures  {_count(summary.failures, 'source')} without a report, listed in {folder / 'failures.csv'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
