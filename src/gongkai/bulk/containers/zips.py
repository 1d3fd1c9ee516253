"""Zip archives: names in any encoding, nothing unpacked to disk, bombs refused."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import IO, TYPE_CHECKING, cast

from gongkai.bulk.containers.base import MAX_BYTES, MAX_MEMBERS, Member, name_of, refuse_bomb, refuse_large, size_of
from gongkai.errors import DamagedSource, EncryptedSource, SourceError
from gongkai.readers.signs import IWORK
from gongkai.readers.wary import opened_zip

if TYPE_CHECKING:
    from pyzipper import AESZipFile

_LISTED = (
    48 * 2**20
)  # bytes of its list: half a million files whose names have 50 bytes, which take half a gigabyte once they are parsed
_UTF8_FLAG = 0x800  # bit 11 of the general purpose flags (APPNOTE 4.4.4)
_UNIX = 3  # the system that a member says it was packed on
_ENCRYPTED_FLAG = 0x1  # bit 0 of them
_AES = 99  # the way of compression that a member encrypted by AES gives (WinZip's AE-1 and AE-2)
# Documents that are zip archives themselves (Office Open XML, OpenDocument, OFD) hold one of these.
_DOCUMENT_MEMBERS = frozenset({"[Content_Types].xml", "mimetype", "OFD.xml", "word/document.xml", *IWORK})


class Zip:
    """An open zip archive; encrypted members are tried with each of ``passwords``."""

    def __init__(self, stream: IO[bytes], path: str, passwords: tuple[str, ...] = ()) -> None:
        """Open it; a document that is a zip inside is told to be one. Raises DamagedSource, SourceError."""
        self._size = size_of(stream)
        refusal = SourceError(f"{path}: holds too many files for one archive; unpack it first")
        try:
            self._archive = opened_zip(stream, _LISTED, refusal)
        except OSError as error:
            raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise DamagedSource(f"{path}: is no whole zip archive ({error})") from error
        self._stream = stream
        self._infos = self._archive.infolist()
        self._passwords = passwords
        names = (name.replace("\\", "/") for name in self._archive.namelist())
        self.is_document = not _DOCUMENT_MEMBERS.isdisjoint(names)

    def refuse_harm(self, path: str) -> None:
        """Raise DamagedSource where members lie over each other, SourceError where there are more than one archive may hold."""
        if sum(info.compress_size for info in self._infos) > self._size:
            raise DamagedSource(
                f"{path}: its members lie over each other, as in archives that are made to do harm; not read"
            )
        if len(self._infos) > MAX_MEMBERS:
            raise SourceError(f"{path}: holds more than {MAX_MEMBERS:,} files; unpack it first")

    def members(self) -> Iterator[Member]:
        """Yield each file, ``/`` between folders; links are passed over."""
        for index, info in enumerate(self._infos):
            if not info.is_dir():
                name = member_name(info).replace("\\", "/").replace("\x00", "").lstrip("/")
                yield Member(index, name, "a link in an archive" if _is_link(info) else None)

    def head(self, key: int, path: str, size: int) -> bytes:
        """Return a member's first bytes."""
        return self._unpacked(key, path, size)

    def read(self, key: int, path: str) -> bytes:
        """Return a member's bytes. Raises EncryptedSource, DamagedSource, SourceError."""
        info = self._infos[key]
        refuse_large(path, info.file_size)
        refuse_bomb(path, info.file_size, info.compress_size)
        return self._unpacked(key, path, MAX_BYTES + 1)

    def stream(self, key: int, path: str) -> IO[bytes]:
        """Return a member as a stream: over the archive itself where it is only stored, as web archives are."""
        info = self._infos[key]
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & _ENCRYPTED_FLAG:
            return io.BytesIO(self.read(key, path))
        try:
            return cast(IO[bytes], _Stored(self._archive.open(info), path))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise DamagedSource(f"{path}: is damaged inside its archive ({error})") from error

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    @cached_property
    def _with_aes(self) -> AESZipFile:
        """The same archive as pyzipper reads it, whose zipfile knows AES."""
        from pyzipper import AESZipFile  # noqa: PLC0415  (most archives need none)

        return AESZipFile(self._stream)

    def _begun(self, key: int, size: int, password: bytes | None) -> bytes:
        """Return up to ``size`` bytes of a member, as zipfile does, and raise as it does, whoever unpacks it."""
        info = self._infos[key]
        if info.compress_type != _AES or password is None:
            with self._archive.open(info, pwd=password) as stream:
                return stream.read(size)
        from pyzipper import BadZipFile  # noqa: PLC0415

        try:
            with self._with_aes.open(self._with_aes.infolist()[key], pwd=password) as stream:
                return cast(bytes, stream.read(size))
        except BadZipFile as error:
            raise zipfile.BadZipFile(str(error)) from error

    def _unpacked(self, key: int, path: str, size: int) -> bytes:
        if not self._infos[key].flag_bits & _ENCRYPTED_FLAG:
            return self._tried(key, path, size, None)
        for password in self._passwords:
            for encoding in ("utf-8", "gb18030"):
                try:
                    return self._tried(key, path, size, password.encode(encoding, "replace"))
                except EncryptedSource:
                    continue
        other = "none of the passwords that were given opens it" if self._passwords else "give it with --password"
        raise EncryptedSource(f"{path}: needs a password; {other}, or unpack the archive first")

    def _tried(self, key: int, path: str, size: int, password: bytes | None) -> bytes:
        try:
            return self._begun(key, size, password)
        except (NotImplementedError, RuntimeError) as error:
            if password is not None and "password" in str(error):
                raise EncryptedSource(f"{path}: needs another password") from error
            raise DamagedSource(f"{path}: cannot be unpacked here ({error}); unpack the archive first") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            if password is not None:
                raise EncryptedSource(f"{path}: needs another password") from error
            raise DamagedSource(f"{path}: is damaged inside its archive ({error})") from error


class _Stored(io.RawIOBase):
    """A member that is read where it lies. What zipfile raises on a damaged one, while it is read or searched, is a DamagedSource here."""

    def __init__(self, stream: IO[bytes], path: str) -> None:
        self._stream, self._path = stream, path

    def read(self, size: int | None = -1) -> bytes:
        """Return up to ``size`` bytes."""
        with self._told():
            return self._stream.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        with self._told():
            return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._stream.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """Close the member."""
        self._stream.close()
        super().close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise DamagedSource(f"{self._path}: is damaged inside its archive ({error})") from error


def _is_link(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link, as programs of Unix pack them: its bytes are the path that it leads to."""
    return info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16)


def member_name(info: zipfile.ZipInfo) -> str:
    """Decode a member's name: the flag says UTF-8, else UTF-8 where it is that, else GBK as Chinese Windows writes, else Big5."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    return name_of(info.orig_filename.encode("cp437", "replace")) or info.filename
