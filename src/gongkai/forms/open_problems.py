"""What is wrong with open rows, optional parts and sums over several tables."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gongkai.forms.expression import is_sum, terms_of
from gongkai.forms.model import Form, TableForm
from gongkai.forms.read_sums import OPEN_WORDS
from gongkai.forms.source import Problem, Steps

_NAME = regex.compile(r"[a-z][a-z0-9_]*")
_TAKEN = ("report_id", "agency_name", "year", "ordinal", "code", "label", "level")


def open_problems(form: Form) -> Iterator[Problem]:
    """Yield what only forms read as printed may have in others, broken patterns, words that open rows keep for themselves."""
    for index, table in enumerate(form.tables):
        for number, block in enumerate(table.spec.blocks):
            at: Steps = ["tables", index, "blocks", number]
            if not block.rows and block.open is None:
                yield at, "the block has no rows: give it `rows`, or `open: {}` where they differ from report to report"
            if block.open is not None:
                yield from _open_block(form, table, block.open.code, at)
        if form.printed and not table.spec.label.strip():
            yield ["tables", index, "label"], f"table {table.key!r} needs a label: its caption tells it from others"
        if table.spec.repeats is not None:
            yield from _repeats(form, table, index)
        if not form.printed and _is_loose(table):
            yield ["tables", index], f"table {table.key!r} has optional parts: give the form `reading: printed`"
    for index, spec in enumerate(form.spec.across):
        for side in ("left", "right"):
            yield from _side(form, spec.id, getattr(spec, side), ["across", index, side])


def open_sum_problems(form: Form) -> Iterator[Problem]:
    """``children`` and ``parent`` are the two sides of one sum, whatever row it is about: nothing can be added to them."""
    for index, check in enumerate(form.spec.checks):
        sides = [[term.key for term in terms_of(side)] for side in (check.left, check.right) if is_sum(side)]
        words = [word for side in sides for word in side if word in ("children", "parent")]
        if not words or sorted(word for side in sides for word in side) == ["children", "parent"]:
            continue
        problem = (
            f"check {check.id!r}: `children` and `parent` stand alone, one on each side: left: children, right: parent"
        )
        yield ["checks", index], problem


def _open_block(form: Form, table: TableForm, code: str, at: Steps) -> Iterator[Problem]:
    if not form.printed:
        yield [*at, "open"], "only a form with `reading: printed` can have open rows; write that below its name"
    try:
        regex.compile(code)
    except regex.error as error:
        yield [*at, "open", "code"], f"the pattern of the codes is no regular expression: {error}"
    if table.spec.blocks[at[-1] if isinstance(at[-1], int) else 0].across:
        yield at, "rows that stand across are printed in the head and cannot be open"
    for line in table.lines:
        if line.key in OPEN_WORDS:
            yield at, f"{line.key!r} means open rows in sums; give the row another key"


def _repeats(form: Form, table: TableForm, index: int) -> Iterator[Problem]:
    at: Steps = ["tables", index, "repeats"]
    own = table.spec.repeats
    columns = {column.key for block in table.blocks for column in block.columns}
    if not form.printed:
        yield at, "only a form with `reading: printed` can have tables that repeat; write that below its name"
    if len(table.spec.blocks) > 1 or any(block.spec.across for block in table.blocks):
        yield at, f"table {table.key!r} repeats and must have one block, its rows below each other"
    if own is not None and (own.key in columns or own.key in _TAKEN or not _NAME.fullmatch(own.key)):
        problem = f"{own.key!r} cannot name the column of the units: use small letters, digits and _, and no other column's key"
        yield [*at, "key"], problem


def _is_loose(table: TableForm) -> bool:
    def loose(nodes: tuple[object, ...]) -> bool:
        below = ("rows", "columns")
        return any(getattr(n, "optional", False) or any(loose(getattr(n, b, ())) for b in below) for n in nodes)

    return table.spec.optional or any(loose(block.rows) or loose(block.columns) for block in table.spec.blocks)


def _side(form: Form, name: str, text: str, steps: Steps) -> Iterator[Problem]:
    if not is_sum(text):
        yield steps, f"{name!r}: {text!r} is no sum; write table.row.column with + or - between them"
        return
    for term in terms_of(text):
        key, _, rest = term.key.partition(".")
        table = form.table(key)
        known = tuple(f"{s.row}.{s.column}" for s in table.slots) if table is not None else ()
        if table is None or (rest not in known and not _may_name(table, rest)):
            yield steps, f"{name!r}: {term.key!r} names no cell; write table.row.column, such as {_example(form)}"


def _may_name(table: TableForm, rest: str) -> bool:
    """Whether a name may be that of a cell in an open row: its column is one of a block that has such rows."""
    row, _, column = rest.rpartition(".")
    return bool(row) and any(column == own.key for b in table.blocks if b.spec.open is not None for own in b.columns)


def _example(form: Form) -> str:
    return next((f"{t.key}.{s.row}.{s.column}" for t in form.tables for s in t.slots), "table.row.column")
