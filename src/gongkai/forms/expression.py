"""The sums of a form's checks: ``a + b - c``, where ``denied.*`` stands for every key that begins with ``denied.``."""

from __future__ import annotations

import regex
from msgspec import Struct

_TERM = regex.compile(r"\s*([+-])?\s*([\w.*]+)")
_SUM = regex.compile(r"\s*-?\s*[\w.]+\*?(?:\s*[+-]\s*[\w.]+\*?)*\s*")


class Term(Struct, frozen=True):
    """One signed key of a sum; ``key`` may end in ``*``."""

    sign: int
    key: str

    def select(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of ``keys`` that this term names, in their order."""
        if self.key.endswith("*"):
            return tuple(k for k in keys if k.startswith(self.key[:-1]))
        return tuple(k for k in keys if k == self.key)


def alternatives(expression: str) -> tuple[str, ...]:
    """Split ``a or a + b`` into the sums that may hold: what a sentence gives is counted in more than one way."""
    return tuple(each.strip() for each in expression.split(" or "))


def terms_of(expression: str) -> tuple[Term, ...]:
    """Split a sum into its terms."""
    return tuple(Term(-1 if sign == "-" else 1, key) for sign, key in _TERM.findall(expression))


def is_sum(expression: str) -> bool:
    """Whether all of ``expression`` is keys with + or - between them."""
    return _SUM.fullmatch(expression) is not None
