"""Members of zip archives that are encrypted by AES (WinZip's AE-1 and AE-2, as 7-Zip and most programs of today write)."""

from __future__ import annotations

import bz2
import hashlib
import hmac
import struct
import zipfile
import zlib
from typing import IO

from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter
from msgspec import Struct

METHOD = 99  # what such a member gives as its way of compression
_EXTRA = 0x9901  # the field that says how it is encrypted, and the real way
_ROUNDS = 1000  # of PBKDF2, as the format has it
# Bytes before the text, by which a wrong password is told, and behind it, by which a spoilt text is.
_VERIFIER, _SEAL = 2, 10
_LOCAL = 30  # bytes of a member's own head, before its name


class WrongPassword(Exception):
    """The password is not that of the member."""


class _Lock(Struct, frozen=True):
    """How a member is locked: bytes of its key and of its salt, and how what is inside is compressed."""

    key: int
    salt: int
    method: int


def unlocked(stream: IO[bytes], info: zipfile.ZipInfo, password: bytes, size: int) -> bytes:
    """Return up to ``size`` bytes of a member of the archive that ``stream`` is.

    Raises WrongPassword, and zipfile.BadZipFile, zlib.error, OSError or NotImplementedError where it is damaged or of a kind unknown here.
    """
    lock = _lock_of(info)
    stored = _stored(stream, info)
    salt, rest = stored[: lock.salt], stored[lock.salt :]
    verifier, text, seal = rest[:_VERIFIER], rest[_VERIFIER:-_SEAL], rest[-_SEAL:]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * lock.key + _VERIFIER)
    if not hmac.compare_digest(keys[2 * lock.key :], verifier):
        raise WrongPassword
    if not hmac.compare_digest(hmac.digest(keys[lock.key : 2 * lock.key], text, "sha1")[:_SEAL], seal):
        raise zipfile.BadZipFile("its encrypted text is not the one that was sealed")
    counter = Counter.new(128, initial_value=1, little_endian=True)
    plain = AES.new(keys[: lock.key], AES.MODE_CTR, counter=counter).decrypt(text)
    return _unpacked(plain, lock.method, size)


def _lock_of(info: zipfile.ZipInfo) -> _Lock:
    extra, at = info.extra, 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _EXTRA and length >= 7:
            strength, method = struct.unpack_from("<BH", extra, at + 8)
            if strength in (1, 2, 3):
                return _Lock(8 + 8 * strength, 4 + 4 * strength, method)
        at += 4 + length
    raise zipfile.BadZipFile("it does not say how it is encrypted")


def _stored(stream: IO[bytes], info: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes as they lie in the archive."""
    stream.seek(info.header_offset)
    head = stream.read(_LOCAL)
    if len(head) < _LOCAL or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("its own head is not where the directory says")
    stream.seek(sum(struct.unpack_from("<HH", head, 26)), 1)
    return stream.read(info.compress_size)


def _unpacked(plain: bytes, method: int, size: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        return plain[:size]
    if method == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(plain, size)
    if method == zipfile.ZIP_BZIP2:
        return bz2.BZ2Decompressor().decompress(plain, size)
    raise NotImplementedError(f"compressed in a way (number {method}) that is not known here")
