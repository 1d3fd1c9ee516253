"""What a reviewer may say of a report as a whole, in lines of ``corrections.csv`` with an empty table and row.

Facts that were read (who, when, where) may be corrected; how far the review has come (``review``) is noted beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from msgspec import structs

from gongkai.agencies import identify
from gongkai.agencies.divisions import Gazetteer
from gongkai.report import Identity, Report

_YEARS = (1949, 2100)
STATE = "review"
STATES = ("open", "in work", "signed off")
"""How far the review of a report has come; one without a line is open."""


def checked(name: str, text: str) -> str:
    """Return what was decided about a fact as it is kept. Raises ValueError, which says what it must be, where it can be no such thing."""
    if name not in FACTS:
        raise ValueError(f"a line without table and row is about {', '.join(FACTS)}, not {name!r}")
    if text:
        _CHECKS[name](text)
    return text


def printed_fact(report: Report, name: str) -> str | None:
    """Return a fact as it was read; of the review nothing is printed."""
    if name == STATE:
        return None
    found = report.identity.province_name if name == "province" else getattr(report, name)
    return None if found is None else str(found)


def with_facts(report: Report, decided: Mapping[str, str]) -> Report:
    """Return the report with facts that were decided; who reports is told anew by them. Empty text says that there is none."""
    if not decided:
        return report
    given: dict[str, object] = {name: decided[name] or None for name in ("agency", "published") if name in decided}
    if "year" in decided:
        given["year"] = int(decided["year"]) if decided["year"] else None
        given["period"] = None
    changed = structs.replace(report, **given)
    if {"agency", "year"} & decided.keys():
        changed = structs.replace(changed, identity=identify(changed))
    return (
        structs.replace(changed, identity=_placed(changed.identity, decided["province"]))
        if "province" in decided
        else changed
    )


def _placed(identity: Identity, name: str) -> Identity:
    """Return an identity in a province; a division of another one is none of its."""
    code = _province(name) if name else None
    if identity.division_code is None or (code is not None and identity.division_code[:2] == code[:2]):
        return structs.replace(identity, province_code=code, province_name=name or None)
    bare = structs.replace(identity, division_code=None, division_name=None, division_level=None)
    return structs.replace(bare, province_code=code, province_name=name or None)


def _province(name: str) -> str:
    for place in Gazetteer(None).named(name):
        if place.division.level == "province" and place.division.name == name:
            return place.division.code
    raise ValueError(f"{name!r} is no province by its full name, such as 湖北省")


def _year(text: str) -> None:
    if not (text.isascii() and text.isdigit() and _YEARS[0] <= int(text) <= _YEARS[1]):
        raise ValueError(f"{text!r} is no year")


def _day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no date, such as 2025-01-20") from error


def _state(text: str) -> None:
    if text not in STATES:
        raise ValueError(f"{text!r} is no state of a review: open, in work or signed off")


_CHECKS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {"agency": str, "year": _year, "province": _province, "published": _day, STATE: _state}
)
FACTS = tuple(_CHECKS)
