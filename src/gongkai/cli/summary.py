"""What ``gongkai extract`` says at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.speaking import field, kept_aside, listed, spoken, tell
from gongkai.messages.catalogue import counted, say

if TYPE_CHECKING:
    from gongkai.cli.remembered import Resolved
    from gongkai.dataset.writers import Summary


def tell_summary(summary: Summary, made: Resolved, sources: int, folder: Path, *, quiet: bool) -> None:
    """Print the summary, and in any case that sources are lost."""
    _tell(summary, (*_summary(summary, sources, folder), *_formats(summary, made)), quiet)


def _tell(summary: Summary, lines: Iterable[str], quiet: bool) -> None:
    """Print the summary, and in any case that sources are lost."""
    if summary.unaccounted:
        lost = tell("summary.unaccounted", sources=counted("source", summary.unaccounted))
        click.echo(f"gongkai: {lost}", err=True)
    for line in () if quiet else lines:
        click.echo(line)


def _summary(summary: Summary, sources: int, folder: Path) -> Iterator[str]:
    yield tell(
        "summary.sources",
        sources=counted("source", sources),
        reports=counted("report", summary.reports),
        repetitions=counted("repetition", summary.duplicates),
        failures=counted("failure", summary.failures),
    )
    if summary.parts:
        yield field("parts", tell("summary.parts", reports=counted("report", summary.parts)))
    if summary.removed:
        yield field("removed", tell("summary.removed", sources=counted("source", summary.removed)))
    statuses = {name: getattr(summary, name) for name in ("complete", "partial", "other", "failed")}
    yield field("reports", tell("summary.reports", **statuses))
    cells = {name: getattr(summary, name) for name in ("cells", "reported", "verified", "contradicted")}
    yield field("cells", tell("summary.cells", **cells))
    yield from _decisions(summary, folder)
    if summary.changed:
        shown = f"{', '.join(summary.changed[:3])}{' …' if len(summary.changed) > 3 else ''}"
        yield field("mended", tell("summary.mended", files=counted("file", len(summary.changed)), shown=shown))
    yield from kept_aside(summary.edited)
    if summary.issues:
        commonest = (tell("part.times", what=say(f"issue.{code}"), n=number) for code, number in summary.issues[:5])
        yield field("issues", tell("summary.issues", commonest=listed(commonest, ";")))
    if summary.listed:
        documents = counted("document", summary.listed)
        yield field("others", tell("summary.others", documents=documents, file=str(folder / "others.csv")))
    yield field("dataset", str(folder))
    if summary.skipped:
        files = counted("file", summary.skipped)
        yield field("skipped", tell("summary.skipped", files=files, file=str(folder / "skipped.csv")))
    if summary.failures:
        failed = counted("source", summary.failures)
        yield field("failures", tell("summary.failures", sources=failed, file=str(folder / "failures.csv")))


def _decisions(summary: Summary, folder: Path) -> Iterator[str]:
    """Say what became of the lines of corrections.csv."""
    if number := summary.applied + summary.not_asked_for:
        how = "summary.shown" if summary.applied else "summary.listed"
        yield field("corrected", tell(how, decisions=counted("decision", number)))
    if summary.confirmed:
        yield field("confirmed", tell("summary.confirmed", decisions=counted("decision", summary.confirmed)))
    if lost := summary.no_such_report + summary.no_such_cell:
        file = str(folder / "corrected.csv")
        yield field("unknown", tell("summary.unknown", decisions=counted("decision", lost), file=file))


def _formats(summary: Summary, made: Resolved) -> Iterator[str]:
    """Say what was made beside CSV, what had no room there, and what is no more because that was asked for."""
    if summary.panel:
        counts = (tell("part.count", n=number, word=say(f"word.{status}")) for status, number in summary.panel)
        yield field("panel", tell("summary.panel", counts=listed(counts)))
    if made.settings.formats:
        yield field("formats", ", ".join(("csv", *made.settings.formats)))
    for notice in summary.notices:
        yield field("cut", spoken(notice))
    if made.dropped:
        yield field("dropped", tell("summary.dropped", what=listed(made.dropped, ";")))
