"""One spelling for one body, so that the reports of several years join: what is printed, normalised; nothing is looked up elsewhere."""

from __future__ import annotations

from functools import lru_cache

from gongkai.agencies.divisions import Gazetteer
from gongkai.agencies.places import Chain, chain_at, length_of
from gongkai.agencies.words import words
from gongkai.text.fold import squeeze


@lru_cache(maxsize=1 << 12)
def spelled(agency: str) -> str:
    """Fold width, blanks and traditional characters, and write words of one meaning in one way."""
    name = squeeze(agency).removeprefix("中华人民共和国") or squeeze(agency)
    for pattern, usual in words().spellings:
        name = pattern.sub(usual, name)
    return spelled(name + "人民政府") if _is_bare(name) else name


def _is_bare(name: str) -> bool:
    """Whether a name is a place's and no more: one that is known, or that looks like one."""
    chain = chain_at(name, Gazetteer(None))
    known = bool(chain) and chain[-1].full and length_of(chain) == len(name)
    return known or words().bare_government.search(name) is not None


@lru_cache(maxsize=1 << 12)
def joining_name(agency: str) -> str:
    """Give the key of a body: its name as ``spelled``, its place in full, without the places above that it does not need.

    硚口区 is the only one in the country: 武汉市硚口区司法局 and 硚口区司法局 are one. 徐州市鼓楼区司法局 keeps its city. The table of all
    years is asked, so that a name gives the same key in every year.
    """
    name = spelled(agency)
    lead = words().lead.match(name)
    start = lead.end() if lead else 0
    chain = chain_at(name[start:], Gazetteer(None))
    rest = name[start + length_of(chain) :]
    if not chain or (not chain[-1].full and not _may_be_short(chain, rest)):
        return name
    place = name[:start] + _needed(chain)
    return place + (rest or spelled(place)[len(place) :])  # spelled anew, 乾县 would become 干县


def _may_be_short(chain: Chain, rest: str) -> bool:
    """Whether 武汉 surely stands for 武汉市: before its government. The names of zones are left as they are: 苏州工业园区."""
    return len(chain[-1].places) == 1 and words().government.fullmatch(rest) is not None


def _needed(chain: Chain) -> str:
    last = chain[-1]
    names = {division.name for division in last.divisions}
    printed = names.pop() if len(names) == 1 else last.printed
    everywhere = Gazetteer(None).named(printed) or last.places
    if len(chain) == 1 or len({place.division.code[:4] for place in everywhere}) == 1:
        return printed
    above = {division.name for division in chain[-2].divisions}
    return (above.pop() if len(above) == 1 else chain[-2].printed) + printed
