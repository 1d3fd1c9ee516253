"""Words of the genre, read from ``words.yaml``; see there what each list is for."""

from __future__ import annotations

from importlib import resources
from types import MappingProxyType

import msgspec
from msgspec import Struct


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is."""

    heading_ends: tuple[str, ...]
    closing_starts: tuple[str, ...]
    report_ends: tuple[str, ...]
    subjects: tuple[str, ...]
    no_title: tuple[str, ...]
    title_fields: tuple[str, ...]
    name_fields: tuple[str, ...]
    agency_fields: tuple[str, ...]
    no_agency: frozenset[str]
    agency_ends: tuple[str, ...]
    agency_glue: dict[str, tuple[str, ...]]
    place_ends: tuple[str, ...]
    agency_deeds: tuple[str, ...]
    pronouns: tuple[str, ...]
    fee: str


_WORDS = msgspec.yaml.decode(resources.files("gongkai.outline").joinpath("words.yaml").read_bytes(), type=_Words)

HEADING_ENDS = _WORDS.heading_ends
CLOSING_STARTS = _WORDS.closing_starts
REPORT_ENDS = _WORDS.report_ends
SUBJECTS = _WORDS.subjects
NO_TITLE = _WORDS.no_title
TITLE_FIELDS = _WORDS.title_fields
NAME_FIELDS = _WORDS.name_fields
AGENCY_FIELDS = _WORDS.agency_fields
NO_AGENCY = _WORDS.no_agency
AGENCY_ENDS = _WORDS.agency_ends
AGENCY_GLUE = MappingProxyType(_WORDS.agency_glue)
PLACE_ENDS = _WORDS.place_ends
AGENCY_DEEDS = _WORDS.agency_deeds
PRONOUNS = _WORDS.pronouns
FEE = _WORDS.fee
