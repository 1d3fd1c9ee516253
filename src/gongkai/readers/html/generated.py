"""Text that a style sheet writes before or behind what an element holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tinycss2

from gongkai.readers.html.declarations import Declared
from gongkai.text.numerals import GETA

_QUOTES = {"open-quote": "“", "close-quote": "”"}
_SILENT = frozenset(("none", "normal", "no-open-quote", "no-close-quote", "initial", "inherit", "unset", "revert"))


def generated(given: Declared, attributes: Mapping[str, str | None]) -> str | None:
    """Return what ``content`` writes; None where it makes nothing; a geta for pictures and counters, that are not followed."""
    value = given.get("content", ("", False))[0]
    if not value or value.lower() in _SILENT:
        return None
    parts: list[str] = []
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        if token.type == "literal" and token.value == "/":
            break
        parts.append(_shown(token, attributes))
    return "".join(parts)


def paints(given: Declared) -> bool:
    """Whether a box without text is seen: a colour, a picture or a bar."""
    return any(
        value not in {"", "none", "0", "transparent"}
        for name, (value, _) in given.items()
        if name.startswith(("background", "border", "box-"))
    )


def _shown(token: Any, attributes: Mapping[str, str | None]) -> str:  # noqa: ANN401  (tinycss2 is untyped)
    if token.type == "string":
        return str(token.value)
    if token.type == "whitespace":
        return ""
    if token.type == "ident":
        return _QUOTES.get(token.lower_value, "")
    if token.type == "function" and token.lower_name == "attr":
        name = next((argument.value for argument in token.arguments if argument.type == "ident"), "")
        return attributes.get(name.lower()) or ""
    return GETA
