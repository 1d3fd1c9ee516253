"""Patterns that a user wrote, tried within bounds: one may be such that trying it never ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import regex

from gongkai.errors import FormError

_SECONDS = 2.0  # packaged patterns take a thousandth of it on the longest section


def is_code(pattern: str, text: str) -> bool:
    """Whether a text is a code of open rows. Raises FormError where the pattern takes too long to try."""
    try:
        return regex.fullmatch(pattern, text, timeout=_SECONDS) is not None
    except TimeoutError:
        raise FormError(
            f"open rows with the code {pattern}: its pattern takes more than {_SECONDS:g} s to try on one label; make it simpler"
        ) from None


def sentences(pattern: str, text: str, most: int, rule: str) -> Iterator[regex.Match[str]]:
    """Yield the first sentences that a rule's pattern finds. Raises FormError where it takes too long to try."""
    try:
        yield from islice(regex.compile(pattern).finditer(text, timeout=_SECONDS), most)
    except TimeoutError:
        raise FormError(
            f"narrative {rule}: its pattern takes more than {_SECONDS:g} s to try on one section; make it simpler"
        ) from None
