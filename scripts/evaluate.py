#!/usr/bin/env python3
"""Measures how much of generated reports comes back: reports x flavours, cell by cell, section by section.

    scripts/evaluate.py                       # 30 reports a form in every flavour that the project makes itself
    scripts/evaluate.py --foreign --reports 4 # as other people's converters print them, those that are installed
    scripts/evaluate.py --formats --reports 2 # in every format that archives hold, scans among them
    scripts/evaluate.py --reports 5 docx html # a few, in some flavours
    scripts/evaluate.py --shown --reports 40  # files that show otherwise than they store, in every format that makes such
    scripts/evaluate.py --others --reports 3  # documents of no known form: cells under their labels, sections, metadata
    scripts/evaluate.py --show wrong          # with every wrong value
    scripts/evaluate.py --learn --reports 30  # invented families: learned from ten reports each, then others read
    scripts/evaluate.py --foreign --printed columns-swapped  # reports as agencies change them: two columns in each other's place
    scripts/evaluate.py random-chain --reports 1000 --seed 7000 --save wrong/   # many random chains; keeps what went wrong

A *flavour* is a way in which a report reaches us: a format, or one converter's way to flatten a table; its *kind* says what can still
be seen in it. *Wrong* counts values that are reported and not printed there; it must be 0. *Missed* counts printed figures that are
not given (ambiguous, missing). *Filled* are the cells of reports without a blank cell, *gappy* those of reports with some.

The floor of each own flavour is pinned in scripts/floor.json and held by the tests; --pin raises it to what is reached now.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpus.converters import converters
from corpus.evaluation import Outcome, evaluate, flavours, measure_power
from corpus.flavour import AIMS, Flavour
from corpus.formats import formats, shown_otherwise
from corpus.learned import print_learned
from corpus.others.evaluation import evaluate_others
from corpus.own_ways import WAYS, printed_so
from corpus.power import power_table
from corpus.tally import HEADS, Tally, joined
from gongkai.forms.load import load_forms

FLOOR = Path(__file__).with_name("floor.json")
FLOOR_SEEDS = range(5)
TEXT_AIM = "sections and metadata 99.00%"


def main() -> int:
    """Run the evaluation; the exit status is 1 where a value came out wrong, 2 where a flavour is not known."""
    args = _arguments()
    if args.others:
        seeds = range(args.seed, args.seed + args.reports)
        for line in evaluate_others(seeds, args.flavours, show=bool(args.show)):
            print(line, flush=True)
        return 0
    forms = tuple(f for f in load_forms() if not args.form or f.id == args.form)
    if args.learn:
        seeds = range(args.seed, args.seed + args.reports)
        return 1 if print_learned(seeds, 2, show=args.show, chosen=args.flavours) else 0
    if args.pin:
        return _pin(evaluate(forms, FLOOR_SEEDS, flavours(), args.jobs))
    chosen = _chosen(args)
    if not chosen:
        return 2
    seeds = range(args.seed, args.seed + args.reports)
    outcome = evaluate(forms, seeds, chosen, args.jobs, args.save)
    _print(outcome, chosen, args.show)
    if not (args.flavours or args.formats or args.shown):
        print("\n" + power_table(measure_power(forms, seeds, args.jobs)))
    return 1 if any(t.counts["wrong"] for t in outcome.tallies.values()) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--others", action="store_true", help="documents of no known form, in the formats that are named"
    )
    parser.add_argument("flavours", nargs="*", help="flavours to try; all where none is named")
    parser.add_argument("--reports", type=int, default=30, help="generated reports a form (default 30)")
    parser.add_argument("--seed", type=int, default=0, help="first seed (default 0)")
    parser.add_argument("--form", help="one form only")
    parser.add_argument("--show", default="", help="print the differences that contain this text; 'all' for every one")
    parser.add_argument("--save", type=Path, help="folder for inputs that gave a wrong value, each with its truth")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default one a core)")
    parser.add_argument(
        "--foreign", action="store_true", help="what other people's converters on this machine make of reports"
    )
    parser.add_argument("--formats", action="store_true", help="the same reports in every format, scans among them")
    parser.add_argument(
        "--shown", action="store_true", help="files that show otherwise than they store, of every format"
    )
    parser.add_argument(
        "--learn", action="store_true", help="learn forms of --reports invented families, and read others with them"
    )
    parser.add_argument("--printed", choices=sorted(WAYS), help="reports printed in a way of agencies' own")
    parser.add_argument("--pin", action="store_true", help="write what is reached now to scripts/floor.json")
    return parser.parse_args()


def _chosen(args: argparse.Namespace) -> list[Flavour]:
    if args.shown:
        known = [*(f for f in flavours() if f.kind == "shown otherwise"), *shown_otherwise()]
    elif args.formats:
        known = [*formats(), *shown_otherwise()]
    else:
        own = [] if args.foreign else list(flavours())
        known = [*own, *(converters() if args.foreign or args.flavours else ())]
    unknown = set(args.flavours) - {f.name for f in known}
    if unknown:
        print(f"no such flavour here: {', '.join(sorted(unknown))}\nthere are: {' '.join(f.name for f in known)}")
        return []
    chosen = [f for f in known if not args.flavours or f.name in args.flavours]
    return [printed_so(f, args.printed) for f in chosen] if args.printed else chosen


def _pin(outcome: Outcome) -> int:
    reached = {name: tally.floor() for name, tally in outcome.tallies.items()}
    if any(tally.counts["wrong"] for tally in outcome.tallies.values()):
        print("there are wrong values: the floor is not pinned")
        return 1
    FLOOR.write_text(json.dumps(reached, indent=1) + "\n", encoding="utf-8")
    return 0


def _print(outcome: Outcome, chosen: Sequence[Flavour], show: str) -> None:
    for kind, aim in AIMS.items():
        tallies = {f.name: outcome.tallies[f.name] for f in chosen if f.kind == kind}
        if not tallies:
            continue
        print(f"{kind:27} {HEADS}")
        for name, tally in tallies.items():
            print(f"{name:27} {tally.row()}")
            _print_differences(tally, show)
        print(f"{'= together':27} {joined(tallies.values()).row()}")
        print(f"{'  aim':27} {'       -' if aim is None else f'{aim:7.2f}%'}, wrong 0, {TEXT_AIM}\n")
    counts = joined(outcome.tallies.values()).counts
    print(f"in all: {counts['cells']:,} printed figures, {counts['wrong']} wrong")


def _print_differences(tally: Tally, show: str) -> None:
    for line in tally.lines:
        if show and (show == "all" or show.lower() in line.lower()):
            print(line[:300])


if __name__ == "__main__":
    sys.exit(main())
