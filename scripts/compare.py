"""Holds what other people's programs make of the tables of invented documents beside what gongkai makes of them.

    python3 -m venv /tmp/others
    /tmp/others/bin/pip install 'markitdown[docx,xlsx,pdf]' pandas lxml \
        'docling-slim[format-docx,format-html,format-xlsx,format-markdown]'
    scripts/compare.py --python /tmp/others/bin/python --reports 2 --seed 40

The documents are those of ``scripts/evaluate.py --others``: every kind, printed in each format that is named (docx, html, xlsx, md, and
with ``--pdf`` the PDFs of LibreOffice and Chromium). Programs that are not in that Python are left out; none is a dependency.

*path*: printed figures under all labels of their row and column, heads and stubs as the program says them (of a program that does not say
which columns are labels, and that is all but gongkai, we take those that are). *told*: the same by the last label of the row and of the
column only, after we have told the programs how many lines are heads, and where in a sheet a table begins: whether the table is whole.
*wrong*: figures that stand under labels, by *told*, under which none is printed, of those given. *ms*: CPU time a document, the program
being loaded.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path as File
from random import Random
from statistics import median
from time import process_time

sys.path.insert(0, str(File(__file__).resolve().parent))

from corpus.others.evaluation import figures_of, folded, printers
from corpus.others.kinds import KINDS
from corpus.others.model import Other, Path, Printed
from corpus.others.printing import placed
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes

Figure = tuple[Path, Path, str]
Told = tuple[int, list[list[str]]]
Found = dict[tuple[str, str], tuple[Counter[Figure], Counter[Figure], float]]
"""By program and file: figures by their whole paths, by their last labels, CPU seconds."""
FORMATS = ("docx", "html", "xlsx", "md")


def main() -> None:
    """Print the files, read them with every program, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", help="the Python that has the other programs")
    parser.add_argument("--reports", type=int, default=1, help="documents of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pdf", action="store_true", help="PDFs, too")
    asked = parser.parse_args()
    names = [*FORMATS, *(("pdf-office", "pdf-chromium") if asked.pdf else ())]
    with tempfile.TemporaryDirectory() as folder:
        made = _print_files(File(folder), range(asked.seed, asked.seed + asked.reports), names)
        found = _ours(made) | (_theirs(asked.python, made) if asked.python else {})
    print(f"{'format':14}{'program':18}{'path':>9}{'told':>9}{'wrong':>9}{'ms':>9}")
    for name in names:
        own = {file: other for file, (other, kind) in made.items() if kind == name}
        for program in dict.fromkeys(program for program, file in found if file in own):
            print(_line(name, program, own, found))


def _print_files(folder: File, seeds: range, names: Sequence[str]) -> dict[str, tuple[Other, str]]:
    made: dict[str, tuple[Other, str]] = {}
    for name in names:
        suffix, printer = printers()[name]
        for seed in seeds:
            for kind, make in KINDS.items():
                other = make(Random(f"{kind}{seed}"))
                if (data := printer(other)) is not None:
                    file = folder / f"{name}-{kind}-{seed}{suffix}"
                    file.write_bytes(data)
                    made[str(file)] = (other, name)
    return made


def _ours(made: dict[str, tuple[Other, str]]) -> Found:
    """What gongkai finds; without the packaged families, which know some of the invented kinds."""
    found: Found = {}
    forms = load_forms()
    for file in made:
        data, name = File(file).read_bytes(), File(file).name
        spent = []
        for _ in range(2):
            start = process_time()
            report = extract_bytes(data, name, forms=forms)
            spent.append(process_time() - start)
        whole = Counter((*labels, _number(text)) for grid in report.grids for *labels, text in figures_of(grid))
        found["gongkai", file] = (whole, _by_last(whole), min(spent))
    return found


def _theirs(python: str, made: dict[str, tuple[Other, str]]) -> Found:
    programs = str(File(__file__).with_name("compare_programs.py"))
    said = subprocess.run([python, programs, *made], stdout=subprocess.PIPE, text=True, check=True).stdout
    found: Found = {}
    for line in said.splitlines():
        program, file, seconds, tables = json.loads(line)
        other = made[file][0]
        stated: Counter[Figure] = Counter()
        told: Counter[Figure] = Counter()
        for heads, rows in tables:
            stated += _best([(table, _read_as(table, heads, rows)) for table in other.all_tables()])
        for table in other.all_tables():
            told += _best([(table, read) for _, rows in tables for read in _told(table, rows)])
        found[program, file] = (stated, _by_last(told), seconds)
    return found


def _best(options: Sequence[tuple[Printed, Counter[Figure]]]) -> Counter[Figure]:
    """Of the ways in which a program's table may be one that is printed, the one that fits best."""
    fits = [((_by_last(own) & _by_last(_wanted([table]))).total(), own) for table, own in options]
    return max(fits, key=lambda fit: fit[0])[1] if fits else Counter()


def _read_as(table: Printed, heads: int, rows: list[list[str]]) -> Counter[Figure]:
    return Counter(_figures(table, heads, rows))


def _told(table: Printed, rows: list[list[str]]) -> Iterator[Counter[Figure]]:
    """The program's table with its heads told; also from every row that begins as the printed one does, in a table of a whole sheet."""
    cells = placed(table)
    corner, height = folded((cells[0][4],)), max(cell[0] + cell[2] for cell in cells)
    for first, row in enumerate(rows):
        if first == 0 or (row and folded((row[0],)) == corner):
            yield _read_as(table, _depth(table), rows[first : first + height])


def _depth(table: Printed) -> int:
    return max(cell[0] + 1 for cell in placed(table)) - max(len(half.rows) + len(half.banners) for half in table.halves)


def _figures(table: Printed, heads: int, rows: list[list[str]]) -> Iterator[Figure]:
    """The cells of a matrix under its heads, beside the stubs of the printed table."""
    left = 0
    for half in table.halves:
        stub = range(left, left + len(half.stubs))
        left = stub.stop + sum(head.width for head in half.heads)
        for row in rows[heads:]:
            labels = tuple(dict.fromkeys(row[c] for c in stub if c < len(row) and row[c]))
            for c in range(stub.stop, min(left, len(row))):
                over = tuple(dict.fromkeys(line[c] for line in rows[:heads] if c < len(line) and line[c]))
                yield folded(labels), folded(over), _number(row[c])


def _wanted(tables: Sequence[Printed]) -> Counter[Figure]:
    return Counter(
        (folded(row), folded(column), _number(text))
        for table in tables
        for half in table.halves
        for row, column, text in half.cells()
    )


def _number(text: str) -> str:
    """A figure without what a program that makes numbers of texts drops: 1,200.50 and 1200.5 are one."""
    try:
        return f"{Decimal(text.replace(',', '')).normalize():f}"
    except InvalidOperation:
        return folded((text,))[0]


def _by_last(figures: Counter[Figure]) -> Counter[Figure]:
    counted: Counter[Figure] = Counter()
    for (row, column, text), count in figures.items():
        counted[row[-1:], column[-1:], text] += count
    return counted


def _line(name: str, program: str, own: dict[str, Other], found: Found) -> str:
    sums: dict[str, int] = defaultdict(int)
    spent = []
    for file, other in own.items():
        whole, last, seconds = found[program, file]
        wanted = _wanted(other.all_tables())
        given = Counter({each: n for each, n in last.items() if any(c.isdecimal() for c in each[2])})
        sums["wanted"] += wanted.total()
        sums["path"] += (wanted & whole).total()
        sums["told"] += (_by_last(wanted) & last).total()
        sums["given"] += given.total()
        sums["wrong"] += (given - _by_last(wanted)).total()
        spent.append(1000 * seconds)
    shares = (sums["path"] / sums["wanted"], sums["told"] / sums["wanted"], sums["wrong"] / max(1, sums["given"]))
    return f"{name:14}{program:18}" + "".join(f"{share:>9.2%}" for share in shares) + f"{median(spent):>9.1f}"


if __name__ == "__main__":
    main()
