"""Archives for tests."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import tarfile
import zipfile
import zlib

import py7zr
from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter

from gongkai.bulk.sources import Opener, survey


def members_of(name: str, **extra) -> dict[str, bytes]:
    """What each source of a file holds, by its path."""
    with Opener() as opener:
        return {source.path: opener.read(source) for source in survey([name], **extra).sources}


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def sevened(members: dict[str, bytes], password: str | None = None) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


def locked(members: dict[str, bytes], password: str, strength: int = 3) -> bytes:
    """A zip archive whose members are encrypted by AES, as WinZip's notes on AE-2 have it; ``strength`` 1 to 3 is 128 to 256 bits."""
    out, listed = bytearray(), bytearray()
    for name, data in members.items():
        packer = zlib.compressobj(wbits=-15)
        key, salt = 8 + 8 * strength, bytes(range(4 + 4 * strength))
        keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * key + 2)
        counter = Counter.new(128, initial_value=1, little_endian=True)
        text = AES.new(keys[:key], AES.MODE_CTR, counter=counter).encrypt(packer.compress(data) + packer.flush())
        body = salt + keys[2 * key :] + text + hmac.digest(keys[key : 2 * key], text, "sha1")[:10]
        extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", strength, 8)
        said = struct.pack("<HHHHHIIIHH", 51, 0x801, 99, 0, 33, 0, len(body), len(data), len(name.encode()), len(extra))
        listed += b"PK\1\2" + struct.pack("<H", 51) + said + struct.pack("<HHHII", 0, 0, 0, 0, len(out))
        listed += name.encode() + extra
        out += b"PK\3\4" + said + name.encode() + extra + body
    count, at = len(members), len(out)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), at, 0)
    return bytes(out + listed) + b"PK\5\6" + end
