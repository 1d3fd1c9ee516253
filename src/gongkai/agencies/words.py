"""The words that agencies' names are made of, read from ``words.yaml``."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec
import regex
import yaml
from msgspec import Struct

Pattern = regex.Pattern[str]


class _Raw(Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is; see there what each key means."""

    spellings: tuple[tuple[str, str], ...]
    bare_government: str
    central: tuple[str, ...]
    before_place: str
    apart: str
    torn: dict[str, str]
    government: str
    zone: str
    township: str
    unknown_place: str
    no_place: str
    foreign_place: str
    needs_superior: str
    peoples: str
    national: tuple[str, ...]
    endings: dict[str, tuple[str, ...]]


class Words(Struct, frozen=True):
    """The file's words, compiled; ``kinds`` gives each ending its kind of body."""

    spellings: tuple[tuple[Pattern, str], ...]
    bare_government: Pattern
    lead: Pattern
    apart: Pattern
    torn: dict[str, Pattern]
    government: Pattern
    zone: Pattern
    township: Pattern
    unknown_place: Pattern
    no_place: Pattern
    foreign_place: Pattern
    needs_superior: Pattern
    autonomous: Pattern
    national: frozenset[str]
    kinds: dict[str, str]


@cache
def words() -> Words:
    """Read the packaged file, once."""
    text = resources.files("gongkai.agencies").joinpath("words.yaml").read_text(encoding="utf-8")
    raw = msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), _Raw)
    central = "|".join(sorted(raw.central, key=len, reverse=True))
    peoples = "|".join(sorted(raw.peoples.split(), key=len, reverse=True))
    return Words(
        spellings=tuple((regex.compile(pattern), usual) for pattern, usual in raw.spellings),
        bare_government=regex.compile(raw.bare_government),
        lead=regex.compile(rf"(?:{central})(?=.)|{raw.before_place}"),
        apart=regex.compile(raw.apart),
        torn={char: regex.compile(pattern) for char, pattern in raw.torn.items()},
        government=regex.compile(raw.government),
        zone=regex.compile(raw.zone),
        township=regex.compile(raw.township, regex.VERBOSE),
        unknown_place=regex.compile(raw.unknown_place),
        no_place=regex.compile(raw.no_place, regex.VERBOSE),
        foreign_place=regex.compile(raw.foreign_place),
        needs_superior=regex.compile(raw.needs_superior),
        autonomous=regex.compile(rf"(\p{{Han}}{{2,}}?|)((?:(?:{peoples})族?)+)(自治州|自治县|自治旗|(?<=族)区)"),
        national=frozenset(raw.national),
        kinds={ending: kind for kind, endings in raw.endings.items() for ending in endings},
    )
