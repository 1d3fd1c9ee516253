"""What systems do in their own ways: locks, limits, signals, mounts. Nothing here is missing at import, whatever the system."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from errno import EACCES, EAGAIN, EDEADLK, ENOLCK, ENOTSUP, EOPNOTSUPP
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TextIO

MOUNTS = Path("/proc/self/mountinfo")
NO_LOCKS = frozenset({ENOLCK, ENOTSUP, EOPNOTSUPP})
"""Errors of file systems that keep no locks."""
_HELD = frozenset({EAGAIN, EACCES, EDEADLK})
_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "gluster",
    "lustre",
    "beegfs",
    "gpfs",
    "sshfs",
    "davfs",
    "s3fs",
    "gcsfuse",
    "rclone",
)


def module(name: str) -> Any:  # noqa: ANN401  (a module that this system may not have)
    """Return a module of Python's own that only some systems have, or None."""
    return import_module(name) if _has(name) else None


def _has(name: str) -> bool:
    with suppress(ValueError):
        return find_spec(name) is not None
    return False


def hold(stream: TextIO) -> bool:
    """Lock an open file until it is closed; False where another process holds it. Raises OSError."""
    posix, windows = module("fcntl"), module("msvcrt")
    try:
        if posix is not None:
            posix.flock(stream, posix.LOCK_EX | posix.LOCK_NB)
        elif windows is not None:
            stream.seek(_BEYOND)  # the bytes that say who holds it stay readable
            windows.locking(stream.fileno(), windows.LK_NBLCK, 1)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


_BEYOND = 1 << 20  # bytes; Windows lets nobody read what is locked


def file_system(path: Path) -> str | None:
    """Return the kind of file system that a path lies on (``ext4``, ``nfs4``), None where the system does not tell."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    real = os.path.realpath(path)
    found: tuple[str, str | None] = ("", None)
    for line in lines:
        before, _, behind = line.partition(" - ")
        fields = before.split()
        if len(fields) < _FIELDS or not behind:
            continue
        point = fields[_POINT].replace("\\040", " ")
        if len(point) >= len(found[0]) and (real == point or real.startswith(point.rstrip("/") + "/")):
            found = (point, behind.split()[0])
    return found[1]


_FIELDS, _POINT = 5, 4


def is_remote(path: Path) -> bool:
    """Whether a path lies on a network file system, whose shared memory SQLite's write-ahead log must not rely on."""
    kind = file_system(path) or ""
    return kind.removeprefix("fuse.").startswith(_NETWORK)


def hold_signals() -> object:
    """Keep Ctrl-C from threads and processes that are started now; return what ``free_signals`` takes. Nothing where no system can."""
    if sys.platform == "win32":
        return None
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def free_signals(before: Any) -> None:  # noqa: ANN401  (what hold_signals gave)
    """Undo ``hold_signals``."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
