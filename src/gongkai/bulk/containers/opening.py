"""Tells containers by their first bytes and opens them."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO

from gongkai.bulk.containers.base import Container
from gongkai.bulk.containers.mails import Mail, begins_as_mail
from gongkai.bulk.containers.rars import open_rar
from gongkai.bulk.containers.sevenzips import SevenZip
from gongkai.bulk.containers.tars import Tar, begins_as_tar
from gongkai.bulk.containers.warcs import Warc, begins_as_warc
from gongkai.bulk.containers.zips import Zip
from gongkai.bulk.words import ByteTest, may_be_report
from gongkai.errors import SourceError
from gongkai.readers.formats import FORMATS
from gongkai.readers.ole import MAGIC
from gongkai.readers.packed import FAULTS, opened, packing_of

_HEAD = 1024  # bytes; the farthest mark, that of a tar, stands at 257
_MAIL_HEAD = 65536  # bytes; the head of a mail with all the servers that it passed
_ZIP, _SEVEN, _RAR = b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"
# What is none by its ending is not looked into: reading the heads of a hundred thousand members takes as long as reading them.
_PLAIN_ENDINGS = frozenset(ending for one in FORMATS if one.kind != "zip" for ending in one.endings)


def may_hold_files(name: str) -> bool:
    """Whether a member is looked into: not where its ending is that of a document."""
    return PurePath(name).suffix.lower() not in _PLAIN_ENDINGS


def open_container(
    stream: IO[bytes], name: str, path: str, passwords: tuple[str, ...] = (), test: ByteTest = may_be_report
) -> Container | None:
    """Open what holds files; None where a stream is none. ``path`` stands in messages, ``test`` tells pages that may be reports.

    Raises SourceError: it is damaged, needs a password, or a program that is not installed.
    """
    head = stream.read(_MAIL_HEAD)
    stream.seek(0)
    ending = PurePath(name).suffix.lower()
    if head.startswith(_ZIP) or ending == ".zip":
        found = _zip(stream, path, passwords, named=ending == ".zip" and head.startswith(_ZIP))
        if found is not None or head.startswith(_ZIP):
            return found
    if head.startswith((_SEVEN, _RAR)):
        return (SevenZip if head.startswith(_SEVEN) else open_rar)(stream, path, passwords)
    packing = packing_of(head)
    unpacked = _unpacked_head(stream, packing) if packing else head[:_HEAD]
    if begins_as_tar(unpacked) or begins_as_warc(unpacked):
        return Warc(stream, path, test=test) if begins_as_warc(unpacked) else Tar(stream, path, packing)
    mail = begins_as_mail(head, name) or (ending == ".msg" and head.startswith(MAGIC))
    return Mail(stream, path, test) if mail else None


def _zip(stream: IO[bytes], path: str, passwords: tuple[str, ...], *, named: bool) -> Container | None:
    """Open an archive; a document that is one inside is none, nor is what cannot be opened unless it is ``named`` as one."""
    try:
        found = Zip(stream, path, passwords)
    except SourceError as error:
        if (
            named or error.__cause__ is None
        ):  # what zipfile cannot open has a cause; what is refused for its size is no document
            raise
        stream.seek(0)
        return None
    stream.seek(0)
    if found.is_document:
        return None
    found.refuse_harm(path)
    return found


def _unpacked_head(stream: IO[bytes], packing: str) -> bytes:
    try:
        return opened(stream, packing).read(_HEAD)
    except FAULTS:
        return b""
    finally:
        stream.seek(0)
