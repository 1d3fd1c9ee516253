"""Milliseconds per report, beside the floor: what the libraries alone take to open the same file in the same run.

    scripts/bench                     # fixtures/, and ../shared/reports where that folder exists
    scripts/bench --rounds 30 FILE... # other files, more rounds
    scripts/bench --profile docx      # where the time of a format goes
    scripts/bench --formats 10        # reports in every format, scans among them, beside pdfplumber
    scripts/bench --dataset 10000     # seconds that CSV, Parquet and the other formats of so many reports take to write
    scripts/bench --long 12           # reports with four pages of prose: the first of a template, later ones, other programs
    scripts/bench --growth            # ms and MB over the pages of one report, and over the reports of a run
    scripts/bench --hostile           # seconds that 1 MB of nonsense takes, the slowest first

The floor is: txt, read and decode; docx, unzip and parse word/document.xml; html, the parser alone; pdf, pdfium's text
of all pages. Floor and extraction alternate, so that both meet the same machine; figures are medians over the rounds.
The forms are loaded once, before. What gongkai remembers between reports is forgotten before each extraction, and
another report is read first: the figure is that of the next report in a long run, never of one that was read before.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import sys
import zipfile
from collections.abc import Callable, Sequence
from inspect import signature
from pathlib import Path
from statistics import fmean, median
from time import perf_counter, process_time

import pypdfium2 as pdfium
from lxml import etree
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from bench_formats import pdf_text, print_formats
from bench_hostile import PIECES, hostile_files
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.forms.model import Form
from gongkai.pipeline import extract, extract_bytes
from gongkai.report import Report, Source

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "fixtures", ROOT.parent / "shared" / "reports")
SUFFIXES = (".txt", ".docx", ".html", ".pdf")
SECONDS_TO_MS = 1000
CLOCKS = {"wall": perf_counter, "cpu": process_time}
HOSTILE_AIM = 2.0  # seconds
# Aims: at most FACTOR times the floor, plus MARGIN milliseconds.
AIMS = {"txt": (0.0, 10.0), "docx": (2.0, 5.0), "html": (2.0, 5.0), "pdf": (2.0, 5.0)}


class Measured(Struct, frozen=True):
    """One file's medians, in milliseconds; ``maker`` is the program that a PDF names as its producer."""

    name: str
    source: Source
    maker: str
    floor: float
    ours: float

    @property
    def aim(self) -> float | None:
        """Milliseconds that it may take; None for a PDF whose text alone did not suffice."""
        if self.source.format == "pdf" and self.source.reader != "pdf:text":
            return None
        factor, margin = AIMS[self.source.format]
        return factor * self.floor + margin


def main() -> int:  # noqa: PLR0911  (one way out for each thing that may be asked)
    """Measure, or profile; the exit status says nothing about the aims."""
    args = _arguments()
    if args.hostile:
        return _print_hostile(Bench(load_forms(), args.rounds, process_time), args.size)
    if args.formats:
        print_formats(load_forms(), args.formats)
        return 0
    if args.long:
        from bench_long import print_long

        bench = Bench(load_forms(), 1, process_time)
        print_long(bench.forms, args.long, lambda path: _floor(path, bench.read(path).source), _forget)
        return 0
    if args.growth:
        from bench_growth import print_growth

        print_growth(load_forms()[0], args.pages, args.reports)
        return 0
    if args.dataset:
        from bench_dataset import print_dataset

        print_dataset(load_forms(), args.dataset)
        return 0
    files = args.files or [p for folder in FOLDERS if folder.is_dir() for p in sorted(folder.iterdir())]
    files = [path for path in files if path.suffix in SUFFIXES]
    bench = Bench(load_forms(), args.rounds, CLOCKS[args.clock])
    if args.profile:
        return _profile([path for path in files if path.suffix == f".{args.profile}"], bench)
    measured = [found for path in files if (found := bench.measure(path, _other(path, files)))]
    _print_files(measured)
    _print_formats(measured)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files to read instead of the fixtures")
    parser.add_argument("--rounds", type=int, default=11, help="rounds a file (default 11)")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="cpu: leave out what other programs take")
    parser.add_argument("--profile", choices=[s[1:] for s in SUFFIXES], help="print where the time of a format goes")
    parser.add_argument("--formats", type=int, metavar="N", help="N reports in every format that can be printed here")
    parser.add_argument("--dataset", type=int, metavar="N", help="writing a dataset of N reports, in every format")
    parser.add_argument("--long", type=int, metavar="N", help="N reports of the usual length, first and later ones")
    parser.add_argument("--growth", action="store_true", help="how cost grows with pages and with reports")
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 10, 50], help="of --growth; 500 is a book")
    parser.add_argument("--reports", type=int, nargs="+", default=[100, 300], help="of --growth; 50000 is an archive")
    parser.add_argument("--hostile", action="store_true", help="print what hostile texts take, and what comes of them")
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes of a hostile text (default 1000000)")
    return parser.parse_args()


def _other(path: Path, files: Sequence[Path]) -> Path:
    """Return the next file of the same format, or the file itself where it is the only one."""
    alike = [file for file in files if file.suffix == path.suffix]
    return alike[(alike.index(path) + 1) % len(alike)]


class Bench(Struct, frozen=True):
    """How to measure."""

    forms: tuple[Form, ...]
    rounds: int
    clock: Callable[[], float]

    def measure(self, path: Path, other: Path) -> Measured | None:
        """Time floor and extraction in turn, after one round that warms up."""
        try:
            source = self.read(path).source
            self.read(other)
        except SourceError as error:
            print(f"left out: {error}", file=sys.stderr)
            return None
        floor = _floor(path, source)
        floors, ours = [], []
        for number in range(self.rounds + 1):
            _forget()
            self.read(other)
            pair = self.time(floor), self.time(lambda: self.read(path))
            if number:
                floors.append(pair[0])
                ours.append(pair[1])
        return Measured(path.name, source, _maker(path, source), median(floors), median(ours))

    def read(self, path: Path) -> Report:
        """Extract a report."""
        return extract(path, forms=self.forms)

    def time(self, call: Callable[[], object]) -> float:
        """Return the milliseconds that a call takes."""
        start = self.clock()
        call()
        return (self.clock() - start) * SECONDS_TO_MS


def _forget() -> None:
    """Empty every cache of gongkai's functions, but for those that take nothing: these hold the package's own files, as the forms do."""
    for name, module in list(sys.modules.items()):
        if name.startswith("gongkai"):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)) and signature(value).parameters:
                    clear()


def _floor(path: Path, source: Source) -> Callable[[], object]:
    """Return what the libraries must do at least with this file."""
    if source.format == "txt":
        return lambda: path.read_bytes().decode(source.encoding or "utf-8")
    if source.format == "docx":
        return lambda: _parse_word(path)
    if source.format == "html":
        page = path.read_bytes().decode(source.encoding or "utf-8")
        return lambda: LexborHTMLParser(page)
    return lambda: pdf_text(path.read_bytes())


def _parse_word(path: Path) -> object:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def _maker(path: Path, source: Source) -> str:
    if source.format != "pdf":
        return ""
    document = pdfium.PdfDocument(path)
    producer: str = document.get_metadata_dict().get("Producer", "")
    document.close()
    return producer


def _print_files(measured: Sequence[Measured]) -> None:
    print(f"{'report':28} {'read by':13} {'floor ms':>9} {'ms':>8} {'ratio':>7} {'aim ms':>8}  aim met")
    for m in measured:
        aim = "       -" if m.aim is None else f"{m.aim:8.1f}"
        met = "- (not by its text alone)" if m.aim is None else "yes" if m.ours <= m.aim else "no"
        figures = f"{m.floor:9.2f} {m.ours:8.1f} {m.ours / m.floor:6.1f}x {aim}"
        print(f"{m.name:28} {m.source.reader:13} {figures}  {met}{f'  ({m.maker})' if m.maker else ''}")


def _print_formats(measured: Sequence[Measured]) -> None:
    """Print the mean of each format; PDFs by rung, as the aim holds for the text rung only."""
    print(f"\n{'format':13} {'reports':>7} {'floor ms':>9} {'ms':>8} {'ratio':>7} {'aim ms':>8}  aim met by")
    groups = sorted({_group(m) for m in measured}, key=lambda name: (list(AIMS).index(name.split(":")[0]), name))
    for group in groups:
        members = [m for m in measured if _group(m) == group]
        floor, ours = fmean(m.floor for m in members), fmean(m.ours for m in members)
        aims = [m for m in members if m.aim is not None]
        aim = f"{fmean(m.aim or 0 for m in aims):8.1f}" if aims else "       -"
        met = f"{sum(m.ours <= (m.aim or 0) for m in aims)} of {len(aims)}" if aims else "-"
        print(f"{group:13} {len(members):7} {floor:9.2f} {ours:8.1f} {ours / floor:6.1f}x {aim}  {met}")


def _group(measured: Measured) -> str:
    return measured.source.reader if measured.source.format == "pdf" else measured.source.format


def _print_hostile(bench: Bench, size: int) -> int:
    """Print the CPU seconds of each hostile text as each kind of file, the slowest first; the aim is 2."""
    found: list[tuple[float, str, str]] = []
    for name in PIECES:
        for file, data in hostile_files(name, size):
            _forget()
            start = bench.clock()
            result = _result_of(data, file, bench.forms)
            found.append((bench.clock() - start, file, result))
    for seconds, file, result in sorted(found, reverse=True):
        print(f"{seconds:7.2f} s  {'' if seconds < HOSTILE_AIM else 'SLOW  '}{file}: {result}")
    print(f"\n{sum(seconds < HOSTILE_AIM for seconds, *_ in found)} of {len(found)} take less than {HOSTILE_AIM} s")
    return 0


def _result_of(data: bytes, name: str, forms: tuple[Form, ...]) -> str:
    try:
        report = extract_bytes(data, name, forms=forms)
    except SourceError as error:
        return f"{error.code}: {str(error).removeprefix(f'{name}: ')}"[:90]
    return f"form {report.form.id}, {report.verification.reported} cells reported, {len(report.issues)} issues"


def _profile(files: Sequence[Path], bench: Bench) -> int:
    """Print the functions in which the time goes, by all that they call and by themselves."""
    if not files:
        print("no file of this format", file=sys.stderr)
        return 1
    profile = cProfile.Profile()
    for _ in range(bench.rounds):
        for path in files:
            _forget()
            bench.read(_other(path, files))
            with profile:
                bench.read(path)
    reads = len(files) * bench.rounds
    print(f"{reads} reads of {', '.join(path.name for path in files)}; the profiler itself slows Python code down")
    stats = pstats.Stats(profile).strip_dirs()
    stats.sort_stats("cumulative").print_stats(35)
    stats.sort_stats("tottime").print_stats(20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
