"""``gongkai status``: what a dataset is made of, how, and what the next run would do."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from gongkai.cli.speaking import field, listed, padded, spoken, tell

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
_SHOWN = 20  # changed sources that are named
_WIDE = 11  # letters of the names on the left


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DATASET", type=click.Path(path_type=Path))
@click.option("-f", "--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text: for people; json: the same as one object, every change in it.")  # fmt: skip
@click.option("--password", "passwords", metavar="WORD", multiple=True,
              help="Password of archives and documents that need one; may be given several times.")  # fmt: skip
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
    from gongkai.messages.catalogue import counted  # noqa: PLC0415

    yield _field("dataset", str(folder))
    yield from _made(runs)
    statuses = listed(_number(held.get(name, 0), name) for name in _STATUSES)
    yield _field("holds", tell("status.holds", statuses=statuses, failures=counted("failure", held["failures"])))
    yield _field("formats", ", ".join(("csv", *settings.formats)))
    if settings.forms:
        yield _field("forms", tell("status.forms", names=", ".join(settings.forms)))
    if held["decisions"]:
        how = "status.shown" if settings.corrected else "status.listed"
        yield _field("corrected", tell(how, decisions=counted("decision", held["decisions"])))
    if settings.panel:
        yield _field("panel", tell("status.panel", checks=counted("check", held["cross_year"])))
    if settings.others is not None:
        yield _field("others", tell("status.others", what=tell(f"word.{settings.others}")))


def _made(runs: tuple[Run, ...]) -> Iterator[str]:
    """Say when, how long and from where."""
    from gongkai.messages.catalogue import counted  # noqa: PLC0415

    if not runs:
        yield _field("made", tell("status.by_earlier"))
        return
    last, many = runs[-1], len(runs) > 1
    when = {"time": last.time, "version": last.gongkai, "seconds": f"{last.seconds:g}"}
    often = tell("status.made_often", **when, runs=counted("run", len(runs)), first=runs[0].time)
    yield _field("made", often if many else tell("status.made", **when))
    named = tell("status.a_list") if last.sources is None else " ".join(last.sources)
    yield _field("from", tell("status.from", named=named, folder=last.folder))


_STATUSES = ("complete", "partial", "other", "failed")


def _since(found: tuple[Change, ...] | None, folder: Path) -> Iterator[str]:
    if found is None:
        yield _field("since", tell("status.since_unknown", folder=str(folder)))
        return
    kinds = Counter(change.kind for change in found)
    words = (("new", "new"), ("changed", "changed"), ("gone", "gone"), ("again", "to_be_read_again"))
    told = listed(_number(kinds[kind], word) for kind, word in words if kinds[kind])
    yield _field("since", told or tell("status.unchanged"))
    for change in found[:_SHOWN]:
        yield f"  {padded(tell(f'word.{change.kind}'), 9)}{spoken(f'{change.path}: {change.why}')}"
    if len(found) > _SHOWN:
        yield f"  {tell('status.more', n=len(found) - _SHOWN)}"


def _number(number: int, word: str) -> str:
    from gongkai.messages.catalogue import say  # noqa: PLC0415

    return tell("part.count", n=number, word=say(f"word.{word}"))


def _field(name: str, text: str) -> str:
    return field(name, text, _WIDE)
