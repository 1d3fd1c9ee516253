"""What a run's processes hold, looked at from outside: the run's own process, its workers, and what else stands below it.

Memory is the proportional set size (PSS) that Linux tells: pages that processes share count once, and the disk's cache not at all.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

from msgspec import Struct

_WORKER = b"spawn_main"  # what multiprocessing starts a worker with
_LOOK = 2.0  # seconds: a look costs some milliseconds of what is looked at, too


class Held(Struct, frozen=True):
    """Bytes held at a time (seconds of ``time.monotonic``): by the run's own process, by each worker, and by all that is below."""

    at: float
    own: int
    workers: tuple[int, ...] = ()
    others: int = 0

    @property
    def whole(self) -> int:
        """What all of them hold together."""
        return self.own + sum(self.workers) + self.others


class Watch:
    """Looks at a process and all below it, until it is left."""

    def __init__(self, process: int) -> None:
        self.seen: list[Held] = []
        self._process, self._ended = process, Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            self.seen.append(held_by(self._process))
            if self._ended.wait(_LOOK):
                return


def held_by(root: int) -> Held:
    """Look once at a process and all below it."""
    workers, others = [], 0
    for process in _below(root):
        size = _pss(process)
        if _WORKER in _command(process):
            workers.append(size)
        else:
            others += size
    return Held(time.monotonic(), _pss(root), tuple(workers), others)


def _below(root: int) -> Iterator[int]:
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        with suppress(OSError):
            for process in map(int, task.read_text().split()):
                yield process
                yield from _below(process)


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
