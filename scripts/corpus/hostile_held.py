"""Containers made to cost: archives, mails and web archives that lie about what they hold, go round in circles or nest without end."""

from __future__ import annotations

import base64
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from corpus.hostile_ole import TRICKS, crowded, looped

MB = 2**20
Made = tuple[str, bytes]
"""A file's name and its bytes."""
_SECTOR = 512


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Write an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def quoted(count: int = 2000, size: int = 9 * MB) -> bytes:
    """Write members that lie in each other: each begins with a stored block that quotes the head of the next, down to one kernel (the
    way of D. Fifield, "A better zip bomb"). Their checksums are those of nothing: nobody should get so far.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(size)) + packer.flush()
    ahead: list[tuple[bytes, int, int]] = []
    held, total, packed = data, size, len(data)
    for number in reversed(range(count)):
        name = b"%05d.txt" % number
        head = _head(name, 0, packed, total)
        ahead.append((name, packed, total))
        held = head + held
        if number:
            held = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF) + held
            total, packed = total + len(head), packed + 5 + len(head)
    listed, at = [], 0
    for name, packed, total in reversed(ahead):
        listed.append(_entry(name, 0, packed, total, at))
        at += len(_head(name, 0, 0, 0)) + 5
    return held + _directory(listed, len(held))


def _head(name: bytes, crc: int, packed: int, size: int) -> bytes:
    return struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, packed, size, len(name), 0) + name


def _entry(name: bytes, crc: int, packed: int, size: int, at: int) -> bytes:
    said = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, packed, size, len(name), 0, 0, 0, 0, 0, at)
    return said + name


def _directory(listed: list[bytes], at: int) -> bytes:
    size, count = sum(map(len, listed)), min(len(listed), 0xFFFF)
    return b"".join(listed) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, at, 0)


def listed_without_end(count: int = 2_000_000) -> bytes:
    """Write a directory of so many members, all of them one."""
    head = _head(b"a", 0, 0, 0)
    return head + _directory([_entry(b"a", 0, 0, 0, 0)] * count, len(head))


def _long_names() -> bytes:
    return zipped({"a/" * 32_000 + f"{number}.txt": b"x" for number in range(20)})


def _tar(*infos: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """Write members as they are told, whatever they say of their size."""
    held = (info.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % _SECTOR) for info, data in infos)
    return b"".join((*held, bytes(2 * _SECTOR)))


def _told(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info


def sparse(count: int = 500, size: int = 190 * MB) -> bytes:
    """Write members that are holes of so many bytes (PAX 0.1), each with one byte of its own."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number in range(count):
            info = _told(f"{number}.txt", 1)
            info.pax_headers = {"GNU.sparse.map": f"{size - 1},1", "GNU.sparse.size": str(size)}
            archive.addfile(info, io.BytesIO(b"x"))
    return out.getvalue()


def _sparse_map(count: int = 3_000_000) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = _told("a.txt", 1)
        info.pax_headers = {"GNU.sparse.map": ",".join(["1,0"] * count), "GNU.sparse.size": "9"}
        archive.addfile(info, io.BytesIO(b"x"))
    return gzip.compress(out.getvalue())


def _names_before_names(count: int = 20_000) -> bytes:
    return _tar(*[(_told("././@LongLink", 5, tarfile.GNUTYPE_LONGNAME), b"a.txt")] * count, (_told("b", 1), b"x"))


def _name_without_end(size: int = 150 * MB) -> bytes:
    long = _told("././@LongLink", size, tarfile.GNUTYPE_LONGNAME)
    return gzip.compress(_tar((long, b"a/" * (size // 2)), (_told("b", 1), b"x")))


def pax_without_end(size: int = 150 * MB) -> bytes:
    """Write what is known of a member without end."""
    record = b"20 comment=xxxxxxxx\n"
    return gzip.compress(_tar((_told("a", size, tarfile.XHDTYPE), record * (size // 20)), (_told("b", 1), b"x")), 1)


def _pax_backwards() -> bytes:
    record = b"11 size=-9\n"
    return _tar((_told("a", len(record), tarfile.XHDTYPE), record), (_told("b.txt", 1), b"x")) * 2


def _tar_lies() -> bytes:
    return _tar((_told("a.txt", 1), b"x"), (_told("b.txt", 2**60), b"x"))


def record(body: bytes, length: int | str | None = None, head: str = "Content-Type: text/html") -> bytes:
    """Write a record of a web archive; ``length`` is what it says of itself."""
    http = f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body
    said = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1.html\r\nWARC-Date: 2025-01-01T08:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return said.encode() + http + b"\r\n\r\n"


_CHUNKED = "Content-Type: text/html\r\nTransfer-Encoding: chunked"
_LENGTHS = (0, 1, 10**6, 10**12, 2**63 - 1, 2**64, -1, "", "x", "9" * 5000, "1e9", "0x10")


def _lengths() -> bytes:
    return b"".join(record(b"x" * 500, length) for length in _LENGTHS)


def _chunks(*sizes: bytes, body: bytes = b"x", times: int = 1) -> bytes:
    return record(b"".join(size + b"\r\n" + body + b"\r\n" for size in sizes) * times, head=_CHUNKED)


def _message(head: str, body: bytes = b"x") -> bytes:
    sent = "From: a@example.cn\r\nTo: b@example.cn\r\nReceived: x\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    return f"{sent}{head}\r\n\r\n".encode() + body


def parts(count: int = 100_000) -> bytes:
    """Write a mail of so many attachments."""
    one = b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    return _message("Content-Type: multipart/mixed; boundary=b", one * count + b"--b--\r\n")


def _bundles(deep: int, lines: int = 0) -> bytes:
    head = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(deep))
    text = b"--b%d\r\n\r\n" % deep + b"x\r\n" * lines
    return _message("Content-Type: multipart/mixed; boundary=b0", head + text)


def mails_in_mails(deep: int = 100_000, lines: int = 0) -> bytes:
    """Write a mail in a mail, so deep."""
    inner = b"Content-Type: message/rfc822\r\n\r\n" * deep + b"Subject: x\r\n\r\n" + b"x\r\n" * lines
    return _message("Content-Type: message/rfc822", inner)


def _named_in_pieces(count: int = 50_000) -> bytes:
    name = "".join(f';\r\n filename*{number}="a"' for number in range(count))
    one = f"--b\r\nContent-Disposition: attachment{name}\r\n\r\nx\r\n--b--\r\n"
    return _message("Content-Type: multipart/mixed; boundary=b", one.encode())


def _headed(value: str) -> bytes:
    one = f"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: {value}\r\n\r\nx\r\n--b--\r\n"
    return _message("Content-Type: multipart/mixed; boundary=b", one.encode())


def _large_mail(size: int = 63 * MB) -> bytes:
    line = base64.encodebytes(bytes(57))
    one = b"--b\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.bin\n\n"
    return _message("Content-Type: multipart/mixed; boundary=b", one + line * (size // len(line)) + b"--b--\n")


def _seven(size: int) -> bytes:
    from py7zr import SevenZipFile

    out = io.BytesIO()
    with SevenZipFile(out, "w") as archive:
        for number in range(20):
            archive.writestr(bytes(size), f"{number}.txt")
    return out.getvalue()


def _seven_said(header: bytes) -> bytes:
    start = struct.pack("<QQL", 0, len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(start)) + start + header


def _streams(pack: Callable[[bytes], bytes], size: int) -> bytes:
    """Write empty streams one after the other."""
    one = pack(b"")
    return pack(b"x" * 600) + one * (size // len(one))


_MANY = b"\xff" + struct.pack("<Q", 2**40)
_DEEP = "(" * 100_000
HELD: Mapping[str, tuple[str, Callable[[], bytes]]] = MappingProxyType(
    {
        "zip in itself": ("a.zip", quoted),
        "zip list": ("a.zip", listed_without_end),
        "zip list as docx": ("a.docx", listed_without_end),
        "zip names": ("a.zip", _long_names),
        "tar sparse": ("a.tar", sparse),
        "tar sparse map": ("a.tar.gz", _sparse_map),
        "tar name of names": ("a.tar", _names_before_names),
        "tar long name": ("a.tar.gz", _name_without_end),
        "tar pax": ("a.tar.gz", pax_without_end),
        "tar pax backwards": ("a.tar", _pax_backwards),
        "tar lies": ("a.tar", _tar_lies),
        "warc lengths": ("a.warc", _lengths),
        "warc head": ("a.warc", lambda: b"WARC/1.0\r\n" + b"a: b\r\n" * (100 * MB // 6)),
        "warc head line": ("a.warc", lambda: b"WARC/1.0\r\nWARC-Type: " + b"x" * 150 * MB),
        "warc http head": ("a.warc", lambda: record(b"", head="a: b\r\n" * (50 * MB // 6))),
        "warc members": ("a.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\n") + gzip.compress(b"") * MB),
        "chunks of one": ("a.warc", lambda: _chunks(b"1", times=10 * MB)),
        "chunks that lie": (
            "a.warc",
            lambda: b"".join(_chunks(size) for size in (b"f" * 16, b"f" * 99, b"-1", b"", b"x", b"7fffffff")),
        ),
        "chunk line": ("a.warc", lambda: record(b"1" * 50 * MB, head=_CHUNKED)),
        "chunks without end": ("a.warc", lambda: record(b"1\r\nx\r\n" * 1000, 10**10, _CHUNKED)),
        "mail parts": ("a.eml", parts),
        "mail bundles": ("a.eml", lambda: _bundles(100_000)),
        "mail bundles of lines": ("a.eml", lambda: _bundles(200, 1_500_000)),
        "mails in mails": ("a.eml", mails_in_mails),
        "mails in mails of lines": ("a.eml", lambda: mails_in_mails(200, 1_500_000)),
        "mail name": ("a.eml", _named_in_pieces),
        "mail comments": ("a.eml", lambda: _headed(f"attachment; filename=a{_DEEP}")),
        "mail words": ("a.eml", lambda: _headed("attachment; filename=" + "=?utf-8?q?a?= " * 100_000)),
        "mail quotes": ("a.eml", lambda: _headed('attachment; filename="' + '\\"' * 500_000)),
        "mail heads": ("a.eml", lambda: _message("a: b\r\n" * (50 * MB // 6))),
        "mail lines": ("a.eml", lambda: _message("X-A: b\r\n" + " c\r\n" * (50 * MB // 4))),
        "large mail": ("a.eml", _large_mail),
        "7z solid": ("a.7z", lambda: _seven(100 * MB)),
        "7z count": ("a.7z", lambda: _seven_said(b"\1\4\6\0" + _MANY + b"\x09" + _MANY * 3)),
        "7z files": ("a.7z", lambda: _seven_said(b"\1\5" + _MANY + b"\x0e\1\0\0\0")),
        "rar lies": ("a.rar", lambda: b"Rar!\x1a\x07\x01\0" + bytes(range(256)) * 4000),
        "gzip streams": ("a.txt.gz", partial(_streams, gzip.compress, 60 * MB)),
        "xz streams": ("a.txt.xz", partial(_streams, lzma.compress, 60 * MB)),
        **{
            f"OLE {trick} {name}": (name, partial(looped, trick, stream))
            for name, stream in {"a.msg": "__substg1.0_10130102", "b.msg": "__attach_version1.0_#0"}.items()
            for trick in TRICKS
        },
        "OLE crowd": ("a.msg", crowded),
    }
)
"""By name, what the file is called and what makes it."""
