"""Unpacks a stream to a temporary file, within bounds, so that its members can be read in any order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from typing import IO

from gongkai.bulk.containers.base import refuse_bomb

_IN_MEMORY = 32 * 2**20  # bytes; more goes to the disk


def spooled(pieces: Iterable[bytes], path: str, packed: int) -> IO[bytes]:
    """Write the pieces to a temporary file that is gone when it is closed. Raises SourceError for a bomb."""
    with ExitStack() as undone:
        out: IO[bytes] = undone.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))
        size = 0
        for piece in pieces:
            size += len(piece)
            refuse_bomb(path, size, packed)
            out.write(piece)
        out.seek(0)
        undone.pop_all()  # its container closes it
        return out
