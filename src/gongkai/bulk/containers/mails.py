"""Mails (.eml, .msg): what is attached to them, and their own text where it may be a report."""

from __future__ import annotations

import email
import email.policy
import io
import re
from base64 import b64encode
from collections.abc import Iterator
from email.message import EmailMessage
from itertools import pairwise
from typing import IO, Any, cast
from urllib.parse import unquote_to_bytes

import olefile
from msgspec import Struct, structs

from gongkai.bulk.containers.base import MAX_BYTES, Member, name_of, refuse_large, size_of
from gongkai.bulk.words import ByteTest, may_be_report
from gongkai.errors import DamagedSource, SourceError
from gongkai.readers.ole import FAULTS as OLE_FAULTS
from gongkai.readers.patient import TooLong, no_longer_than

_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, LookupError, RecursionError, AssertionError)
"""What the parser of mails raises on those that are cut short or tampered with."""
_MAIL = re.compile(rb"(?im)^(?:received|return-path|from|delivered-to|x-mailer|message-id):")
_HAS = re.compile(rb"(?im)^(?:mime-version|content-type|subject|to):")
_FROM = re.compile(rb"(?:\A|\n\r?\n)(From \S+[^\n]*[0-9]{4}[^\n]*\n)(?=[A-Za-z][A-Za-z0-9-]*:)")
_SAVED_PAGE = re.compile(rb"(?im)^(?:snapshot-content-location|x-mimeole):|^content-type:\s*multipart/related")
_UPWARDS = re.compile(r"^(?:\.{0,2}/)+")  # of an attachment's name: a path that leads out, or from the root
_MOST_MAILS = 100_000  # of one box, which has 200 MB at most
_SHOWN = re.compile(rb"cid:([^\"'\s>)]+)")
_NAMING = ("content-disposition", "content-type")
_RAW_NAME = re.compile(rb"(?i)name\s*=\s*(?:\"([^\"]+)\"|([^\s;\"]+))")
_MOST_PARTS = 1000  # attachments of one mail, by far
_LARGEST = (
    64 * 2**20
)  # bytes of one mail as it was sent: servers take 50 MB at most, and the library of mails holds it eight times over
_MOST_LINES = 2_000_000  # of one mail; as base64 so large a one has 900,000
_LONGEST_HEAD = 16_384  # signs; the longest name that a file may have takes 3,000 as RFC 2231 writes it
_SECONDS = 10.0  # of the processor; a mail of 64 MB takes three
_TEXTS = {"text/html": "正文.html", "text/plain": "正文.txt"}


class _Policy(email.policy.EmailPolicy):
    """Takes no head apart that is longer than any that says what a part is: the library needs the square of its length in memory."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401  (as the library has it)
        """Take one apart. Raises ValueError."""
        if len(value) > _LONGEST_HEAD:
            raise ValueError(f"the head {name[:40]} of a part has {len(value):,} signs")
        return super().header_fetch_parse(name, value)


_POLICY = _Policy()


class _Part(Struct, frozen=True):
    """One file of a mail."""

    name: str
    data: bytes
    passed: str | None = None


def begins_as_mail(head: bytes, name: str) -> bool:
    """Whether bytes begin with the head of a mail that was sent, and not of a web page that was saved."""
    start = head.split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
    if not re.match(rb"(?:From |[A-Za-z][A-Za-z0-9-]*:)", start) or not _HAS.search(start):
        return False
    if name.lower().endswith(".eml") or _FROM.match(head):
        return True
    return len(_MAIL.findall(start)) > 1 and not _SAVED_PAGE.search(start)


class Mail:
    """An open mail."""

    def __init__(self, stream: IO[bytes], path: str, test: ByteTest = may_be_report) -> None:
        """Take it apart; its own text is a source where it passes ``test``. Raises DamagedSource, SourceError."""
        refuse_large(path, size_of(stream))
        data = stream.read(MAX_BYTES)
        try:
            with no_longer_than(_SECONDS):
                self._parts = list(_parts_of(data, test))
        except TooLong as error:
            raise SourceError(
                f"{path}: is a mail that takes more than {_SECONDS:g} s to take apart; not read"
            ) from error
        except (*OLE_FAULTS, *_FAULTS) as error:
            raise DamagedSource(f"{path}: is a mail that is cut short or broken ({error})") from error

    def members(self) -> Iterator[Member]:
        """Yield what is attached, then the mail's own text where it may be a report."""
        for index, part in enumerate(self._parts):
            name = _UPWARDS.sub("", part.name.replace("\\", "/").replace("\0", ""))
            yield Member(index, name.replace("/", "_"), part.passed)

    def head(self, key: int, path: str, size: int) -> bytes:
        """Return a part's first bytes."""
        return self._parts[key].data[:size]

    def read(self, key: int, path: str) -> bytes:
        """Return a part's bytes."""
        return self._parts[key].data

    def stream(self, key: int, path: str) -> IO[bytes]:
        """Return a member as a stream."""
        return io.BytesIO(self.read(key, path))

    def close(self) -> None:
        """Give back the parts."""
        self._parts = []


def _parts_of(data: bytes, test: ByteTest) -> Iterator[_Part]:
    if data.startswith(olefile.MAGIC):
        return _outlook(data, test)
    return _box(data) if len(_FROM.findall(data)) > 1 else _internet(data, test)


def _internet(data: bytes, test: ByteTest) -> Iterator[_Part]:
    """Take a mail as it is sent apart (RFC 5322, 2045); a mail in it stays whole, for it is a container of its own."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    if len(data) > _LARGEST or data.count(b"\n") > _MOST_LINES:
        raise SourceError(
            f"a mail of more than {_LARGEST // 2**20} MB or {_MOST_LINES:,} lines; save what is attached to it as files"
        )
    message = cast(EmailMessage, email.message_from_bytes(data, policy=_POLICY))
    texts: list[_Part] = []
    shown: dict[bytes, bytes] = {}
    for number, part in enumerate(_leaves(message)):
        if number > _MOST_PARTS:
            raise SourceError("a mail with parts without end; not read")
        kind, name = part.get_content_type(), _raw_name(part) or part.get_filename()
        if kind == "message/rfc822":
            inner = part.get_payload()
            held = cast(EmailMessage, inner[0]).as_bytes() if isinstance(inner, list) and inner else b""
            yield _Part(name or f"{number}.eml", held)
            continue
        payload = part.get_payload(decode=True)
        held = payload if isinstance(payload, bytes) else b""
        if name or part.get_content_disposition() == "attachment":
            inline = _noted(part, kind, held, shown)
            yield _Part(str(name or f"part-{number}"), held, "a picture of a mail's own text" if inline else None)
        elif kind in _TEXTS:
            texts.append(_Part(_TEXTS[kind], held))
        else:
            _noted(part, kind, held, shown)
    yield from _own([structs.replace(text, data=_with_pictures(text.data, shown)) for text in texts], test)


def _raw_name(part: EmailMessage) -> str | None:
    """Return the name of an attachment that stands in its head byte by byte, as old programs in China wrote it, against RFC 2047."""
    for head, value in part.raw_items():
        if head.lower() in _NAMING and not str(value).isascii():
            found = _RAW_NAME.search(str(value).encode("utf-8", "surrogateescape"))
            name = name_of(found[1] or found[2]) if found else None
            if name:
                return name
    return None


def _noted(part: EmailMessage, kind: str, data: bytes, shown: dict[bytes, bytes]) -> bool:
    """Note a picture that the mail's own text shows, as an address that holds it (RFC 2392, 2397); tell whether it is one."""
    number = str(part.get("Content-ID") or "").strip().strip("<>")
    if not number or not kind.startswith("image/"):
        return False
    shown[number.encode()] = b"data:" + kind.encode() + b";base64," + b64encode(data)
    return True


def _with_pictures(page: bytes, shown: dict[bytes, bytes]) -> bytes:
    """Put each picture in the place where a page names it."""
    return _SHOWN.sub(lambda named: shown.get(unquote_to_bytes(named[1]), named[0]), page) if shown else page


def _box(data: bytes) -> Iterator[_Part]:
    """Yield the mails of a box (mbox, RFC 4155), each as a mail of its own."""
    starts = [found.start(1) for found in _FROM.finditer(data)]
    if len(starts) > _MOST_MAILS:
        raise SourceError(f"a box of more than {_MOST_MAILS:,} mails; part it first")
    for number, (start, end) in enumerate(pairwise((*starts, len(data))), 1):
        yield _Part(f"{number}.eml", data[start:end].partition(b"\n")[2])


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that are no bundles, without stepping into mails that are attached."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from _leaves(cast(EmailMessage, part))
    else:
        yield message


def _own(texts: list[_Part], test: ByteTest) -> Iterator[_Part]:
    """Yield a mail's own text once: as the page that it is, else as plain text."""
    best = next((text for name in _TEXTS.values() for text in texts if text.name == name), None)
    if best is not None:
        passed = None if test(best.data) else "the text of a mail, which holds no words of a report"
        yield _Part(best.name, best.data, passed)


def _outlook(data: bytes, test: ByteTest) -> Iterator[_Part]:
    """Take a message of Outlook apart ([MS-OXMSG]): attachments are storages, their names and bytes streams by number."""
    with olefile.OleFileIO(data) as ole:
        attached = sorted({entry[0] for entry in ole.listdir() if entry[0].startswith("__attach_version1.0")})
        for storage in attached:
            name = next(
                (_named(ole, storage, tag) for tag in ("3707", "3704", "3001") if _named(ole, storage, tag)), ""
            )
            stream = [storage, "__substg1.0_37010102"]
            if ole.exists(stream):
                yield _Part(name or storage, ole.openstream(stream).read())
            else:
                yield _Part(name or storage, b"", "a message in a message of Outlook; save it as a file of its own")
        for tag, name in (("10130102", _TEXTS["text/html"]), ("1000001F", _TEXTS["text/plain"])):
            if ole.exists([f"__substg1.0_{tag}"]):
                held = ole.openstream([f"__substg1.0_{tag}"]).read()
                held = held.decode("utf-16-le", "replace").encode() if tag.endswith("001F") else held
                yield from _own([_Part(name, held)], test)
                break


def _named(ole: olefile.OleFileIO, storage: str, tag: str) -> str:
    for kind, encoding in (("001F", "utf-16-le"), ("001E", "gb18030")):
        stream = [storage, f"__substg1.0_{tag}{kind}"]
        if ole.exists(stream):
            return str(ole.openstream(stream).read().decode(encoding, "replace").rstrip("\0"))
    return ""
