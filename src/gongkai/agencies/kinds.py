"""What kind of body a name names: by its ending, and for the government of a place by the place's level."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from gongkai.agencies.places import Chain
from gongkai.agencies.words import words
from gongkai.report import AgencyLevel

Kind = tuple[AgencyLevel | None, str | None]
"""The kind of body, and what decided; both None where nothing did."""

_LONGEST = 14  # letters of the longest ending in the word list


def kind_of(name: str, chain: Chain, rest: str) -> Kind:
    """Judge a name as ``spelled``; ``chain`` are the known places that it begins with, ``rest`` is what follows them."""
    if name in words().national:
        return "national", f"name: {name}"
    if chain and words().government.fullmatch(rest):
        levels = {division.level for division in chain[-1].divisions}
        return (levels.pop(), f"division: {chain[-1].printed}") if len(levels) == 1 else (None, None)
    return by_ending(name)


@lru_cache(maxsize=1 << 12)
def by_ending(name: str) -> Kind:
    """Judge by the longest ending that is listed; a remark in brackets behind the name does not count."""
    body = name.partition("(")[0] or name
    for length in range(min(_LONGEST, len(body)), 0, -1):
        if kind := words().kinds.get(body[-length:]):
            return msgspec.convert(kind, AgencyLevel), f"name: {body[-length:]}"
    return None, None
