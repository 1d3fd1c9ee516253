"""What the streams of a PDF are packed with beside zlib (ISO 32000-1, 7.4), unpacked piece by piece so that the size is known in time."""

from __future__ import annotations

import binascii
import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from gongkai.readers.bounds import MB, inflated

_FILTERS = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]{0,400}\]|/\w+)")
_NAME = re.compile(rb"/(\w+)")
_LATE = re.compile(rb"/EarlyChange\s+0")
_BLANK = b"\0\t\n\f\r "
_CLEAR, _END, _FIRST = 256, 257, 258  # codes of LZW
_WIDEST = 12  # bits of one
_STOP = 128  # of run lengths
Unpack = Callable[[memoryview], Iterator[bytes]]


def unpackers(dictionary: bytes) -> Sequence[Unpack]:
    """Return what unpacks a stream, step by step, by its dictionary; nothing where zlib alone, or what is unknown, is named."""
    named = _FILTERS.search(dictionary)
    names = _NAME.findall(named[1]) if named else []
    if not any(name in _OTHERS for name in names):
        return ()
    lzw = _lzw_late if _LATE.search(dictionary) else _lzw_early
    known = {**_OTHERS, b"LZWDecode": lzw, b"LZW": lzw, b"FlateDecode": _zlib, b"Fl": _zlib}
    found: list[Unpack] = []
    for name in names:
        if name not in known:
            break  # a picture's own
        found.append(known[name])
    return found


def _zlib(packed: memoryview) -> Iterator[bytes]:
    return inflated(packed, len(packed) << 11)  # more than it can be


def _hex(packed: memoryview) -> Iterator[bytes]:
    digits = bytes(packed).partition(b">")[0].translate(None, _BLANK)
    try:
        yield binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except ValueError:
        return


def _ascii85(packed: memoryview) -> Iterator[bytes]:
    """Unpack five characters to four bytes; what is no such text gives nothing."""
    text = bytes(packed).partition(b"~")[0].translate(None, _BLANK).removeprefix(b"<")
    text = text.replace(b"z", b"!!!!!")
    left = -len(text) % 5
    digits = (text + b"u" * left).translate(_SHIFTED)
    groups = [
        ((((a * 85 + b) * 85 + c) * 85 + d) * 85 + e) & 0xFFFFFFFF
        for a, b, c, d, e in zip(*[iter(digits)] * 5, strict=True)
    ]
    found = struct.pack(f">{len(groups)}I", *groups)
    yield found[: len(found) - left] if left else found


_SHIFTED = bytes((value - 33) % 256 for value in range(256))


def _run_length(packed: memoryview) -> Iterator[bytes]:
    at = 0
    while at < len(packed) and packed[at] != _STOP:
        length = packed[at]
        if length < _STOP:
            yield bytes(packed[at + 1 : at + 2 + length])
            at += length + 2
        else:
            yield bytes(packed[at + 1 : at + 2]) * (257 - length)
            at += 2


def _lzw_early(packed: memoryview) -> Iterator[bytes]:
    return _lzw(packed, 1)


def _lzw_late(packed: memoryview) -> Iterator[bytes]:
    return _lzw(packed, 0)


def _lzw(packed: memoryview, early: int) -> Iterator[bytes]:
    single = [bytes((value,)) for value in range(_CLEAR)] + [b"", b""]
    table, before, width = list(single), b"", 9
    held = bits = 0
    for byte in packed:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & (1 << width) - 1
        if code == _END:
            return
        if code == _CLEAR:
            table, before, width = list(single), b"", 9
            continue
        if code > len(table) or (code == len(table) and not before):
            return
        entry = table[code] if code < len(table) else before + before[:1]
        if before and len(table) < 1 << _WIDEST:
            table.append(before + entry[:1])
        width = min(_WIDEST, max(9, (len(table) + early).bit_length()))
        before = entry
        yield entry


_OTHERS: Mapping[bytes, Unpack] = MappingProxyType(
    {
        b"LZWDecode": _lzw_early, b"LZW": _lzw_early, b"ASCII85Decode": _ascii85, b"A85": _ascii85,
        b"ASCIIHexDecode": _hex, b"AHx": _hex, b"RunLengthDecode": _run_length, b"RL": _run_length,
    }
)  # fmt: skip


def first_bytes(pieces: Iterator[bytes], most: int) -> bytes:
    """Return the first ``most`` bytes, or a few more."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= most:
            break
    return bytes(held)


def size_of(pieces: Iterator[bytes], most: int) -> int:
    """Return how many bytes come, counting no further than ``most``."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            break
    return size


def bounded(pieces: Iterator[bytes], most: int = 64 * MB) -> bytes:
    """Return what comes, ``most`` bytes and one piece of it."""
    return first_bytes(pieces, most)
