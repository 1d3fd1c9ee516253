"""Zip archives with a password, written by hand (PKWARE APPNOTE 6.1): the standard library reads them and writes none."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping


def locked(members: Mapping[str, tuple[bytes, bytes | None]]) -> bytes:
    """Store members, each with its own password or none."""
    body, index = b"", b""
    for name, (data, password) in members.items():
        check = zlib.crc32(data)
        held = data if password is None else bytes(_encrypted(bytes(11) + bytes([check >> 24]) + data, password))
        raw = name.encode()
        flags = 0x800 | (password is not None)
        fields = struct.pack("<HHHHHLLLHH", 20, flags, 0, 0, 0x21, check, len(held), len(data), len(raw), 0)
        index += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\3\4" + fields + raw + held
    end = struct.pack("<HHHHLLH", 0, 0, len(members), len(members), len(index), len(body), 0)
    return body + index + b"PK\5\6" + end


def _encrypted(data: bytes, password: bytes) -> Iterator[int]:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(byte: int) -> None:
        keys[0] = _crc(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[1] >> 24, keys[2])

    for byte in password:
        step(byte)
    for byte in data:
        mask = (keys[2] | 2) & 0xFFFF
        yield byte ^ ((mask * (mask ^ 1)) >> 8 & 0xFF)
        step(byte)


def _crc(byte: int, before: int) -> int:
    return zlib.crc32(bytes([byte]), before ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
