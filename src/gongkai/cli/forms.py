"""``gongkai forms``: which official forms are known, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gongkai.forms.model import Form


@click.group()
def forms() -> None:
    """Show the official forms that are known."""


@forms.command("list")
def list_forms() -> None:
    """List the forms, newest first."""
    from gongkai.forms.load import load_forms  # noqa: PLC0415

    for form in load_forms():
        cells = sum(len(table.slots) for table in form.tables)
        click.echo(f"{form.id:<12}{form.spec.document}  {len(form.tables)} tables, {cells} cells  {form.spec.name}")


@forms.command("show")
@click.argument("form_id", metavar="ID")
def show_form(form_id: str) -> None:
    """Print a form's sections and tables with the keys that the output uses."""
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.forms.load import load_forms  # noqa: PLC0415

    known = {form.id: form for form in load_forms()}
    if form_id not in known:
        raise UsageError(f"{form_id}: no such form; known are {', '.join(known)}")
    for line in _describe(known[form_id]):
        click.echo(line)


def _describe(form: Form) -> Iterator[str]:
    from gongkai.dataset.variables import variables_of  # noqa: PLC0415
    from gongkai.show.drawing import draw  # noqa: PLC0415
    from gongkai.show.layout import layout_of  # noqa: PLC0415
    from gongkai.show.values import Shown  # noqa: PLC0415

    yield f"{form.id}  {form.spec.name}  {form.spec.document}"
    yield ""
    for section in form.spec.sections:
        yield f"{section.key:<26}{section.label}"
        for child in section.sections:
            yield f"  {child.key:<24}{child.label}"
    for table in form.tables:
        variables = variables_of(table)
        rows = {v.row.key: v.row.zh[-1] for v in variables}
        columns = {v.column.key: v.column.zh[-1] for v in variables}
        yield ""
        yield f"{table.key}  {table.spec.label}"
        yield from draw(layout_of(table), {(v.row.key, v.column.key): Shown("") for v in variables})
        yield from (f"  row     {key:<34}{label}" for key, label in rows.items())
        yield from (f"  column  {key:<34}{label}" for key, label in columns.items())
