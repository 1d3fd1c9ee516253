"""Which of several places of one name is meant: what the report says of itself elsewhere, and nothing that it only mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import regex
from msgspec import Struct

from gongkai.agencies.divisions import Division, Gazetteer
from gongkai.agencies.places import chain_at, chain_before, fits
from gongkai.agencies.words import words
from gongkai.report import Contact, Section
from gongkai.text.fold import squeeze

LEAD = 1500
"""How many characters of the preamble and of the closing speak of the report itself."""
_RUNNING = frozenset(("preamble", "closing"))
_ADDRESS_LEAD = regex.compile(r"(?:中国|地址[:：]?)*")

Divisions = tuple[Division, ...]


class Signed(Protocol):
    """What says who reports: an outline, or a whole report."""

    @property
    def agency(self) -> str | None:
        """Its name as printed."""

    @property
    def year(self) -> int | None:
        """The year reported on."""

    @property
    def title(self) -> str | None:
        """The report's title."""

    @property
    def contact(self) -> Contact:
        """Who answers questions."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The running text."""


class Texts(Struct, frozen=True):
    """Where a report speaks of itself, without blanks: pairs of the source's name and its text; and the address once more."""

    sources: tuple[tuple[str, str], ...]
    address: str


class Verdict(Struct, frozen=True):
    """The division that is meant, if only one is left; ``left`` are those that nothing speaks against; ``by`` the sources that decided."""

    left: Divisions
    by: tuple[str, ...] = ()


def texts_of(report: Signed) -> Texts:
    """Collect title, contact, preamble and closing."""
    contact, running = report.contact, dict(_running(report.sections))
    address = squeeze(contact.address or "")
    sources = (
        ("title", squeeze(report.title or "")),
        ("contact", address + "\n" + squeeze(contact.office or "")),
        ("preamble", squeeze(running.get("preamble", "")[:LEAD])),
        ("closing", squeeze(running.get("closing", "")[-LEAD:])),
    )
    return Texts(sources, _ADDRESS_LEAD.sub("", address, count=1))


def _running(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    return ((section.key, section.text) for section in sections)


def weigh(candidates: Divisions, printed: str, rest: str, texts: Texts, known: Gazetteer) -> Verdict:
    """Keep the candidates for which every source speaks that names a place above ``printed``; none where sources contradict.

    ``rest`` is what follows the place in the agency's name: running text may name another place that is called alike.
    """
    left, by = candidates, list[str]()
    for source, found in _told(candidates, printed, rest, texts, known):
        left = tuple(division for division in left if division in found)
        by += [] if source in by else [source]
    return Verdict(left, tuple(by))


def _told(
    candidates: Divisions, printed: str, rest: str, texts: Texts, known: Gazetteer
) -> Iterator[tuple[str, Divisions]]:
    """Yield (source, the candidates that it allows) for each mention that says where the place lies."""
    for source, text in texts.sources:
        for at in _mentions(text, printed):
            if source in _RUNNING and not _is_own(text[at + len(printed) :], rest):
                continue
            above = chain_before(text, at, known)
            if above:
                yield source, tuple(division for division in candidates if fits(division, above))
            elif words().foreign_place.search(text, max(0, at - 12), at):
                yield source, ()
    full = tuple(step for step in chain_at(texts.address, known) if step.full and _is_above(step.divisions))
    if full:
        yield "contact", tuple(division for division in candidates if fits(division, full))


def _is_own(behind: str, rest: str) -> bool:
    """Whether a mention is of the agency itself: its name goes on, or the word ends. 参照南京市鼓楼区的做法 speaks of another one."""
    government = words().government.match(behind)
    goes_on = (bool(rest) and behind.startswith(rest[:2])) or (government is not None and bool(government[0]))
    return goes_on or not behind[:1].isalpha()


def _is_above(divisions: Divisions) -> bool:
    return all(division.level != "county" for division in divisions)


def _mentions(text: str, printed: str) -> Iterator[int]:
    at = text.find(printed)
    while at >= 0:
        yield at
        at = text.find(printed, at + 1)


def county_before(name: str, texts: Texts, known: Gazetteer) -> Verdict:
    """Give the county, or the city without counties, that stands directly before ``name`` wherever a place does."""
    found: dict[Division, list[str]] = {}
    for source, text in texts.sources:
        for at in _mentions(text, name):
            above = chain_before(text, at, known)
            if above and above[-1].full:
                lowest = [division for division in above[-1].divisions if fits(division, above[:-1])]
                for division in lowest if len(lowest) == 1 else ():
                    found.setdefault(division, []).append(source)
            elif not above and words().foreign_place.search(text, max(0, at - 12), at):
                return Verdict(())
    lowest = [division for division in found if division.level == "county" or not known.has_counties(division)]
    by = (source for division in lowest for source in found[division])
    return Verdict(tuple(lowest), tuple(dict.fromkeys(by)))


def places_before(name: str, texts: Texts, known: Gazetteer) -> Divisions:
    """Give what stands directly before ``name``, with its kind printed, wherever a place does."""
    chains = (chain_before(text, at, known) for _, text in texts.sources for at in _mentions(text, name))
    found = (
        division
        for chain in chains
        if chain and chain[-1].full
        for division in chain[-1].divisions
        if fits(division, chain[:-1])
    )
    return tuple(dict.fromkeys(found))
