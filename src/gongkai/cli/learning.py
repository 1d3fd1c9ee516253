"""``gongkai forms learn``: a form from filled reports, and what it reads of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.speaking import spoken, spoken_comments, tell

if TYPE_CHECKING:
    from gongkai.forms.model import Form
    from gongkai.learning.keys import Style
    from gongkai.report import Report

_FEW = 3  # reports: of fewer nothing says what recurs, and sums are hardly ever proved
_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@click.command(
    "learn",
    epilog="""\b
Examples:
  gongkai forms learn reports/ -o my-form.yaml --id my-form
  gongkai extract more-reports/ -o dataset/ --form my-form.yaml""",
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write to this new file.")
@click.option("--id", "form_id", default="my-form", show_default=True, help="The form's id in the output.")
@click.option(
    "--keys", "keys", default="pinyin", show_default=True, help="pinyin, number, or a YAML file of label: key."
)
def learn_form(sources: tuple[str, ...], target: Path | None, form_id: str, keys: str) -> None:
    """Learn a form from filled reports of one family.

    SOURCE is a file or a folder; ten reports are a good number. Tables that recur become the form's, with the rows that all
    have, that some have, and that differ from report to report; sums that hold become checks. Then the same reports are
    read with the form, and what it reads is told table by table.
    """
    from gongkai.cli.output import write_result  # noqa: PLC0415
    from gongkai.errors import SourceError, UsageError  # noqa: PLC0415
    from gongkai.forms.load import parse_form  # noqa: PLC0415
    from gongkai.learning.learn import Learner  # noqa: PLC0415
    from gongkai.learning.write import write_learned  # noqa: PLC0415
    from gongkai.messages.catalogue import counted  # noqa: PLC0415
    from gongkai.pipeline import extract  # noqa: PLC0415

    if target is not None and target.exists():
        raise UsageError(f"{target}: is there already; name a new file, a learned form never replaces one")
    style, chosen = _keys(keys)
    paths = tuple(_paths(sources))
    reports: list[Report] = []
    read: list[Path] = []
    for path in paths:
        try:
            reports.append(extract(path, forms=()))
            read.append(path)
        except SourceError as error:
            click.echo(tell("progress.left", what=spoken(str(error))), err=True)
    if not reports:
        raise UsageError("no report could be read; name filled reports, or a folder of them")
    if len(reports) < _FEW:
        click.echo(tell("forms.few_reports", reports=counted("report", len(reports))), err=True)
    text = write_learned(Learner(form_id, style, chosen).learn(reports))
    form = parse_form(text, "the learned form")
    write_result(spoken_comments(text).encode(), target)
    if unused := [label for label, key in chosen.items() if not re.search(rf"\bkey: {key}(?:_\d+)?\b", text)]:
        click.echo(tell("forms.keys_unused", file=keys, labels=", ".join(unused)), err=True)
    for line in _proof(form, [extract(path, forms=(form,)) for path in read]):
        click.echo(line, err=True)


def _keys(keys: str) -> tuple[Style, dict[str, str]]:
    import yaml  # noqa: PLC0415

    from gongkai.errors import UsageError  # noqa: PLC0415

    if keys == "pinyin":
        return "pinyin", {}
    if keys == "number":
        return "number", {}
    try:
        found = yaml.safe_load(Path(keys).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"--keys {keys}: is neither pinyin nor number, nor a YAML file that can be read") from error
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise UsageError(f"--keys {keys}: must hold lines such as `合计: total`")
    for label, key in found.items():
        if not _KEY.fullmatch(key):
            raise UsageError(
                f"--keys {keys}: {key!r} for {label} cannot be a key: use small letters, digits and _, a letter first"
            )
    return "pinyin", {str(label): key for label, key in found.items()}


def _paths(sources: Sequence[str]) -> Iterator[Path]:
    from gongkai.errors import UsageError  # noqa: PLC0415

    for source in sources:
        path = Path(source)
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~")))
        elif path.is_file():
            yield path
        else:
            raise UsageError(f"{source}: no such file or folder")


def _proof(form: Form, reports: Sequence[Report]) -> Iterator[str]:
    """Tell table by table what the form reads of the reports that it was learned from."""
    from gongkai.verdict import verdicts_of  # noqa: PLC0415

    whole = sum(report.form.id == form.id for report in reports)
    yield f"{form.id}: {tell('forms.recognised', whole=whole, all=len(reports))}"
    strangers = [report.source.name for report in reports if report.form.id != form.id]
    if strangers:
        yield f"  {tell('forms.unrecognised', names=', '.join(strangers))}"
    for table in form.tables:
        own = [(report, report.tables[table.key]) for report in reports if table.key in report.tables]
        cells = [cell for _, found in own for cell in found.cells]
        reported = sum(cell.status == "reported" for cell in cells)
        verdicts = [v for r, _ in own for which, v in verdicts_of(r.tables, r.checks).items() if which[0] == table.key]
        checks = [check.status for report in reports for check in report.checks if check.table == table.key]
        unknown = sum(len(found.extra) for _, found in own)
        told = tell(
            "forms.proof",
            reported=reported,
            cells=len(cells),
            verified=verdicts.count("verified"),
            passed=checks.count("pass"),
            failed=checks.count("fail"),
            unknown=unknown,
        )
        yield f"  {table.key}  {table.spec.label}: {told}"
