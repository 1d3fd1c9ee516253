"""One run at a time writes a dataset. The lock dies with its process, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EROFS
from pathlib import Path
from typing import TextIO

from gongkai.dataset.folder import MEMORY
from gongkai.errors import UsageError, unwritable
from gongkai.processes.systems import NO_LOCKS, file_system, hold


@contextmanager
def locked(folder: Path, name: str = "lock") -> Iterator[None]:
    """Hold the lock of a folder. Raises UsageError, which names the other process, where it is held; MachineError."""
    try:
        stream = (folder / name).open("a+", encoding="utf-8", errors="replace")
    except OSError as error:
        raise unwritable(folder.parent, error) from error
    with stream:
        if not _is_held(stream, folder.parent):
            stream.seek(0)
            who = stream.read(20).strip() or "unknown"
            raise UsageError(
                f"{folder.parent}: another run (process {who}) is writing this dataset; wait for it, or name another folder"
            )
        _sign(stream.fileno())
        yield


def _is_held(stream: TextIO, dataset: Path) -> bool:
    try:
        return hold(stream)
    except OSError as error:
        if error.errno in NO_LOCKS:
            kind = file_system(dataset) or "this file system"
            raise UsageError(
                f"{dataset}: {kind} keeps no locks, and two runs could spoil the dataset; make it on a local disk, then copy it there"
            ) from error
        raise unwritable(dataset, error) from error


def _sign(descriptor: int) -> None:
    """Write who holds it, as far as there is room: it is told to others, nothing depends on it."""
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
    except OSError:
        return


@contextmanager
def dataset_locked(dataset: Path, *, reads_only: bool = False) -> Iterator[None]:
    """Hold the lock of a dataset that is there. One that nobody here may write to needs none where it is only read.

    Raises UsageError, MachineError.
    """
    try:
        (dataset / MEMORY).mkdir(exist_ok=True)
    except OSError as error:
        if not reads_only or error.errno not in (EROFS, EACCES):
            raise unwritable(dataset, error) from error
    if reads_only and not os.access(dataset / MEMORY, os.W_OK):
        yield
        return
    with locked(dataset / MEMORY):
        yield
