"""How much a PDF holds, before pdfium is asked: its library inflates a page's commands whole, and a bomb of 1.5 MB takes 3 GB there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from gongkai.readers.bounds import BINARY, CONTENT, INFLATES, MB, inflated, refuse_larger
from gongkai.readers.pdf.filters import Unpack, first_bytes, size_of, unpackers

_STREAM, _END = b"stream", b"endstream"
_PRINTABLE = frozenset(b"\t\n\r\f" + bytes(range(32, 127)))
_LOOK = 512  # bytes that show whether a stream is text
_CHAIN = 3  # compressed times over: twice is odd, and inflates a million times its size
_AGAIN = (
    64 * MB
)  # of commands that pages share, as a letterhead: 300 pages with 200 KB each; pdfium takes ten seconds for them
_BEFORE = 4096  # bytes in which a stream's dictionary begins
_HEAD = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")


class _Stream(Struct, frozen=True):
    """A stream: the number of its object, where its bytes are, and what unpacks them beside zlib."""

    number: int
    start: int
    end: int
    unpack: tuple[Unpack, ...]


def refuse_bombs(data: bytes, content: int = CONTENT, binary: int = BINARY) -> None:
    """Raise NotAReport where a stream inflates to more than a report's can: ``content`` bytes of commands, ``binary`` of anything else;
    or where the streams of one page do together.

    Streams are known by their own first bytes, for a dictionary may lie; other packings than zlib's by what the dictionary names. Those
    of an encrypted file cannot be looked into.
    """
    view = memoryview(data)
    known: dict[int, _Stream] = {}
    pages = [data]
    for one in _streams(data):
        known[one.number] = one
        for most, size in _sizes(view, one, content, binary):
            refuse_larger(size, most, "a stream of the PDF")
        if _holds_objects(data, one):
            pages.append(b"".join(inflated(view[one.start : one.end], content)))
    _refuse_repeated(view, pages, known, content)


def _refuse_repeated(view: memoryview, pages: list[bytes], known: dict[int, _Stream], content: int) -> None:
    """Refuse a page that names one stream over and over, for pdfium joins them before it draws, and pages that do so together."""
    sizes: dict[int, int] = {}
    drawn: Counter[int] = Counter()
    shown = Counter(number for page in pages for named in _KIDS.finditer(page) for number in _references(named[1]))
    repeated = max(shown.values(), default=1) > 1
    for page in pages:
        for named in _CONTENTS.finditer(page):
            total, times = 0, max(1, shown[_number_at(page, named.start())]) if repeated else 1
            for number in filter(known.__contains__, _references(named[1])):
                drawn[number] += times
                if number not in sizes and (drawn[number] > 1 or named[1].startswith(b"[")):
                    sizes[number] = _whole(view, known[number], content)
                total += sizes.get(number, 0)
                refuse_larger(total, content, "what a page of the PDF draws")
    again = sum((times - 1) * sizes.get(number, 0) for number, times in drawn.items())
    refuse_larger(again, _AGAIN, "what pages of the PDF draw again")


def _references(named: bytes) -> Iterator[int]:
    return (int(reference[1]) for reference in _REFERENCE.finditer(named))


def _number_at(page: bytes, at: int) -> int:
    """Return the number of the object that a place lies in; 0 where none is told."""
    heads = _HEAD.findall(page, max(0, at - _BEFORE), at)
    return int(heads[-1]) if heads else 0


def _whole(view: memoryview, one: _Stream, most: int) -> int:
    packed = view[one.start : one.end]
    if one.unpack:
        return max((size for _, size in _unpacked(packed, one.unpack, most, most)), default=0)
    return size_of(inflated(packed, most), most) if _is_zlib(bytes(packed[:2])) else len(packed)


def _holds_objects(data: bytes, one: _Stream) -> bool:
    return b"/ObjStm" in data[max(0, one.start - _BEFORE) : one.start].rpartition(b"obj")[2]


def _streams(data: bytes) -> Iterator[_Stream]:
    """Yield every stream that is not as it stands."""
    at, last = data.find(_STREAM), 0
    while at >= 0:
        start = at + len(_STREAM)
        start += data[start : start + 2] == b"\r\n" or data[start : start + 1] in (b"\n", b"\r")
        start += data[start - 1 : start + 1] == b"\r\n"
        end = data.find(_END, start)
        stop = end if end >= 0 else len(data)
        before = data[max(last, at - _BEFORE) : at]
        heads = list(_HEAD.finditer(before))
        if not heads:  # the stream above may be no stream
            before = data[max(0, at - _BEFORE) : at]
            heads = list(_HEAD.finditer(before))
        unpack = tuple(unpackers(before[heads[-1].end() :] if heads else before))
        yield _Stream(int(heads[-1][1]) if heads else 0, start, stop, unpack)
        last = end + len(_END)
        at = data.find(_STREAM, last) if end >= 0 else -1


def _is_zlib(head: bytes) -> bool:
    return len(head) == 2 and head[0] & 15 == 8 and int.from_bytes(head) % 31 == 0


def _sizes(view: memoryview, one: _Stream, content: int, binary: int) -> Iterator[tuple[int, int]]:
    """Yield for each time that a stream is packed what it may unpack to, and what it does."""
    packed = view[one.start : one.end]
    if one.unpack:
        yield from _unpacked(packed, one.unpack, content, binary)
    elif _is_zlib(bytes(packed[:2])):
        yield from _inflated(packed, content, binary)


def _unpacked(packed: memoryview, unpack: tuple[Unpack, ...], content: int, binary: int) -> Iterator[tuple[int, int]]:
    for step in unpack[:-1]:
        held = first_bytes(step(packed), binary + 1)
        yield binary, len(held)
        packed = memoryview(held)
    most = content if _PRINTABLE.issuperset(first_bytes(unpack[-1](packed), _LOOK)) else binary
    yield most, size_of(unpack[-1](packed), most)


def _inflated(packed: memoryview, content: int, binary: int) -> Iterator[tuple[int, int]]:
    for _ in range(_CHAIN):
        head = b"".join(inflated(packed, 0, piece=_LOOK))
        most = content if _PRINTABLE.issuperset(head) else binary
        nested = _is_zlib(head[:2])
        if not nested and len(packed) * INFLATES <= most:
            return
        pieces = inflated(packed, most)
        if not nested:
            yield most, sum(map(len, pieces))
            return
        held = b"".join(pieces)
        yield most, len(held)
        packed = memoryview(held)
