"""What files made to cost do cost: processor seconds and memory of each, read alone in a process of its own.

scripts/bench_costs.py                 every file of the corpus/hostile_*.py, which no report is like
scripts/bench_costs.py LZW "mail parts"

The aim is 20 seconds and a gigabyte each, and a report or a reason. Exit status 1 where one takes more. What programs take that are
called for a file, such as LibreOffice, counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from corpus.held import read_all
from corpus.hostile_documents import DOCUMENTS
from corpus.hostile_drawn import DRAWN
from corpus.hostile_held import HELD
from corpus.hostile_pdfs import PDFS
from gongkai.errors import SourceError
from gongkai.pipeline import extract_bytes

Make = Callable[[], bytes]
FILES: Mapping[str, tuple[str, Make]] = {
    **{name: ("a.pdf", make) for name, make in {**PDFS, **DRAWN}.items()},
    **HELD,
    **DOCUMENTS,
}
SECONDS, MEMORY = 20.0, 1024
_CALLED_OFF = 60  # processor seconds
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


def cost_of(path: Path, sees: bool = False) -> Cost:
    """Read a file, in this process; with OCR where it ``sees``."""
    if not sees:  # how long pictures take is another question
        sys.modules["rapidocr"] = None  # type: ignore[assignment]
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (_CALLED_OFF, _CALLED_OFF))
    data, begun = path.read_bytes(), _used()
    try:
        if path.name in {name for name, _ in HELD.values()}:
            outcome = f"{read_all(data, path.name)} reports of its first members"
        else:
            outcome = f"report, {extract_bytes(data, path.name).status}"
    except SourceError as error:
        outcome = str(error).removeprefix(f"{path.name}: ")
    return Cost(len(data), _used() - begun, _most_memory(), outcome)


def _used() -> float:
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + theirs.ru_utime + theirs.ru_stime


def _most_memory() -> int:
    """Return how many megabytes this process has ever held, without those of the one that it was made of (proc(5))."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) // 1024


def _told(path: Path, sees: bool, line: multiprocessing.connection.Connection) -> None:
    line.send(cost_of(path, sees))


def _made(name: str, path: Path) -> None:
    path.write_bytes(FILES[name][1]())


def main() -> None:
    """Read each, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*FILES, []])
    parser.add_argument("--ocr", action="store_true", help="pictures are looked at, too")
    asked = parser.parse_args()
    fair = True
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        for name in asked.names or FILES:
            cost = _alone(name, Path(folder) / FILES[name][0], asked.ocr)
            fair &= cost.is_fair
            print(
                f"{name:26} {cost.size / _MB:6.2f} MB {cost.seconds:6.1f} s {cost.memory:5} MB  {cost.outcome[:90]}",
                flush=True,
            )
    sys.exit(0 if fair else 1)


def _alone(name: str, path: Path, sees: bool) -> Cost:
    """Make a file in one process and read it in another, so that what it takes to make it is not counted."""
    context = multiprocessing.get_context("spawn")
    maker = context.Process(target=_made, args=(name, path))
    maker.start()
    maker.join()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = context.Process(target=_told, args=(path, sees, theirs))
    process.start()
    theirs.close()
    try:
        found: Cost = ours.recv()
    except EOFError:
        process.join()
        found = Cost(path.stat().st_size, float("inf"), 0, f"died ({process.exitcode})")
    process.join()
    return found


if __name__ == "__main__":
    main()
