"""Zip archives as folders of reports: names in any encoding, nothing unpacked to disk, bombs and passwords refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from gongkai.errors import DamagedSource, EncryptedSource, SourceError

MAX_BYTES = 200 * 2**20
"""Largest source that is read; published reports are a thousand times smaller."""
_MAX_RATIO = 200
_RATIO_MATTERS_FROM = 10 * 2**20
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
# Documents that are zip archives themselves (Office Open XML, OpenDocument, OFD) hold one of these.
_DOCUMENT_MEMBERS = frozenset({"[Content_Types].xml", "mimetype", "OFD.xml", "word/document.xml"})
_MEMBER_MAGIC = b"PK\x03\x04"


def is_archive(path: Path) -> bool:
    """Whether a file is a bundle of files, whatever its name; damaged ones named ``.zip`` too. A document is none."""
    named = path.suffix.lower() == ".zip"
    try:
        if not path.is_file() or not (named or _begins_as_zip(path)):
            return False
        with zipfile.ZipFile(path) as archive:
            return _DOCUMENT_MEMBERS.isdisjoint(name.replace("\\", "/") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return named


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == _MEMBER_MAGIC


def list_members(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (index, name) of each file in the archive, ``/`` between folders. Raises DamagedSource, SourceError."""
    with open_archive(path) as archive:
        if sum(info.compress_size for info in archive.infolist()) > path.stat().st_size:
            raise DamagedSource(
                f"{path}: its members lie over each other, as in archives that are made to do harm; not read"
            )
        for index, info in enumerate(archive.infolist()):
            if not info.is_dir():
                yield index, member_name(info).replace("\\", "/").replace("\x00", "").lstrip("/")


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open an archive. Raises DamagedSource, SourceError."""
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedSource(f"{path}: is no whole zip archive ({error})") from error


def member_name(info: zipfile.ZipInfo) -> str:
    """Decode a member's name: the flag says UTF-8, else UTF-8 where it is that, else GBK as Chinese Windows writes."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def read_member(archive: zipfile.ZipFile, index: int, path: str) -> bytes:
    """Return a member's bytes; ``path`` stands in the messages. Raises EncryptedSource, DamagedSource, SourceError."""
    info = archive.infolist()[index]
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise EncryptedSource(f"{path}: needs a password; unpack the archive first")
    if info.file_size > MAX_BYTES:
        raise SourceError(f"{path}: is larger than {MAX_BYTES // 2**20} MB unpacked; too large for a report")
    if info.file_size > max(_RATIO_MATTERS_FROM, _MAX_RATIO * info.compress_size):
        raise SourceError(f"{path}: unpacks to {info.file_size // max(1, info.compress_size)} times its size; not read")
    return _unpacked(archive, info, path, MAX_BYTES + 1)


def member_head(archive: zipfile.ZipFile, index: int, path: str, size: int) -> bytes:
    """Return a member's first bytes. Raises EncryptedSource, DamagedSource."""
    info = archive.infolist()[index]
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise EncryptedSource(f"{path}: needs a password; unpack the archive first")
    return _unpacked(archive, info, path, size)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, size: int) -> bytes:
    try:
        with archive.open(info) as stream:
            return stream.read(size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise DamagedSource(f"{path}: is damaged inside its archive ({error})") from error
    except (NotImplementedError, RuntimeError) as error:
        raise DamagedSource(f"{path}: cannot be unpacked here ({error}); unpack the archive first") from error
