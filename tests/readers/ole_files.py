"""Writes OLE containers (compound files, [MS-CFB]) by hand: streams at the root, each in sectors of its own."""

from __future__ import annotations

import struct

_SECTOR = 512
_CUTOFF = 4096  # streams below this size would need a second allocation table
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
WORD_97 = b"\xec\xa5\xc1\x00"


def ole(**streams: bytes) -> bytes:
    """Return a container of the named streams."""
    named = {name: data.ljust(_CUTOFF, b"\0") for name, data in streams.items()}
    directory = -(-(len(named) + 1) // 4)
    fat = [_FAT, *range(2, directory + 1), _END]
    entries = [_entry("Root Entry", 5, 0 if not named else 1, _END, 0)]
    body = b""
    for number, (name, data) in enumerate(named.items(), 1):
        padded = data + bytes(-len(data) % _SECTOR)
        first, count = len(fat), len(padded) // _SECTOR
        fat += [*range(first + 1, first + count), _END]
        entries.append(_entry(name, 2, _NONE, first, len(data), number + 1 if number < len(named) else _NONE))
        body += padded
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    listed = b"".join(entries).ljust(directory * _SECTOR, b"\0")
    return _header() + table + listed + body


def word(flags: int = 0x0200, **more: bytes) -> bytes:
    """Return the container of a Word file; ``flags`` are those of its FIB (0x0100: encrypted)."""
    return ole(WordDocument=WORD_97 + bytes(6) + struct.pack("<H", flags), **{"1Table": b"", **more})


def _header() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, _CUTOFF, _END, 0, _END, 0)
    return head + struct.pack("<I", 0) + b"\xff" * (_SECTOR - len(head) - 4)


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = _NONE) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    return head + struct.pack("<3I", _NONE, right, child) + bytes(36) + struct.pack("<IQ", first, size)
