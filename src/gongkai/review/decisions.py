"""What reviewers decided, as the pages show it: beside the cells it is about, in a list, and whole for the file to download."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from gongkai.dataset.corrections import HEAD, Correction, Corrections, Outcome, confirmable, judged
from gongkai.dataset.rows import cell_of
from gongkai.forms.model import Form
from gongkai.report import Cell, Report
from gongkai.review.names import NAMES_OF_FACTS, Variables
from gongkai.review.states import CellId

Overlaid = Callable[[Report, tuple[Correction, ...], tuple[Form, ...]], Report]
"""Gives a report with its decisions laid over it and its sums held against them."""

OUTCOMES: Mapping[Outcome, tuple[str, str]] = MappingProxyType(
    {
        "applied": ("表中已采用", "shown in the tables"),
        "not_asked_for": ("表中未采用", "not shown in the tables"),
        "confirmed": ("确认原读数值无误", "what was read is right"),
        "superseded": ("被后一条取代", "superseded by a later line"),
        "no_such_report": ("没有这份报告", "no such report"),
        "no_such_cell": ("没有这个单元格", "no such cell"),
    }
)
"""What became of a decision, in words."""


class DecisionView(Struct, frozen=True, gc=False, kw_only=True):
    """One line of ``corrections.csv`` about a report; ``cell`` is the cell as it was read, None where the report has none such."""

    number: int
    correction: Correction
    outcome: Outcome
    cell: Cell | None
    zh: str
    en: str

    @property
    def value(self) -> str:
        """The value that was decided; nothing where there is no number."""
        return self.correction.decided

    @property
    def read(self) -> str | None:
        """The value that was read, as text; None where nothing certain was."""
        return cell_of(self.cell.value) if self.cell and confirmable(self.cell) else None


def site_id(dataset: Path) -> str:
    """Name a dataset for the browser's storage, which pages opened from disk share with every other site."""
    return hashlib.sha256(str(dataset.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def decisions_of(
    report: Report, decided: tuple[Correction, ...], variables: Variables, *, asked_for: bool
) -> tuple[DecisionView, ...]:
    """Number the decisions about a report as it was read."""
    found = enumerate(judged(decided, report.tables, asked_for=asked_for))
    return tuple(_view(number, *each, variables) for number, each in found)


def strays_of(corrections: Corrections, known: frozenset[str]) -> Iterator[DecisionView]:
    """Yield the decisions about reports that are not among the ``known`` ones."""
    for report_id, decided in corrections.items():
        if report_id not in known:
            for number, each in enumerate(judged(decided, None, asked_for=False)):
                yield _view(number, *each, {})


def _view(number: int, one: Correction, cell: Cell | None, outcome: Outcome, variables: Variables) -> DecisionView:
    known = variables.get(one.cell)
    if one.is_fact:
        return DecisionView(
            number=number,
            correction=one,
            outcome=outcome,
            cell=cell,
            zh=NAMES_OF_FACTS[one.column][0],
            en=NAMES_OF_FACTS[one.column][1],
        )
    zh, en = (known.label_zh, known.label_en) if known else (" · ".join(one.cell), "")
    return DecisionView(number=number, correction=one, outcome=outcome, cell=cell, zh=zh, en=en)


def by_cell(views: Iterable[DecisionView]) -> dict[CellId, tuple[int, ...]]:
    """Return the numbers of the decisions about each cell, in the order of the file."""
    found: dict[CellId, list[int]] = {}
    for view in views:
        found.setdefault(view.correction.cell, []).append(view.number)
    return {cell: tuple(numbers) for cell, numbers in found.items()}


def fields_of(corrections: Corrections) -> Iterator[tuple[str, ...]]:
    """Yield every decision as the texts of its fields, in the order of the file."""
    every = sorted((one for decided in corrections.values() for one in decided), key=lambda one: one.line)
    for one in every:
        fields = {name: getattr(one, name) for name in HEAD} | {"value": one.decided}
        yield tuple(fields[name] for name in HEAD)
