"""The objects of a PDF as its bytes have them (ISO 32000-1, 7.3), whether or not its tables lead to them: enough to know what draws what.

A number may stand for several objects, as in a file that was saved again; all of them are given, for which one counts is told by tables
that may lie.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

_BLANKS = rb"\0\t\n\f\r "
_DELIMITERS = rb"()<>\[\]{}/%"
_TOKEN = re.compile(
    rb"(?P<mark><<|>>|\[|\])"
    rb"|/(?P<name>[^" + _BLANKS + _DELIMITERS + rb"]*)"
    rb"|(?P<reference>\d+)[" + _BLANKS + rb"]+\d+[" + _BLANKS + rb"]+R\b"
    rb"|(?P<text>\((?:[^()\\]|\\.)*\)|<[^<>]*>)"
    rb"|(?P<word>[^" + _BLANKS + _DELIMITERS + rb"]+)"
    rb"|%[^\r\n]*",
    re.DOTALL,
)
_HEAD = re.compile(rb"(\d+)[" + _BLANKS + rb"]+\d+[" + _BLANKS + rb"]+obj\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NUMBERS = re.compile(rb"\d+")
_ENDS = frozenset((b"stream", b"endstream", b"endobj", b"obj"))
_DEEPEST = 60  # values in values: five are many
_MOST_TOKENS = 400_000  # of one object: a page of a hundred thousand annotations


class Reference(Struct, frozen=True):
    """What points to an object by its number."""

    number: int


Value = dict[bytes, object] | list[object] | Reference | bytes
"""A dictionary, an array, a reference, a name (without its slash) or any other word; texts are empty."""


class Held(Struct, frozen=True):
    """Where an object's value begins in some bytes."""

    text: bytes
    at: int


class Body(Struct, frozen=True):
    """Bytes that hold objects, and where the value of each begins, with its number, in the order of the bytes."""

    text: bytes
    places: list[tuple[int, int]]


def body_of(text: bytes) -> Body:
    """Find the objects of a file that stand in it by themselves."""
    return Body(text, [(head.end(), int(head[1])) for head in _HEAD.finditer(text)])


def body_packed(stream: bytes, first: int) -> Body:
    """Find those of an object stream, whose head of numbers and places is ``first`` bytes long."""
    numbers = [int(one) for one in _NUMBERS.findall(stream[:first])]
    return Body(stream, sorted((first + at, number) for number, at in zip(numbers[::2], numbers[1::2], strict=False)))


def value_at(held: Held) -> Value:
    """Return the value that begins at a place; what is cut short or nested beyond sense ends there."""
    open_: list[dict[bytes, object] | list[object]] = []
    keys: list[bytes | None] = []
    for count, token in enumerate(_TOKEN.finditer(held.text, held.at)):
        kind, found = token.lastgroup, b""
        if kind is None:
            continue
        made: Value
        if kind == "mark" and token[0] in (b"<<", b"["):
            made = {} if token[0] == b"<<" else []
            _put(open_, keys, made)
            open_.append(made)
            keys.append(None)
            if len(open_) > _DEEPEST or count > _MOST_TOKENS:
                return open_[0]
            continue
        if kind == "mark":
            if len(open_) <= 1:
                return open_[0] if open_ else b""
            open_.pop()
            keys.pop()
            continue
        if (kind == "word" and token[0] in _ENDS) or count > _MOST_TOKENS:
            break
        found = token[0] if kind == "word" else b"" if kind == "text" else token["name"] or b""
        made = Reference(int(token["reference"])) if kind == "reference" else plain(found)
        if not open_:
            return made
        _put(open_, keys, made)
    return open_[0] if open_ else b""


def _put(open_: Sequence[dict[bytes, object] | list[object]], keys: list[bytes | None], made: Value) -> None:
    """Put a value into what is open, in a dictionary under the key before it."""
    if not open_:
        return
    holder = open_[-1]
    if isinstance(holder, list):
        holder.append(made)
    elif keys[-1] is None:
        keys[-1] = made if isinstance(made, bytes) else b""
    else:
        holder[keys[-1]] = made
        keys[-1] = None


def plain(name: bytes) -> bytes:
    """Return a name as it is meant: any of its signs may be written by its code."""
    return _ESCAPED.sub(lambda code: bytes((int(code[1], 16),)), name) if b"#" in name else name
