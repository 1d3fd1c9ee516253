"""Which reports of a dataset are of one agency, in which years; which years are missing and which were reported twice."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from gongkai.forms.model import Form
from gongkai.report import Filed
from gongkai.text.fold import squeeze


class History(Struct, frozen=True):
    """The reports of one agency and one family of forms by year, both in order; ``agency`` as the latest report prints it."""

    agency: str
    years: dict[int, tuple[Filed, ...]]

    @property
    def gaps(self) -> tuple[int, ...]:
        """The years without a report between the first and the last."""
        return tuple(year for year in range(min(self.years), max(self.years)) if year not in self.years)

    @property
    def duplicates(self) -> tuple[int, ...]:
        """The years with more than one report."""
        return tuple(year for year, filed in self.years.items() if len(filed) > 1)


def histories(filed: Iterable[Filed], forms: Iterable[Form]) -> tuple[History, ...]:
    """Group reports by agency (its name in one spelling) and family; those without agency or year are left out.

    Where bodies of several divisions have the name (鼓楼区司法局), each is one of its own, and so is what is of none for
    certain. A report that follows no known form belongs to its agency's family where that has but one.
    """
    families = {form.id: form.family for form in forms}
    named: dict[str, list[Filed]] = {}
    for one in filed:
        if one.agency and one.year is not None:
            named.setdefault(one.name or squeeze(one.agency), []).append(one)
    bodies = (body for agency in sorted(named) for body in _by_division(named[agency]))
    return tuple(_history(members) for body in bodies for members in _by_family(body, families))


def _by_division(filed: list[Filed]) -> Iterable[list[Filed]]:
    if len({one.division for one in filed if one.division}) < 2:
        return (filed,)
    groups: dict[str, list[Filed]] = {}
    for one in filed:
        groups.setdefault(one.division or "", []).append(one)
    return (groups[code] for code in sorted(groups))


def _by_family(filed: list[Filed], families: dict[str, str]) -> Iterable[list[Filed]]:
    known = sorted({families.get(one.form, one.form) for one in filed if one.form})
    only = known[0] if len(known) == 1 else ""
    groups: dict[str, list[Filed]] = {family: [] for family in known}
    for one in filed:
        groups.setdefault(families.get(one.form, one.form) if one.form else only, []).append(one)
    return groups.values()


def _history(filed: list[Filed]) -> History:
    ordered = sorted(filed, key=lambda one: (one.year or 0, one.path, one.report_id))
    years: dict[int, tuple[Filed, ...]] = {}
    for one in ordered:
        if one.year is not None:
            years[one.year] = (*years.get(one.year, ()), one)
    return History(ordered[-1].agency or "", years)
