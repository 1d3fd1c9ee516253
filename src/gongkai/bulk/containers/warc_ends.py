"""Whether a record of a web archive is as long as it says: one that lies is cut, or holds the next one too."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import IO

from fastwarc.warc import WarcRecord

_GZIP = b"\x1f\x8b\x08"
_LOOK = 1 << 16  # bytes read at a time; the head of a record is shorter
_MOST_AT_ONCE = 1 << 20  # bytes unpacked at a time
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BETWEEN = b"\r\n\r\n"  # two records (ISO 28500, 4)
_DIGITS = 19  # of a length that 64 bits hold


def said_length(record: WarcRecord) -> int:
    """Return how long a record says that it is; -1 where it says nothing of sense."""
    said = str(record.headers.get("Content-Length", ""))
    return int(said) if said.isascii() and said.isdecimal() and len(said) < _DIGITS else -1


def ends_as_said(stream: IO[bytes], said: int) -> bool:
    """Whether the record that begins here is followed by empty lines, or by nothing, ``said`` bytes after its head."""
    left: int | None = None
    held = b""
    if said < 0:
        return False
    for piece in _unpacked(stream):
        held += piece
        if left is None:
            head = _HEAD_END.search(held)
            if head is None and len(held) < _LOOK:
                continue
            if head is None:
                return False
            left, held = said, held[head.end() :]
        dropped = min(left, len(held))
        left, held = left - dropped, held[dropped:]
        if not left and len(held) >= len(_BETWEEN):
            break
    return left == 0 and not held[: len(_BETWEEN)].strip(b"\r\n")


def _unpacked(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands at a place of an archive, unpacked where it is compressed, up to the end of what was compressed as one."""
    piece = stream.read(_LOOK)
    if not piece.startswith(_GZIP):
        while piece:
            yield piece
            piece = stream.read(_LOOK)
        return
    packed = zlib.decompressobj(wbits=31)
    while piece and not packed.eof:
        try:
            yield packed.decompress(piece, _MOST_AT_ONCE)
        except zlib.error:
            return
        piece = packed.unconsumed_tail or stream.read(_LOOK)
