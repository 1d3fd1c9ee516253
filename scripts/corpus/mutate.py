"""Spoils files as archives spoil them and as people do who mean harm: inside packages and packed streams too, which chance does not reach.

``mutated(data, other, rng)`` gives another file of the same format; the same ``rng`` gives the same file.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

_NUMBERS = (
    *(b"0", b"-1", b"1", b"65535", b"65536", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999"),
    *(b"1e308", b"1e-308", b"NaN"),
)
_WORDS = (
    *(
        "总计",
        "其中",
        "（一）",
        "一、",
        "（五）不予处理",
        "本年新收",
        "2024年",
        "单位：万元",
        "〓",
        "/",
        "—",
        "１２",
        "12（其中3）",
    ),
    *("\u200b", "\u202e", "\ufeff", "\u0000", "\ud7ff", "\U0010ffff", "\t", "\u2028", "|", "<", "&", "]]>", "<!--"),
    *("%PDF-", "PK\x03\x04", "²³", "①", "十二万三千", "1,234,567"),
)
_TOKEN = re.compile(rb"<[^<>]{0,4000}>|[^<]{1,4000}|<")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MANY, _GZIP = 3000, b"\x1f\x8b"
_Change = Callable[[bytes, bytes, Random], bytes]


def mutated(data: bytes, other: bytes, rng: Random) -> bytes:
    """Return ``data`` with one to four changes; ``other`` is a file to take pieces from."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if data[:2] == _GZIP and rng.random() < 0.8:
            data = _inside_gzip(data, other, rng)
        elif data[:2] == b"PK" and rng.random() < 0.9:
            data = _inside_package(data, other, rng)
        elif data[:5] == b"%PDF-" and rng.random() < 0.7:
            data = _inside_stream(data, rng)
        else:
            data = rng.choice(_CHANGES)(data, other, rng)
    return data


def _inside_gzip(data: bytes, other: bytes, rng: Random) -> bytes:
    try:
        content = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return rng.choice(_CHANGES)(data, other, rng)
    return gzip.compress(rng.choice(_CHANGES)(content, content, rng), mtime=0)


def _inside_package(data: bytes, other: bytes, rng: Random) -> bytes:
    """Change a member, or which members there are; what is no whole archive any more is changed as bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        return rng.choice(_CHANGES)(data, other, rng)
    if not members:
        return data
    at = rng.randrange(len(members))
    name, content = members[at]
    match rng.randrange(12):
        case 0:
            del members[at]
        case 1:
            members[at] = (members[rng.randrange(len(members))][0], content)
        case 2:
            members[at] = (name, members[rng.randrange(len(members))][1])
        case _:
            at = max(range(len(members)), key=lambda i: len(members[i][1])) if rng.random() < 0.5 else at
            name, content = members[at]
            members[at] = (name, rng.choice(_CHANGES)(content, members[rng.randrange(len(members))][1], rng))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in dict(members).items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _inside_stream(data: bytes, rng: Random) -> bytes:
    """Change what a packed stream of a PDF holds; its length is then a wrong one, as in many a broken file."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return data
    found = rng.choice(streams)
    try:
        content, packed = zlib.decompress(found[1]), True
    except zlib.error:
        content, packed = found[1], False
    content = rng.choice(_CHANGES)(content, content, rng)
    return data[: found.start(1)] + (zlib.compress(content) if packed else content) + data[found.end(1) :]


def _span(data: bytes, rng: Random, most: int = 4096) -> slice:
    start = rng.randrange(len(data) + 1)
    return slice(start, start + rng.randrange(1, rng.choice((4, 64, most))))


def _flip(data: bytes, _: bytes, rng: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(min(len(spoilt), rng.choice((1, 1, 4, 40)))):
        spoilt[rng.randrange(len(spoilt))] = rng.choice((0, 255, 0x80, 0x0A, rng.randrange(256)))
    return bytes(spoilt)


def _cut(data: bytes, _: bytes, rng: Random) -> bytes:
    where = _span(data, rng)
    return data[: where.start] + data[where.stop :]


def _short(data: bytes, _: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _again(data: bytes, _: bytes, rng: Random) -> bytes:
    where = _span(data, rng)
    return data[: where.start] + data[where] * rng.choice((2, 3, 50)) + data[where.stop :]


def _moved(data: bytes, _: bytes, rng: Random) -> bytes:
    where, to = _span(data, rng), rng.randrange(len(data) + 1)
    rest = data[: where.start] + data[where.stop :]
    return rest[:to] + data[where] + rest[to:]


def _spliced(data: bytes, other: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + other[_span(other, rng)] + data[at + rng.randrange(200) :]


def _word(data: bytes, _: bytes, rng: Random) -> bytes:
    at, word = rng.randrange(len(data) + 1), rng.choice(_WORDS)
    return (
        data[:at]
        + word.encode(rng.choice(("utf-8", "gb18030", "utf-16-le")), "replace") * rng.choice((1, 1, 1, 20))
        + data[at:]
    )


def _number(data: bytes, _: bytes, rng: Random) -> bytes:
    found = list(_NUMBER.finditer(data))[-_MANY:]
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.start()] + rng.choice(_NUMBERS) + data[match.end() :]


def _tags(data: bytes, _: bytes, rng: Random) -> bytes:
    """Drop, double, move or nest whole tags and texts, so that what comes is still markup."""
    tokens = _TOKEN.findall(data)
    if len(tokens) < 2:
        return data
    start = rng.randrange(len(tokens))
    stop = start + rng.randrange(1, rng.choice((2, 8, 60)))
    match rng.randrange(5):
        case 0:
            del tokens[start:stop]
        case 1:
            tokens[start:start] = tokens[start:stop]
        case 2:
            piece, tokens[start:stop] = tokens[start:stop], []
            to = rng.randrange(len(tokens) + 1)
            tokens[to:to] = piece
        case 3:
            tokens[start:start] = [tokens[start]] * rng.choice((30, _MANY))
        case _:
            tokens[start] = tokens[rng.randrange(len(tokens))]
    return b"".join(tokens)


_CHANGES: Sequence[_Change] = (
    _flip,
    _cut,
    _short,
    _again,
    _moved,
    _spliced,
    _word,
    _word,
    _number,
    _number,
    _tags,
    _tags,
    _tags,
)
