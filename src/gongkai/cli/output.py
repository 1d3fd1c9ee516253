"""Writing a command's result: bytes, UTF-8 whatever the locale, to standard output or whole into a file."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from gongkai.errors import unwritable


@contextmanager
def result_stream(target: Path | None) -> Iterator[BinaryIO]:
    """Give a stream to standard output, or to a file that comes into its place whole when all is written to it.

    Where what writes to it raises, the file stays what it was. Raises UsageError or MachineError where it cannot be written.
    """
    if target is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.") as stream:
            yield cast(BinaryIO, stream)
            stream.seek(0)
            replace_file(target, cast(BinaryIO, stream))
    except OSError as error:
        raise unwritable(target, error) from error


def write_result(data: bytes, target: Path | None) -> None:
    """Write to ``target``, or to standard output where it is None. Raises UsageError or MachineError where it cannot be written."""
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        replace_file(target, io.BytesIO(data))
    except OSError as error:
        raise unwritable(target, error) from error


def replace_file(target: Path, data: BinaryIO) -> None:
    """Write a file so that it is never seen half written; a device such as ``/dev/null`` is written to directly."""
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            shutil.copyfileobj(data, stream)
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(data, stream)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
