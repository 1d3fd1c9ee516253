"""Milliseconds for reports as long as published ones, the first of a template and later ones, beside other programs.

*First*: all that gongkai remembers is forgotten, and a report on another form, of the same kind, is read before. *Later*: the next
reports of the same make, as in a long run; each figure is the median over reports of the least of a few rounds. What others take is
measured on the same files: programs of this machine by the CPU time of their process, packages in the Python that
``GONGKAI_CONVERTERS`` names, after one file that warms them up. What is not there is left out, and said.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from msgspec import Struct

from corpus.long import lengthened
from corpus.options import any_options
from corpus.sources import page, page_pdf, pdf, written
from corpus.to_docx import to_docx
from corpus.to_text import to_text
from corpus.truth import Truth, make_truth
from gongkai.forms.model import Form
from gongkai.pipeline import extract

PAGES = 4  # of prose
_ROUNDS = 3
_OTHERS = Path(__file__).with_name("bench_others.py")
# Kind: file's ending, aim for first and for later reports: (times the floor, milliseconds).
Aim = tuple[float, float]
_KINDS: dict[str, tuple[str, Aim, Aim]] = {
    "docx": (".docx", (2.0, 5.0), (2.0, 3.0)),
    "html": (".html", (2.0, 5.0), (2.0, 3.0)),
    "text, cells marked": (".txt", (0.0, 10.0), (0.0, 6.0)),
    "text, a bar between": (".txt", (0.0, 10.0), (0.0, 6.0)),
    "pdftotext -layout": (".txt", (0.0, 10.0), (0.0, 6.0)),
    "pdf, LibreOffice": (".pdf", (2.0, 5.0), (1.5, 5.0)),
    "pdf, Chromium": (".pdf", (2.0, 5.0), (1.5, 5.0)),
}


class Row(Struct, frozen=True):
    """One kind of file, in milliseconds of CPU; ``others`` by the name of the program."""

    kind: str
    floor: float
    first: float
    later: float
    others: dict[str, float]


def print_long(
    forms: tuple[Form, ...], reports: int, floor: Callable[[Path], Callable[[], object]], forget: Callable[[], None]
) -> None:
    """Make the reports, measure each kind, print one line for it and one for what others take."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        print(f"{reports} reports with about {PAGES} pages of prose; milliseconds of CPU")
        print(
            f"{'kind':21} {'floor':>8} {'first':>8} {'ratio':>7} {'aim':>7} {'later':>8} {'ratio':>7} {'aim':>7}  met"
        )
        for kind, (stranger, *files) in _files(Path(name), forms, reports):
            _print(_measure(kind, stranger, files, forms, floor, forget))
    if not _converters():
        print("other packages were left out: GONGKAI_CONVERTERS names no Python that has them")


def _files(folder: Path, forms: tuple[Form, ...], reports: int) -> Iterator[tuple[str, list[Path]]]:
    """Yield each kind that can be made here, with its files; the first follows another form."""
    truths = [
        lengthened(make_truth(f"bench {i}", forms[0 if i else 1], **any_options(i)), PAGES, i)
        for i in range(reports + 1)
    ]
    for number, (kind, (ending, *_)) in enumerate(_KINDS.items()):
        made = [(folder / f"{number}-{i}{ending}", _printed(kind, truth)) for i, truth in enumerate(truths)]
        if any(data is None for _, data in made):
            print(f"{kind}: left out, the program that prints it is not installed")
            continue
        for path, data in made:
            path.write_bytes(data or b"")
        yield kind, [path for path, _ in made]


def _printed(kind: str, truth: Truth) -> bytes | None:
    if kind.startswith("text"):
        return to_text(truth, "tab-cells" if "cells" in kind else "markdown-row", Random(0)).encode()
    if kind == "pdftotext -layout":
        printed = pdf(truth) if shutil.which("pdftotext") else None
        if printed is None:
            return None
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(printed)
            file.flush()
            return written(["pdftotext", "-layout", file.name, "-"], None)
    return {"docx": to_docx, "html": page, "pdf, LibreOffice": pdf, "pdf, Chromium": page_pdf}[kind](truth)


def _measure(
    kind: str,
    stranger: Path,
    files: Sequence[Path],
    forms: tuple[Form, ...],
    floor: Callable[[Path], Callable[[], object]],
    forget: Callable[[], None],
) -> Row:
    firsts, laters, floors = [], [], []
    for path in files:
        open_it = floor(path)
        least: dict[str, list[float]] = {"first": [], "later": [], "floor": []}
        for _ in range(_ROUNDS):
            forget()
            extract(stranger, forms=forms)
            least["first"].append(_ms(lambda: extract(path, forms=forms)))  # noqa: B023
            for other in files:
                if other != path:
                    extract(other, forms=forms)
            least["later"].append(_ms(lambda: extract(path, forms=forms)))  # noqa: B023
            least["floor"].append(_ms(open_it))
        firsts.append(min(least["first"]))
        laters.append(min(least["later"]))
        floors.append(min(least["floor"]))
    return Row(kind, median(floors), median(firsts), median(laters), _others(files))


def _ms(call: Callable[[], object]) -> float:
    start = process_time()
    call()
    return 1000 * (process_time() - start)


def _others(files: Sequence[Path]) -> dict[str, float]:
    """Return what others take for one of the files, in milliseconds."""
    found: dict[str, float] = {}
    ending = files[0].suffix
    if shutil.which("pandoc") and ending in {".docx", ".html"}:
        found["pandoc"] = median(_child_ms(["pandoc", "-t", "plain", str(path), "-o", os.devnull]) for path in files)
    if (python := _converters()) and ending != ".txt":
        done = subprocess.run([python, str(_OTHERS), *map(str, files)], capture_output=True, text=True, check=False)
        print("".join(f"{line}\n" for line in done.stderr.splitlines() if ": left out" in line), end="")
        pairs = (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
        found |= {name: float(value) for name, value in pairs}
    return found


def _child_ms(words: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _converters() -> str | None:
    return shutil.which(os.environ.get("GONGKAI_CONVERTERS", "")) or None


def _print(row: Row) -> None:
    _, first, later = _KINDS[row.kind]
    aims = [factor * row.floor + margin for factor, margin in (first, later)]
    met = f"{'yes' if row.first <= aims[0] else 'no'}, {'yes' if row.later <= aims[1] else 'no'}"
    print(
        f"{row.kind:21} {row.floor:8.2f} {row.first:8.1f} {row.first / row.floor:6.1f}x {aims[0]:7.1f}"
        f" {row.later:8.1f} {row.later / row.floor:6.1f}x {aims[1]:7.1f}  {met}"
    )
    if row.others:
        told = ", ".join(f"{name} {ms:.1f} ({ms / row.later:.1f}x ours)" for name, ms in row.others.items())
        print(f"{'':21} others: {told}")
    sys.stdout.flush()
