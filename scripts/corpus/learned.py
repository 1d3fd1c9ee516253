"""How much of an invented family comes back with a form that was learned from ten of its reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.families import FORMATS, Family, Filled, fill, invent
from gongkai.forms.load import load_forms, parse_form
from gongkai.forms.model import Form
from gongkai.learning.learn import Learner
from gongkai.learning.write import write_learned
from gongkai.pipeline import extract_bytes
from gongkai.printed.heads import leaves_of
from gongkai.report import Report
from gongkai.verdict import verdicts_of

SAMPLE = 10
Where = tuple[str, str, str]
"""A table's caption, a row's code or label, a column's head."""


def learn_family(family: Family, seed: int) -> Form:
    """Learn a form from ten reports in all formats."""
    names = list(FORMATS)
    reports = [_read(fill(family, seed * 1000 + i), names[i % len(names)], ()) for i in range(SAMPLE)]
    return parse_form(write_learned(Learner("family").learn(reports)), f"family {seed}")


def measure(seeds: Sequence[int], others: int) -> Iterator[tuple[int, str, Counter[str], list[str]]]:
    """Yield seed, format, counts and what came out wrong, for ``others`` further reports of each family in each format."""
    for seed in seeds:
        family = invent(seed)
        form = learn_family(family, seed)
        for name in FORMATS:
            counts: Counter[str] = Counter()
            wrong: list[str] = []
            for i in range(others):
                filled = fill(family, seed * 1000 + 500 + i)
                report = _read(filled, name, (*load_forms(), form))
                said = compare(filled, report, form)
                counts += said
                wrong += [f"{seed} {name} {i}: {text}" for text in _wrong(filled, report, form)]
            yield seed, name, counts, wrong


def _read(filled: Filled, name: str, forms: tuple[Form, ...]) -> Report:
    file, write = FORMATS[name]
    return extract_bytes(write(filled), file, forms=forms)


def truth_of(filled: Filled) -> dict[Where, Decimal]:
    """The printed figures by where they stand."""
    found: dict[Where, Decimal] = {}
    for caption, _, heads, lines in filled.tables:
        for labels, figures in lines:
            row = next(text for text in labels if text) if len(labels) > 1 and len(labels[0]) > 2 else labels[-1]
            for head, text in zip(heads[len(labels) :], figures, strict=True):
                found[caption, row or labels[0], head] = Decimal(text)
    return found


def read_of(report: Report, form: Form) -> dict[Where, tuple[Decimal, bool]]:
    """The figures that were read by where they were put, and whether they are verified."""
    found: dict[Where, tuple[Decimal, bool]] = {}
    verdicts = verdicts_of(report.tables, report.checks)
    for table in form.tables:
        read = report.tables.get(table.key)
        if read is None:
            continue
        heads = {
            leaf.key: head
            for block in table.spec.blocks
            for leaf, head in zip(leaves_of(block), _heads(block), strict=True)
        }
        rows = {line.key: line.label for line in table.lines} | {r.key: r.code or r.label for r in read.rows or ()}
        for cell in read.cells:
            if cell.value is not None:
                sure = verdicts.get((table.key, cell.row, cell.column)) == "verified"
                found[table.spec.label, rows[cell.row], heads[cell.column]] = (Decimal(str(cell.value)), sure)
    return found


def _heads(block: object) -> list[str]:
    return [c.label for c in block.columns]  # type: ignore[attr-defined]


def compare(filled: Filled, report: Report, form: Form) -> Counter[str]:
    """Count the printed figures that came back right, wrong, not at all, and those that are verified."""
    truth, read = truth_of(filled), read_of(report, form)
    counts: Counter[str] = Counter(cells=len(truth), recognised=report.form.id == form.id, reports=1)
    for where, value in truth.items():
        got = read.get(where)
        counts["right" if got and got[0] == value else "wrong" if got else "missed"] += 1
        counts["verified"] += bool(got and got[1])
    counts["wrong"] += len(read.keys() - truth.keys())
    return counts


def _wrong(filled: Filled, report: Report, form: Form) -> list[str]:
    truth, read = truth_of(filled), read_of(report, form)
    differing = [f"{w} is {v}, read {read[w][0]}" for w, v in truth.items() if w in read and read[w][0] != v]
    return differing + [f"{w} is not printed, read {read[w][0]}" for w in read.keys() - truth.keys()]


def print_learned(seeds: Sequence[int], others: int, *, show: bool) -> int:
    """Print a line per format over all families; return how many figures came out wrong."""
    tallies: dict[str, Counter[str]] = {}
    for _, name, counts, wrong in measure(seeds, others):
        tallies[name] = tallies.get(name, Counter()) + counts
        if show:
            print("\n".join(wrong[:20]))
    print(f"{'format':<8} {'reports':>8} {'cells':>8} {'right':>8} {'missed':>8} {'wrong':>7} {'verified':>9}")
    for name, c in tallies.items():
        right, missed, verified = (
            f"{100 * c[key] / max(1, c['cells']):.2f}%" for key in ("right", "missed", "verified")
        )
        known = f"{c['recognised']}/{c['reports']}"
        print(f"{name:<8} {known:>8} {c['cells']:>8} {right:>8} {missed:>8} {c['wrong']:>7} {verified:>9}")
    return sum(c["wrong"] for c in tallies.values())
