"""One run at a time writes a dataset. The lock dies with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.errors import UsageError


@contextmanager
def locked(folder: Path, name: str = "lock") -> Iterator[None]:
    """Hold the lock of a folder. Raises UsageError, which names the other process, where it is held."""
    with (folder / name).open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.seek(0)
            who = stream.read().strip() or "unknown"
            raise UsageError(
                f"{folder.parent}: another run (process {who}) is writing this dataset; wait for it, or name another folder"
            ) from error
        stream.truncate(0)
        stream.write(f"{os.getpid()}\n")
        stream.flush()
        yield
