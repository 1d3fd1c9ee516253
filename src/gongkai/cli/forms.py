"""``gongkai forms``: which forms are known and what they hold; checking and drafting a form of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.learning import learn_form
from gongkai.cli.speaking import field, language, spoken, spoken_comments, tell

if TYPE_CHECKING:
    from gongkai.forms.model import Form, TableForm

_WIDE = 11  # letters of the names on the left
_ENDINGS = (".yaml", ".yml")


@click.group()
def forms() -> None:
    """Show the forms that are known; check or draft one of your own."""


forms.add_command(learn_form)


@forms.command("list")
def list_forms() -> None:
    """List the packaged forms: those of government information reports, newest first, then those of other families.

    What has --form beside it is the form of one province and tried only where it is asked for.
    """
    from gongkai.forms.load import load_families, load_forms, load_local  # noqa: PLC0415
    from gongkai.messages.catalogue import counted  # noqa: PLC0415

    for form in load_forms():
        cells = sum(len(table.slots) for table in form.tables)
        held = tell("forms.tables_cells", tables=counted("table", len(form.tables)), cells=cells)
        click.echo(f"{form.id:<12}{form.spec.document}  {held}  {form.spec.name}")
    for form in (*load_families(), *load_local()):
        asked = f"--form {form.id}  " if form in load_local() else ""
        click.echo(f"{form.id:<16}{asked}{counted('table', len(form.tables)).in_(language())}  {form.spec.name}")


@forms.command("show")
@click.argument("form_id", metavar="ID|FILE")
def show_form(form_id: str) -> None:
    """Print a form's sections and tables with the keys that the output uses.

    ID is that of a packaged form, FILE a form file of your own.
    """
    for line in _describe(_named(form_id)):
        click.echo(line)


def _named(form_id: str) -> Form:
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.forms.load import load_families, load_form, load_forms, load_local  # noqa: PLC0415

    known = {form.id: form for form in (*load_forms(), *load_families(), *load_local())}
    if form_id in known:
        return known[form_id]
    if form_id.endswith(_ENDINGS) or Path(form_id).exists():
        return load_form(form_id)
    raise UsageError(f"{form_id}: no such form; known are {', '.join(known)}; or name a form file (.yaml)")


def _describe(form: Form) -> Iterator[str]:
    yield f"{form.id}  {form.spec.name}  {form.spec.document}".rstrip()
    yield ""
    for section in form.spec.sections:
        yield f"{section.key:<26}{section.label}"
        for child in section.sections:
            yield f"  {child.key:<24}{child.label}"
    for table in form.tables:
        yield from ("", *_describe_table(table))


def _describe_table(table: TableForm) -> Iterator[str]:
    from gongkai.forms.variables import variables_of  # noqa: PLC0415
    from gongkai.show.drawing import draw  # noqa: PLC0415
    from gongkai.show.layout import layout_of  # noqa: PLC0415
    from gongkai.show.values import Shown  # noqa: PLC0415

    variables = variables_of(table)
    rows = {v.row.key: v.row.zh[-1] for v in variables}
    columns = {v.column.key: v.column.zh[-1] for v in variables}
    yield f"{table.key}  {table.spec.label}"
    yield from draw(layout_of(table), {(v.row.key, v.column.key): Shown("") for v in variables})
    yield from (f"  {field('row', '', 8)}{key:<34}{label}" for key, label in rows.items())
    yield from (f"  {field('column', '', 8)}{key:<34}{label}" for key, label in columns.items())


@forms.command("check", epilog="Exit status: 0 the form can be used (warnings included), 2 it cannot.")
@click.argument("file", type=click.Path(path_type=Path))
def check_form(file: Path) -> None:
    """Check a form file of your own.

    Says what the form holds and warns of what is seldom meant. A file that cannot be used ends in one line that names
    the file, the line and the key, and says what to do.
    """
    from gongkai.forms.load import check_file  # noqa: PLC0415

    form, warnings = check_file(file)
    for line in (*_summary(form), *(tell("progress.warning", what=spoken(warning)) for warning in warnings)):
        click.echo(line)


def _summary(form: Form) -> Iterator[str]:
    from gongkai.messages.catalogue import counted  # noqa: PLC0415

    spec = form.spec
    below = sum(len(section.sections) for section in spec.sections)
    many = str(len(spec.sections))
    with_these = tell("forms.sections", n=many, subsections=counted("subsection", below)) if below else many
    yield field("form", f"{spec.id}  {spec.name}", _WIDE)
    yield field("sections", with_these, _WIDE)
    for table in form.tables:
        shape = tell(
            "forms.shape",
            rows=counted("row", len({slot.row for slot in table.slots})),
            columns=counted("column", len({slot.column for slot in table.slots})),
            cells=counted("cell", len(table.slots)),
            sums=counted("sum", len(table.equations)),
        )
        yield field("table", f"{table.key}  {table.spec.label}: {shape}", _WIDE)
    rules = {"sums": counted("rule", len(spec.checks)), "years": counted("rule", len(spec.panel))}
    yield field("checks", tell("forms.checks", **rules, sentences=counted("sentence", len(spec.narrative))), _WIDE)


@forms.command(
    "new",
    epilog="""\b
Examples:
  gongkai forms new blank.docx -o my-form.yaml
  gongkai forms check my-form.yaml
  gongkai convert filled.docx --form my-form.yaml -f text""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write to this new file.")
@click.option("--id", "form_id", default="my-form", show_default=True, help="The form's id in the output.")
def new_form(file: Path, target: Path | None, form_id: str) -> None:
    """Draft a form file from a blank Word form.

    Its headings become sections, its tables blocks of rows and columns with their labels; the empty cells are the
    values. Keys are r1, c1 and so on: rename them, add units and sums, and run `gongkai forms check`.
    """
    from gongkai.cli.drafts import draft_file  # noqa: PLC0415
    from gongkai.cli.output import write_result  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415

    if target is not None and target.exists():
        raise UsageError(f"{target}: is there already; name a new file, a draft never replaces one")
    draft = draft_file(file, form_id)
    write_result(spoken_comments(draft.text).encode(), target)
    for remark in draft.remarks:
        click.echo(tell("progress.note", what=spoken(remark)), err=True)


@forms.command(
    "blank",
    epilog="""\b
Examples:
  gongkai forms blank gio-2021 -o blank.docx
  gongkai forms blank my-form.yaml -o my-form.docx""",
)
@click.argument("form_id", metavar="ID|FILE")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(path_type=Path), help="Write to this new file."
)
def blank(form_id: str, target: Path) -> None:
    """Write a form as a blank Word file, to be filled in.

    ID is that of a packaged form, FILE a form file of your own. Headings and tables are the form's; what is filled in is read
    back by `gongkai convert`.
    """
    from gongkai.cli.output import write_result  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.show.blank import blank_form  # noqa: PLC0415

    if target.exists():
        raise UsageError(f"{target}: is there already; name a new file, a blank form never replaces one")
    write_result(blank_form(_named(form_id)), target)
