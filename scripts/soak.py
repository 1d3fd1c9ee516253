"""A long run, measured: does memory stay flat, what does the engine cost beside the reading, do two workers do twice as much.

scripts/soak                     20,000 reports: about a quarter of an hour on two cores
scripts/soak --reports 2000

Text, web pages and Word files in equal parts; each content differs by a line. Memory is the proportional set size (PSS) of the whole
process tree, by which pages that processes share count once.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from msgspec import Struct

from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import to_text
from corpus.truth import Truth, make_truth
from gongkai.bulk import run as engine
from gongkai.bulk.limits import Limits
from gongkai.bulk.sources import find_sources
from gongkai.forms.load import load_forms

_TRUTHS = 70
_SUBSET = 3000  # enough for the start of the workers not to count
_ROUNDS = 2  # with one and with more workers in turn; the best of each counts, for a machine has other things to do
_LOOK = 0.5
_MEGA = 2**20
_AIMS = {"growth": 1.05, "overhead": 0.15, "speed": 1.8}
_LINE = "本报告第{:08}号。"


class Run(Struct, frozen=True):
    """One run. ``busy`` is the sum of the seconds that the reports took, ``tables`` the seconds after the last of them."""

    reports: int
    wall: float
    busy: float
    tables: float
    memory: list[tuple[float, int]]


def main() -> None:
    """Generate, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-soak-") as name:
        folder = Path(name)
        _generate(folder / "r", asked.reports)
        _generate(folder / "subset", min(_SUBSET, asked.reports))
        whole = _run(folder / "r", folder / "d", asked.jobs)
        times: dict[int, list[float]] = {1: [], asked.jobs: []}
        for turn in range(_ROUNDS):
            for jobs, walls in times.items():
                walls.append(_run(folder / "subset", folder / f"d{jobs}-{turn}", jobs).wall)
    _print(whole, asked.jobs, min(times[1]) / min(times[asked.jobs]))


def _generate(folder: Path, reports: int) -> None:
    """Write reports to ``folder``, a thousand a subfolder."""
    contents = _contents()
    for number in range(reports):
        suffix, content, mark = contents[number % len(contents)]
        path = folder / f"{number // 1000:03}/{number:06}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.replace(mark, _LINE.format(number).encode()))


def _contents() -> list[tuple[str, bytes, bytes]]:
    """Return suffix, content and the bytes in it that are to be replaced by a line of its own."""
    form = next(form for form in load_forms() if form.id == "gio-2021")
    mark = _LINE.format(0)
    made: list[tuple[str, bytes, bytes]] = []
    for seed in range(_TRUTHS):
        truth = make_truth(seed, form)
        made += _printed(truth, mark, Random(seed))
    return made


def _printed(truth: Truth, mark: str, rng: Random) -> Iterator[tuple[str, bytes, bytes]]:
    yield ".txt", f"{to_text(truth, 'tab-rows', rng)}\n{mark}\n".encode(), mark.encode()
    yield ".html", to_html(truth).replace("</body>", f"<p>{mark}</p></body>").encode(), mark.encode()
    yield ".docx", _with_comment(to_docx(truth), mark.encode()), mark.encode()


def _with_comment(archive: bytes, comment: bytes) -> bytes:
    """Put a comment at the end of a zip archive: another content, the same members."""
    return archive[:-2] + len(comment).to_bytes(2, "little") + comment


def _run(sources: Path, dataset: Path, jobs: int) -> Run:
    """Run once, with an eye on the memory."""
    busy: list[float] = []
    last = [0.0]

    def progress(step: engine.Step) -> None:
        if step.done is not None:
            busy.append(step.done.seconds)
        last[0] = time.monotonic()

    memory: list[tuple[float, int]] = []
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(memory, ended))
    found = find_sources([sources])
    watch.start()
    start = time.monotonic()
    try:
        summary = engine.run(found, dataset, load_forms(), progress, engine=Limits(jobs))
    finally:
        ended.set()
        watch.join()
    end = time.monotonic()
    if summary.failures or summary.duplicates:
        raise SystemExit(f"{summary.failures} reports were not read, {summary.duplicates} are double")
    return Run(len(found), end - start, sum(busy), end - last[0], [(at - start, size) for at, size in memory])


def _watch(memory: list[tuple[float, int]], ended: threading.Event) -> None:
    while not ended.wait(_LOOK):
        memory.append((time.monotonic(), sum(map(_pss, _tree(os.getpid())))))


def _tree(root: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            below = task.read_text().split()
        except OSError:
            continue
        for process in below:
            yield from _tree(int(process))


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _print(run: Run, jobs: int, speed: float) -> None:
    reading = run.wall - run.tables
    quarter = reading / 4
    first = max(size for at, size in run.memory if at <= quarter)
    last = max(size for at, size in run.memory if reading - quarter <= at <= reading)
    whole = max(size for _, size in run.memory)
    overhead = (run.wall * jobs - run.busy) / run.busy
    print(f"reports    {run.reports} in {run.wall:.0f} s, {run.reports / run.wall:.1f} a second with {jobs} workers")
    print(f"memory     {first / _MEGA:.0f} MB in the first quarter, {last / _MEGA:.0f} MB in the last, {whole / _MEGA:.0f} MB at most"
          f"  {_verdict(last / first <= _AIMS['growth'])}")  # fmt: skip
    print(f"reading    {run.busy:.0f} s, {1000 * run.busy / run.reports:.1f} ms a report")
    print(f"tables     {run.tables:.1f} s, {1000 * run.tables / run.reports:.2f} ms a report")
    print(f"overhead   {overhead:.1%} of the reading  {_verdict(overhead <= _AIMS['overhead'])}")
    print(f"{jobs} workers  {speed:.2f} times as fast as one  {_verdict(speed >= _AIMS['speed'] * jobs / 2)}")


def _verdict(held: bool) -> str:
    return "as aimed" if held else "NOT as aimed"


if __name__ == "__main__":
    main()
