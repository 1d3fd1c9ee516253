"""What a page's own style sheet says of classes and ids, as far as it takes elements out of the printed text.

Only rules for a single class or id are followed. What another rule may show again, or a script by way of the element's
own style, is left in: text too many is found out by the form, text too few may be the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser

_IGNORED = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};@]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?([.#][\w-]+)", re.IGNORECASE)
_KEY = re.compile(r"[.#][\w-]+")
_STATES = (":hover", ":focus", ":target", ":checked", ":before", ":after")
_UNPRINTED = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration(?:-line)?\s*:[^;]*line-through)",
    re.IGNORECASE,
)
_VISIBLE = re.compile(r"(?<![-\w])(?:display|visibility)\s*:", re.IGNORECASE)
_MEDIA = frozenset(("", "all", "screen"))
_NO_RULES: Mapping[tuple[str, str], str] = {}


class Sheet:
    """The rules that hide, by element name ("" for any) and ``.class`` or ``#id``."""

    def __init__(self, rules: Mapping[tuple[str, str], str] = _NO_RULES) -> None:
        self._rules = rules

    def __bool__(self) -> bool:
        return bool(self._rules)

    def of(self, name: str, attributes: Mapping[str, str | None]) -> str:
        """Return the declarations that hide such an element, else an empty text; its own style has precedence."""
        if not ("class" in attributes or "id" in attributes) or _VISIBLE.search(attributes.get("style") or ""):
            return ""
        keys = [f".{word}" for word in (attributes.get("class") or "").split()] + [f"#{attributes.get('id') or ''}"]
        return ";".join(self._rules.get((tag, key), "") for key in keys for tag in ("", name)).strip(";")


def sheet_of(parser: LexborHTMLParser) -> Sheet:
    """Gather the rules of all ``<style>`` elements of a page that hold for the screen."""
    hiding: dict[tuple[str, str], str] = {}
    shown: set[str] = set()
    for node in parser.css("style"):
        if (node.attributes.get("media") or "").strip().lower() in _MEDIA:
            for selector, declared in _rules(node.text()):
                _follow(selector.strip(), declared, hiding, shown)
    return Sheet({key: declared for key, declared in hiding.items() if key[1] not in shown})


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    for rule in _AT_RULE.sub("", _IGNORED.sub("", sheet)).split("}"):
        selectors, _, declared = rule.rpartition("{")
        for selector in selectors.split(","):
            yield selector, declared


def _follow(selector: str, declared: str, hiding: dict[tuple[str, str], str], shown: set[str]) -> None:
    found = _UNPRINTED.findall(declared)
    simple = _SIMPLE.fullmatch(selector)
    if found and simple:
        hiding[(simple[1] or "").lower(), simple[2]] = ";".join(found)
    elif not found and _VISIBLE.search(declared) and not any(state in selector for state in _STATES):
        shown.update(_KEY.findall(selector.rpartition(" ")[2]))
