"""One process that reads files for another, which may be the worker of a cluster: bounded, and replaced where it crashes or hangs.

It is started as a program of its own, for the processes that dask starts may have no children of Python's usual kind.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe

from msgspec import Struct

from gongkai.bulk.worker import Read, Task, crashed, too_slow
from gongkai.forms.model import Form
from gongkai.processes.limits import Limits, bounded_memory, settle_in

ReadTask = Callable[[Task, tuple[Form, ...]], Read]
_START = 120.0  # seconds for a process to begin: shared storage may be slow


class WorkerSetup(Struct, frozen=True):
    """What a guarded process knows before its first task."""

    read: ReadTask
    forms: tuple[Form, ...]
    limits: Limits


class _Child(Struct, frozen=True):
    process: subprocess.Popen[bytes]
    line: Connection


class Guard:
    """Reads tasks one after the other in a guarded process; not for several threads at once."""

    def __init__(self, setup: WorkerSetup) -> None:
        self._setup = setup
        self._child: _Child | None = None

    def read(self, task: Task) -> Read:
        """Read one source; what crashes or hangs is tried once more in a new process."""
        outcome = self._tried(task) or self._tried(task)
        if outcome is not None:
            return outcome
        seconds = self._setup.limits.timeout
        return Read(crashed(task, self._code) if self._code is not None else too_slow(task, seconds), b"")

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.process.kill()
            child.process.wait()
            child.line.close()

    def _tried(self, task: Task) -> Read | None:
        """Return what became of a task; None where the process hung (``_code`` is None) or died (its exit code)."""
        self._code: int | None = None
        try:
            line = self._line()
            line.send(task)
            if line.poll(self._setup.limits.timeout):
                found: Read = line.recv()
                return found
        except (OSError, EOFError):
            self._code = self._child.process.wait() if self._child else -1
        self.close()
        return None

    def _line(self) -> Connection:
        """Return the line to the process, which is started if need be. Raises OSError, EOFError where that fails."""
        if self._child is None:
            ours, theirs = Pipe()
            with theirs:
                words = [sys.executable, "-m", "gongkai.bulk.guard", str(theirs.fileno())]
                process = subprocess.Popen(words, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
            self._child = _Child(process, ours)
            ours.send(self._setup)
            if not ours.poll(_START):
                raise OSError("does not start")
            ours.recv()
        return self._child.line


def serve(line: Connection) -> None:
    """Read what comes over the line, until it is closed."""
    setup: WorkerSetup = line.recv()
    settle_in(threads=1)
    line.send(None)
    with suppress(EOFError):
        while True:
            task: Task = line.recv()
            with bounded_memory(setup.limits.memory):
                found = setup.read(task, setup.forms)
            line.send(found)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
