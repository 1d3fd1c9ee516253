"""A long run, measured: does memory stay flat, what does the engine cost beside the reading, do two workers do twice as much.

scripts/soak                     20,000 reports: about a quarter of an hour on two cores
scripts/soak --reports 2000
scripts/soak --no-speed          without the runs that compare one worker with more

Text, Markdown, CSV, web pages and Word files in equal parts, half of them in archives (zip, tar.gz, both in a zip); each content differs
by a line; one of forty is there twice, and one file more of forty is broken. The run must account for every one.

The run has a process of its own, which holds nothing of what wrote the files; it and all below it are watched from outside
(``corpus/watched.py``). Workers grow while they are young and are put away after so many tasks, so quarters are compared only where each
holds a whole life of every worker. Overhead is told by the clock, for which the machine must be idle, and in the processor's seconds,
which hold on a busy one too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from corpus.watched import Held, Watch
from gongkai.bulk import run as engine
from gongkai.bulk.pool import RECYCLED
from gongkai.bulk.sources import find_sources
from gongkai.dataset.writers import Summary
from gongkai.forms.load import load_forms
from gongkai.processes.limits import Limits

if TYPE_CHECKING:
    from corpus.mixed import Expected

_SUBSET = 3000  # enough for the start of the workers not to count
_ROUNDS = 2  # with one and with more workers in turn; the best of each counts, for a machine has other things to do
_MEGA = 2**20
_AIMS = {"growth": 1.05, "overhead": 0.15, "speed": 1.8}


class Ran(Struct, frozen=True):
    """What the run's process says of itself. ``busy`` is the sum of the seconds that the sources took, ``last`` when the last of them
    ended; ``own`` and ``workers`` are the processor's seconds of that process and of those below it.
    """

    sources: int
    summary: Summary
    busy: float
    begun: float
    last: float
    ended: float
    own: float
    workers: float


class Run(Struct, frozen=True):
    """One run, and what was held from its beginning, in seconds since then."""

    found: Expected
    unaccounted: int
    wall: float
    busy: float
    tables: float
    memory: list[Held]
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
        whole = _run(folder / "r", folder / "d", asked.jobs, _made(folder / "r", asked.reports))
        _print(whole, asked.jobs)
        if asked.speed:
            speed = _speed(folder, min(_SUBSET, asked.reports), asked.jobs)
            print(
                f"{asked.jobs} workers  {speed:.2f} times as fast as one  {_verdict(speed >= _AIMS['speed'] * asked.jobs / 2)}"
            )


def _speed(folder: Path, reports: int, jobs: int) -> float:
    """Return how many times faster ``jobs`` workers are than one."""
    expected = _made(folder / "subset", reports)
    times: dict[int, list[float]] = {1: [], jobs: []}
    for turn in range(_ROUNDS):
        for workers, walls in times.items():
            walls.append(_run(folder / "subset", folder / f"d{workers}-{turn}", workers, expected).wall)
    return min(times[1]) / min(times[jobs])


def _made(folder: Path, reports: int) -> Expected:
    from corpus.mixed import write_mixed  # not above: the run's process imports this module, and holds none of it

    return write_mixed(folder, reports)


def _run(sources: Path, dataset: Path, jobs: int, expected: Expected) -> Run:
    """Run once in a process of its own, with an eye on the memory. Ends where not all that was written is found again."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_told, args=(sources, dataset, jobs, theirs))
    process.start()
    theirs.close()
    assert process.pid is not None
    with Watch(process.pid) as watch:
        try:
            ran: Ran = ours.recv()
        except EOFError:
            process.join()
            raise SystemExit(f"the run's process died ({process.exitcode})") from None
    process.join()
    summary = ran.summary
    counts = type(expected)(summary.reports, summary.duplicates, summary.failures, expected.archives)
    if (counts, summary.unaccounted, ran.sources) != (expected, 0, expected.sources):
        raise SystemExit(
            f"{expected} was written, {counts} found, {summary.unaccounted} of {ran.sources} unaccounted for"
        )
    memory = [replace(held, at=held.at - ran.begun) for held in watch.seen]
    return Run(
        counts, summary.unaccounted, ran.ended - ran.begun, ran.busy, ran.ended - ran.last, memory, ran.own, ran.workers
    )


def _told(sources: Path, dataset: Path, jobs: int, line: Connection) -> None:
    """Run in this process, and say what came of it."""
    busy, last = 0.0, 0.0

    def progress(step: engine.Step) -> None:
        nonlocal busy, last
        busy += step.done.seconds if step.done is not None else 0.0
        last = time.monotonic()

    begun, own, workers = time.monotonic(), time.process_time(), _below()
    found = find_sources([sources])
    summary = engine.run(found, dataset, load_forms(), progress, engine=Limits(jobs))
    line.send(
        Ran(len(found), summary, busy, begun, last, time.monotonic(), time.process_time() - own, _below() - workers)
    )


def _below() -> float:
    """Return the processor's seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _quarters(run: Run, size: Callable[[Held], int]) -> list[list[int]]:
    """Return what was held at each look, by the quarters of the reading."""
    quarter = (run.wall - run.tables) / 4
    return [[size(held) for held in run.memory if n * quarter <= held.at < (n + 1) * quarter] for n in range(4)]


def _told_memory(run: Run, jobs: int) -> list[str]:
    """Say what was held in each quarter by all together, by the run's own process, by a worker."""
    whole = [max(held, default=0) for held in _quarters(run, lambda held: held.whole)]
    middle = [median(held) if held else 0 for held in _quarters(run, lambda held: held.whole)]
    own = [max(held, default=0) for held in _quarters(run, lambda held: held.own)]
    worker = [max(held, default=0) for held in _quarters(run, lambda held: max(held.workers, default=0))]
    lives = run.found.sources / (4 * max(1, jobs) * RECYCLED)
    flat = whole[-1] <= _AIMS["growth"] * whole[0]
    verdict = _verdict(flat) if lives >= 1 else f"a quarter holds {lives:.2f} lives of a worker: too few to tell"
    most = max(run.memory, key=lambda held: held.whole, default=Held(0, 0))
    return [
        f"memory     {_megas(whole)} MB at most in the quarters, {_megas(middle)} in the middle  {verdict}",
        f"           {_megas(own)} MB in the run's own process, {_megas(worker)} in the largest worker",
        f"           {_megas([most.whole])} MB at most at all: {_megas([most.own])} own,"
        f" {_megas(most.workers) or 'none'} in workers, {_megas([most.others])} beside them",
    ]


def _megas(sizes: Sequence[float]) -> str:
    return ", ".join(f"{size / _MEGA:.0f}" for size in sizes)


def _print(run: Run, jobs: int) -> None:
    found = run.found
    overhead = (run.wall * jobs - run.busy) / run.busy
    print(
        f"reports    {found.reports} in {run.wall:.0f} s, {found.reports / run.wall:.1f} a second with {jobs} workers"
    )
    print(f"sources    {found.sources} = {found.reports} reports + {found.repetitions} repetitions + {found.failures} failures"
          f" + {run.unaccounted} unaccounted for; {found.archives} archives among them")  # fmt: skip
    print(*_told_memory(run, jobs), sep="\n")
    print(f"reading    {run.busy:.0f} s, {1000 * run.busy / found.sources:.1f} ms a source")
    print(f"tables     {run.tables:.1f} s, {1000 * run.tables / found.reports:.2f} ms a report")
    print(f"overhead   {overhead:.1%} of the reading  {_verdict(overhead <= _AIMS['overhead'])}")
    print(f"processor  {run.own:.0f} s in the run's own process , {run.workers:.0f} s in its workers")


def _verdict(held: bool) -> str:
    return "as aimed" if held else "NOT as aimed"


if __name__ == "__main__":
    main()
