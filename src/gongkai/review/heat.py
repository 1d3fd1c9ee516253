"""How often each cell of each form is open or contradicted in a collection, laid out as the form is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from gongkai.forms.model import Form
from gongkai.review.entries import Entry, Spot
from gongkai.review.tables import printed_rows
from gongkai.show.layout import Box, layout_of

STEPS = (0.0, 0.01, 0.05, 0.1, 0.25)
"""Shares of the reports at which a darker step of colour begins."""


class HeatCell(Struct, frozen=True):
    """One printed cell; of a figure's cell, in how many reports it is open and contradicted, and the steps of their colours."""

    box: Box
    open: int = 0
    contradicted: int = 0
    open_level: int = 0
    contradicted_level: int = 0


class HeatTable(Struct, frozen=True, kw_only=True):
    """One table of one form, over ``reports`` reports."""

    form: str
    key: str
    zh: str
    en: str
    reports: int
    rows: tuple[tuple[HeatCell, ...], ...]


def heat_of(entries: Iterable[Entry], forms: Iterable[Form]) -> tuple[HeatTable, ...]:
    """Count the doubtful cells of every table that a report has, form by form."""
    reports: Counter[tuple[str, str]] = Counter()
    found: dict[bool, Counter[Spot]] = {True: Counter(), False: Counter()}
    for entry in entries:
        reports.update(entry.tables)
        for spot, state in entry.doubtful:
            found[state == "contradicted"][spot] += 1
    return tuple(_tables(forms, reports, found[False], found[True]))


def _tables(
    forms: Iterable[Form], reports: Mapping[tuple[str, str], int], opened: Counter[Spot], contradicted: Counter[Spot]
) -> Iterator[HeatTable]:
    for form in forms:
        for table in form.tables:
            count = reports.get((form.id, table.key), 0)
            if not count:
                continue
            rows = tuple(
                tuple(_cell(box, form.id, table.key, opened, contradicted, count) for box in row)
                for row in printed_rows(layout_of(table))
            )
            label = table.spec.label, table.spec.label_en
            yield HeatTable(form=form.id, key=table.key, zh=label[0], en=label[1], reports=count, rows=rows)


def _cell(
    box: Box, form: str, table: str, opened: Counter[Spot], contradicted: Counter[Spot], reports: int
) -> HeatCell:
    if box.cell is None:
        return HeatCell(box)
    spot = (form, table, *box.cell)
    levels = _level(opened[spot], reports), _level(contradicted[spot], reports)
    return HeatCell(box, opened[spot], contradicted[spot], *levels)


def _level(count: int, reports: int) -> int:
    return sum(count / reports >= step for step in STEPS) if count else 0
