"""Files that came compressed, each by itself: a download keeps what a server sent as gzip, archives keep ``.html.xz``."""

from __future__ import annotations

import io
from typing import IO

from gongkai.errors import DamagedSource, SourceError, UnknownFormat
from gongkai.readers.packed import FAULTS, opened, packing_of
from gongkai.readers.patient import TooLong, no_longer_than

_MAX_BYTES = 64 * 2**20  # that a download may unpack to
_SECONDS = 15.0  # of the processor; bzip2, which is the slowest, unpacks as many bytes in five
_HEAD = 512  # bytes in which a tar shows itself
_TAR = slice(257, 262)
_WARC = b"WARC/"
_LOOKS_INSIDE = "name it to `gongkai extract`, which looks inside"


def unwrapped(data: bytes, most: int = _MAX_BYTES) -> bytes:
    """Return what a file compressed by gzip, bzip2, xz or zstd holds, and any other file as it is.

    Raises DamagedSource where it is cut short, UnknownFormat for a tar or a web archive, SourceError for what unpacks to more
    than ``most`` bytes, or takes too long.
    """
    _refuse_archive(data[:_HEAD] if data.startswith(_WARC) else b"")
    kind = packing_of(data)
    if kind is None:
        return data
    try:
        with no_longer_than(_SECONDS), opened(io.BytesIO(data), kind) as stream:
            return _read(stream, kind, most)
    except TooLong as error:  # streams of nothing, one after the other, each of which is opened in Python
        raise SourceError(f"a {kind} file that takes more than {_SECONDS:g} s to unpack; unpack it first") from error
    except EOFError as error:
        raise DamagedSource(f"a {kind} file that is cut short; get a sound copy of it") from error
    except FAULTS as error:
        raise DamagedSource(f"a {kind} file that is broken ({error}); get a sound copy of it") from error


def _read(stream: IO[bytes], kind: str, most: int) -> bytes:
    head = stream.read(_HEAD)
    _refuse_archive(head)
    inner = head + stream.read(most)
    if len(inner) > most:
        raise SourceError(f"a {kind} file that unpacks to more than {most // 2**20} MB; too large for a report")
    return inner


def _refuse_archive(head: bytes) -> None:
    if head.startswith(_WARC):
        raise UnknownFormat(f"a web archive; {_LOOKS_INSIDE}")
    if head[_TAR] == b"ustar":
        raise UnknownFormat(f"a tar archive; {_LOOKS_INSIDE}")
