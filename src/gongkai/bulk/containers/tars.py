"""Tar archives, plain or compressed: regular files only, whatever links and devices they hold."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import IO, cast

from gongkai.bulk.containers.base import MAX_MEMBERS, Member, refuse_bomb, refuse_large, size_of
from gongkai.bulk.containers.spool import spooled
from gongkai.errors import DamagedSource, SourceError
from gongkai.readers import packed
from gongkai.readers.wary import Wary

FAULTS = (tarfile.TarError, *packed.FAULTS, OverflowError, RecursionError)
"""What tarfile and the decompressors raise on archives that are cut short or tampered with."""
_MAGIC, _AT = b"ustar", 257
_BLOCK = 512  # bytes of a member's head (POSIX ustar)
_HEADS = 2**20  # bytes of all the heads of one member: its long name, what else is known of it, where its holes are


def begins_as_tar(head: bytes) -> bool:
    """Whether bytes begin with the header of a tar archive, of the old kind without a mark too."""
    if head[_AT : _AT + 5] == _MAGIC:
        return True
    if len(head) < _BLOCK or not head[0]:
        return False
    try:
        return bool(tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape").name)
    except tarfile.HeaderError:
        return False


def _name(info: tarfile.TarInfo) -> str:
    """Return a member's name, whichever system packed it."""
    return info.name.replace("\\", "/").lstrip("/")


class Tar:
    """An open tar archive; one that is compressed is unpacked to a temporary file."""

    def __init__(self, stream: IO[bytes], path: str, packing: str | None = None) -> None:
        """Open it; ``packing`` names how it is compressed. Raises DamagedSource, SourceError."""
        self._own: IO[bytes] | None = None
        size = size_of(stream)
        try:
            if packing is not None:
                stream = self._own = spooled(packed.unpacked_pieces(stream, packing), path, size)
            refusal = SourceError(f"{path}: what it says of one member has no end; not read")
            wary = Wary(stream, _HEADS, refusal)
            held = cast(IO[bytes], wary)
            self._archive = tarfile.open(fileobj=held, mode="r:", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
            self._infos = self._read(path, wary)
        except FAULTS as error:
            self.close()
            raise DamagedSource(f"{path}: is no whole tar archive ({error})") from error

    def _read(self, path: str, wary: Wary) -> list[tarfile.TarInfo]:
        infos: list[tarfile.TarInfo] = []
        while (info := self._archive.next()) is not None:
            wary.left = _HEADS
            infos.append(info)
            if len(infos) > MAX_MEMBERS:
                raise SourceError(f"{path}: holds more than {MAX_MEMBERS:,} files; unpack it first")
        wary.left = None
        return infos

    def members(self) -> Iterator[Member]:
        """Yield each file; links and devices are passed over."""
        for index, info in enumerate(self._infos):
            if info.isreg():
                yield Member(index, _name(info))
            elif not info.isdir():
                kind = "a link" if info.issym() or info.islnk() else "no regular file"
                yield Member(index, _name(info), passed=f"{kind} in an archive")

    def head(self, key: int, path: str, size: int) -> bytes:
        """Return a member's first bytes."""
        return self._bytes(self._infos[key], path, size)

    def read(self, key: int, path: str) -> bytes:
        """Return a member's bytes. Raises DamagedSource, SourceError."""
        info = self._infos[key]
        refuse_large(path, info.size)
        if info.issparse():  # its holes are nowhere in the archive, which is no larger for them
            held = cast(list[tuple[int, int]], info.sparse)  # typeshed calls them bytes
            refuse_bomb(path, info.size, sum(size for _, size in held))
        return self._bytes(info, path, info.size)

    def stream(self, key: int, path: str) -> IO[bytes]:
        """Return a member as a stream over the archive itself. Raises DamagedSource."""
        try:
            found = self._archive.extractfile(self._infos[key])
        except FAULTS as error:
            raise DamagedSource(f"{path}: is damaged inside its archive ({error})") from error
        return io.BytesIO() if found is None else found

    def close(self) -> None:
        """Close the archive, and drop what was unpacked."""
        for one in (getattr(self, "_archive", None), self._own):
            if one is not None:
                one.close()

    def _bytes(self, info: tarfile.TarInfo, path: str, size: int) -> bytes:
        try:
            stream = self._archive.extractfile(info)
            return b"" if stream is None else stream.read(size)
        except FAULTS as error:
            raise DamagedSource(f"{path}: is damaged inside its archive ({error})") from error
