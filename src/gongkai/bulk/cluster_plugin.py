"""What a dask worker keeps for a run: the guarded processes of its threads. Imported only where dask is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from distributed import WorkerPlugin

from gongkai.bulk.guard import Guard, WorkerSetup
from gongkai.errors import UsageError

if TYPE_CHECKING:
    from distributed import Worker


class Guards(WorkerPlugin):  # type: ignore[misc]
    """The guards of one worker; each thread takes one and puts it back."""

    def __init__(self, setup: WorkerSetup, expected: str) -> None:
        self._setup, self._expected = setup, expected

    def setup(self, worker: Worker) -> None:
        """Begin on a worker; its processes start when they are needed."""
        self._address = worker.address
        self._idle: SimpleQueue[Guard] = SimpleQueue()

    def teardown(self, worker: Worker) -> None:
        """End all processes that are idle; a busy one ends with its worker."""
        while not self._idle.empty():
            self._idle.get().close()

    @contextmanager
    def one(self) -> Iterator[Guard]:
        """Lend a guard. Raises UsageError on a worker of another version that came after the run began."""
        here = version("gongkai")
        if here != self._expected:
            raise UsageError(f"the worker {self._address} has gongkai {here}, the run has {self._expected}")
        try:
            guard = self._idle.get_nowait()
        except Empty:
            guard = Guard(self._setup)
        try:
            yield guard
        finally:
            self._idle.put(guard)
