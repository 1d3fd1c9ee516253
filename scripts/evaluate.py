#!/usr/bin/env python3
"""Measures how much of generated reports comes back: reports x flavours, cell by cell, section by section.

    scripts/evaluate.py                       # 30 reports a form in every flavour
    scripts/evaluate.py --reports 5 docx html # a few, in some flavours
    scripts/evaluate.py --show wrong          # with every wrong value

A *flavour* is a way in which a report reaches us: a format, or one converter's way to flatten a table. *Wrong* counts values that are
reported and not printed there; it must be 0. *Missed* counts printed figures that are not given (ambiguous, missing).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from msgspec import Struct

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpus.compare import Score, compare
from corpus.converters import converters
from corpus.model import Truth
from corpus.options import any_options
from corpus.power import SPOILS, power
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes

Write = Callable[[Truth, Random], bytes | None]


class Flavour(Struct, frozen=True):
    """A way to print a report: ``write`` gives the file's bytes, ``name`` has the file's extension."""

    name: str
    extension: str
    write: Write
    keeps_blanks: bool


def flavours() -> Iterator[Flavour]:
    """Yield every flavour that this script knows."""
    yield Flavour("docx", ".docx", lambda truth, _: to_docx(truth), True)
    yield Flavour("html", ".html", lambda truth, _: to_html(truth).encode(), True)
    for name, style in FLAVOURS.items():
        yield Flavour(name, ".txt", lambda t, rng, name=name: to_text(t, name, rng).encode(), style.keeps_blanks)
    for converter in converters():
        yield Flavour(converter.name, converter.extension, converter.convert, converter.keeps_blanks)


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

    def row(self) -> str:
        """Format the tally as one line of the table."""
        c = self.counts
        fields = min((self.fields[f] for f in ("title", "agency", "year", "form")), default=0)
        return (
            f"{_share(c['right'], c['cells'])} {c['missed']:7} {c['wrong']:6} {_share(c['whole'], c['reports'])} "
            f"{_share(c['statuses_right'], c['statuses'])} {_share(c['sections_right'], c['sections'])} "
            f"{_share(fields, c['reports'])} {_share(c['verified'], c['cells'])}  {c['failed']:4}"
        )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:7.2f}%" if whole else "       -"


def main() -> int:
    """Run the evaluation; the exit status is 1 where a value came out wrong."""
    args = _arguments()
    forms = tuple(f for f in load_forms() if not args.form or f.id == args.form)
    tallies: dict[str, Tally] = defaultdict(Tally)
    chosen = [f for f in flavours() if not args.flavours or f.name in args.flavours]
    noticed: Counter[str] = Counter()
    for form in forms:
        for seed in range(args.seed, args.seed + args.reports):
            truth = make_truth(seed, form, **any_options(seed))
            noticed += power(truth, form, Random(seed))
            for flavour in chosen:
                _try(truth, f"{form.id} {seed}", flavour, tallies[flavour.name])
    _print(tallies, args.show)
    print("\nOf tables spoiled, the printed sums notice:")
    for name in SPOILS:
        print(f"{name:27} {_share(noticed[f'{name} noticed'], noticed[name])} of {noticed[name]}")
    return 1 if any(t.counts["wrong"] for t in tallies.values()) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flavours", nargs="*", help="flavours to try; all where none is named")
    parser.add_argument("--reports", type=int, default=30, help="generated reports a form (default 30)")
    parser.add_argument("--seed", type=int, default=0, help="first seed (default 0)")
    parser.add_argument("--form", help="one form only")
    parser.add_argument("--show", default="", help="print the differences that contain this text; 'all' for every one")
    return parser.parse_args()


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


def _print(tallies: dict[str, Tally], show: str) -> None:
    heads = "   cells  missed  wrong    whole   blanks sections metadata verified  failed"
    print(f"{'flavour':28}{heads}")
    for name, tally in tallies.items():
        print(f"{name:27} {tally.row()}")
        for line in tally.lines:
            if show and (show == "all" or show.lower() in line.lower()):
                print(line[:300])


if __name__ == "__main__":
    sys.exit(main())
