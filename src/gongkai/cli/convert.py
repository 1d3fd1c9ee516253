"""``gongkai convert``: one report to standard output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.output import write_result
from gongkai.cli.own_forms import form_option, known_forms
from gongkai.cli.paths import STDIN, Address, Named, NamedType, files_from_option, listed_paths

if TYPE_CHECKING:
    from gongkai.cli.reading import Patience
    from gongkai.cli.rendering import Kind
    from gongkai.forms.model import Form
    from gongkai.report import Report

_EPILOG = """\b
Examples:
  gongkai convert report.docx
  gongkai convert report.html -f csv -o cells.csv
  gongkai convert report.pdf -f text | less -R
  gongkai convert annex.docx --form my-form.yaml
  gongkai convert budget.pdf -f md --tables tables/
  gongkai convert report.pdf --trace trace/ -o report.json
  curl -s ADDRESS | gongkai convert - -f jsonl | jq .agency
  find . -name '*.pdf' | gongkai convert --files-from - -f jsonl > reports.jsonl

\b
Exit status: 0 every file gave a report, 1 some did not (each is a line on
standard error), 2 wrong use, 3 the machine does not let it go on (a full disk),
130 stopped."""


@click.command(epilog=_EPILOG)
@click.argument("files", metavar="FILE...", nargs=-1, type=NamedType())
@click.option(
    "-f",
    "--format",
    "kind",
    type=click.Choice(["json", "jsonl", "csv", "text", "md"]),
    default="json",
    show_default=True,
    help="json: the whole report, of a compilation the first (of several files an array of all); jsonl: a report a line; csv: one row per "
    "cell; text: the outline, and the tables drawn as they are printed; md: Markdown.",
)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write to this file.")
@click.option(
    "--trace", metavar="DIR", type=click.Path(path_type=Path),
    help="Also write every stage of the reading to this folder, to be looked at: blocks, alignment, cells, pages with boxes.",
)  # fmt: skip
@click.option("--tables", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Also write each table to this folder as a CSV of its own, as printed.")  # fmt: skip
@click.option("--keep-going/--fail-fast", default=True, show_default="keep going",
              help="What to do when one of several files gives no report.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
              show_default="60 for its bytes to come, 600 to read them",
              help="Longest time for one file; scans take about five seconds a page.")  # fmt: skip
@click.option("--password", "passwords", metavar="WORD", multiple=True,
              help="Password of documents that need one; may be given several times.")  # fmt: skip
@files_from_option
@form_option
@click.pass_context
def convert(  # noqa: PLR0913, PLR0917  (an option each)
    ctx: click.Context,
    /,
    files: tuple[Named, ...],
    kind: Kind,
    target: Path | None,
    trace: Path | None,
    tables: Path | None,
    keep_going: bool,
    timeout: float | None,
    passwords: tuple[str, ...],
    lists: tuple[Path, ...],
    form_files: tuple[Path, ...],
) -> None:
    """Read reports and print them.

    FILE is a document of any format that `gongkai doctor` lists, - for standard input, or an address (s3://…, https://…; needs
    gongkai[addresses]); what it is is told from its content. A file that gives no report ends
    in one line on standard error and exit status 1.
    """
    named = (*files, *listed_paths(lists, timeout))
    for file in named:
        _check_paths(file, target, alone=len(named) == 1)
    if not named:
        raise click.UsageError(
            "Missing argument 'FILE...'; name files, - for standard input, or a list of them: --files-from FILE", ctx
        )
    from gongkai.cli.reading import patience_of  # noqa: PLC0415
    from gongkai.cli.rendering import rendered, tell_of_form, tell_of_parts  # noqa: PLC0415

    forms, patience = known_forms(form_files), patience_of(timeout)
    if len(named) > 1 or lists:
        _only_one(trace, tables)
        from gongkai.cli.several import write_several  # noqa: PLC0415

        ctx.exit(write_several(named, kind, target, forms, patience, keep_going=keep_going, passwords=passwords))
    (file,) = named
    if kind != "json" and trace is None and tables is None:
        _write_every(file, kind, target, forms, patience, passwords)
        return
    report = _read(file, forms, patience, trace, passwords)
    if tables is not None:
        _write_tables(report, tables, forms)
    write_result(rendered(report, kind, target, forms), target)
    tell_of_form(report)
    tell_of_parts(report)


def _read(
    file: Named, forms: tuple[Form, ...], patience: Patience, trace: Path | None, passwords: tuple[str, ...]
) -> Report:
    from gongkai.cli.reading import reports_of  # noqa: PLC0415
    from gongkai.cli.rendering import named_by  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415

    if trace is not None:
        from gongkai.cli.tracing import traced  # noqa: PLC0415

        if isinstance(file, Address):
            raise UsageError(f"{file}: --trace is for files of this machine; fetch it first")
        if file == STDIN:
            _only_one(trace, None)
        return traced(file, forms, patience, trace, named_by)
    return named_by(reports_of(file, forms, patience, passwords=passwords)[0], file)


def _write_every(
    file: Named,
    kind: Kind,
    target: Path | None,
    forms: tuple[Form, ...],
    patience: Patience,
    passwords: tuple[str, ...],
) -> None:
    """Write every report of a file, one below the other."""
    from gongkai.cli.reading import reports_of  # noqa: PLC0415
    from gongkai.cli.rendering import named_by, tell_of_form  # noqa: PLC0415
    from gongkai.cli.several import written  # noqa: PLC0415

    read = reports_of(file, forms, patience, passwords=passwords)
    found = [named_by(report, file, parted=True) for report in read]
    write_result(b"".join(written(iter(found), kind, target, forms)), target)
    for report in found:
        tell_of_form(report)


def _only_one(trace: Path | None, tables: Path | None) -> None:
    from gongkai.errors import UsageError  # noqa: PLC0415

    for option, value in (("--trace", trace), ("--tables", tables)):
        if value is not None:
            raise UsageError(f"{option} is for one file at a time; name one")


def _check_paths(file: Named, target: Path | None, *, alone: bool) -> None:
    """Refuse what is wrong use; of several files one that is gone is a failure like others."""
    from gongkai.errors import UsageError  # noqa: PLC0415

    if isinstance(file, Address) or file == STDIN:
        return
    if file.is_dir():
        raise UsageError(f"{file}: is a folder; for many reports use: gongkai extract {file} -o DATASET")
    if alone and not os.path.lexists(file):
        raise UsageError(f"{file}: no such file")
    if target is not None and target.exists() and file.exists() and target.samefile(file):
        raise UsageError(f"{target}: is the source itself; name another file for the output")


def _write_tables(report: Report, folder: Path, forms: tuple[Form, ...]) -> None:
    """Write each table as a CSV of its own: a form's under its key, others under their id. Raises UsageError."""
    from gongkai.dataset.packed import csv_text  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.show.grids import printed_tables  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror or error}") from error
    for name, lines in printed_tables(report, forms).items():
        write_result(csv_text(lines).encode("utf-8-sig"), folder / f"{name}.csv")
