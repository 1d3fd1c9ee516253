"""The divisions of GB/T 2260 with the years in which each stood: ``divisions.csv``, made by ``scripts/make_divisions.py``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

import regex
from msgspec import Struct

from gongkai.agencies.words import words
from gongkai.report import Level
from gongkai.text.fold import narrow

_ALWAYS = 9999  # the last year of a division that still stands
_PROVINCE = regex.compile(r"省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区")
_KINDS = ("区", "县", "市", "旗", "州", "新区", "地区")
_NO_SHORT = 2
"""A name of so few characters has no short form: 沙市区 and 沙市."""


class Division(Struct, frozen=True):
    """A code under one name, ``first`` and ``last`` being the years on some day of which it stood so."""

    code: str
    name: str
    first: int
    last: int

    @property
    def level(self) -> Level:
        """Of the code: a city is a prefecture, a county everything below."""
        return "province" if self.code.endswith("0000") else "city" if self.code.endswith("00") else "county"

    @property
    def province(self) -> str:
        """The code of its province."""
        return self.code[:2] + "0000"

    def stood_in(self, year: int | None) -> bool:
        """Whether it stood on some day of ``year``; of any year for None."""
        return year is None or self.first <= year <= self.last

    def lies_in(self, other: Division) -> bool:
        """Whether ``other`` is above it."""
        return self.code != other.code and self.code.startswith(other.code.removesuffix("00").removesuffix("00"))


class Place(Struct, frozen=True):
    """What a printed name may mean; ``full`` where its kind is printed too (武汉市, not 武汉)."""

    division: Division
    full: bool


Places = tuple[Place, ...]


class _Table(Struct, frozen=True):
    """Divisions of all years, by what is printed, by code, and the counties by the first four digits."""

    named: Mapping[str, Places]
    coded: Mapping[str, tuple[Division, ...]]
    counties: Mapping[str, tuple[Division, ...]]
    longest: int


class Gazetteer(Struct, frozen=True):
    """The divisions of one year; those of all years where ``year`` is None."""

    year: int | None

    @property
    def longest(self) -> int:
        """How many characters the longest name has."""
        return _table().longest

    def named(self, printed: str) -> Places:
        """Return what a printed name may mean."""
        return _named(printed, self.year) if printed in _table().named else ()

    def coded(self, code: str) -> Division | None:
        """Return the division of a code; of its names over the years the last one."""
        return next(reversed([d for d in _table().coded.get(code, ()) if d.stood_in(self.year)]), None)

    def full_name(self, division: Division) -> str:
        """Give the name with those above it: 湖北省武汉市硚口区."""
        codes = dict.fromkeys((division.province, division.code[:4] + "00"))
        above = [found for code in codes if (found := self.coded(code)) and division.lies_in(found)]
        return "".join(found.name for found in (*above, division))

    def has_counties(self, city: Division) -> bool:
        """Whether a province or a city has divisions of its own, as nearly all have."""
        counties = _table().counties.get(city.code[:4], ())
        return city.level == "province" or any(county.stood_in(self.year) for county in counties)


@cache
def _table() -> _Table:
    """Read the packaged table, once."""
    text = resources.files("gongkai.agencies").joinpath("divisions.csv").read_text(encoding="utf-8")
    # Names are looked up folded, right (瀋) or wrong (乾): so are these, all at once.
    rows = zip(csv.reader(text.splitlines()[1:]), csv.reader(narrow(text).splitlines()[1:]), strict=True)
    divisions = [
        (Division(code, name, int(first), int(last or _ALWAYS)), folded)
        for (code, name, first, last), (_, folded, *_) in rows
    ]
    named: dict[str, Places] = {}
    coded: dict[str, tuple[Division, ...]] = {}
    counties: dict[str, tuple[Division, ...]] = {}
    for division, name in sorted(divisions, key=lambda found: found[0].first):
        coded[division.code] = (*coded.get(division.code, ()), division)
        if division.level == "county":
            counties[division.code[:4]] = (*counties.get(division.code[:4], ()), division)
        for printed, full in dict(_forms(division.level, name)).items():
            named[printed] = (*named.get(printed, ()), Place(division, full))
    return _Table(named, coded, counties, max(map(len, named)))


@lru_cache(maxsize=1 << 14)
def _named(printed: str, year: int | None) -> Places:
    """Give what a name means in a year; short names also mean what has another kind behind the same stem."""
    there = tuple(place for place in _table().named.get(printed, ()) if place.division.stood_in(year))
    places = tuple(p for p in there if not any(_succeeds(other.division, p.division, year) for other in there))
    return places if not places or any(place.full for place in places) else places + _of_one_stem(printed, places, year)


def _succeeds(new: Division, old: Division, year: int | None) -> bool:
    """Whether a code was taken over in this very year by another one of the same name: 崇川区 in 2020."""
    same = (new.province, new.level, new.name, new.first, old.last) == (old.province, old.level, old.name, year, year)
    return same and new.code != old.code


def _of_one_stem(printed: str, places: Places, year: int | None) -> Places:
    """What else a short name may mean: 朝阳 is 朝阳市, and 朝阳区 of two other cities; not what lies in one of ``places``."""
    alike = (place.division for kind in _KINDS for place in _named(printed + kind, year))
    known = [place.division for place in places]
    return tuple(Place(d, full=False) for d in alike if d not in known and not any(map(d.lies_in, known)))


def _forms(level: Level, name: str) -> Iterator[tuple[str, bool]]:
    """Yield the ways in which a division's name is printed, and whether each says its kind."""
    yield name, True
    if level == "province":
        yield _PROVINCE.sub("", name), False
    elif level == "city" and name.endswith("市") and len(name) > _NO_SHORT:
        yield name[:-1], False
    # 自治州 and its like stand in few names: the costly pattern need not see the others.
    elif ("自治" in name or "族" in name) and (match := words().autonomous.fullmatch(name)):
        kind, stem = match[3][-1], match[1] or match[2].removesuffix("族")
        yield from ((stem + kind, True), (stem + "自治" + kind, True)) if len(stem) > 1 else ()
