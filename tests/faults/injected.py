"""Runs a command in a process of its own in which one step on the disk fails, or in which the process is killed at that step.

Steps are opening, reading, writing, syncing, renaming, removing, making folders and each statement of SQLite, in the order in which the
command takes them, as far as they touch a folder. A write at which the process is killed has written half.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from click.testing import CliRunner
from msgspec import Struct

from gongkai.cli import main

How = Literal["fail", "kill"]
_KILLED = -signal.SIGKILL
_CALLS = ("fsync", "replace", "rename", "unlink", "remove", "mkdir", "rmdir", "listdir", "scandir")


class Ended(Struct, frozen=True):
    """How a command ended; ``steps`` it took, if it lived to tell, and what it printed."""

    status: int
    steps: int
    said: str

    @property
    def killed(self) -> bool:
        """Whether the process was killed at its step."""
        return self.status == _KILLED


class Strike:
    """Counts the steps and strikes at one of them."""

    def __init__(self, at: int, how: How) -> None:
        self.at, self.how, self.count = at, how, 0

    def __call__(self, reads: bool = False, half: Callable[[], object] | None = None) -> None:
        """Count a step; at the one that is looked for, fail or kill the process, with ``half`` of it done before."""
        self.count += 1
        if self.count != self.at:
            return
        if self.how == "fail":
            raise (
                OSError(errno.EIO, "Input/output error") if reads else OSError(errno.ENOSPC, "No space left on device")
            )
        if half is not None:
            half()
        os.kill(os.getpid(), signal.SIGKILL)


class _File:
    """An open file that counts what is done with it."""

    def __init__(self, file: Any, strike: Strike) -> None:
        self._file, self._strike = file, strike

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __iter__(self) -> Any:
        self._strike(reads=True)
        return iter(self._file)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, *size: int) -> Any:
        self._strike(reads=True)
        return self._file.read(*size)

    def write(self, data: Any) -> Any:
        self._strike(half=lambda: (self._file.write(data[: len(data) // 2]), self._file.flush()))
        return self._file.write(data)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)


def _connection(strike: Strike) -> type[sqlite3.Connection]:
    def struck() -> None:
        try:
            strike()
        except OSError as error:
            fault = sqlite3.OperationalError("database or disk is full")
            fault.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[misc]
            raise fault from error

    class Connection(sqlite3.Connection):
        def execute(self, *words: Any) -> Any:
            struck()
            return super().execute(*words)

        def executemany(self, *words: Any) -> Any:
            struck()
            return super().executemany(*words)

        def executescript(self, *words: Any) -> Any:
            struck()
            return super().executescript(*words)

        def commit(self) -> None:
            struck()
            super().commit()

    return Connection


def _patch(folder: Path, strike: Strike) -> None:
    """Put counting calls in the place of the system's, for the rest of this process."""
    opened, connect = io.open, sqlite3.connect

    def count_open(file: Any, mode: str = "r", *words: Any, **more: Any) -> Any:
        if isinstance(file, int) or not str(file).startswith(str(folder)):
            return opened(file, mode, *words, **more)
        strike(reads="r" in mode)
        return _File(opened(file, mode, *words, **more), strike)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def count(first: Any, *words: Any, **more: Any) -> Any:
            if isinstance(first, int) or str(first).startswith(str(folder)):
                strike()
            return call(first, *words, **more)

        return count

    io.open = builtins.open = count_open  # type: ignore[assignment]
    for name in _CALLS:
        setattr(os, name, counted(getattr(os, name)))
    sqlite3.connect = lambda *words, **more: connect(*words, **{"factory": _connection(strike)} | more)  # type: ignore[assignment]


def run_struck(words: list[str], folder: Path, at: int, how: How) -> Ended:
    """Run a command whose step number ``at`` fails; at step 0 none does."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        os._exit(_told(words, folder, Strike(at, how), theirs))
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        steps, _, said = stream.read().decode().partition("\n")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Ended(status, int(steps or 0), said)


def _told(words: list[str], folder: Path, strike: Strike, line: int) -> int:
    _patch(folder, strike)
    sys.stderr.flush()
    result = CliRunner().invoke(main, words)
    unhandled = "" if isinstance(result.exception, SystemExit | None) else f"Traceback {result.exception!r}"
    os.write(line, f"{strike.count}\n{result.output}{result.stderr}{unhandled}".encode("utf-8", "replace")[:60_000])
    return result.exit_code
