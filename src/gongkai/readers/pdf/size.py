"""How much a PDF holds, before pdfium is asked: its library inflates a page's commands whole, and a bomb of 1.5 MB takes 3 GB there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from gongkai.readers.bounds import BINARY, CONTENT, INFLATES, MB, inflated, refuse_larger, refuse_many
from gongkai.readers.pdf.filters import Unpack, first_bytes, size_of, unpackers
from gongkai.readers.pdf.repeats import Content, Drawing, draws_again, has_layers
from gongkai.readers.pdf.syntax import Body, Held, body_of, body_packed, value_at

_STREAM, _END = b"stream", b"endstream"
_PRINTABLE = frozenset(b"\t\n\r\f" + bytes(range(32, 127)))
_LOOK = 512  # bytes that show whether a stream is text
_CHAIN = 3  # compressed times over: twice is odd, and inflates a million times its size
_AGAIN = (
    64 * MB
)  # of commands that pages share, as a letterhead: 300 pages with 200 KB each; pdfium takes ten seconds for them
_MARKS = 1000  # tagged files have ten; at some ten thousand they take a gigabyte
_LAYERS = 5000  # maps have some hundred; what pdfium takes for them grows with their square, and is three seconds here
_MARK = re.compile(rb"\b(?:BDC|BMC|EMC)\b")
_BEFORE = 4096  # bytes in which a stream's dictionary begins
_HEAD = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_FIRST = re.compile(rb"/First\s+(\d+)")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")


class _Stream(Struct, frozen=True):
    """A stream: the number of its object, where its bytes are, its dictionary, and what unpacks it beside zlib."""

    number: int
    start: int
    end: int
    dictionary: bytes
    unpack: tuple[Unpack, ...]


def refuse_bombs(data: bytes, content: int = CONTENT, binary: int = BINARY) -> None:
    """Raise NotAReport where a stream inflates to more than a report's can: ``content`` bytes of commands, ``binary`` of anything else;
    or where what one page draws does together.

    Streams are known by their own first bytes, for a dictionary may lie; other packings than zlib's by what the dictionary names. Those
    of an encrypted file cannot be looked into.
    """
    view = memoryview(data)
    known: dict[int, list[_Stream]] = {}
    packed: list[tuple[bytes, int]] = []
    for one in _streams(data):
        known.setdefault(one.number, []).append(one)
        for most, size in _sizes(view, one, content, binary):
            refuse_larger(size, most, "a stream of the PDF")
        if _is_printable(view, one):
            refuse_many(_nested(_unpacked_whole(view, one, content)), _MARKS, "marks inside each other")
        if b"/ObjStm" in one.dictionary:
            first = _FIRST.search(one.dictionary)
            packed.append((b"".join(inflated(view[one.start : one.end], content)), int(first[1]) if first else 0))
    texts = [data, *(text for text, _ in packed)]
    shown = Counter(number for text in texts for named in _KIDS.finditer(text) for number in _references(named[1]))
    again = _repeated(view, texts, known, content, shown)
    layered, drawn_again = has_layers(texts), draws_again(texts)
    bodies = [body_of(data), *(body_packed(text, first) for text, first in packed)] if layered or drawn_again else []
    if layered:
        refuse_many(Drawing(bodies, {}, content).layers(), _LAYERS, "layers in one list")
    if drawn_again:
        again += _drawn_below(view, bodies, known, content, shown)
    refuse_larger(again, _AGAIN, "what pages of the PDF draw again")


def _repeated(
    view: memoryview, texts: list[bytes], known: dict[int, list[_Stream]], content: int, shown: Counter[int]
) -> int:
    """Refuse a page that names one stream over and over, for pdfium joins them before it draws; return what pages name again."""
    sizes: dict[int, int] = {}
    drawn: Counter[int] = Counter()
    repeated = max(shown.values(), default=1) > 1
    for text in texts:
        for named in _CONTENTS.finditer(text):
            total, times = 0, max(1, shown[_number_at(text, named.start())]) if repeated else 1
            for number in filter(known.__contains__, _references(named[1])):
                drawn[number] += times
                if number not in sizes and (drawn[number] > 1 or named[1].startswith(b"[")):
                    sizes[number] = max(_whole(view, one, content) for one in known[number])
                total += sizes.get(number, 0)
                refuse_larger(total, content, "what a page of the PDF draws")
    return sum((times - 1) * sizes.get(number, 0) for number, times in drawn.items())


def _drawn_below(
    view: memoryview, bodies: list[Body], known: dict[int, list[_Stream]], content: int, shown: Counter[int]
) -> int:
    """Refuse a page that draws too much by forms and their like; return what all pages draw so."""
    streams = {
        number: [
            Content(value_at(Held(one.dictionary, 0)), partial(_unpacked_whole, view, one, content)) for one in each
        ]
        for number, each in known.items()
    }
    drawing, again = Drawing(bodies, streams, content), 0
    for number, page in drawing.pages():
        size = drawing.of_page(page)
        refuse_larger(size, content, "what a page of the PDF draws")
        again += max(1, shown[number]) * size
    return again


def _unpacked_whole(view: memoryview, one: _Stream, most: int) -> bytes:
    """Return a stream's bytes, ``most`` and a few more of them."""
    packed = view[one.start : one.end]
    for step in one.unpack:
        packed = memoryview(first_bytes(step(packed), most + 1))
    if one.unpack or not _is_zlib(bytes(packed[:2])):
        return bytes(packed)
    return b"".join(inflated(packed, most))


def _is_printable(view: memoryview, one: _Stream) -> bool:
    packed = view[one.start : one.end]
    if one.unpack:
        head = first_bytes(one.unpack[0](packed), _LOOK) if len(one.unpack) == 1 else b""
    else:
        head = b"".join(inflated(packed, 0, piece=_LOOK)) if _is_zlib(bytes(packed[:2])) else bytes(packed[:_LOOK])
    return _PRINTABLE.issuperset(head)


def _nested(commands: bytes) -> int:
    """Return how many marked contents are open at once at most: pdfium keeps with each object all that it stands in."""
    if commands.count(b"BDC") + commands.count(b"BMC") <= _MARKS:
        return 0
    deepest = depth = 0
    for mark in _MARK.finditer(commands):
        depth = max(0, depth - 1) if mark[0] == b"EMC" else depth + 1
        deepest = max(deepest, depth)
    return deepest


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
        dictionary = before[heads[-1].end() :] if heads else before
        yield _Stream(int(heads[-1][1]) if heads else 0, start, stop, dictionary, tuple(unpackers(dictionary)))
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
