"""Counts what came back of one flavour and prints it as lines of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from corpus.compare import Score
from corpus.model import Truth

HEADS = "    cells   filled    gappy  missed  wrong    whole   blanks sections metadata verified  failed"
_SUMMED = ("cells", "right", "missed", "wrong", "statuses", "statuses_right", "sections", "sections_right")
_METADATA = ("title", "agency", "year", "form")


class Tally:
    """What came back of one flavour, or of several.

    Cells are counted apart for reports that print every cell (*filled*) and for those with blank cells (*gappy*): only the
    latter can lose something where a converter drops blanks.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.lines: list[str] = []

    def add(self, seed: str, truth: Truth, score: Score, report: dict[str, Any]) -> None:
        """Add one report's score."""
        for name in _SUMMED:
            self.counts[name] += getattr(score, name)
        shape = "gappy" if any(c.status == "blank" for t in truth.tables.values() for c in t.values()) else "filled"
        self.counts[f"{shape} cells"] += score.cells
        self.counts[f"{shape} right"] += score.right
        self.counts["reports"] += 1
        self.counts["whole"] += score.right == score.cells and not score.wrong
        self.counts["verified"] += report["verification"]["verified"]
        self.fields.update(name for name, right in score.fields.items() if right)
        self.lines += [f"    {seed}: {line}" for line in score.differences]

    def join(self, other: Tally) -> None:
        """Add what another one counted."""
        self.counts.update(other.counts)
        self.fields.update(other.fields)
        self.lines += other.lines

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
        fields = min((self.fields[f] for f in _METADATA), default=0)
        shapes = " ".join(share(c[f"{shape} right"], c[f"{shape} cells"]) for shape in ("filled", "gappy"))
        return (
            f"{share(c['right'], c['cells'])} {shapes} {c['missed']:7} {c['wrong']:6} {share(c['whole'], c['reports'])} "
            f"{share(c['statuses_right'], c['statuses'])} {share(c['sections_right'], c['sections'])} "
            f"{share(fields, c['reports'])} {share(c['verified'], c['cells'])}  {c['failed']:4}"
        )


def joined(tallies: Iterable[Tally]) -> Tally:
    """Add up several tallies."""
    total = Tally()
    for tally in tallies:
        total.join(tally)
    return total


def share(part: int, whole: int) -> str:
    """Format a share in percent, a dash of nothing."""
    return f"{100 * part / whole:7.2f}%" if whole else "       -"
