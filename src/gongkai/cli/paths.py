"""The option ``--files-from``: paths of sources from a list."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from gongkai.addresses import is_address

STDIN = Path("-")


class Address(str):
    """A document's address, such as ``s3://bucket/report.pdf``: no path, for a path would lose one of its slashes."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """What stands behind the last slash."""
        return self.rpartition("/")[2]


Named = Path | Address
"""What a command line names: a file or an address."""


class NamedType(click.Path):
    """Takes a path, or the address of a document."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  (click's own)
        """Keep an address as it is."""
        return Address(value) if isinstance(value, str) and is_address(value) else super().convert(value, param, ctx)


_SILENCE = 60.0  # seconds
_PIECE = 2**16  # bytes read at a time
_MOST = 256 * 2**20  # bytes of a list
files_from_option = click.option(
    "--files-from",
    "lists",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Take paths from FILE, one a line, as well; - is standard input.",
)


def listed_paths(lists: tuple[Path, ...], timeout: float | None = None) -> tuple[Named, ...]:
    """Return the paths and addresses that lists hold, one a line (or parted by zero bytes, as find -print0 does), in whatever bytes
    they are named.

    Raises UsageError where a list cannot be read, or nothing more of it comes within ``timeout`` seconds.
    """
    names = (os.fsdecode(name) for one in dict.fromkeys(lists) for name in _names(one, timeout or _SILENCE))
    return tuple(Address(name) if is_address(name) else Path(name) for name in names)


def _names(one: Path, timeout: float) -> list[bytes]:
    from gongkai.errors import UsageError  # noqa: PLC0415

    try:
        data = _coming(one, timeout)
    except OSError as error:
        raise UsageError(f"--files-from {one}: cannot be read: {error.strerror or error}") from error
    lines = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return [line for line in lines if line.strip()]


def _coming(one: Path, timeout: float) -> bytes:
    """Return a list's bytes; what writes it may take long (find), but not be silent for so long. Raises UsageError, OSError."""
    from gongkai.bulk.patience import within  # noqa: PLC0415
    from gongkai.errors import SourceError, UsageError  # noqa: PLC0415

    held = bytearray()
    try:
        stream = own_input() if one == STDIN else within(timeout, lambda: one.open("rb"), str(one))
        while piece := within(timeout, lambda: stream.read(_PIECE), str(one)):
            held += piece
            if len(held) > _MOST:
                raise UsageError(f"--files-from {one}: is no list of paths: it has more than {_MOST // 2**20} MB")
    except SourceError as error:
        raise UsageError(
            f"--files-from {one}: nothing more came within {timeout:g} s; is what writes the list there? "
            "else allow more with --timeout"
        ) from error
    return bytes(held)


def own_input() -> BinaryIO:
    """Open standard input once more: a thread that still waits for the stream that Python closes at its end would break that end."""
    try:
        return cast(BinaryIO, os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0))
    except (OSError, ValueError):  # it is no file of the system's
        return sys.stdin.buffer
