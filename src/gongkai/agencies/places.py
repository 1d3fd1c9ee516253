"""Recognises the places that a name begins with, or that stand directly before a word: 江苏省徐州市 + 鼓楼区 + 司法局."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gongkai.agencies.divisions import Division, Gazetteer, Place, Places
from gongkai.agencies.words import words

_SHORTEST = 2  # letters of a place's name: one alone is a word of any kind


class Step(Struct, frozen=True):
    """One printed place of a chain and what it may mean."""

    printed: str
    places: Places

    @property
    def full(self) -> bool:
        """Whether its kind is printed."""
        return any(place.full for place in self.places)

    @property
    def divisions(self) -> tuple[Division, ...]:
        """What it may mean."""
        return tuple(place.division for place in self.places)


Chain = tuple[Step, ...]
"""Places from the highest to the lowest; what each may mean lies in what those above it may mean."""


def chain_at(text: str, known: Gazetteer, above: Places = ()) -> Chain:
    """Give the longest chain that ``text`` begins with: 济南 + 市中区 rather than 济南市."""
    chains = [
        (Step(printed, places), *chain_at(text[len(printed) :], known, places))
        for printed, places in _starting(text, known, above)
    ]
    return _settled(max(chains, key=_worth, default=()))


def _starting(text: str, known: Gazetteer, above: Places) -> Iterator[tuple[str, Places]]:
    for length in range(min(known.longest, len(text)), _SHORTEST - 1, -1):
        printed = text[:length]
        places = tuple(p for p in known.named(printed) if not above or _lies_in(p, above))
        if places and not is_torn(printed, text[length:]):
            yield printed, places


def is_torn(printed: str, rest: str) -> bool:
    """Whether the last character belongs to the word behind it: 武汉 + 市场监督管理局."""
    pattern = words().torn.get(printed[-1])
    return pattern is not None and pattern.match(rest) is not None


def _lies_in(place: Place, above: Places) -> bool:
    return any(place.division.lies_in(other.division) for other in above)


def _worth(chain: Chain) -> tuple[int, int]:
    """How many characters it explains; of equals the one that prints more kinds."""
    return sum(len(step.printed) for step in chain), sum(step.full for step in chain)


def _settled(chain: Chain) -> Chain:
    """Drop from each step what does not contain what follows."""
    if len(chain) < 2:
        return chain
    first, second = chain[0], chain[1]
    kept = tuple(p for p in first.places if any(other.division.lies_in(p.division) for other in second.places))
    return (Step(first.printed, kept), *chain[1:])


def chain_before(text: str, end: int, known: Gazetteer) -> Chain:
    """Give the places that stand directly before ``end``, the nearest last."""
    for length in range(min(known.longest, end), _SHORTEST - 1, -1):
        printed = text[end - length : end]
        if places := known.named(printed):
            return (*chain_before(text, end - length, known), Step(printed, places))
    return ()


def length_of(chain: Chain) -> int:
    """How many characters a chain takes."""
    return sum(len(step.printed) for step in chain)


def fits(division: Division, chain: Chain) -> bool:
    """Whether a division is, or lies in, every place of a chain."""
    return all(any(division == other or division.lies_in(other) for other in step.divisions) for step in chain)


def in_full(chain: Chain) -> Chain:
    """Drop from the end of a chain what is printed without its kind: 南京东路 is in no 南京."""
    while chain and not chain[-1].full:
        chain = chain[:-1]
    return chain
