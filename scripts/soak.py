"""A long run, measured: does memory stay flat, what does the engine cost beside the reading, do two workers do twice as much.

scripts/soak                     20,000 reports: about a quarter of an hour on two cores
scripts/soak --reports 2000
scripts/soak --no-speed          without the runs that compare one worker with more

Text, Markdown, CSV, web pages and Word files in equal parts, half of them in archives (zip, tar.gz, both in a zip); each content differs
by a line; one of forty is there twice, and one file more of forty is broken. The run must account for every one. Memory is the
proportional set size (PSS) of the whole process tree, by which pages that processes share count once. Overhead is told by the clock, for
which the machine must be idle, and in the processor's seconds, which hold on a busy one too.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from corpus.mixed import Expected, write_mixed
from gongkai.bulk import run as engine
from gongkai.bulk.limits import Limits
from gongkai.bulk.sources import find_sources
from gongkai.forms.load import load_forms

_SUBSET = 3000  # enough for the start of the workers not to count
_ROUNDS = 2  # with one and with more workers in turn; the best of each counts, for a machine has other things to do
_LOOK = 0.5
_MEGA = 2**20
_AIMS = {"growth": 1.05, "overhead": 0.15, "speed": 1.8}


class Run(Struct, frozen=True):
    """One run. ``busy`` is the sum of the seconds that the sources took, ``tables`` the seconds after the last of them; ``own`` and
    ``workers`` are the processor's seconds of this process and of those below it.
    """

    found: Expected
    unaccounted: int
    wall: float
    busy: float
    tables: float
    memory: list[tuple[float, int]]
    own: float = 0.0
    workers: float = 0.0


def main() -> None:
    """Generate, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--speed", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-soak-") as name:
        folder = Path(name)
        whole = _run(folder / "r", folder / "d", asked.jobs, write_mixed(folder / "r", asked.reports))
        _print(whole, asked.jobs)
        if asked.speed:
            speed = _speed(folder, min(_SUBSET, asked.reports), asked.jobs)
            print(
                f"{asked.jobs} workers  {speed:.2f} times as fast as one  {_verdict(speed >= _AIMS['speed'] * asked.jobs / 2)}"
            )


def _speed(folder: Path, reports: int, jobs: int) -> float:
    """Return how many times faster ``jobs`` workers are than one."""
    expected = write_mixed(folder / "subset", reports)
    times: dict[int, list[float]] = {1: [], jobs: []}
    for turn in range(_ROUNDS):
        for workers, walls in times.items():
            walls.append(_run(folder / "subset", folder / f"d{workers}-{turn}", workers, expected).wall)
    return min(times[1]) / min(times[jobs])


def _run(sources: Path, dataset: Path, jobs: int, expected: Expected) -> Run:
    """Run once, with an eye on the memory. Ends where not all that was written is found again."""
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
    start, own, workers = time.monotonic(), time.process_time(), _below()
    try:
        summary = engine.run(found, dataset, load_forms(), progress, engine=Limits(jobs))
    finally:
        ended.set()
        watch.join()
    end = time.monotonic()
    counts = Expected(summary.reports, summary.duplicates, summary.failures, expected.archives)
    if (counts, summary.unaccounted, len(found)) != (expected, 0, expected.sources):
        raise SystemExit(
            f"{expected} was written, {counts} found, {summary.unaccounted} of {len(found)} unaccounted for"
        )
    return Run(
        counts, summary.unaccounted, end - start, sum(busy), end - last[0], [(at - start, size) for at, size in memory],
        time.process_time() - own, _below() - workers,
    )  # fmt: skip


def _below() -> float:
    """Return the processor's seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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


def _quarters(run: Run) -> list[int]:
    """Return the most memory of each quarter of the reading."""
    quarter = (run.wall - run.tables) / 4
    return [
        max((size for at, size in run.memory if n * quarter <= at <= (n + 1) * quarter), default=0) for n in range(4)
    ]


def _print(run: Run, jobs: int) -> None:
    found, quarters = run.found, _quarters(run)
    whole = max((size for _, size in run.memory), default=0)
    overhead = (run.wall * jobs - run.busy) / run.busy
    print(
        f"reports    {found.reports} in {run.wall:.0f} s, {found.reports / run.wall:.1f} a second with {jobs} workers"
    )
    print(f"sources    {found.sources} = {found.reports} reports + {found.repetitions} repetitions + {found.failures} failures"
          f" + {run.unaccounted} unaccounted for; {found.archives} archives among them")  # fmt: skip
    print(f"memory     {', '.join(f'{size / _MEGA:.0f}' for size in quarters)} MB in the quarters, {whole / _MEGA:.0f} MB at most"
          f"  {_verdict(quarters[-1] <= _AIMS['growth'] * quarters[0])}")  # fmt: skip
    print(f"reading    {run.busy:.0f} s, {1000 * run.busy / found.sources:.1f} ms a source")
    print(f"tables     {run.tables:.1f} s, {1000 * run.tables / found.reports:.2f} ms a report")
    print(f"overhead   {overhead:.1%} of the reading  {_verdict(overhead <= _AIMS['overhead'])}")
    print(
        f"processor  {run.own:.0f} s in the run's own process (its watch of the memory too), {run.workers:.0f} s in its workers"
    )


def _verdict(held: bool) -> str:
    return "as aimed" if held else "NOT as aimed"


if __name__ == "__main__":
    main()
