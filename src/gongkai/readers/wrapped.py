"""Files that a download left compressed (``wget`` keeps what a server sent as gzip)."""

from __future__ import annotations

import zlib

from gongkai.errors import DamagedSource, SourceError, UnknownFormat

_GZIP = b"\x1f\x8b\x08"
_MAX_BYTES = 64 * 2**20
_TAR = slice(257, 262)
_WARC = b"WARC/"
_LOOKS_INSIDE = "name it to `gongkai extract`, which looks inside"


def unwrapped(data: bytes) -> bytes:
    """Return what a gzip file holds, and any other file as it is.

    Raises DamagedSource where it is cut short, UnknownFormat for a tar or a web archive, SourceError for what unpacks without end.
    """
    if data.startswith(_WARC):
        raise UnknownFormat(f"a web archive; {_LOOKS_INSIDE}")
    if not data.startswith(_GZIP):
        return data
    stream = zlib.decompressobj(wbits=31)
    try:
        inner = stream.decompress(data, _MAX_BYTES)
    except zlib.error as error:
        raise DamagedSource(f"a gzip file that is broken ({error}); get a sound copy of it") from error
    if inner.startswith(_WARC):
        raise UnknownFormat(f"a web archive; {_LOOKS_INSIDE}")
    if stream.unconsumed_tail:
        raise SourceError(f"a gzip file that unpacks to more than {_MAX_BYTES // 2**20} MB; too large for a report")
    if not stream.eof:
        raise DamagedSource("a gzip file that is cut short; get a sound copy of it")
    if inner[_TAR] == b"ustar":
        raise UnknownFormat(f"a tar archive; {_LOOKS_INSIDE}")
    return inner
