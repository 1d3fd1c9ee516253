"""Seconds that a dataset of N reports takes to write, beside those that it takes to read them from text (``scripts/bench --dataset N``).

Distinct reports are invented and printed as text in the ways that are quickest to read; each is read once and its lines are made, as a
run's worker does it. These stand for all N: their lines are given again under other ids, which costs little. CSV counts the making of
the lines and their writing.
"""

from __future__ import annotations

import hashlib
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

import msgspec
from msgspec import Struct

from corpus.options import any_options
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.dataset.columns import all_files
from gongkai.dataset.folder import JSON
from gongkai.dataset.formats.declared import FORMATS
from gongkai.dataset.formats.make import make_format
from gongkai.dataset.formats.source import open_source
from gongkai.dataset.packed import PackedReport, pack, pack_report, report_bytes
from gongkai.dataset.writers import write_tables
from gongkai.errors import SourceError
from gongkai.forms.model import Form
from gongkai.pipeline import extract_bytes

_DISTINCT = 200
_AIMED = ("csv", "parquet")


class Sample(Struct, frozen=True):
    """Distinct reports: their lines, their JSON, seconds that reading one takes and making its lines."""

    packed_reports: tuple[PackedReport, ...]
    reports: tuple[bytes, ...]
    reading: float
    lines: float


def print_dataset(forms: tuple[Form, ...], reports: int) -> None:
    """Print a line for reading and for each format, and whether CSV and Parquet take less than reading."""
    sample = _sample(forms, min(reports, _DISTINCT))
    reading = sample.reading * reports
    print(f"{reports} reports, from {len(sample.packed_reports)} distinct texts of {1000 * sample.reading:.1f} ms each")
    print(f"{'reading':10} {reading:8.1f} s")
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        times = _write(Path(name), sample, forms, reports)
    both = sum(times[name] for name in _AIMED)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"CSV + Parquet take {both:.1f} s, {both / reading:.2f} of reading; peak memory {peak} MB")


def _write(folder: Path, sample: Sample, forms: tuple[Form, ...], reports: int) -> dict[str, float]:
    (folder / JSON).mkdir()
    for number in range(reports):
        (folder / JSON / f"{_id(number)}.json").write_bytes(sample.reports[number % len(sample.reports)])
    start = perf_counter()
    write_tables(_packed_reports(sample, reports), [], [], forms, folder)
    times = {"csv": perf_counter() - start + sample.lines * reports}
    _print_time("csv", times["csv"], folder, ("*.csv",))
    source = open_source(folder, folder / JSON)
    for one in FORMATS:
        start = perf_counter()
        made = make_format(one, source, folder)
        times[one.name] = perf_counter() - start
        _print_time(one.name, times[one.name], folder, made.paths)
        for notice in made.notices:
            print(f"{'':10} {notice}")
    return times


def _print_time(name: str, seconds: float, folder: Path, paths: tuple[str, ...]) -> None:
    size = sum(path.stat().st_size for pattern in paths for path in folder.glob(pattern))
    print(f"{name:10} {seconds:8.1f} s {size / 1e6:8.1f} MB")


def _sample(forms: tuple[Form, ...], count: int) -> Sample:
    """Read distinct reports, in the order in which a run would: nothing is remembered of another one's text."""
    files = all_files(forms)
    packed_reports: list[PackedReport] = []
    reports: list[bytes] = []
    reading = lines = 0.0
    styles = [name for name, style in FLAVOURS.items() if style.kind == "blanks kept"]
    for seed in range(count):
        form = forms[seed % 2]  # the two that reports of today follow
        data = to_text(make_truth(seed, form, **any_options(seed)), styles[seed % len(styles)], Random(seed)).encode()
        start = perf_counter()
        try:
            report = extract_bytes(data, f"{seed}.txt", forms=forms)
        except SourceError:
            continue
        middle = perf_counter()
        packed_reports.append(pack_report(report, files))
        reading, lines = reading + middle - start, lines + perf_counter() - middle
        reports.append(report_bytes(report))
    return Sample(tuple(packed_reports), tuple(reports), reading / len(packed_reports), lines / len(packed_reports))


def _packed_reports(sample: Sample, reports: int) -> Iterator[PackedReport]:
    for number in range(reports):
        packed, new = sample.packed_reports[number % len(sample.packed_reports)], _id(number)
        lines = {name: text.replace(packed.report_id.encode(), new.encode()) for name, text in packed.lines.items()}
        yield msgspec.structs.replace(packed, report_id=new, data=pack(lines))


def _id(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:16]
