"""How much a PDF holds, before pdfium is asked: its library inflates a page's commands whole, and a bomb of 1.5 MB takes 3 GB there."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.readers.bounds import BINARY, CONTENT, INFLATES, inflated, refuse_larger

_STREAM, _END = b"stream", b"endstream"
_PRINTABLE = frozenset(b"\t\n\r\f" + bytes(range(32, 127)))
_LOOK = 512
_CHAIN = 3  # compressed times over: twice is odd, and inflates a million times its size


def refuse_bombs(data: bytes, content: int = CONTENT, binary: int = BINARY) -> None:
    """Raise NotAReport where a stream inflates to more than a report's can: ``content`` bytes of commands, ``binary`` of anything else.

    Streams are known by their own first bytes, for a dictionary may lie. Those of an encrypted file cannot be looked into.
    """
    view = memoryview(data)
    for start, end in _streams(data):
        for most, size in _sizes(view[start:end], content, binary):
            refuse_larger(size, most, "a stream of the PDF")


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the bytes of each compressed stream begin and end."""
    at = data.find(_STREAM)
    while at >= 0:
        start = at + len(_STREAM)
        start += data[start : start + 2] == b"\r\n" or data[start : start + 1] in (b"\n", b"\r")
        start += data[start - 1 : start + 1] == b"\r\n"
        end = data.find(_END, start)
        if _is_zlib(data[start : start + 2]):
            yield start, end if end >= 0 else len(data)
        at = data.find(_STREAM, end + len(_END)) if end >= 0 else -1


def _is_zlib(head: bytes) -> bool:
    return len(head) == 2 and head[0] & 15 == 8 and int.from_bytes(head) % 31 == 0


def _sizes(packed: memoryview, content: int, binary: int) -> Iterator[tuple[int, int]]:
    """Yield for each time that a stream is compressed what it may inflate to, and what it does."""
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
