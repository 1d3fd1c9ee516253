"""What the types alone cannot forbid in a form: keys twice, odd keys, sums over cells that are not there, broken patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import regex

from gongkai.forms.expression import alternatives, is_sum, terms_of
from gongkai.forms.model import Form, Slot, TableForm
from gongkai.forms.open_problems import open_problems, open_sum_problems
from gongkai.forms.read_sums import OPEN_WORDS
from gongkai.forms.schema import CheckSpec, ColumnSpec, NarrativeSpec, PanelSpec, RowSpec, SectionSpec
from gongkai.forms.source import Problem, Steps

RESERVED = frozenset(
    (
        *("reports", "cells", "sections", "checks", "comments", "issues", "corrected", "duplicates", "failures"),
        *("codebook", "corrections", "grids", "grid_cells", "extra", "others", "skipped"),
    )
)
"""The other files of a dataset, a reviewer's own among them; a table is a file of its own there, under its key."""
RESERVED_SECTIONS = frozenset(("preamble", "closing"))
_TABLE_KEY = regex.compile(r"[a-z][a-z0-9_]*")
_KEY = regex.compile(r"(?!.*__)\w[\w.]*")
Node = TypeVar("Node", RowSpec, ColumnSpec, SectionSpec)
_FIGURE = regex.compile(r"=\d+")


def problems_of(form: Form) -> Iterator[Problem]:
    """Yield every problem with its place, the first ones first."""
    spec = form.spec
    if not spec.id.strip():
        yield ["id"], "the form needs an id, such as `my-form`"
    if not form.tables:
        yield ["tables"], "a form needs at least one table"
    yield from _doubles("tables", [t.key for t in spec.tables])
    yield from _doubles("checks", [c.id for c in spec.checks])
    yield from _doubles("across", [*(c.id for c in spec.checks), *(c.id for c in spec.across)], skip=len(spec.checks))
    if spec.titles is not None and not any(subject.strip() for subject in spec.titles.subjects):
        yield (
            ["titles"],
            "`titles` need a subject, such as `subjects: [法治政府建设]`; leave them out to go by the name",
        )
    yield from _doubles("panel", [c.id for c in spec.panel])
    yield from _section_problems(spec.sections)
    for index, table in enumerate(form.tables):
        yield from _table_problems(form, table, ["tables", index])
    yield from open_problems(form)
    for index, check in enumerate(spec.checks):
        yield from _sum_problems(form, check, ("left", "right"), ["checks", index])
    yield from open_sum_problems(form)
    for index, link in enumerate(spec.panel):
        sides = ("hands_on", "takes_over", *(("change",) if link.change else ()))
        yield from _sum_problems(form, link, sides, ["panel", index])
    for index, narrative in enumerate(spec.narrative):
        yield from _narrative_problems(form, narrative, ["narrative", index])


def _doubles(name: str, keys: list[str], skip: int = 0) -> Iterator[Problem]:
    for index, key in enumerate(keys[skip:]):
        if key in keys[: skip + index]:
            yield [name, index], f"the key {key!r} stands twice in `{name}`; rename one"


def _section_problems(sections: tuple[SectionSpec, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for steps, section in _walk(sections, "sections", ["sections"]):
        if section.key in seen:
            yield steps, f"the key {section.key!r} stands twice among the sections; rename one"
        if not section.key or section.key in RESERVED_SECTIONS:
            yield steps, f"{section.key!r} cannot be the key of a section; choose another"
        seen.add(section.key)


def _table_problems(form: Form, table: TableForm, steps: Steps) -> Iterator[Problem]:
    key = table.key
    if not _TABLE_KEY.fullmatch(key):
        yield [*steps, "key"], f"{key!r} cannot be the key of a table: use small letters, digits and _, a letter first"
    if key in RESERVED:
        yield [*steps, "key"], f"a dataset has another file of the name {key}.csv; give the table another key"
    known = {section.key for _, section in _walk(form.spec.sections, "sections", ["sections"])}
    if table.spec.section and table.spec.section not in known:
        hint = f"known are {', '.join(known)}" if known else "the form has no `sections`: leave `section` out"
        yield [*steps, "section"], f"no section has the key {table.spec.section!r}; {hint}"
    if not table.slots and table.open is None:
        yield [*steps, "blocks"], f"table {key!r} has no cell: rows and columns need keys"
    yield from _key_problems(table, [*steps, "blocks"])


def _key_problems(table: TableForm, steps: Steps) -> Iterator[Problem]:
    """Look at the keys of all rows and columns, and for cells that two of them share."""
    cells: set[tuple[str, str]] = set()
    for index, block in enumerate(table.spec.blocks):
        columns = list(_walk(block.columns, "columns", [*steps, index, "columns"]))
        rows = list(_walk(block.rows, "rows", [*steps, index, "rows"]))
        named = [*((at, column.key) for at, column in columns), *((at, row.key) for at, row in rows)]
        for at, key in named:
            if key is not None and not _KEY.fullmatch(key):
                yield at, f"{key!r} cannot be a key: use letters, digits, . and single _, no dot first"
        leaves: list[str] = []
        for at, column in columns:
            if column.key is not None:
                if column.key in leaves:
                    yield at, f"two columns of one block have the key {column.key!r}; rename one"
                leaves.append(column.key)
        for at, row in rows:
            own = {(row.key, column) for column in leaves} if row.key is not None else set()
            if own & cells:
                yield at, f"the row {row.key!r} stands twice under the same column; rename one"
            cells |= own


def _walk(nodes: Iterable[Node], name: str, steps: Steps) -> Iterator[tuple[Steps, Node]]:
    """Yield the nodes of a tree with their places; ``name`` is the key under which a node's children stand."""
    for index, node in enumerate(nodes):
        here: Steps = [*steps, index]
        yield here, node
        yield from _walk(getattr(node, name), name, [*here, name])


def _sum_problems(form: Form, check: CheckSpec | PanelSpec, sides: Iterable[str], steps: Steps) -> Iterator[Problem]:
    table = form.table(check.table)
    if isinstance(check, CheckSpec) and not 0 <= check.tolerance < float("inf"):
        yield [*steps, "tolerance"], f"check {check.id!r}: the tolerance must be a number from 0 up, such as 0.01"
    if table is None:
        known = ", ".join(t.key for t in form.tables)
        yield [*steps, "table"], f"check {check.id!r}: no table has the key {check.table!r}; known are {known}"
        return
    if isinstance(check, CheckSpec):
        yield from _without_problems(table, check, steps)
    for side in sides:
        text: str = getattr(check, side)
        if not is_sum(text):
            yield [*steps, side], f"check {check.id!r}: {text!r} is no sum; write keys with + or - between them"
            continue
        known_keys = _known_keys(table, check.each)
        for term in terms_of(text):
            if not term.select(known_keys):
                yield [*steps, side], _no_such_key(check, term.key, known_keys)


def _without_problems(table: TableForm, check: CheckSpec, steps: Steps) -> Iterator[Problem]:
    """What a sum leaves out must be lines that it would be held against."""
    if check.without and check.each is None:
        yield [*steps, "without"], f"check {check.id!r}: `without` needs `each: row` or `each: column`"
        return
    known = _known_keys(table, "column" if check.each == "row" else "row")
    for key in check.without:
        if key not in known:
            yield (
                [*steps, "without"],
                f"check {check.id!r}: no {check.each} of table {check.table!r} has the key {key!r}",
            )


def _no_such_key(check: CheckSpec | PanelSpec, key: str, known: tuple[str, ...]) -> str:
    what = {"row": "column", "column": "row", None: "row.column pair"}[check.each]
    some = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    hint = "" if check.each else "; sums over each row or column need `each: row` or `each: column`"
    return f"check {check.id!r}: no {what} of table {check.table!r} has the key {key!r}; known are {some}{hint}"


def _known_keys(table: TableForm, each: str | None) -> tuple[str, ...]:
    """Return what a check's terms may name: columns for each row, rows for each column, or row.column pairs."""
    pick: Callable[[Slot], str] = {
        "row": lambda s: s.column,
        "column": lambda s: s.row,
        None: lambda s: f"{s.row}.{s.column}",
    }[each]
    if table.open is None or each is None:
        return tuple(dict.fromkeys(pick(slot) for slot in table.slots))
    columns = (column.key for block in table.blocks for column in block.columns)
    return tuple(dict.fromkeys((*(pick(slot) for slot in table.slots), *(columns if each == "row" else OPEN_WORDS))))


def _narrative_problems(form: Form, narrative: NarrativeSpec, steps: Steps) -> Iterator[Problem]:
    try:
        groups = frozenset(regex.compile(narrative.pattern).groupindex)
    except regex.error as error:
        yield [*steps, "pattern"], f"the pattern of {narrative.id!r} is no regular expression: {error}"
        return
    except (RecursionError, OverflowError, MemoryError):
        yield [*steps, "pattern"], f"the pattern of {narrative.id!r} is too deep or too long; make it simpler"
        return
    own = {section.key for _, section in _walk(form.spec.sections, "sections", ["sections"])} | RESERVED_SECTIONS
    for section in (section for section in narrative.sections if section not in own):
        yield [*steps, "sections"], f"no section has the key {section!r}; known are {', '.join(sorted(own))}"
    known = tuple(f"{table.key}.{slot.row}.{slot.column}" for table in form.tables for slot in table.slots)
    for group, cells in narrative.cells.items():
        if group not in groups and not _FIGURE.fullmatch(group):
            problem = (
                f"{narrative.id!r}: the pattern has no group (?<{group}>…); name one of it, or a figure such as =0"
            )
            yield [*steps, "cells", group], problem
        sums = alternatives(cells)
        if not all(is_sum(each) and all(term.select(known) for term in terms_of(each)) for each in sums):
            yield (
                [*steps, "cells", group],
                f"{narrative.id!r}: {cells!r} names no cell; write table.row.column, or a sum of such",
            )
