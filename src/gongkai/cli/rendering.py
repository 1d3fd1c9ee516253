"""A report as ``gongkai convert`` prints it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import click
import msgspec

from gongkai.bulk.naming import printable
from gongkai.cli.paths import Named
from gongkai.cli.speaking import language, tell
from gongkai.dataset.packed import cells_csv, report_bytes, report_line
from gongkai.forms.model import Form
from gongkai.messages.catalogue import said
from gongkai.report import Report

Kind = Literal["json", "jsonl", "csv", "text", "md"]


def tell_of_form(report: Report) -> None:
    """Say that a report follows no known form."""
    if report.form.id is None:
        click.echo(f"gongkai: {report.source.path}: {tell('rendering.no_form')}", err=True)


def tell_of_parts(report: Report) -> None:
    """Say that a report is the first of several in its file, of which only it is printed."""
    told = next((issue for issue in report.issues if issue.code == "part_of_several"), None)
    if told is not None:
        message = f"{told.message}; -f jsonl prints every one, gongkai extract keeps them all"
        click.echo(f"gongkai: {report.source.path}: {said(message, language())}", err=True)


def named_by(report: Report, file: Named, *, parted: bool = False) -> Report:
    """Give the report a name that UTF-8 can write, whatever bytes the file's name is made of; ``parted``: with its part's number."""
    part = f"#{report.source.part}" if parted and report.source.part else ""
    source = msgspec.structs.replace(report.source, path=f"{printable(file)}{part}", name=printable(file.name))
    return msgspec.structs.replace(report, source=source)


def rendered(report: Report, kind: Kind, target: Path | None, forms: tuple[Form, ...]) -> bytes:
    """Give the output as bytes; a CSV file begins with a byte order mark for Excel, a stream does not."""
    if kind == "text":
        from gongkai.show.terminal import report_text  # noqa: PLC0415

        colour = target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        return report_text(report, colour=colour, forms=forms, language=language()).encode("utf-8", "replace")
    if kind == "md":
        from gongkai.show.markdown import report_markdown  # noqa: PLC0415

        return report_markdown(report, forms=forms).encode("utf-8", "replace")
    if kind == "csv":
        return cells_csv(report).encode("utf-8-sig" if target else "utf-8")
    return report_bytes(report) if kind == "json" else report_line(report)
