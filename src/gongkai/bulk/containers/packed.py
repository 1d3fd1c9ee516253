"""Streams that are compressed as one: gzip, bzip2, xz and zstd."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import IO, cast

_PIECE = 1 << 20
_MAGICS = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


def packing_of(head: bytes) -> str | None:
    """Return how bytes are compressed, by their first ones."""
    return next((name for magic, name in _MAGICS.items() if head.startswith(magic)), None)


def opened(stream: IO[bytes], packing: str) -> IO[bytes]:
    """Return the unpacked stream, which is unpacked as it is read."""
    match packing:
        case "gzip":
            return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
        case "bzip2":
            return cast(IO[bytes], bz2.BZ2File(stream))
        case "xz":
            return cast(IO[bytes], lzma.LZMAFile(stream))
        case _:
            return _zstd(stream)


def unpacked_pieces(stream: IO[bytes], packing: str) -> Iterator[bytes]:
    """Yield what a stream unpacks to. Raises what its decompressor raises."""
    source = opened(stream, packing)
    while piece := source.read(_PIECE):
        yield piece


def _zstd(stream: IO[bytes]) -> IO[bytes]:
    """Unpack zstd by the standard library from Python 3.14 on, before that by its backport."""
    module = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    return cast(IO[bytes], module.ZstdFile(stream))
