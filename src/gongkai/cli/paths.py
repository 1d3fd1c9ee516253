"""The option ``--files-from``: paths of sources from a list."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

STDIN = Path("-")
files_from_option = click.option(
    "--files-from",
    "lists",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Take paths from FILE, one a line, as well; - is standard input.",
)


def listed_paths(lists: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the paths that lists hold, one a line (or parted by zero bytes, as find -print0 does), in whatever bytes they are named.

    Raises UsageError where a list cannot be read.
    """
    return tuple(Path(os.fsdecode(name)) for one in dict.fromkeys(lists) for name in _names(one))


def _names(one: Path) -> list[bytes]:
    from gongkai.errors import UsageError  # noqa: PLC0415

    try:
        data = sys.stdin.buffer.read() if one == STDIN else one.read_bytes()
    except OSError as error:
        raise UsageError(f"--files-from {one}: cannot be read: {error.strerror or error}") from error
    lines = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return [line for line in lines if line.strip()]
