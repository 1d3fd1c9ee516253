"""How cost grows: CPU milliseconds and peak memory over the pages of one report, and over the reports of a run.

Each point is a process of its own, so that its peak is its own. Linear means: the milliseconds of a page, or of a report, stay alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from corpus.long import lengthened
from corpus.options import any_options
from corpus.sources import page
from corpus.to_docx import to_docx
from corpus.to_text import to_text
from corpus.truth import Truth, make_truth
from gongkai.forms.model import Form

_KINDS: dict[str, Callable[[Truth], bytes]] = {
    ".docx": to_docx,
    ".html": page,
    ".txt": lambda truth: to_text(truth, "tab-cells", Random(0)).encode(),
}
_READ = """
import resource, sys, time
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract
forms = load_forms()
def ms(path):
    start = time.process_time()
    extract(path, forms=forms)
    return 1000 * (time.process_time() - start)
small = min(ms(sys.argv[1]) for _ in range(3))
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(ms(sys.argv[2]) - small, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) / 1024)
"""
_MAKES = 20  # reports that are made; in a run they are told apart by a line


def print_growth(form: Form, pages: Sequence[int], reports: Sequence[int]) -> None:
    """Print both curves."""
    with tempfile.TemporaryDirectory(prefix="gongkai-growth-") as name:
        _print_pages(Path(name), form, pages)
        _print_reports(Path(name), form, reports)


def _print_pages(folder: Path, form: Form, pages: Sequence[int]) -> None:
    print(f"{'one report':12} {'pages':>7} {'ms':>9} {'ms a page':>10} {'MB':>7}")
    for ending, write in _KINDS.items():
        small = _made(folder, form, ending, write, 0)
        for count in pages:
            words = [sys.executable, "-c", _READ, str(small), str(_made(folder, form, ending, write, count))]
            ms, peak = map(float, subprocess.run(words, capture_output=True, text=True, check=True).stdout.split())
            print(f"{ending:12} {count:7} {ms:9.0f} {ms / count:10.1f} {peak:7.0f}", flush=True)
    print("(what the same report without these pages takes is taken off)\n")


def _made(folder: Path, form: Form, ending: str, write: Callable[[Truth], bytes], pages: int) -> Path:
    truth = make_truth("growth", form)
    path = folder / f"{pages}{ending}"
    path.write_bytes(write(lengthened(truth, pages, pages) if pages else truth))
    return path


def _print_reports(folder: Path, form: Form, reports: Sequence[int]) -> None:
    """Run over pages and texts in equal parts, with one worker; the peak is that of the largest process."""
    print(f"{'a run':12} {'reports':>7} {'s':>9} {'ms each':>10} {'MB':>7}")
    makes = [lengthened(make_truth(f"growth {i}", form, **any_options(i)), 4, i) for i in range(_MAKES)]
    printed = [(ending, _KINDS[ending](truth)) for truth in makes for ending in (".html", ".txt")]
    for count in reports:
        sources = folder / f"run-{count}"
        sources.mkdir()
        for number in range(count):
            ending, data = printed[number % len(printed)]
            mark = f"<p>第{number}号</p>" if ending == ".html" else f"\n第{number}号\n"
            (sources / f"{number:06}{ending}").write_bytes(data + mark.encode())
        ms, peak = _run("extract", [sources, "-o", folder / f"dataset-{count}", "--jobs", "1"], folder)
        print(f"{'html, text':12} {count:7} {ms / 1000:9.1f} {ms / count:10.1f} {peak:7.0f}", flush=True)


def _run(command: str, words: Sequence[object], folder: Path) -> tuple[float, float]:
    """Run gongkai and return its CPU milliseconds, children included, and the peak of its memory in MB."""
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai", command, *map(str, words)], stdout=said, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"gongkai {command} ended with {process.returncode}")
    return 1000 * (used.ru_utime + used.ru_stime), used.ru_maxrss / 1024
