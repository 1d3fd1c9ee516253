"""What Stata (14 and later) calls a column: at most 32 letters, digits and underscores, the same in every dataset.

A sign that Stata does not take becomes ``_``; ``v`` goes before a digit, ``_`` behind a word that Stata keeps for itself. A name
that fits stays whole; of a longer ``row__column`` the first 16 characters of the row stay and the first 14 of the column. Where two
columns would then be alike, the later one ends in six hex digits of its name's SHA-256.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from string import ascii_letters, digits

LONGEST = 32  # letters of a variable's name
_ROW, _COLUMN = 16, 14
_SIGNS = frozenset(ascii_letters + digits + "_")
_KEPT = frozenset(
    (
        *("_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip"),
        *("byte", "double", "float", "if", "in", "int", "long", "strL", "using", "with"),
    )
)
_STRING = re.compile(r"str\d+")


def stata_names(names: Iterable[str]) -> dict[str, str]:
    """Return the short name of each name; names that need not be cut go before."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    listed = list(names)
    for name in sorted(listed, key=lambda name: len(_plain(name)) > LONGEST):
        short = _cut(_plain(name))
        if short in taken:
            short = _marked(name)
        taken.add(short)
        found[name] = short
    return {name: found[name] for name in listed}


def _plain(name: str) -> str:
    plain = "".join(sign if sign in _SIGNS or (sign.isalpha() and not sign.isascii()) else "_" for sign in name)
    if not plain or plain[0].isdigit():
        plain = f"v{plain}"
    return f"{plain}_" if plain in _KEPT or _STRING.fullmatch(plain) else plain


def _cut(plain: str) -> str:
    if len(plain) <= LONGEST:
        return plain
    row, parted, column = plain.rpartition("__")
    return f"{row[:_ROW].rstrip('_')}__{column[:_COLUMN]}" if parted and row else plain[:LONGEST]


def _marked(name: str) -> str:
    return f"{_plain(name)[: LONGEST - 7]}_{hashlib.sha256(name.encode()).hexdigest()[:6]}"
