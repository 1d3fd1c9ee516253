"""Says what to do about a value of the wrong kind: the message of the validator, with the names that the schema has."""

from __future__ import annotations

from difflib import get_close_matches

import regex
from msgspec import inspect

from gongkai.forms.schema import FormSpec
from gongkai.forms.source import Problem, Steps

_STEP = regex.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = regex.compile(r"unknown field `(.*)`")
_MISSING = regex.compile(r"required field `(.*)`")
_EXPECTED = regex.compile(r"Expected `([^`]*)`(?:, got `([^`]*)`)?")
_KINDS = {
    "array": "a list, such as [a, b]",
    "object": "keys and values",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}


def explain(message: str, path: str) -> Problem:
    """Turn a validator's ``message`` and ``path`` (``$.tables[0].key``) into the place and what is to be done there."""
    steps: Steps = [key or (int(index) if index.isdecimal() else 0) for key, index in _STEP.findall(path)]
    where = f" (key {path.rstrip('`')})" if steps else ""
    if unknown := _UNKNOWN.search(message):
        return [*steps, unknown[1]], f"`{unknown[1]}` is no key here; {_instead(unknown[1], _fields(steps))}{where}"
    if missing := _MISSING.search(message):
        return steps, f"the key `{missing[1]}` is missing; add `{missing[1]}: …`{where}"
    if "enum" in message:
        return steps, f"{message}; it must be one of {', '.join(_choices(steps))}{where}"
    if expected := _EXPECTED.search(message):
        return steps, f"{_expected(expected[1], expected[2] or '')}{where}"
    return steps, f"{message}{where}"


def _expected(wanted: str, found: str) -> str:
    kind = " or ".join(_KINDS.get(name, name) for name in wanted.split(" | ") if name != "null")
    if found == "null":
        return f"nothing is written here; give {kind}, or leave the key out"
    if "str" in wanted and found not in ("array", "object"):
        return f"this must be text, and YAML reads it as {found or 'something else'}; put it in quotes"
    return f"this must be {kind}, not {_KINDS.get(found, found)}"


def _instead(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known are {', '.join(known)}"


def _fields(steps: Steps) -> list[str]:
    found = _type_at(steps)
    return [field.encode_name for field in found.fields] if isinstance(found, inspect.StructType) else []


def _choices(steps: Steps) -> list[str]:
    found = _type_at(steps)
    options = found.types if isinstance(found, inspect.UnionType) else (found,)
    return [str(value) for option in options if isinstance(option, inspect.LiteralType) for value in option.values]


def _type_at(steps: Steps) -> inspect.Type | None:
    """Return the schema's type of the value at ``steps``."""
    found: inspect.Type | None = inspect.type_info(FormSpec)
    for step in steps:
        found = _struct_of(found)
        if isinstance(found, inspect.StructType):
            found = next((field.type for field in found.fields if field.encode_name == step), None)
        elif isinstance(found, inspect.VarTupleType):
            found = found.item_type
    return _struct_of(found)


def _struct_of(found: inspect.Type | None) -> inspect.Type | None:
    """Take a struct out of ``struct | None``."""
    if isinstance(found, inspect.UnionType):
        return next((t for t in found.types if isinstance(t, inspect.StructType)), found)
    return found
