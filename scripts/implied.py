"""What sums prove about open cells, held against the truth, in texts that lost their blank cells.

    scripts/implied.py --reports 20 --seed 7
    scripts/implied.py --reports 5 --seed 4100 5200 90210 777000     several seeds together

Counts the cells whose place was not decided in tables that have sums and whose published figures add up, and that are zero or blank in
truth (*open zeros*): how many of them the report says to be so (*implied*), and how often a bound is contradicted by the truth (must be 0).

Not every zero can be proved. Where a table drops every zero, its figures may often stand in other columns and all its sums hold all the
same: then no reader can tell. Such a zero is *free*: the script finds another table that prints the very same text, row by row, whose
every sum holds, and in which a figure above zero stands in that cell. What is left, *missed*, could perhaps be proved, and is not. The
share is that of the implied among those that are not free.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

from corpus.evaluation import flavours
from corpus.model import CellTruth, Truth
from corpus.options import any_options
from corpus.truth import make_truth
from gongkai.document import Place
from gongkai.errors import SourceError
from gongkai.forms.equations import Key
from gongkai.forms.load import load_forms
from gongkai.forms.model import Form, Line, TableForm
from gongkai.pipeline import extract_bytes
from gongkai.report import Report
from gongkai.tables.decide.reach import Room
from gongkai.tables.decide.search import Search
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.decide.ways import options_of
from gongkai.tables.reading import Placed, Reading, Value
from gongkai.text.numerals import Number, read_figure

_STEPS = 20_000_000  # of the search for other tables with the same text; thirteen times the room that a reader has
_NAMES = ("cells", "open zeros", "implied", "free", "missed", "bounded", "contradicted")


def main() -> int:
    """Print a line of counts a flavour; exit status 1 where a bound is contradicted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10, help="generated reports a form and seed (default 10)")
    parser.add_argument("--seed", type=int, nargs="+", default=[0], help="first seeds (default 0)")
    args = parser.parse_args()
    whole: Counter[str] = Counter()
    truths = [
        (form, seed, make_truth(seed, form, **any_options(seed)))
        for form in load_forms()
        for first in args.seed
        for seed in range(first, first + args.reports)
    ]
    summed = frozenset(table.key for form in load_forms() for table in form.tables if table.equations)
    free = {(form.id, seed): frozenset(free_cells(truth, form)) for form, seed, truth in truths}
    for flavour in flavours():
        if flavour.kind != "blanks dropped":
            continue
        counts: Counter[str] = Counter()
        for form, seed, truth in truths:
            try:
                report = extract_bytes(flavour.write(truth, Random(seed)) or b"", f"report{flavour.extension}")
            except SourceError:
                continue
            counts += counted(truth, report, summed, free[form.id, seed])
        print(_line(flavour.name, counts), flush=True)
        whole += counts
    print(_line("together", whole))
    return 1 if whole["contradicted"] else 0


def counted(
    truth: Truth, report: Report, summed: frozenset[str], free: frozenset[tuple[str, Key]] = frozenset()
) -> Counter[str]:
    """Count the cells of one report; ``summed`` are the tables with sums, ``free`` the zeros of which no sum can tell."""
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
            if cell.status == "ambiguous" and key in summed and key not in spoiled and value == 0:
                implied = found is not None and found.at_least == found.at_most == 0
                counts["open zeros"] += 1
                counts["implied"] += implied
                counts["free"] += not implied and (key, (cell.row, cell.column)) in free
                counts["missed"] += not implied and (key, (cell.row, cell.column)) not in free
    return counts


def free_cells(truth: Truth, form: Form) -> Iterator[tuple[str, Key]]:
    """Yield the zeros of a report that are above zero in another table which prints the same text without its blanks."""
    spoiled = {table for table, *_ in truth.wrong}
    for table in form.tables:
        cells = truth.tables.get(table.key)
        if cells is None or table.key in spoiled or not table.equations:
            continue
        yield from ((table.key, key) for key in dict.fromkeys(_other_figures(cells, table)))


def _other_figures(cells: Mapping[Key, CellTruth], table: TableForm) -> Iterator[Key]:
    readings = tuple(_reading(index, line, cells, table) for index, line in enumerate(table.lines))
    rows = [i for i, reading in enumerate(readings) if reading.options]
    search = Search(readings, rows, table, Room(_STEPS))
    search.run()
    truly = {key: own.value or 0 for key, own in cells.items()}
    for solution in search.shown:
        other = dict(truly)
        for index, vector in solution.items():
            slots = table.lines[index].slots
            other |= {(slot.row, slot.column): value for slot, value in zip(slots, vector, strict=True)}
        if _holds(other, table):
            yield from (key for key, value in other.items() if value and not truly.get(key))


def _holds(figures: Mapping[Key, Number], table: TableForm) -> bool:
    """Whether every sum of the form holds; money is compared as it is printed."""
    for equation in table.equations:
        sides = [sum(sign * figures[key] for sign, key in terms) for terms in (equation.left, equation.right)]
        over = round(sides[0] - sides[1], 6)
        if (over if equation.spec.compare == "<=" else abs(over)) > equation.spec.tolerance:
            return False
    return True


def _reading(index: int, line: Line, cells: Mapping[Key, CellTruth], table: TableForm) -> Reading:
    """Return a row as a text shows it that lost its blank cells: whole, or its figures in their order and all their ways to stand."""
    own = [cells.get((slot.row, slot.column)) for slot in line.slots]
    values = [_value(one) for one in own]
    printed = tuple(value for value in values if value is not None)
    if len(printed) == len(line.slots):
        placed = tuple(Placed(slot, value, "order") for slot, value in enumerate(printed))
        return Reading(line=index, label=line.label, placed=placed)
    options = options_of(printed, line, totals_of(table), glued=False)
    return Reading(line=index, label=line.label, loose=printed, options=options)


def _value(cell: CellTruth | None) -> Value | None:
    """Return what is printed in a cell; None where that is nothing."""
    if cell is None or not cell.printed.strip():
        return None
    return Value(cell.printed, read_figure(cell.printed), Place())


def _line(name: str, counts: Counter[str]) -> str:
    asked = counts["implied"] + counts["missed"]
    share = f"{counts['implied'] / asked:.0%}" if asked else "-"
    every = f"{counts['implied'] / counts['open zeros']:.0%}" if counts["open zeros"] else "-"
    told = ", ".join(f"{counts[key]} {key}" for key in _NAMES)
    return f"{name:<24}{told}: {share} of the open zeros that can be proved are implied ({every} of all)"


if __name__ == "__main__":
    raise SystemExit(main())
