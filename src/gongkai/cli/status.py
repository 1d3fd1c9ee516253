"""``gongkai status``: what a dataset is made of, how, and what the next run would do."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from gongkai.bulk.history import Run
    from gongkai.bulk.status import Change
    from gongkai.dataset.settings import Settings

_EPILOG = """\b
Examples:
  gongkai status dataset/
  gongkai status dataset/ -f json | jq '.changes[].path'

\b
Exit status: 0 done, whatever has changed; 2 wrong use."""
_SHOWN = 20


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DATASET", type=click.Path(path_type=Path))
@click.option("-f", "--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text: for people; json: the same as one object, every change in it.")  # fmt: skip
@click.option("--password", "passwords", metavar="WORD", multiple=True,
              help="Password of archives that need one; may be given several times.")  # fmt: skip
def status(folder: Path, kind: Literal["text", "json"], passwords: tuple[str, ...]) -> None:
    """Say what a dataset is made of, when, from where and how, and what has changed since.

    DATASET is a folder that `gongkai extract` wrote. The sources of its last run are looked at as extract would: those that are new,
    have changed, are gone or would be read again for another reason are listed, with the reason. No tables are written.
    """
    from gongkai.bulk.history import runs_of  # noqa: PLC0415
    from gongkai.dataset.folder import described  # noqa: PLC0415
    from gongkai.dataset.settings import settings_of  # noqa: PLC0415

    described(folder)
    settings, runs = settings_of(folder), runs_of(folder)
    held = _held(folder)
    found = _changes(folder, runs, passwords)
    if kind == "json":
        import msgspec  # noqa: PLC0415

        whole = {"dataset": str(folder), "settings": settings, "runs": runs, "reports": held, "changes": found}
        click.echo(msgspec.json.format(msgspec.json.encode(whole), indent=2))
        return
    for line in (*_told(folder, settings, runs, held), *_since(found, folder)):
        click.echo(line)


def _held(folder: Path) -> dict[str, int]:
    """Count the reports by status, failures, decisions and checks from year to year."""
    counts: Counter[str] = Counter(row["status"] for row in _rows(folder / "reports.csv"))
    counts["failures"] = sum(1 for _ in _rows(folder / "failures.csv"))
    counts["decisions"] = sum(1 for _ in _rows(folder / "corrected.csv"))
    counts["cross_year"] = sum(row["kind"] == "cross_year" for row in _rows(folder / "checks.csv"))
    return dict(counts)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    from gongkai.errors import UsageError  # noqa: PLC0415

    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from csv.DictReader(stream)
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read ({error}); run gongkai extract again") from error


def _changes(folder: Path, runs: tuple[Run, ...], passwords: tuple[str, ...]) -> tuple[Change, ...] | None:
    """Look at the sources of the last run, from where it was given; None where nobody knows them."""
    from gongkai.bulk.sources import survey  # noqa: PLC0415
    from gongkai.bulk.status import changes  # noqa: PLC0415
    from gongkai.dataset.revise import dataset_forms  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415

    last = runs[-1] if runs else None
    if last is None or last.sources is None or not Path(last.folder).is_dir():
        return None
    forms, here = dataset_forms(folder), folder.resolve()
    with chdir(last.folder):
        try:
            sources = survey(last.sources, exclude=here, passwords=passwords, forms=forms).sources
        except UsageError as error:
            raise UsageError(f"{folder}: its sources cannot be looked at: {error}") from error
        return changes(sources, here, forms)


def _told(folder: Path, settings: Settings, runs: tuple[Run, ...], held: dict[str, int]) -> Iterator[str]:
    yield f"dataset    {folder}"
    if runs:
        last, many = runs[-1], f"; {_count(len(runs), 'run')} since {runs[0].time}" if len(runs) > 1 else ""
        yield f"made       {last.time} by gongkai {last.gongkai} in {last.seconds:g} s{many}"
        named = "a list, which is not kept" if last.sources is None else " ".join(last.sources)
        yield f"from       {named}, in {last.folder}"
    else:
        yield "made       by an earlier version, which did not note when and from where"
    statuses = ", ".join(f"{held.get(name, 0)} {word}" for name, word in _STATUSES)
    yield f"holds      {statuses}; {_count(held['failures'], 'failure')}"
    yield f"formats    {', '.join(('csv', *settings.formats))}"
    if settings.forms:
        yield f"forms      {', '.join(settings.forms)}, beside the packaged ones"
    if held["decisions"]:
        shown = "shown" if settings.corrected else "listed, not shown"
        yield f"corrected  {_count(held['decisions'], 'decision')} of corrections.csv {shown}"
    if settings.panel:
        yield f"panel      {_count(held['cross_year'], 'check')} from year to year"
    if settings.others is not None:
        yield f"others     documents of no known form: {settings.others}"


_STATUSES = (("complete", "complete"), ("partial", "partial"), ("other", "of no known form"), ("failed", "failed"))


def _since(found: tuple[Change, ...] | None, folder: Path) -> Iterator[str]:
    if found is None:
        yield f"since      not known: give gongkai extract SOURCE... -o {folder} its sources again"
        return
    kinds = Counter(change.kind for change in found)
    words = (("new", "new"), ("changed", "changed"), ("gone", "gone"), ("again", "to be read again"))
    told = ", ".join(f"{kinds[kind]} {word}" for kind, word in words if kinds[kind])
    yield f"since      {told or 'nothing has changed'}"
    for change in found[:_SHOWN]:
        yield f"  {change.kind:<9}{change.path}: {change.why}"
    if len(found) > _SHOWN:
        yield f"  and {len(found) - _SHOWN} more; -f json lists all"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
