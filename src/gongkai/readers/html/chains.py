"""Selectors of many steps, matched step by step.

lexbor tries every way in which the steps of ``a b c`` may lie over the elements around one: hours on a page that is made for it. Here each
step is matched by itself, and what it matches is carried on to the next, which costs the page's elements once a step.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import comb
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_STEP = re.compile(r"\s*([>+~])\s*|\s+")
_MOST_WAYS = 300_000_000
"""Ways to lay a selector over a page's elements; lexbor tries 20 million a second on elements in each other."""


def steps_of(selector: str) -> list[tuple[str, str]]:
    """Part a selector into its steps, each with what leads to it: "" for the first, " ", ">", "+" or "~"."""
    steps: list[tuple[str, str]] = []
    depth = start = at = 0
    lead, text = "", selector.strip()
    while at < len(text):
        sign = text[at]
        depth += (sign in "([") - (sign in ")]")
        found = None if depth or sign in ")]" else _STEP.match(text, at)
        if found is None:
            at += 1
            continue
        steps.append((lead, text[start:at]))
        lead, at = found[1] or " ", found.end()
        start = at
    steps.append((lead, text[start:]))
    return steps


def is_endless(selector: str, elements: int, depth: Callable[[], int]) -> bool:
    """Whether lexbor would take longer over a selector than a report may take."""
    return _ways(selector, elements, depth) > _MOST_WAYS


def matches_of(parser: LexborHTMLParser, selector: str) -> list[Any]:
    """Return the elements that a selector matches, in document order. Raises SelectolaxError."""
    held: frozenset[int] = frozenset()
    nodes: list[Any] = []
    for lead, step in steps_of(selector):
        nodes = parser.css(step or "*")
        if lead:
            reaches = _REACHES[lead](held)
            nodes = [node for node in nodes if reaches(node)]
        held = frozenset(node.mem_id for node in nodes)
        if not held:
            return []
    return nodes


def _ways(selector: str, elements: int, depth: Callable[[], int]) -> int:
    """Return in how many ways a selector may lie over so many elements, which lie ``depth`` deep in each other, at most."""
    steps = steps_of(selector)
    below = sum(lead == " " for lead, _ in steps)
    beside = sum(lead == "~" for lead, _ in steps)
    if not beside and below < 3:  # as nearly all are; the depth need not be known
        return elements
    beside = min(beside, 3)  # as many are out of reach already
    return elements * int((elements // 2) ** beside) * _choices(depth(), below)


def _choices(depth: int, below: int) -> int:
    """Return how many choices of some of the elements around one there are; those of too few are tried in vain."""
    return comb(min(depth, 1000), min(below, depth // 2, 6))


def _along(held: frozenset[int], following: Callable[[Any], Any], *, once: bool) -> Callable[[Any], bool]:
    """Return whether one of ``held`` is met on the way from an element; what was learned on one way is kept for the next."""
    known: dict[int, bool] = {}

    def reaches(node: Any) -> bool:  # noqa: ANN401  (a node of lexbor, untyped)
        way: list[int] = []
        found = False
        at = following(node)
        while at is not None:
            number = at.mem_id
            if number in held or once:
                found = number in held
                break
            if number in known:
                found = known[number]
                break
            way.append(number)
            at = following(at)
        known.update(dict.fromkeys(way, found))
        return found

    return reaches


def _parent(node: Any) -> Any:  # noqa: ANN401
    return node.parent


def _before(node: Any) -> Any:  # noqa: ANN401
    node = node.prev
    while node is not None and node.tag.startswith("-"):  # a text or a comment
        node = node.prev
    return node


_REACHES: dict[str, Callable[[frozenset[int]], Callable[[Any], bool]]] = {
    " ": lambda held: _along(held, _parent, once=False),
    ">": lambda held: _along(held, _parent, once=True),
    "~": lambda held: _along(held, _before, once=False),
    "+": lambda held: _along(held, _before, once=True),
}
