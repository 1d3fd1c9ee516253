"""Streams that are compressed as one: gzip, bzip2, xz and zstd."""

from __future__ import annotations

import bz2
import io
import lzma
import sys
import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import IO, cast

FAULTS = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError, ImportError)
"""What :func:`opened` and its streams raise: EOFError where they are cut short."""
_PIECE = 1 << 20  # bytes unpacked at a time
_BITE = 1 << 16  # bytes of a gzip stream taken at a time: what is left of a bite is copied with each member
_MOST_EMPTY = 10_000  # members of a gzip stream that hold nothing: logs that are cut once a minute have 1,440 a day
_MAGICS = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


def packing_of(head: bytes) -> str | None:
    """Return how bytes are compressed, by their first ones."""
    return next((name for magic, name in _MAGICS.items() if head.startswith(magic)), None)


def opened(stream: IO[bytes], packing: str) -> IO[bytes]:
    """Return the unpacked stream, which is unpacked as it is read."""
    match packing:
        case "gzip":
            return cast(IO[bytes], io.BufferedReader(_Gzip(stream), _BITE))
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
    """Unpack zstd by the standard library from Python 3.14 on, before that by its backport, which comes with py7zr."""
    module = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    return cast(IO[bytes], io.BufferedReader(_Zstd(module.ZstdFile(stream), module.ZstdError)))


class _Gzip(io.RawIOBase):
    """A gzip stream of one or more members (RFC 1952), with zeros between them or not. The standard library's looks for the next member
    that holds something without end: a file of 60 MB may have three million that hold nothing.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._rest = stream, b""
        self._member: zlib._Decompress | None = None
        self._began, self._empty = False, 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        """Unpack as much as the buffer takes. Raises zlib.error, EOFError, OSError."""
        while True:
            self._rest = self._rest or self._stream.read(_BITE)
            if self._member is None:
                self._rest = self._rest.lstrip(b"\0") if self._began else self._rest
                if not self._rest:
                    self._rest = self._stream.read(_BITE)
                    if not self._rest:
                        return 0
                    continue
                self._member, self._began = zlib.decompressobj(wbits=31), True
                self._empty += 1
            ended = not self._rest
            piece = self._member.decompress(self._rest, len(buffer))
            self._rest = self._member.unused_data or self._member.unconsumed_tail
            if self._member.eof:
                self._member = None
            if piece:
                self._empty = 0
                buffer[: len(piece)] = piece
                return len(piece)
            if self._empty > _MOST_EMPTY:
                raise OSError("its members hold nothing")
            if ended and self._member is not None:
                raise EOFError("the stream is cut short")

    def readable(self) -> bool:
        return True


class _Zstd(io.RawIOBase):
    """A zstd stream whose faults are OSErrors, as those of its kin are."""

    def __init__(self, stream: IO[bytes], fault: type[Exception]) -> None:
        self._stream, self._fault = stream, fault

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        """Unpack as much as the buffer takes."""
        try:
            piece = self._stream.read(len(buffer))
        except self._fault as error:
            raise OSError(str(error)) from error
        buffer[: len(piece)] = piece
        return len(piece)

    def readable(self) -> bool:
        return True
