"""What is allowed in a form file and yet seldom meant; said by ``gongkai forms check``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.forms.equations import equations_of
from gongkai.forms.expression import terms_of
from gongkai.forms.model import Form, Item, TableForm, names_of
from gongkai.forms.source import Problem, Steps
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number


def oddities_of(form: Form, others: Iterable[Form] = ()) -> Iterator[Problem]:
    """Yield what a person should look at; ``others`` are the forms that it will stand beside."""
    for other in others:
        yield from _beside(form, other)
    if form.spec.titles is None:
        yield [], "there are no `titles`: title, agency and year are looked for under the form's `name` only"
    for index, table in enumerate(form.tables):
        steps: Steps = ["tables", index]
        yield from _same_names(table, [*steps, "blocks"])
        yield from _nameless(table, [*steps, "blocks"])
        across = {term.key.partition(".")[0] for one in form.spec.across for term in terms_of(one.right)}
        if table.key not in across and not any(check.table == table.key for check in form.spec.checks):
            yield [*steps, "key"], f"table {table.key!r} has no check: its figures can be read, never verified"
    for index, check in enumerate(form.spec.checks):
        found = form.table(check.table)
        if (
            found is not None
            and found.open is None
            and not any(True for _ in equations_of(check, [(s.row, s.column) for s in found.slots], found.called))
        ):
            problem = f"check {check.id!r} selects no cells: no {check.each} of {check.table!r} has both its sides"
            yield ["checks", index], problem
    yield from _unprinted(form)


def _beside(form: Form, other: Form) -> Iterator[Problem]:
    if other.id == form.id:
        yield ["id"], f"a packaged form has the id {form.id!r}: this one takes its place"
        return
    for index, table in enumerate(form.tables):
        if other.table(table.key) is not None:
            where = "one table in two printings" if other.family == form.family else "different tables in one file"
            problem = f"{other.id} has a table {table.key!r} too: a dataset holds {where}, {table.key}.csv"
            yield ["tables", index, "key"], f"{problem}; if that is not meant, choose another key"


def _same_names(table: TableForm, steps: Steps) -> Iterator[Problem]:
    """Rows, or columns of one block, whose labels cannot be told apart by what is printed in them."""
    for index, block in enumerate(table.blocks):
        named = [(name, (c.label, c.parents)) for c in block.columns for name in c.names[:1]]
        yield from _alike(named, "columns", [*steps, index, "columns"])
    rows = [(name, (line.label, line.parents)) for line in table.lines for name in line.names[:1]]
    yield from _alike(rows, "rows", steps)


def _alike(named: list[tuple[str, tuple[str, tuple[str, ...]]]], what: str, steps: Steps) -> Iterator[Problem]:
    for name in dict.fromkeys(name for name, _ in named):
        owners = [owner for other, owner in named if other == name]
        if len(owners) > 1:
            labels = " and ".join(f"“{label}”" for label in dict.fromkeys(label for label, _ in owners))
            apart = len({parents for _, parents in owners}) == len(owners)
            how = "only the groups above tell them apart" if apart else "nothing tells them apart but their order"
            yield steps, f"{len(owners)} {what} read alike once folded ({labels}); {how}"


def _nameless(table: TableForm, steps: Steps) -> Iterator[Problem]:
    columns = [
        (index, column.label) for index, b in enumerate(table.blocks) for column in b.columns if not column.names
    ]
    rows = [(line.block, line.label) for line in table.lines if not line.names and line.key]
    for what, found in (("column", columns), ("row", rows)):
        for index, label in found:
            yield [*steps, index], f"the {what} label {label!r} holds no word: the {what} is told by its place only"


def _unprinted(form: Form) -> Iterator[Problem]:
    items: list[Item] = [item for table in form.tables for item in table.items]
    printed = {name for item in items for name in (*item.names, core(strip_number(item.label)))}
    for index, label in enumerate(form.spec.signature):
        if printed.isdisjoint(names_of(label)):
            yield ["signature", index], f"the decisive label “{label}” stands in no table of this form"
