"""What files made to cost do cost: processor seconds and memory of each, read alone in a process of its own.

scripts/bench_costs.py                 every file of corpus/hostile_pdfs and hostile_drawn, which no report is like
scripts/bench_costs.py LZW rectangles

The aim is 20 seconds and a gigabyte each, and a report or a reason. Exit status 1 where one takes more.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time

from msgspec import Struct

from corpus.hostile_drawn import DRAWN
from corpus.hostile_pdfs import PDFS
from gongkai.errors import SourceError
from gongkai.pipeline import extract_bytes

FILES = {**PDFS, **DRAWN}
SECONDS, MEMORY = 20.0, 1024
_CALLED_OFF = 120  # processor seconds
_ROOM = 6 * 2**30
_MB = 2**20


class Cost(Struct, frozen=True):
    """What reading a file took: its size, processor seconds, megabytes of memory at most, and how it ended."""

    size: int
    seconds: float
    memory: int
    outcome: str

    @property
    def is_fair(self) -> bool:
        """Whether it is within the aims."""
        return self.seconds <= SECONDS and self.memory <= MEMORY


def cost_of(name: str) -> Cost:
    """Read a file by its name, in this process."""
    sys.modules["rapidocr"] = None  # type: ignore[assignment]  # how long pictures take is another question
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (_CALLED_OFF, _CALLED_OFF))
    data, begun = FILES[name](), time.process_time()
    try:
        report = extract_bytes(data, "a.pdf")
        outcome = f"report, {report.status}"
    except SourceError as error:
        outcome = str(error).removeprefix("a.pdf: ")
    took = time.process_time() - begun
    return Cost(len(data), took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, outcome)


def _told(name: str, line: multiprocessing.connection.Connection) -> None:
    line.send(cost_of(name))


def main() -> None:
    """Read each, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*FILES, []])
    asked = parser.parse_args()
    fair = True
    for name in asked.names or FILES:
        cost = _alone(name)
        fair &= cost.is_fair
        print(
            f"{name:26} {cost.size / _MB:6.2f} MB {cost.seconds:6.1f} s {cost.memory:5} MB  {cost.outcome[:90]}",
            flush=True,
        )
    sys.exit(0 if fair else 1)


def _alone(name: str) -> Cost:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_told, args=(name, theirs))
    process.start()
    theirs.close()
    try:
        found: Cost = ours.recv()
    except EOFError:
        process.join()
        found = Cost(0, float("inf"), 0, f"died ({process.exitcode})")
    process.join()
    return found


if __name__ == "__main__":
    main()
