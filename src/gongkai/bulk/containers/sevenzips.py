"""7z archives by py7zr: solid ones are unpacked once, to a temporary file."""

from __future__ import annotations

import io
import lzma
import struct
import tempfile
from collections.abc import Iterator
from pathlib import PureWindowsPath
from threading import Lock
from typing import IO

from py7zr import SevenZipFile, exceptions
from py7zr.io import Py7zIO, WriterFactory

from gongkai.bulk.containers.base import MAX_MEMBERS, MAX_RATIO, RATIO_MATTERS_FROM, Member, refuse_large, size_of
from gongkai.errors import DamagedSource, EncryptedSource, SourceError

_FAULTS = (
    exceptions.ArchiveError, exceptions.AbsolutePathError, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, TypeError,
    KeyError, IndexError, AttributeError, AssertionError, OverflowError, NotImplementedError, RecursionError,
)  # fmt: skip
"""What py7zr raises on archives that are cut short or tampered with."""
_OUTSIDE = "a name that leads out of its archive"
_IN_MEMORY = 32 * 2**20  # bytes; more goes to the disk


class SevenZip:
    """An open 7z archive; nothing is unpacked before the first member is asked for."""

    def __init__(self, stream: IO[bytes], path: str, passwords: tuple[str, ...] = ()) -> None:
        """Open it. Raises DamagedSource, EncryptedSource, SourceError."""
        self._stream, self._path, self._passwords = stream, path, passwords
        self._packed = size_of(stream)
        self._store: _Store | None = None
        with self._opened() as archive:
            self._names = [info.filename for info in archive.files if not info.is_directory and not info.is_symlink]
            self._links = [info.filename for info in archive.files if info.is_symlink]
        if len(self._names) > MAX_MEMBERS:
            raise SourceError(f"{path}: holds more than {MAX_MEMBERS:,} files; unpack it first")

    def _opened(self, password: str | None = None) -> SevenZipFile:
        self._stream.seek(0)
        most = max(RATIO_MATTERS_FROM, MAX_RATIO * self._packed)
        try:
            return SevenZipFile(self._stream, password=password, max_extract_size=most)
        except exceptions.PasswordRequired as error:
            if password is None and self._passwords:
                return self._opened(self._passwords[0])
            raise EncryptedSource(f"{self._path}: needs a password; give it with --password") from error
        except _FAULTS as error:
            raise DamagedSource(f"{self._path}: is no whole 7z archive ({error or type(error).__name__})") from error

    def members(self) -> Iterator[Member]:
        """Yield each file; links are passed over."""
        for index, name in enumerate(self._names):
            yield Member(index, name.replace("\\", "/").lstrip("/"), _OUTSIDE if _leads_out(name) else None)
        for name in self._links:
            yield Member(-1, name, passed="a link in an archive")

    def head(self, key: int, path: str, size: int) -> bytes:
        """Return a member's first bytes."""
        return self._stored(path).read(self._names[key], size)

    def read(self, key: int, path: str) -> bytes:
        """Return a member's bytes. Raises EncryptedSource, DamagedSource, SourceError."""
        store = self._stored(path)
        refuse_large(path, store.size(self._names[key]))
        return store.read(self._names[key])

    def stream(self, key: int, path: str) -> IO[bytes]:
        """Return a member as a stream."""
        return io.BytesIO(self.read(key, path))

    def close(self) -> None:
        """Drop what was unpacked."""
        if self._store is not None:
            self._store.close()
        self._store = None

    def _stored(self, path: str) -> _Store:
        """Unpack everything, once."""
        if self._store is None:
            self._store = self._unpacked(path)
        return self._store

    def _unpacked(self, path: str) -> _Store:
        encrypted: Exception | None = None
        for password in (*self._passwords, None):
            store = _Store()
            try:
                with self._opened(password) as archive:
                    inside = [name for name in self._names if not _leads_out(name)]
                    if len(inside) == len(self._names):
                        archive.extractall(factory=store)
                    else:  # py7zr unpacks nothing where one name leads out
                        archive.extract(targets=inside, factory=store)
            except exceptions.PasswordRequired as error:
                encrypted = error
            except exceptions.DecompressionBombError as error:
                store.close()
                raise SourceError(f"{self._path}: unpacks to absurdly more than its size; not read") from error
            except _FAULTS as error:
                if password is None:
                    store.close()
                    raise DamagedSource(
                        f"{path}: is damaged inside its archive ({error or type(error).__name__})"
                    ) from error
                encrypted = error
            else:
                return store
            store.close()
        other = "none of the passwords that were given opens it" if self._passwords else "give it with --password"
        raise EncryptedSource(f"{path}: needs a password; {other}") from encrypted


def _leads_out(name: str) -> bool:
    """Whether a name is a path from the root, from a drive or upwards, which py7zr refuses."""
    path = PureWindowsPath(name)
    return bool(path.drive or path.root) or ".." in path.parts


class _Store(WriterFactory):
    """Members one after the other in one temporary file."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._pieces: dict[str, list[tuple[int, int]]] = {}
        self._lock = Lock()

    def create(self, filename: str) -> Py7zIO:
        """Begin a member; py7zr calls this."""
        self._pieces[filename] = []
        return _Writer(self, filename)

    def write(self, name: str, data: bytes | bytearray) -> int:
        with self._lock:
            at = self._file.seek(0, 2)
            self._file.write(data)
            self._pieces[name].append((at, len(data)))
        return len(data)

    def size(self, name: str) -> int:
        return sum(size for _, size in self._pieces.get(name, ()))

    def read(self, name: str, most: int | None = None) -> bytes:
        out = bytearray()
        for at, size in self._pieces.get(name, ()):
            if most is not None and len(out) >= most:
                break
            self._file.seek(at)
            out += self._file.read(size)
        return bytes(out[:most])

    def close(self) -> None:
        self._file.close()


class _Writer(Py7zIO):
    """Where py7zr writes one member."""

    def __init__(self, store: _Store, name: str) -> None:
        self._store, self._name = store, name

    def write(self, s: bytes | bytearray) -> int:
        return self._store.write(self._name, s)

    def read(self, size: int | None = None) -> bytes:
        return self._store.read(self._name, size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        return None

    def size(self) -> int:
        return self._store.size(self._name)
