"""One thing to read."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Protocol

from msgspec import Struct

from gongkai.errors import SourceError


class Near(Protocol):
    """Where the pictures lie that pages in a container show."""

    def find(self, page: Source, address: str, base: str) -> Source | None:
        """Return the picture that a page means by an address, read from ``base`` where the page names one; None where it is not there."""


class Source(Struct, frozen=True):
    """A file, or a member of a container: ``members`` are the numbers on the way to it, one for each container, and ``names`` what is
    there under each.

    ``problem`` says why it cannot be opened. ``label`` is its own name where the path does not tell it. ``url``, ``captured`` and
    ``charset`` (as its server named it) are those of a record of a web archive. Of what is on no disk
    of this machine ``address`` says where it is, and ``file`` what it is called. ``near`` finds the pictures of a page in a container.
    """

    path: str
    file: Path
    members: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    problem: SourceError | None = None
    passwords: tuple[str, ...] = ()
    label: str | None = None
    url: str | None = None
    captured: str | None = None
    charset: str | None = None
    address: str | None = None
    near: Near | None = None

    @property
    def name(self) -> str:
        """The file's own name, without folders."""
        return self.label or PurePosixPath(self.path.rpartition("!")[2] if self.members else self.path).name

    @property
    def container(self) -> str:
        """The path of what it is a member of."""
        return self.path.rpartition("!")[0] if self.members else self.path


class Skipped(Struct, frozen=True):
    """What was found and is not read, and why; ``count`` where a row stands for many (pages of a web archive)."""

    path: str
    reason: str
    count: int = 1


class Pictured(Struct, frozen=True):
    """A web archive, and the pictures in it (``captures.RECORD``)."""

    archive: Source
    pictures: bytes


class Survey(Struct, frozen=True):
    """What SOURCE... comes to: what is to be read, and what is passed over."""

    sources: list[Source]
    skipped: list[Skipped]

    @property
    def both(self) -> tuple[list[Source], tuple[Skipped, ...]]:
        """Sources, and what is passed over."""
        return self.sources, tuple(self.skipped)
