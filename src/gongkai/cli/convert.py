"""``gongkai convert``: one report to standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from gongkai.cli.own_forms import form_option, known_forms

if TYPE_CHECKING:
    from gongkai.forms.model import Form
    from gongkai.report import Report

_Kind = Literal["json", "csv", "text", "md"]
_EPILOG = """\b
Examples:
  gongkai convert report.docx
  gongkai convert report.html -f csv -o cells.csv
  gongkai convert report.pdf -f text | less -R
  gongkai convert annex.docx --form my-form.yaml
  gongkai convert budget.pdf -f md --tables tables/
  gongkai convert report.pdf --trace trace/ -o report.json"""


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--format",
    "kind",
    type=click.Choice(["json", "csv", "text", "md"]),
    default="json",
    show_default=True,
    help="json: the whole report; csv: one row per cell; text: the outline, and the tables drawn as they are printed; md: Markdown.",
)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write to this file.")
@click.option(
    "--trace", metavar="DIR", type=click.Path(path_type=Path),
    help="Also write every stage of the reading to this folder, to be looked at: blocks, alignment, cells, pages with boxes.",
)  # fmt: skip
@click.option("--tables", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Also write each table to this folder as a CSV of its own, as printed.")  # fmt: skip
@form_option
def convert(
    file: Path,
    kind: _Kind,
    target: Path | None,
    trace: Path | None,
    tables: Path | None,
    form_files: tuple[Path, ...],
) -> None:
    """Read one report and print it.

    FILE is a Word, HTML, PDF or text file; what it is is told from its content. A file that gives no report ends in
    one line on standard error and exit status 1.
    """
    from gongkai.cli.output import write_result  # noqa: PLC0415
    from gongkai.pipeline import extract  # noqa: PLC0415

    _check_paths(file, target)
    forms = known_forms(form_files)
    if trace is None:
        report = _named(extract(file, forms=forms), file)
    else:
        from gongkai.cli.tracing import traced  # noqa: PLC0415

        report = traced(file, forms, trace, _named)
    if tables is not None:
        _write_tables(report, tables, forms)
    write_result(_render(report, kind, target, forms), target)
    if report.form.id is None:
        click.echo(
            f"gongkai: {report.source.path}: no known form fits; sections and tables are given as printed", err=True
        )


def _check_paths(file: Path, target: Path | None) -> None:
    from gongkai.errors import UsageError  # noqa: PLC0415

    if file.is_dir():
        raise UsageError(f"{file}: is a folder; for many reports use: gongkai extract {file} -o DATASET")
    if not os.path.lexists(file):
        raise UsageError(f"{file}: no such file")
    if target is not None and target.exists() and target.samefile(file):
        raise UsageError(f"{target}: is the source itself; name another file for the output")


def _named(report: Report, file: Path) -> Report:
    """Give the report a name that UTF-8 can write, whatever bytes the file's name is made of."""
    import msgspec  # noqa: PLC0415

    from gongkai.bulk.naming import printable  # noqa: PLC0415

    source = msgspec.structs.replace(report.source, path=printable(file), name=printable(file.name))
    return msgspec.structs.replace(report, source=source)


def _render(report: Report, kind: _Kind, target: Path | None, forms: tuple[Form, ...]) -> bytes:
    """Give the output as bytes; a CSV file begins with a byte order mark for Excel, a stream does not."""
    if kind == "text":
        from gongkai.show.terminal import report_text  # noqa: PLC0415

        colour = target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        return report_text(report, colour=colour, forms=forms).encode("utf-8", "replace")
    if kind == "md":
        from gongkai.show.markdown import report_markdown  # noqa: PLC0415

        return report_markdown(report, forms=forms).encode("utf-8", "replace")
    from gongkai.dataset.slips import cells_csv, report_bytes  # noqa: PLC0415

    if kind == "csv":
        return cells_csv(report).encode("utf-8-sig" if target else "utf-8")
    return report_bytes(report)


def _write_tables(report: Report, folder: Path, forms: tuple[Form, ...]) -> None:
    """Write each table as a CSV of its own: a form's under its key, others under their id. Raises UsageError."""
    from gongkai.cli.output import write_result  # noqa: PLC0415
    from gongkai.dataset.slips import csv_text  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.show.grids import printed_tables  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror or error}") from error
    for name, lines in printed_tables(report, forms).items():
        write_result(csv_text(lines).encode("utf-8-sig"), folder / f"{name}.csv")
