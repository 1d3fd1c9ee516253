"""Declarations of CSS as tinycss2 reads them; it costs 8 ms to import, and most pages need none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import tinycss2

_DEEPEST = 60  # blocks in blocks
_ENDLESS_NUMBER = re.compile(r"\d{300}")
_NO_BRACKETS = re.compile(r"[^()\[\]{}]+")


def declarations_of(style: str) -> Iterator[tuple[str, str, bool]]:
    """Yield name, value and importance of a block of declarations."""
    if is_too_deep(style):
        return
    yield from named_declarations(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))


def named_declarations(nodes: list[Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield the same of nodes that tinycss2 has parsed."""
    for node in nodes:
        if node.type == "declaration":
            value = " ".join(tinycss2.serialize(node.value).split())
            name = node.name if node.name.startswith("--") else node.lower_name
            yield name, value if node.lower_name == "content" else value.lower(), node.important


def is_too_deep(text: str) -> bool:
    """Whether brackets nest so deeply, or a number has so many digits, that the parser would not come to an end."""
    if _ENDLESS_NUMBER.search(text):
        return True
    depth = 0
    for sign in _NO_BRACKETS.sub("", text):
        depth = depth + 1 if sign in "([{" else max(0, depth - 1)
        if depth > _DEEPEST:
            return True
    return False
