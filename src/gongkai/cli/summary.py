"""What ``gongkai extract`` says at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gongkai.cli.remembered import Resolved
    from gongkai.dataset.writers import Summary


def tell(summary: Summary, made: Resolved, sources: int, folder: Path, *, quiet: bool) -> None:
    """Print the summary, and in any case that sources are lost."""
    _tell(summary, (*_summary(summary, sources, folder), *_formats(summary, made)), quiet)


def _tell(summary: Summary, lines: Iterable[str], quiet: bool) -> None:
    """Print the summary, and in any case that sources are lost."""
    if summary.unaccounted:
        click.echo(
            f"gongkai: warning: {count(summary.unaccounted, 'source')} not accounted for; the dataset is written with what was "
            "read. This is a defect of gongkai, please report it; --force reads everything anew",
            err=True,
        )
    for line in () if quiet else lines:
        click.echo(line)


def _summary(summary: Summary, sources: int, folder: Path) -> Iterator[str]:
    yield (
        f"{count(sources, 'source')}: {count(summary.reports, 'report')}, "
        f"{count(summary.duplicates, 'repetition')} of the same content, {count(summary.failures, 'failure')}"
    )
    if summary.parts:
        yield f"parts     {count(summary.parts, 'report')} more than sources that gave one: files that hold several"
    if summary.removed:
        yield f"removed   {count(summary.removed, 'source')} of the earlier run that are gone, with what was read of them"
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
        yield f"corrected {count(summary.applied + summary.not_asked_for, 'decision')} of corrections.csv {asked}"
    if summary.confirmed:
        yield f"confirmed {count(summary.confirmed, 'decision')} of corrections.csv: what was read is right, and stays as it is"
    if lost := summary.no_such_report + summary.no_such_cell:
        listed = f"listed in {folder / 'corrected.csv'}"
        yield f"unknown   {count(lost, 'decision')} of corrections.csv: there is no such report or cell here, {listed}"
    if summary.changed:
        shown = f"{', '.join(summary.changed[:3])}{' …' if len(summary.changed) > 3 else ''}"
        many = count(len(summary.changed), "file")
        yield f"mended    {many} in json had been edited or emptied ({shown}); edited ones are kept as *.edited"
    if summary.issues:
        commonest = ", ".join(f"{code} ({count})" for code, count in summary.issues[:5])
        yield f"issues    {commonest}, by number of reports"
    if summary.listed:
        yield f"others    {count(summary.listed, 'document')} of no known form left out, listed in {folder / 'others.csv'}"
    yield f"dataset   {folder}"
    if summary.skipped:
        yield f"skipped   {count(summary.skipped, 'file')} that can be no report, listed in {folder / 'skipped.csv'}"
    if summary.failures:
        yield f"failures  {count(summary.failures, 'source')} without a report, listed in {folder / 'failures.csv'}"


def _formats(summary: Summary, made: Resolved) -> Iterator[str]:
    """Say what was made beside CSV, what had no room there, and what is no more because that was asked for."""
    if summary.panel:
        yield f"panel     {', '.join(f'{count} {status}' for status, count in summary.panel)}; in checks.csv, kind cross_year"
    if made.settings.formats:
        yield f"formats   {', '.join(('csv', *made.settings.formats))}"
    for notice in summary.notices:
        yield f"cut       {notice}"
    if made.dropped:
        yield f"dropped   {'; '.join(made.dropped)}: had been made before, not asked for any more"


def count(number: int, noun: str) -> str:
    """Say how many there are."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
