"""The command ``gongkai``; each command's file imports what is heavy only when it runs."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from gongkai.cli.asking import mcp
from gongkai.cli.convert import convert
from gongkai.cli.doctor import doctor
from gongkai.cli.exits import STOPPED
from gongkai.cli.export import export
from gongkai.cli.extract import extract
from gongkai.cli.forms import forms
from gongkai.cli.panel import panel
from gongkai.cli.review import review
from gongkai.cli.schema import schema
from gongkai.cli.speaking import SpokenContext, language_option, spoken, tell, with_language, wrong_use_spoken
from gongkai.cli.status import status
from gongkai.errors import FormError, GongkaiError, MachineError, UsageError, unwritable

_EPILOG = """\b
Examples:
  gongkai convert report.docx                 one report as JSON
  gongkai convert report.pdf -f text          its tables, drawn
  gongkai extract reports/ -o dataset/        a folder as a dataset
  gongkai extract 'archive/**/*.zip' -o dataset/
  gongkai status dataset/                     how it was made, what has changed since
  gongkai export dataset/ --formats xlsx      the same for Excel, Stata, DuckDB, …
  gongkai panel dataset/                      its years, held against each other
  gongkai review dataset/                     pages to look through it, beside the sources
  gongkai doctor                              which formats can be read on this machine

\b
Exit status: 0 all well, 1 a source gave no report, 2 wrong use, 3 the machine
does not let it go on (a full disk), 130 stopped."""
_MACHINE = 3  # exit status: the machine failed, not the sources
_STATUS = MappingProxyType({UsageError: 2, FormError: 2, MachineError: _MACHINE})


class _Commands(click.Group):
    """The commands; the package's own errors become one line on standard error and an exit status."""

    context_class = SpokenContext

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401  (click's own signature)
        """Print UTF-8 whatever the locale says: the output is Chinese everywhere. What is closed leads nowhere."""
        _open_closed()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            return super().main(*args, **extra)
        except OSError as error:  # click has seen to readers that have had enough
            fault = unwritable(error.filename or "standard output", error)
            sys.exit(_complained(spoken(str(fault)), _STATUS[type(fault)]))

    def make_context(self, *args: Any, **extra: Any) -> click.Context:  # noqa: ANN401  (click's own signature)
        """Take the words of the call apart."""
        with wrong_use_spoken():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            with wrong_use_spoken(ctx):
                found = super().invoke(ctx)
            sys.stdout.flush()  # here a full disk is still told in words
        except GongkaiError as error:
            ctx.exit(_complained(spoken(str(error), ctx), _STATUS.get(type(error), 1)))
        except KeyboardInterrupt:
            click.echo(f"\n{tell('run.stop')}", err=True)
            ctx.exit(STOPPED)
        return found


def _complained(message: str, status: int) -> int:
    """Say what is wrong, if anybody can be told; return the exit status."""
    with suppress(OSError):
        click.echo(f"gongkai: {message}", err=True)
    if status == _MACHINE:
        _mute(1)  # what waits to be written there would fail once more at the end
    return status


def _open_closed() -> None:
    """Let standard streams that are closed lead nowhere: the next file that is opened would come in their place."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            _mute(descriptor)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (open to the end)


def _mute(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != descriptor:
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415

        click.echo(f"gongkai {version('gongkai')}")
        ctx.exit()


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, callback=_print_version, expose_value=False, is_eager=True, help="Print the version."
)
def main() -> None:
    """Turn published 政府信息公开工作年度报告 (annual reports on government information disclosure) into data.

    Figures are given as printed, never corrected; where a sum does not hold, the check says so.
    """


for _command in (convert, extract, status, export, panel, review, schema, forms, doctor, mcp):
    main.add_command(with_language(_command))
main.params.append(language_option())
