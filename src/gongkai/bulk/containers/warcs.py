"""Web archives (WARC, ISO 28500) by fastwarc: the responses that may be reports, by their offsets; all others are counted."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import unquote, urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from msgspec import Struct, field

from gongkai.bulk.containers.base import MAX_BYTES, Member
from gongkai.bulk.containers.captures import noted
from gongkai.bulk.containers.warc_ends import ends_as_said, said_length
from gongkai.bulk.words import ByteTest, may_be_report
from gongkai.errors import DamagedSource

FAULTS = (OSError, ValueError, EOFError, RuntimeError)
"""What fastwarc raises on archives that are cut short or tampered with."""
_MARK = b"WARC/"
_GZIP, _PLAIN = b"\x1f\x8b\x08", b"\r\n\r\n" + _MARK
_LOOK = 1 << 16  # bytes that are looked through at a time for a record's beginning
_ENOUGH = 16  # bytes of a record that tell it
_NEVER = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript", "application/javascript")
_NEVER_NAMED = ("javascript", "json", "font", "css")
_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")
_NO_PICTURES = ("svg", "icon")  # of the pictures' kinds: drawings and signs, which hold no table that could be read
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
_LEAST_PICTURE = 1024  # bytes; a table in black and white of ten cells has more
# What a crawler keeps of its own work, the text of pages once more.
_NOTED = ("urn:", "metadata:", "dns:", "screenshot:")
_FURNITURE, _PICTURE = "furniture of web pages (styles, scripts, sounds)", "a picture of web pages"
_REVISIT = "a capture that repeats an earlier one (revisit)"
_KINDS = WarcRecordType.response | WarcRecordType.revisit | WarcRecordType.resource
_PIECE = 1 << 15  # bytes read at a time
_PAGE = "page.html"
_LARGE = "larger than any report"


def begins_as_warc(head: bytes) -> bool:
    """Whether bytes, unpacked if they were compressed, begin with a record."""
    return head.startswith(_MARK)


class Span(Struct, frozen=True):
    """A part of an archive: the bytes from ``start`` up to ``end``, its own end where that is None."""

    start: int = 0
    end: int | None = None


class Listed(Struct, frozen=True):
    """What stands in a span: where its first response begins, and the first one behind it (None: there is none), those that may be
    reports, how many there are of every other kind, and the pictures (``captures.RECORD``).
    """

    first: int | None
    after: int | None
    members: tuple[Member, ...]
    passed: Counter[str]
    pictures: bytes


class _Beside(Struct):
    """What is noted beside the members: how many are passed over for each reason, and the pictures."""

    passed: Counter[str] = field(default_factory=Counter)
    pictures: bytearray = field(default_factory=bytearray)


def counted(passed: Counter[str]) -> Iterator[Member]:
    """Yield what is passed over, a row for each kind."""
    for why, count in sorted(passed.items()):
        yield Member(-1, "", passed=why, count=count)


class Warc:
    """An open web archive, compressed or plain."""

    def __init__(self, stream: IO[bytes], path: str, most: int = MAX_BYTES, test: ByteTest = may_be_report) -> None:
        """Pages that pass ``test`` may be reports. ``most`` bytes of a body are looked at; what unpacks to more is passed over.

        ``pictures`` are those of the whole archive, when its members were gone through.
        """
        self._stream, self._path, self._most, self._test = stream, path, most, test
        self.pictures = b""
        self._known: list[Member] | None = None

    def know(self, members: list[Member], pictures: bytes) -> None:
        """Take what was found by parts (``bulk.ranges``)."""
        self._known, self.pictures = members, pictures

    def members(self) -> Iterator[Member]:
        """Yield the responses that may be reports, in one pass, each by its offset; then how many there were of every other kind.

        Where they are known already, nothing is read. A record that is broken, or as long as it does not say,
        costs itself: what begins behind it is looked for. Raises DamagedSource, after what could be read, where there was such a one,
        or the archive is cut short.
        """
        if self._known is not None:
            yield from self._known
            return
        beside = _Beside()
        failure: Exception | None = None
        start: int | None = 0
        while start is not None:
            last, start = start, None
            try:
                for one in self._listed(Span(last), beside):
                    if isinstance(one, Member):
                        yield one
                    else:
                        last = one
            except FAULTS as error:
                failure, start = failure or error, self._begin(last + 1)
        self.pictures = bytes(beside.pictures)
        yield from counted(beside.passed)
        if failure is not None:
            raise DamagedSource(f"{self._path}: is a web archive that is cut short or broken ({failure})") from failure

    def listed(self, span: Span) -> Listed:
        """Look through the responses that begin in a part of the archive. Raises what is damaged there as fastwarc says it."""
        beside = _Beside()
        begin = self._begin(span.start)
        first = after = None
        members: list[Member] = []
        for one in () if begin is None else self._listed(Span(begin, span.end), beside):
            if isinstance(one, Member):
                members.append(one)
            else:
                first, after = (one if first is None else first), one
        ended = span.end is not None and after is not None and after >= span.end
        return Listed(first, after if ended else None, tuple(members), beside.passed, bytes(beside.pictures))

    def _begin(self, offset: int) -> int | None:
        """Return where the first record at or after an offset seems to begin: at a gzip member that holds one, or at its first word."""
        if not offset:
            return 0
        self._stream.seek(0)
        sign = _GZIP if self._stream.read(2) == _GZIP[:2] else _PLAIN
        held, base = b"", offset if sign == _GZIP else max(0, offset - len(_PLAIN) + len(_MARK))
        while True:
            self._stream.seek(base + len(held))
            piece = self._stream.read(_LOOK)
            held += piece
            at = held.find(sign)
            while at >= 0:
                begin = base + at + (0 if sign == _GZIP else len(_PLAIN) - len(_MARK))
                if sign == _PLAIN or self._holds_record(begin):
                    return begin
                at = held.find(sign, at + 1)
            if not piece:
                return None
            base, held = base + max(0, len(held) - len(sign) + 1), held[-(len(sign) - 1) :]

    def _holds_record(self, offset: int) -> bool:
        self._stream.seek(offset)
        try:
            return begins_as_warc(zlib.decompressobj(wbits=31).decompress(self._stream.read(_LOOK), _ENOUGH))
        except zlib.error:
            return False

    def _listed(self, span: Span, beside: _Beside) -> Iterator[int | Member]:
        """Yield where each response begins, up to the first one beyond the span, and those that may be reports; note the others."""
        start: int | None = span.start
        while start is not None:
            begin, start = start, None
            for record in self._records(begin, _KINDS):
                yield record.stream_pos
                if span.end is not None and record.stream_pos >= span.end:
                    return
                why = _why(record, self._most, self._test)
                offset, said = record.stream_pos, said_length(record)
                if why is None:
                    member = _member(record)
                    self._refuse_lie(offset, said)
                    yield member
                    continue
                if why == _LARGE:  # a body that was not unpacked to its end leads fastwarc astray
                    start = self._after(offset)
                    if start is None:
                        self._refuse_lie(offset, said)
                    beside.passed[why] += 1
                    break
                beside.passed[why] += 1
                beside.pictures += _picture(record, why)

    def _after(self, offset: int) -> int | None:
        """Return where the record after the one at ``offset`` begins, without unpacking a body; None after the last."""
        self._stream.seek(offset)
        records = ArchiveIterator(self._stream, record_types=WarcRecordType.any_type, parse_http=False)
        return next((record.stream_pos for number, record in enumerate(records) if number), None)

    def _refuse_lie(self, offset: int, said: int) -> None:
        """Raise ValueError where a record does not end where it says that it does: what it holds is cut, or is another's too."""
        at = self._stream.tell()
        try:
            self._stream.seek(offset)
            if not ends_as_said(self._stream, said):
                raise ValueError(f"the record at {offset} is not as long as it says")
        finally:
            self._stream.seek(at)  # fastwarc reads on from here

    def head(self, key: int, path: str, size: int) -> bytes:
        """Return the first bytes of a response's body."""
        return self._body(key, path, size)

    def read(self, key: int, path: str) -> bytes:
        """Return a response's body as its server meant it: neither chunked nor compressed. Raises DamagedSource."""
        return self._body(key, path, MAX_BYTES)

    def stream(self, key: int, path: str) -> IO[bytes]:
        """Return a response's body as a stream."""
        return io.BytesIO(self.read(key, path))

    def close(self) -> None:
        """Leave the stream to whoever opened it."""

    def _body(self, offset: int, path: str, size: int) -> bytes:
        try:
            for record in self._records(offset, WarcRecordType.response | WarcRecordType.resource):
                return bytes(record.reader.read(size))
        except FAULTS as error:
            raise DamagedSource(f"{path}: is damaged inside its web archive ({error})") from error
        raise DamagedSource(f"{path}: is not in its web archive any more")

    def _records(self, offset: int, kinds: WarcRecordType) -> Iterator[WarcRecord]:
        self._stream.seek(offset)
        yield from ArchiveIterator(self._stream, record_types=kinds, parse_http=True, auto_decode="all")


def _why(record: WarcRecord, most: int, test: ByteTest) -> str | None:
    """Say why a record is passed over; None where it may be a report."""
    if plain := _by_head(record):
        return plain
    body = b"" if record.content_length > most else _read(record, most)
    if record.content_length > most or len(body) > most:
        return _LARGE
    if body.startswith(_DOCUMENTS) or test(body, record.http_charset):
        return None
    return _PICTURE if body.startswith(_PICTURES) else "a page that holds no words of a report"


def _by_head(record: WarcRecord) -> str | None:
    """Say why a record is passed over, where what is said of it tells that."""
    if record.record_type == WarcRecordType.revisit:
        return _REVISIT
    if record.record_type == WarcRecordType.resource and _address(record).startswith(_NOTED):
        return "what a crawler noted of its own work"
    status = record.http_headers.status_code if record.http_headers else None
    if status is not None and not 200 <= status < 300:
        return "a redirect" if 300 <= status < 400 else "an error of its server"
    kind = _kind(record)
    if not kind.startswith(_NEVER) and not any(word in kind for word in _NEVER_NAMED):
        return None
    return _PICTURE if kind.startswith("image/") and not any(word in kind for word in _NO_PICTURES) else _FURNITURE


def _kind(record: WarcRecord) -> str:
    """Return what the server said that it is; of a resource, which came without a server's word, what the archive says."""
    kind = record.http_content_type
    if kind is None and record.record_type == WarcRecordType.resource:
        kind = record.headers.get("Content-Type")
    return (kind or "").lower()


def _picture(record: WarcRecord, why: str) -> bytes:
    """Return the note of a record that holds a picture, or repeats another one that may; nothing for every other."""
    if why == _PICTURE and record.content_length >= _LEAST_PICTURE:
        return noted(_address(record), record.headers.get("WARC-Date"), record.stream_pos)
    repeats = record.headers.get("WARC-Refers-To-Target-URI") if why == _REVISIT else None
    return b"" if repeats is None else noted(_address(record), record.headers.get("WARC-Date"), 0, repeats.strip("<>"))


def _address(record: WarcRecord) -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def _read(record: WarcRecord, most: int) -> bytes:
    """Read a body, and of a larger one little more than ``most`` bytes; to make room for as many takes longer than most bodies."""
    pieces: list[bytes] = []
    size = 0
    while size <= most and (piece := record.reader.read(_PIECE)):
        pieces.append(piece)
        size += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _member(record: WarcRecord) -> Member:
    url = _address(record)
    return Member(
        record.stream_pos,
        url or str(record.stream_pos),
        url=url or None,
        captured=record.headers.get("WARC-Date"),
        label=_label(url),
        charset=record.http_charset,
    )


def _label(url: str) -> str:
    """Return what a file of that address would be called."""
    try:
        name = PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:
        return _PAGE
    return name or _PAGE
