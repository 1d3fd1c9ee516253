"""OLE containers ([MS-CFB]) made to cost: tables of sectors and directories that go round in circles."""

from __future__ import annotations

import struct

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_SECTOR = 512


def ole(fat: list[int], entries: bytes, more: bytes = b"", **said: int) -> bytes:
    """Write an OLE container ([MS-CFB]) whose table is ``fat``: sector 0 holds it, sector 1 begins the directory."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    mini, more_fat = said.get("mini", _END), said.get("difat", _END)
    counts = (0, 1, said.get("directory", 1), 0, 4096, mini, 0 if mini == _END else 1, more_fat, said.get("difats", 0))
    head += struct.pack("<9I", *counts)
    head = (head + struct.pack("<I", 0)).ljust(_SECTOR, b"\xff")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    return head + table + entries.ljust(-(-len(entries) // _SECTOR) * _SECTOR, b"\0") + more


def entry(name: str, kind: int, first: int, size: int, **near: int) -> bytes:
    """Write an entry of its directory; ``left``, ``right`` and ``child`` are others by number."""
    raw = name.encode("utf-16-le")
    around = (near.get("left", _FREE), near.get("right", _FREE), near.get("child", _FREE))
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1) + struct.pack("<3I", *around)
    return head + bytes(36) + struct.pack("<IQ", first, size)


def looped(trick: str, stream: str) -> bytes:
    """Write a container whose ``stream`` is a loop, by one ``trick``."""
    root, loop = entry("Root Entry", 5, _END, 0, child=1), 0xFFFFFFFD
    match trick:
        case "stream":
            return ole([loop, _END, 2], root + entry(stream, 2, 2, 2**31 - 1), bytes(_SECTOR))
        case "pair":
            return ole([loop, _END, 3, 2], root + entry(stream, 2, 2, 2**40), bytes(2 * _SECTOR))
        case "directory":
            return ole([loop, 1], root + entry(stream, 2, 2, 9000), bytes(_SECTOR))
        case "tree":
            return ole([loop, _END, _END], root + entry(stream, 1, 2, 9, left=1, right=1, child=0), bytes(_SECTOR))
        case "mini":
            held = root + entry(stream, 2, 0, 4000)
            return ole([loop, _END, 2], held, struct.pack("<128I", *[0] * 128), mini=2)
        case _:
            return ole([loop, _END, _END], root, struct.pack("<128I", *[2] * 128), difat=2, difats=2**31 - 1)


TRICKS = ("stream", "pair", "directory", "tree", "mini", "more tables")


def crowded(count: int = 500) -> bytes:
    """Write a directory of so many entries, each the right one of the one before it."""
    fat = list(range(count // 4 + 2))
    entries = entry("Root Entry", 5, _END, 0, child=1) + b"".join(
        entry(f"__attach_version1.0_#{number:08X}", 1, _END, 0, right=number + 1) for number in range(1, count)
    )
    return ole([0xFFFFFFFD, *(fat[2:129])], entries)
