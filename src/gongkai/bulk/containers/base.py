"""What every container is: members by number, each with its name, read within one set of limits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Protocol

from msgspec import Struct

from gongkai.errors import SourceError

MAX_BYTES = 200 * 2**20
"""Largest source that is read; published reports are a thousand times smaller."""
MAX_RATIO = 200  # text packs to a tenth and less; nothing that is printed packs to a two-hundredth
RATIO_MATTERS_FROM = 10 * 2**20  # bytes; small members that pack that well are empty forms, and cost nothing
MAX_UNPACKED = 16 * 2**30
"""Most bytes that one container may unpack to."""
MAX_MEMBERS = 1_000_000  # of one container
MAX_DEPTH = 6
"""Containers in containers; a mail with a zip of a tar is three."""
PATIENCE = 600.0
"""Seconds for a program of the system to unpack one container."""


class Member(Struct, frozen=True):
    """One file in a container; ``key`` is what it is asked for by. ``passed`` says why it is no source, where that is plain, and then
    it may stand for ``count`` files. A record of a web archive has the ``url``, the date that it was ``captured`` and the ``charset``
    that its server named, and as its ``label`` what a file of that address would be called.
    """

    key: int
    name: str
    passed: str | None = None
    count: int = 1
    url: str | None = None
    captured: str | None = None
    label: str | None = None
    charset: str | None = None


class Container(Protocol):
    """An open container. Every method raises a SourceError where what it holds cannot be had."""

    def members(self) -> Iterator[Member]:
        """Yield the files that it holds, in its own order."""

    def head(self, key: int, path: str, size: int) -> bytes:
        """Return a member's first bytes; ``path`` stands in messages."""

    def read(self, key: int, path: str) -> bytes:
        """Return a member's bytes."""

    def stream(self, key: int, path: str) -> IO[bytes]:
        """Return a member as a stream that can be searched, for a container in this one; of any size where nothing is unpacked for it."""

    def close(self) -> None:
        """Give back what it holds."""


def name_of(raw: bytes) -> str | None:
    """Decode a name of which nothing says its encoding: UTF-8 where it is that, else GBK as Chinese Windows writes, else Big5."""
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def refuse_large(path: str, size: int) -> None:
    """Raise SourceError for a member that is larger than any report."""
    if size > MAX_BYTES:
        raise SourceError(f"{path}: is larger than {MAX_BYTES // 2**20} MB unpacked; too large for a report")


def refuse_bomb(path: str, unpacked: int, packed: int) -> None:
    """Raise SourceError for what unpacks to absurdly more than its size."""
    if unpacked > max(RATIO_MATTERS_FROM, MAX_RATIO * packed) or unpacked > MAX_UNPACKED:
        raise SourceError(f"{path}: unpacks to {unpacked // max(1, packed)} times its size; not read")


def size_of(stream: IO[bytes]) -> int:
    """Return the length of a stream, which is at its beginning afterwards."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size
