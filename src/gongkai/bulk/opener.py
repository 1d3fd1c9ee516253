"""Reads sources one after the other, and keeps the containers open that lead to the last one, for their members come in a row."""

from __future__ import annotations

from collections import Counter
from errno import EMFILE, ENFILE
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO

from gongkai.bulk.containers import MAX_BYTES, Container, open_container
from gongkai.bulk.containers.base import size_of
from gongkai.bulk.patience import MEMBER, TooLate, for_size, within
from gongkai.bulk.remote import remote_bytes, remote_stream
from gongkai.bulk.source import Source
from gongkai.errors import MachineError, SourceError

_MOST_LATE = 3  # members of one file


class Opener:
    """Opens files and containers; closes the latter when a source lies elsewhere."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._stream: IO[bytes] | None = None
        self._steps: tuple[int, ...] = ()
        self._open: list[Container] = []
        self._late: Counter[tuple[Path, str | None]] = Counter()

    def read(self, source: Source) -> bytes:
        """Return a source's bytes. Raises SourceError."""
        if source.problem is not None:
            raise source.problem
        if source.members:
            return self._container(source).read(source.members[-1], source.path)
        if source.address is not None:
            return remote_bytes(source.address)
        try:
            if not source.file.is_file():
                raise SourceError(f"{source.path}: is no regular file (a link to nothing, a device or a pipe)")
            if source.file.stat().st_size > MAX_BYTES:
                raise SourceError(f"{source.path}: is larger than {MAX_BYTES // 2**20} MB; too large for a report")
            return source.file.read_bytes()
        except OSError as error:
            raise _refused(source.path, error) from error

    def read_within(self, source: Source, seconds: float) -> bytes:
        """Return a source's bytes as long as they come in time: the larger a container is, the longer its members may take, and where
        some were late the others are not waited for. Raises SourceError, MachineError.
        """
        if not source.members:
            return within(seconds, partial(self.read, source), source.path)
        file = source.file, source.address
        if self._late[file] >= _MOST_LATE:
            raise SourceError(
                f"{source.path}: lies in an archive of which {_MOST_LATE} members were not unpacked in time"
            )
        size = within(seconds, partial(length_of, source), source.path)
        try:
            return within(for_size(seconds, size), partial(self.read, source), source.path, MEMBER)
        except TooLate:
            self._late[file] += 1
            self._leave()
            raise

    def _leave(self) -> None:
        """Let go of what is open without a touch: a thread that was given up may still be at it."""
        self._open, self._steps, self._file, self._stream = [], (), None, None

    def head(self, source: Source, size: int) -> bytes:
        """Return a source's first bytes; none where it cannot be read, which :meth:`read` will say."""
        try:
            if source.problem is None and source.members:
                return self._container(source).head(source.members[-1], source.path, size)
            if source.problem is not None or not (source.address or source.file.is_file()):
                return b""
            with opened(source) as stream:
                return stream.read(size)
        except (SourceError, OSError):
            return b""

    def _container(self, source: Source) -> Container:
        """Return the container that a source is a member of, opening those on the way."""
        steps = source.members[:-1]
        if self._file != source.file:
            self.close()
        while self._open and self._steps != steps[: len(self._open) - 1]:
            self._open.pop().close()
            self._steps = self._steps[:-1]
        path = source.container
        if not self._open:
            self._open.append(self._of_file(source, path))
        begin = len(self._open) - 1
        for step, name in zip(steps[begin:], source.names[begin:], strict=False):
            inner = self._open[-1].stream(step, path)
            self._open.append(_opened(inner, name, path, source.passwords))
            self._steps = (*self._steps, step)
        return self._open[-1]

    def _of_file(self, source: Source, path: str) -> Container:
        try:
            self._file, self._stream = source.file, opened(source)
        except OSError as error:
            raise _refused(path, error) from error
        return _opened(self._stream, source.file.name, path, source.passwords)

    def close(self) -> None:
        """Close whatever is open."""
        for container in reversed(self._open):
            container.close()
        if self._stream is not None:
            self._stream.close()
        self._open, self._steps = [], ()
        self._file = self._stream = None

    def __enter__(self) -> Opener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def opened(source: Source) -> IO[bytes]:
    """Open a file, on this machine or by its address. Raises OSError, SourceError."""
    return remote_stream(source.address) if source.address is not None else source.file.open("rb")


def length_of(source: Source) -> int:
    """Return how many bytes a file has; none where that cannot be told, which reading it will say."""
    try:
        if source.address is None:
            return source.file.stat().st_size
        with opened(source) as stream:
            return size_of(stream)
    except (OSError, SourceError):
        return 0


def _refused(path: str, error: OSError) -> SourceError | MachineError:
    """Say why a file cannot be read: it, or the machine."""
    if error.errno in (EMFILE, ENFILE):
        return MachineError(f"{path}: cannot be opened: {error.strerror}; allow more with ulimit -n")
    return SourceError(f"{path}: cannot be read: {error.strerror or error}")


def _opened(stream: IO[bytes], name: str, path: str, passwords: tuple[str, ...]) -> Container:
    container = open_container(stream, name, path, passwords)
    if container is None:
        raise SourceError(f"{path}: is no archive any more; it has changed since it was looked into")
    return container
