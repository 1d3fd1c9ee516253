"""Reads and validates form files; a wrong one is refused with its file, line and key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

import msgspec
import regex
import yaml

from gongkai.errors import FormError
from gongkai.forms.expression import terms_of
from gongkai.forms.model import Form, Slot, TableForm, compile_form
from gongkai.forms.schema import CheckSpec, FormSpec

_STEP = regex.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


@lru_cache(maxsize=1)
def load_forms() -> tuple[Form, ...]:
    """Load every form that comes with the package, newest first."""
    folder = resources.files("gongkai.forms")
    names = sorted((f.name for f in folder.iterdir() if f.name.endswith(".yaml")), reverse=True)
    return tuple(parse_form(folder.joinpath(name).read_text(encoding="utf-8"), name) for name in names)


def load_form(path: Path) -> Form:
    """Load a form file of the user's own. Raises FormError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    return parse_form(text, str(path))


def parse_form(text: str, name: str) -> Form:
    """Validate the YAML ``text`` and compile it; ``name`` stands in the messages. Raises FormError."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FormError(f"{name}:{line}: not valid YAML: {error.problem}") from error
    try:
        spec = msgspec.convert(raw, FormSpec)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        steps = _steps(path.rstrip("`"))
        raise FormError(f"{name}:{_line_of(node, steps)}: {message} (key {path.rstrip('`') or '$'})") from error
    form = compile_form(spec)
    for steps, problem in _problems(form):
        raise FormError(f"{name}:{_line_of(node, steps)}: {problem}")
    return form


def _steps(path: str) -> list[str | int]:
    return [key or (int(index) if index.isdecimal() else 0) for key, index in _STEP.findall(path)]


def _line_of(node: yaml.Node | None, steps: list[str | int]) -> int:
    """Follow ``steps`` down the YAML tree as far as it goes; lines count from 1."""
    line = node.start_mark.line if node else 0
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step] if step < len(node.value) else None
        if node is None:
            break
        line = node.start_mark.line
    return line + 1


Problem = tuple[list[str | int], str]


def _problems(form: Form) -> Iterator[Problem]:
    """Yield what the types alone cannot forbid: double keys, unknown keys in sums, patterns that do not compile."""
    spec = form.spec
    yield from _doubles(["tables"], [t.key for t in spec.tables])
    yield from _doubles(["sections"], [s.key for s in spec.sections])
    yield from _doubles(["checks"], [c.id for c in spec.checks])
    sections = {s.key for s in spec.sections}
    for index, table in enumerate(form.tables):
        if table.spec.section not in sections:
            yield ["tables", index, "section"], f"no section has the key {table.spec.section!r}"
        if not table.slots:
            yield ["tables", index, "blocks"], f"table {table.key!r} has no cell: rows and columns need keys"
        yield from _doubles(["tables", index, "blocks"], [f"{s.row}.{s.column}" for s in table.slots])
    for index, check in enumerate(spec.checks):
        yield from _check_problems(form, check, ["checks", index])
    for index, narrative in enumerate(spec.narrative):
        try:
            regex.compile(narrative.pattern)
        except regex.error as error:
            yield ["narrative", index, "pattern"], f"the pattern of {narrative.id!r} is no regular expression: {error}"


def _doubles(steps: list[str | int], keys: list[str]) -> Iterator[Problem]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield steps, f"the key {key!r} stands {count} times"


def _check_problems(form: Form, check: CheckSpec, steps: list[str | int]) -> Iterator[Problem]:
    table = form.table(check.table)
    if table is None:
        yield [*steps, "table"], f"check {check.id!r}: no table has the key {check.table!r}"
        return
    for side in ("left", "right"):
        for term in terms_of(getattr(check, side)):
            if not term.select(_known_keys(table, check.each)):
                yield [*steps, side], f"check {check.id!r}: nothing in table {check.table!r} has the key {term.key!r}"


def _known_keys(table: TableForm, each: str | None) -> tuple[str, ...]:
    """Return what a check's terms may name: columns for each row, rows for each column, or row.column pairs."""
    pick: Callable[[Slot], str] = {
        "row": lambda s: s.column,
        "column": lambda s: s.row,
        None: lambda s: f"{s.row}.{s.column}",
    }[each]
    return tuple(dict.fromkeys(pick(slot) for slot in table.slots))
