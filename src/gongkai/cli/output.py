"""Writing a command's result: bytes, UTF-8 whatever the locale, to standard output or whole into a file."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from gongkai.errors import unwritable


def write_result(data: bytes, target: Path | None) -> None:
    """Write to ``target``, or to standard output where it is None. Raises UsageError or MachineError where it cannot be written."""
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        replace_file(target, data)
    except OSError as error:
        raise unwritable(target, error) from error


def replace_file(target: Path, data: bytes) -> None:
    """Write a file so that it is never seen half written; a device such as ``/dev/null`` is written to directly."""
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
