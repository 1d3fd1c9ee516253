"""How much of invented families comes back with forms that were learned from ten reports of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from corpus.families.fill import fill
from corpus.families.formats import formats, written
from corpus.families.invent import invent
from corpus.families.located import Located
from corpus.families.model import Family, Filled, Where
from gongkai.forms.load import load_forms, parse_form
from gongkai.forms.model import Form
from gongkai.learning.learn import Learner
from gongkai.learning.write import write_learned
from gongkai.pipeline import extract_bytes
from gongkai.report import Report
from gongkai.verdict import verdicts_of

SAMPLE = 10
_OTHERS = 500


class Outcome(Struct, frozen=True):
    """What came back of one report: counts, and what came out wrong or was missed."""

    format: str
    counts: Counter[str]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def learned_text(family: Family, seed: int, names: Sequence[str]) -> str:
    """Learn a form from ten reports in all formats; return its file."""
    wanted = [(fill(family, seed * 1000 + i).report, names[(seed + i) % len(names)]) for i in range(SAMPLE)]
    read = [extract_bytes(data, file, forms=()) for data, file in written(wanted)]
    return write_learned(Learner("family").learn(read))


def measure(seed: int, others: int, names: Sequence[str]) -> Iterator[Outcome]:
    """Yield what comes back of ``others`` further reports of a family in each format."""
    family = invent(seed)
    form = parse_form(learned_text(family, seed, names), f"family {seed}")
    filled = [fill(family, seed * 1000 + _OTHERS + i) for i in range(others)]
    wanted = [(report, name) for report in filled for name in names]
    for (report, name), (data, file) in zip(wanted, written([(f.report, n) for f, n in wanted]), strict=True):
        yield compare(family, report, extract_bytes(data, file, forms=(*load_forms(), form)), form, name)


def read_of(family: Family, report: Report, form: Form) -> dict[Where, tuple[Decimal, bool]]:
    """The figures that were read by where they were put, and whether they are verified."""
    found: dict[Where, tuple[Decimal, bool]] = {}
    verdicts = verdicts_of(report.tables, report.checks)
    for table in form.tables:
        read = report.tables.get(table.key)
        if read is None:
            continue
        located = Located(family, table, read)
        for cell in read.cells:
            if cell.value is not None:
                sure = verdicts.get((table.key, cell.row, cell.column)) == "verified"
                found[located.where(cell.row, cell.column)] = (Decimal(str(cell.value)), sure)
    return found


def compare(family: Family, filled: Filled, report: Report, form: Form, name: str) -> Outcome:
    """Hold what was read against what was printed."""
    truth, read = filled.truth, read_of(family, report, form)
    counts: Counter[str] = Counter(cells=len(truth), recognised=report.form.id == form.id, reports=1)
    wrong: list[str] = []
    missed: list[str] = []
    failed = [check.id for check in report.checks if check.status == "fail"]
    counts["failed"] = len(failed)
    for where, value in truth.items():
        got = read.get(where)
        counts["right" if got and got[0] == value else "wrong" if got else "missed"] += 1
        if got is None:
            missed.append(f"{where} {value}")
        elif got[0] != value:
            wrong.append(f"{where} is {value}, read {got[0]}")
        if where in filled.held:
            counts["held"] += 1
            counts["verified"] += bool(got and got[1])
    for where in read.keys() - truth.keys():
        counts["wrong"] += 1
        wrong.append(f"{where} is not printed, read {read[where][0]}")
    missed += [f"{check} fails" for check in failed]
    return Outcome(name, counts, tuple(wrong), tuple(missed))


def print_learned(seeds: Sequence[int], others: int, *, show: str, chosen: Sequence[str] = ()) -> int:
    """Print a line per format over all families; return how many figures came out wrong. *Held* are the figures that the family's own
    sums cover, *failed* the sums that do not hold though all that are printed do.
    """
    names = tuple(n for n in formats() if not chosen or n in chosen)
    tallies: dict[str, Counter[str]] = {}
    for seed in seeds:
        for outcome in measure(seed, others, names):
            tallies[outcome.format] = tallies.get(outcome.format, Counter()) + outcome.counts
            if show:
                kinds = ("cells", "missed", "wrong", "held", "verified", "failed")
                told = ", ".join(f"{outcome.counts[kind]} {kind}" for kind in kinds)
                print(f"family {seed} {outcome.format}: {told}", flush=True)
                lines = (*outcome.wrong, *(outcome.missed if show == "all" else ()))
                print("".join(f"  {line}\n" for line in lines[:12]), end="", flush=True)
    print(
        f"{'format':<13} {'reports':>8} {'cells':>8} {'right':>8} {'missed':>8} {'wrong':>7} {'held':>8} {'verified':>9} {'failed':>7}"
    )
    for name, c in tallies.items():
        right, missed = (f"{100 * c[key] / max(1, c['cells']):.2f}%" for key in ("right", "missed"))
        verified = f"{100 * c['verified'] / max(1, c['held']):.2f}%"
        known = f"{c['recognised']}/{c['reports']}"
        print(
            f"{name:<13} {known:>8} {c['cells']:>8} {right:>8} {missed:>8} {c['wrong']:>7} {c['held']:>8} {verified:>9}"
            f" {c['failed']:>7}"
        )
    return sum(c["wrong"] for c in tallies.values())
