"""The sums of a table whose rows are known only once it is read: open rows over their children, and rows that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gongkai.forms.equations import Equation, Key, Label, Names, Terms, equations_of
from gongkai.forms.model import Form, TableForm
from gongkai.forms.schema import CheckSpec
from gongkai.report import Table
from gongkai.table_rows import TableRow

OPEN_WORDS = frozenset(("children", "parent", "top"))
"""What stands for open rows in the sums of a table that has some."""


def equations_in(form: Form, table: TableForm, read: Table) -> tuple[Equation, ...]:
    """Return the equations of a table as read; those of a form of fixed rows are the form's own."""
    if not form.printed:
        return table.equations
    rows = read.rows or ()
    if table.spec.repeats is not None:
        return tuple(_of_units(form, table, read))
    keys = [(cell.row, cell.column) for cell in read.cells]
    own = {row.key: Label(row.label or row.key, row.label or row.key) for row in rows}
    names = Names(own | table.called.rows, table.called.columns)
    return tuple(
        e for check in form.spec.checks if check.table == table.key for e in _equations(check, keys, rows, names)
    )


def _of_units(form: Form, table: TableForm, read: Table) -> Iterator[Equation]:
    """Yield the equations of each unit of a table that repeats: none adds up the figures of two."""
    for unit in dict.fromkeys(cell.row.partition(".")[0] for cell in read.cells):
        lead = f"{unit}."
        keys = [(cell.row.removeprefix(lead), cell.column) for cell in read.cells if cell.row.startswith(lead)]
        rows = [
            msgspec.structs.replace(row, key=row.key.removeprefix(lead))
            for row in read.rows or ()
            if row.key.startswith(lead)
        ]
        own = {lead + row.key: Label(row.label or row.key, row.label or row.key) for row in rows}
        named = {lead + key: label for key, label in table.called.rows.items()}
        columns = {lead + key: label for key, label in table.called.columns.items()}
        names = Names(own | named, table.called.columns | columns)
        for check in (check for check in form.spec.checks if check.table == table.key):
            for equation in _equations(check, keys, rows, names):
                yield _prefixed(equation, lead)


def _prefixed(equation: Equation, lead: str) -> Equation:
    left, right = (
        tuple((sign, (lead + row, column)) for sign, (row, column) in side) for side in (equation.left, equation.right)
    )
    return msgspec.structs.replace(equation, name=f"{lead}{equation.name}", left=left, right=right)


def _equations(check: CheckSpec, keys: Sequence[Key], rows: Sequence[TableRow], names: Names) -> Iterator[Equation]:
    left, right = check.left.strip(), check.right.strip()
    if check.each == "column" and {left, right} == {"children", "parent"}:
        yield from _of_parents(check, keys, rows, names)
        return
    words = {word for side in (left, right) for word in side.replace("-", "+").split("+")}
    if check.each == "column" and "top" in {word.strip() for word in words}:
        top = " + ".join(row.key for row in top_rows(rows))
        if top:
            written = [
                " + ".join(top if t.strip() == "top" else t.strip() for t in s.split("+")) for s in (left, right)
            ]
            yield from (
                msgspec.structs.replace(each, spec=check)
                for each in equations_of(msgspec.structs.replace(check, left=written[0], right=written[1]), keys, names)
            )
        return
    yield from (e for e in equations_of(check, keys, names) if e.left and e.right)


def _of_parents(check: CheckSpec, keys: Sequence[Key], rows: Sequence[TableRow], names: Names) -> Iterator[Equation]:
    known = set(keys)
    for parent in rows:
        children = children_of(parent, rows) if parent.level else []
        for column in dict.fromkeys(column for _, column in keys if column not in check.without):
            parts: Terms = tuple((1, (child.key, column)) for child in children if (child.key, column) in known)
            if parts and (parent.key, column) in known:
                yield Equation(check, f"{parent.key}.{column}", parts, ((1, (parent.key, column)),), names)


def children_of(parent: TableRow, rows: Sequence[TableRow]) -> list[TableRow]:
    """Return the open rows one step below another: by their codes, else by what follows it more deeply."""
    if parent.code:
        below = [r for r in rows if r.code != parent.code and r.code.startswith(parent.code)]
        return [r for r in below if not any(o.code != r.code and r.code.startswith(o.code) for o in below)]
    found: list[TableRow] = []
    for row in rows[rows.index(parent) + 1 :]:
        if row.level <= parent.level:
            break
        if row.level == parent.level + 1:
            found.append(row)
    return found


def top_rows(rows: Sequence[TableRow]) -> list[TableRow]:
    """Return the open rows that are a part of no other."""
    coded = [row for row in rows if row.level and row.code]
    if coded:
        return [r for r in coded if not any(o.code != r.code and r.code.startswith(o.code) for o in coded)]
    return [row for row in rows if row.level == 1]
