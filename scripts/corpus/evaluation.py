"""Prints generated reports in every flavour, reads them back and counts what came out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

import msgspec
from msgspec import Struct

from corpus.compare import Score, compare
from corpus.flavour import Flavour
from corpus.model import Truth
from corpus.options import any_options
from corpus.power import power
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.errors import SourceError
from gongkai.forms.model import Form
from gongkai.pipeline import extract_bytes


def flavours() -> Iterator[Flavour]:
    """Yield every flavour that the project makes itself."""
    yield Flavour("docx", ".docx", lambda truth, _: to_docx(truth), True)
    yield Flavour("html", ".html", lambda truth, _: to_html(truth).encode(), True)
    for name, style in FLAVOURS.items():
        yield Flavour(name, ".txt", lambda t, rng, name=name: to_text(t, name, rng).encode(), style.keeps_blanks)


class Tally:
    """What came back of one flavour."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.lines: list[str] = []

    def add(self, seed: str, score: Score, report: dict[str, Any]) -> None:
        """Add one report's score."""
        for name in ("cells", "right", "missed", "wrong", "statuses", "statuses_right", "sections", "sections_right"):
            self.counts[name] += getattr(score, name)
        self.counts["reports"] += 1
        self.counts["whole"] += score.right == score.cells and not score.wrong
        self.counts["verified"] += report["verification"]["verified"]
        self.fields.update(name for name, right in score.fields.items() if right)
        self.lines += [f"    {seed}: {line}" for line in score.differences]

    def floor(self) -> dict[str, float]:
        """Return the shares that a later version may not fall below, in percent."""
        c = self.counts
        return {
            "cells": round(100 * c["right"] / max(1, c["cells"]), 2),
            "sections": round(100 * c["sections_right"] / max(1, c["sections"]), 2),
        }

    def row(self) -> str:
        """Format the tally as one line of the table."""
        c = self.counts
        fields = min((self.fields[f] for f in ("title", "agency", "year", "form")), default=0)
        return (
            f"{share(c['right'], c['cells'])} {c['missed']:7} {c['wrong']:6} {share(c['whole'], c['reports'])} "
            f"{share(c['statuses_right'], c['statuses'])} {share(c['sections_right'], c['sections'])} "
            f"{share(fields, c['reports'])} {share(c['verified'], c['cells'])}  {c['failed']:4}"
        )


def share(part: int, whole: int) -> str:
    """Format a share in percent, a dash of nothing."""
    return f"{100 * part / whole:7.2f}%" if whole else "       -"


class Outcome(Struct, frozen=True):
    """One evaluation: a tally a flavour, and how many spoiled tables the sums noticed."""

    tallies: dict[str, Tally]
    noticed: Counter[str]


def evaluate(forms: Iterable[Form], seeds: Iterable[int], chosen: Iterable[Flavour]) -> Outcome:
    """Read ``seeds`` generated reports a form in each flavour."""
    outcome = Outcome(defaultdict(Tally), Counter())
    kept, numbers = tuple(chosen), tuple(seeds)
    for form in forms:
        for seed in numbers:
            truth = make_truth(seed, form, **any_options(seed))
            outcome.noticed.update(power(truth, form, Random(seed)))
            for flavour in kept:
                _try(truth, f"{form.id} {seed}", flavour, outcome.tallies[flavour.name])
    return outcome


def _try(truth: Truth, seed: str, flavour: Flavour, tally: Tally) -> None:
    data = flavour.write(truth, Random(seed))
    if data is None:
        tally.counts["unwritten"] += 1
        return
    try:
        report = msgspec.to_builtins(extract_bytes(data, f"report{flavour.extension}"))
    except SourceError as error:
        tally.counts["failed"] += 1
        tally.lines.append(f"    {seed}: no report: {error}")
        return
    tally.add(seed, compare(truth, report), report)
