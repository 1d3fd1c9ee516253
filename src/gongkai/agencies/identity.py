"""From a report to who reports: name, kind of body, division. What is not certain is None; see ``evidence`` for what counts."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from gongkai.agencies.divisions import Division, Gazetteer
from gongkai.agencies.evidence import Divisions, Signed, Texts, Verdict, county_before, places_before, texts_of, weigh
from gongkai.agencies.kinds import kind_of
from gongkai.agencies.names import joining_name, spelled
from gongkai.agencies.places import Chain, chain_at, in_full, length_of
from gongkai.agencies.words import words
from gongkai.report import AgencyLevel, Evidence, Identity

_GOVERNMENTS = ("province", "city", "county")


class _Parsed(Struct, frozen=True):
    """A name taken apart: the known places that it begins with, and what follows them."""

    name: str
    chain: Chain
    rest: str

    def in_full(self) -> _Parsed:
        """Count short names with what follows them."""
        chain = in_full(self.chain)
        short = "".join(step.printed for step in self.chain[len(chain) :])
        return _Parsed(self.name, chain, short + self.rest)


class _Belongs(Struct, frozen=True):
    """What the body may belong to: one division is certain, several or none are not; ``by`` is what decided."""

    divisions: Divisions = ()
    by: tuple[str, ...] = ()
    decided: bool = False


def identify(report: Signed) -> Identity:
    """Say who reports; everything is None where the report's agency is."""
    if not report.agency:
        return Identity()
    parsed = _parse(spelled(report.agency), Gazetteer(report.year))
    kind, kind_from = kind_of(parsed.name, parsed.chain, parsed.rest)
    if kind is None:  # a division that was abolished, or not yet founded, is of the level that it has in other years
        ever = _parse(parsed.name, Gazetteer(None))
        kind, kind_from = kind_of(ever.name, ever.chain, ever.rest)
    known = Gazetteer(report.year)
    belongs = _belongs(parsed, kind, texts_of(report), known)
    identity = Identity(
        agency_name=joining_name(report.agency), agency_level=kind, evidence=Evidence(agency_level=kind_from)
    )
    return _with_division(identity, belongs, known)


def _parse(name: str, known: Gazetteer) -> _Parsed:
    lead = words().lead.match(name)
    body = name[lead.end() :] if lead else name
    chain = chain_at(body, known)
    return _Parsed(name, chain, body[length_of(chain) :])


def _with_division(identity: Identity, belongs: _Belongs, known: Gazetteer) -> Identity:
    provinces = {division.province for division in belongs.divisions}
    if len(provinces) != 1 or (province := known.coded(provinces.pop())) is None:
        return identity
    place = belongs.divisions[0] if belongs.decided and len(belongs.divisions) == 1 else None
    return msgspec.structs.replace(
        identity,
        division_code=place.code if place else None,
        division_name=known.full_name(place) if place else None,
        division_level=place.level if place else None,
        province_code=province.code,
        province_name=province.name,
        evidence=Evidence(
            agency_level=identity.evidence.agency_level, division="+".join(("name", *belongs.by)) if place else None
        ),
    )


def _belongs(parsed: _Parsed, kind: AgencyLevel | None, texts: Texts, known: Gazetteer) -> _Belongs:
    """Decide by the kind of what follows the places: government, zone, township, a place that no list has, another body."""
    whole = parsed.in_full()
    township = words().township.match(whole.rest)
    if words().apart.search(parsed.name) or kind == "national":
        return _Belongs()
    if parsed.chain and in_full(chain_at(parsed.rest, Gazetteer(None))):
        return _Belongs(parsed.chain[-1].divisions)  # a place of another year, or of elsewhere, stands below
    if township:
        return _of_township(whole.chain, township[1], texts, known)
    if parsed.chain and words().zone.match(parsed.rest):
        return _of_zone(parsed.chain, texts, known)
    return _of_body(parsed, kind, texts, known)


def _of_body(parsed: _Parsed, kind: AgencyLevel | None, texts: Texts, known: Gazetteer) -> _Belongs:
    """A body belongs to the place that its name begins with, unless a place below that one is printed, too."""
    if not parsed.chain or _is_below(parsed.rest, kind):
        return _Belongs(parsed.chain[-1].divisions if parsed.chain else _above_unknown(parsed.rest, texts, known))
    if parsed.chain[-1].full or words().government.fullmatch(parsed.rest):
        return _of_place(parsed.chain, texts, known, parsed.rest)
    return _Belongs(_province_of(parsed.chain, kind))


def _is_below(rest: str, kind: AgencyLevel | None) -> bool:
    """Whether the body is of a place below the known ones: a government is its own division's, never that of the one above."""
    return _unknown_place(rest) is not None or (kind in _GOVERNMENTS and not words().government.fullmatch(rest))


def _unknown_place(rest: str) -> str | None:
    found = words().unknown_place.match(rest)
    if found is None or (found[0] != rest and words().no_place.fullmatch(found[0])):
        return None
    return found[0]


def _above_unknown(rest: str, texts: Texts, known: Gazetteer) -> Divisions:
    """A place that no list has lies where the report prints it: 湖北省 before it says the province, and no more."""
    place = _unknown_place(rest)
    return places_before(place, texts, known) if place else ()


def _province_of(chain: Chain, kind: AgencyLevel | None) -> Divisions:
    """广东教育厅 is of 广东省; 武汉大学 need not be of 武汉市, nor 河北工业大学 in 河北省."""
    divisions = chain[-1].divisions
    sure = in_full(chain) or (kind == "department" and any(division.level == "province" for division in divisions))
    return divisions if sure else ()


def _of_place(chain: Chain, texts: Texts, known: Gazetteer, rest: str = "") -> _Belongs:
    """What is a county, or may be one, is held against the report's other words; names of provinces and cities are their own."""
    last = chain[-1]
    if len(last.divisions) == 1 and last.divisions[0].level != "county":
        return _Belongs(last.divisions, decided=True)
    verdict = weigh(last.divisions, last.printed, rest, texts, known)
    needy = len(chain) == 1 and words().needs_superior.match(last.printed + rest) is not None
    if len(last.divisions) == 1 and not needy:
        return _Belongs(verdict.left, decided=True)
    return _Belongs(verdict.left if verdict.by or not needy else (), verdict.by, decided=bool(verdict.by))


def _of_zone(chain: Chain, texts: Texts, known: Gazetteer) -> _Belongs:
    """A zone is no division: it belongs to the city or county that its name prints; a province is too far above to stand for it."""
    if len(chain) > 1 and not chain[-1].full and all(division.level == "county" for division in chain[-1].divisions):
        chain = chain[:-1]  # 长春朝阳经济开发区 is of 长春市: no 区 is printed
    place = _of_place(chain, texts, known)
    fit = all(
        division.level == "city" or (division.level == "county" and chain[-1].full) for division in place.divisions
    )
    return _Belongs(place.divisions, place.by, decided=place.decided and fit)


def _of_township(chain: Chain, name: str, texts: Texts, known: Gazetteer) -> _Belongs:
    """A township belongs to its county, or to a city that has none; a city that has counties does not say which."""
    last = chain[-1].divisions if chain else ()
    if last and all(_is_lowest(division, known) for division in last):
        return _of_place(chain, texts, known)
    verdict: Verdict = county_before(name, texts, known)
    fitting = tuple(d for d in verdict.left if not last or any(d.lies_in(above) for above in last))
    if len(fitting) == 1 and fitting == verdict.left:
        return _Belongs(fitting, verdict.by, decided=True)
    return _Belongs(last if not verdict.left else ())


def _is_lowest(division: Division, known: Gazetteer) -> bool:
    return division.level == "county" or (division.level == "city" and not known.has_counties(division))
