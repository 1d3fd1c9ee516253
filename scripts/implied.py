"""What sums prove about open cells, held against the truth, in texts that lost their blank cells.

    scripts/implied.py --reports 20 --seed 7

Counts cells whose place was not decided in tables whose published figures add up: how many are zero or blank in truth, of how many that
is proved, and how often a bound is contradicted (must be 0).
"""

from __future__ import annotations

import argparse
from collections import Counter
from random import Random

from corpus.evaluation import flavours
from corpus.model import Truth
from corpus.options import any_options
from corpus.truth import make_truth
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes
from gongkai.report import Report


def main() -> int:
    """Print a line of counts a flavour; exit status 1 where a bound is contradicted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10, help="generated reports a form (default 10)")
    parser.add_argument("--seed", type=int, default=0, help="first seed (default 0)")
    args = parser.parse_args()
    whole: Counter[str] = Counter()
    for flavour in flavours():
        if flavour.kind != "blanks dropped":
            continue
        counts: Counter[str] = Counter()
        for form in load_forms():
            for seed in range(args.seed, args.seed + args.reports):
                truth = make_truth(seed, form, **any_options(seed))
                data = flavour.write(truth, Random(seed))
                try:
                    report = extract_bytes(data or b"", f"report{flavour.extension}")
                except SourceError:
                    continue
                counts += counted(truth, report)
        print(_line(flavour.name, counts), flush=True)
        whole += counts
    print(_line("together", whole))
    return 1 if whole["contradicted"] else 0


def counted(truth: Truth, report: Report) -> Counter[str]:
    """Count the cells of one report."""
    counts: Counter[str] = Counter()
    spoiled = {table for table, *_ in truth.wrong}
    for key, table in report.tables.items():
        proved = {(one.row, one.column): one for one in table.proved or ()}
        for cell in table.cells:
            own = truth.tables.get(key, {}).get((cell.row, cell.column))
            if own is None:
                continue
            counts["cells"] += 1
            value, found = own.value or 0, proved.get((cell.row, cell.column))
            if found is not None:
                counts["bounded"] += 1
                counts["contradicted"] += not found.at_least <= value <= found.at_most
            if cell.status == "ambiguous" and key not in spoiled and value == 0:
                counts["open zeros"] += 1
                counts["implied"] += found is not None and found.at_least == found.at_most == 0
    return counts


def _line(name: str, counts: Counter[str]) -> str:
    share = f"{counts['implied'] / counts['open zeros']:.0%}" if counts["open zeros"] else "-"
    told = ", ".join(f"{counts[key]} {key}" for key in ("cells", "open zeros", "implied", "bounded", "contradicted"))
    return f"{name:<24}{told}: {share} of the open zeros are implied"


if __name__ == "__main__":
    raise SystemExit(main())
