"""``gongkai panel``: the reports of a dataset held against each other from year to year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.own_forms import form_option
from gongkai.cli.speaking import field, kept_aside, language, listed, tell

if TYPE_CHECKING:
    from gongkai.bulk.panel import Duplicate, PanelOutcome
    from gongkai.report import Check

_EPILOG = """\b
Examples:
  gongkai extract reports/ -o dataset/
  gongkai panel dataset/

\b
Exit status: 0 done, whatever the reports say; 2 wrong use."""
_SHOWN = 5  # differences named in a line
_WIDE = 11  # letters of the names on the left


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DATASET", type=click.Path(path_type=Path))
@form_option
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def panel(folder: Path, form_files: tuple[Path, ...], quiet: bool) -> None:
    """Hold the reports of the same agency on consecutive years against each other.

    DATASET is a folder that `gongkai extract` wrote. What one year hands on (结转下年度继续办理) must be what the next takes over
    (上年结转); a form says under `panel` which cells those are. The outcome goes to the dataset's checks.csv as rows of kind
    cross_year, in the place of those of an earlier run; other formats are made anew with them, and later runs of `gongkai extract`
    bring them up to date. A form given by --form becomes the dataset's own, as if it had been given to extract.
    What does not hold, missing years and years reported twice are printed.
    """
    from gongkai.bulk.panel import run_panel  # noqa: PLC0415
    from gongkai.dataset.revise import dataset_forms  # noqa: PLC0415
    from gongkai.forms.load import load_form  # noqa: PLC0415

    forms = {form.id: form for form in (*dataset_forms(folder), *map(load_form, form_files))}
    outcome = run_panel(folder, tuple(forms.values()))
    if not quiet:
        for line in (*_summary(outcome, folder), *_findings(outcome)):
            click.echo(line)


def _summary(outcome: PanelOutcome, folder: Path) -> Iterator[str]:
    from gongkai.messages.catalogue import counted, say  # noqa: PLC0415

    agencies, links = outcome.agencies, [link for agency in outcome.agencies for link in agency.links]
    left = {"left": counted("report", outcome.left_out)} if outcome.left_out else {}
    key = "panel.reports_left" if left else "panel.reports"
    yield _field("reports", tell(key, reports=outcome.reports, agencies=counted("agency", len(agencies)), **left))
    pairs = sum(agency.pairs for agency in agencies)
    yield _field("pairs", tell("panel.pairs", pairs=counted("pair", pairs)))
    status = Counter(link.check.status for link in links)
    weak = sum(link.check.status == "fail" and link.check.severity == "warning" for link in links)
    mild = say("panel.mild", warnings=counted("warning", weak)) if weak else ""
    counts = {"passed": status["pass"], "failed": status["fail"], "skipped": status["skipped"]}
    yield _field("checks", tell("panel.checks", all=len(links), mild=mild, **counts))
    yield _field("written", tell("panel.written", file=str(folder / "checks.csv")))
    yield from kept_aside(outcome.edited, _WIDE)
    if outcome.formats:
        yield _field("formats", ", ".join(("csv", *outcome.formats)))


def _findings(outcome: PanelOutcome) -> Iterator[str]:
    for agency in outcome.agencies:
        name = agency.history.agency
        for link in agency.links:
            if link.check.status == "fail":
                yield _field(link.check.severity, f"{name}: {link.report_id} {_message(link.check)}")
    for agency in outcome.agencies:
        if gaps := agency.history.gaps:
            years = listed(map(str, gaps))
            yield _field("gap", tell("panel.gap", agency=agency.history.agency, years=years))
    for agency in outcome.agencies:
        for duplicate in agency.duplicates:
            yield _field("duplicate", f"{agency.history.agency} {duplicate.year}: {_told(duplicate)}")


def _field(name: str, text: str) -> str:
    return field(name, text, _WIDE)


def _message(check: Check) -> str:
    return (check.message_zh or check.message) if language() == "zh" else check.message


def _told(duplicate: Duplicate) -> str:
    files = {"first": duplicate.first.path, "second": duplicate.second.path}
    differing = duplicate.differing
    if not differing:
        return tell("panel.alike", **files)
    shown = [each.in_(language()) for each in differing[:_SHOWN]]
    more = [tell("panel.more", n=len(differing) - _SHOWN)] if len(differing) > _SHOWN else []
    return tell("panel.differ", **files, what=listed((*shown, *more), ";"))
