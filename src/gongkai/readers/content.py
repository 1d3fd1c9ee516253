"""What a file is known by: magic bytes, the names inside a container, the tags of its beginning; each looked up once."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import PurePath
from typing import Literal

from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.decode import wide_encoding
from gongkai.readers.ole import MAGIC, Container
from gongkai.readers.packages import ZIP_FAULTS
from gongkai.readers.wary import opened_package

NOTHING = b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"
_HEAD = 4096  # bytes
_MEMBER = 65536  # bytes of a package's part in which its kind is named
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


class Content:
    """A file's bytes and name, as the declarations of ``formats`` ask about them.

    What is asked of a container may raise DamagedSource (cut short or broken) and EncryptedSource (an Office file with a password).
    """

    def __init__(self, data: bytes, name: str = "") -> None:
        self.data = data
        self.ending = PurePath(name).suffix.lower()

    @cached_property
    def container(self) -> Literal["zip", "ole"] | None:
        """Which container it is."""
        if self.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return "zip"
        return "ole" if self.data.startswith(MAGIC) else None

    @cached_property
    def _zip(self) -> tuple[frozenset[str], bytes, bytes]:
        try:
            with opened_package(self.data) as archive:
                names = frozenset(name.replace("\\", "/") for name in archive.namelist())
                return names, _member(archive, "[Content_Types].xml"), _member(archive, "mimetype")
        except (*ZIP_FAULTS, RuntimeError) as error:
            kind = "Word" if b"word/" in self.data else "zip"
            raise DamagedSource(
                f"a {kind} file that is cut short or broken ({error}); get a sound copy of it"
            ) from error

    @cached_property
    def members(self) -> frozenset[str]:
        """The names in a zip; none where it is no zip."""
        return self._zip[0] if self.container == "zip" else frozenset()

    @cached_property
    def types(self) -> bytes:
        """The content types that an Office package declares; empty where it declares none."""
        return self._zip[1] if self.container == "zip" else b""

    @cached_property
    def mimetype(self) -> bytes:
        """What the member ``mimetype`` of a zip says (OpenDocument, EPUB)."""
        return self._zip[2] if self.container == "zip" else b""

    @cached_property
    def roots(self) -> frozenset[str]:
        """What stands at the root of an OLE container; nothing where it is none."""
        if self.container != "ole":
            return frozenset()
        with Container(self.data) as container:
            names = container.names
        if "EncryptedPackage" in names:
            raise EncryptedSource(
                "an Office file that opens only with a password; give it with --password, or save a copy without one"
            )
        return names

    @cached_property
    def head(self) -> bytes:
        """The first bytes with tags readable: in UTF-16 and UTF-32 they have NULs between, comments may be long."""
        head = self.data[: 4 * _HEAD]
        narrow = head.replace(b"\0", b"") if b"\0" in self.data[:64] else head
        return narrow.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")

    @cached_property
    def start(self) -> bytes:
        """The head from its first sign that is no white space and no byte order mark."""
        return self.head.lstrip(NOTHING)

    @cached_property
    def wide_head(self) -> bytes:
        """Four times as much as the head."""
        return self.data[: 16 * _HEAD].replace(b"\0", b"")

    @cached_property
    def is_text(self) -> bool:
        """Whether nearly all of it can be read as characters of some encoding."""
        controls = len(self.data) - len(self.data.translate(None, _CONTROLS))
        nulls_at_end = len(self.data) - len(self.data.rstrip(b"\0"))
        marked = self.data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
        return marked or controls - nulls_at_end <= len(self.data) // 200 or bool(wide_encoding(self.data))


Sign = Callable[[Content], bool]
"""Tells by a file's content whether it is of a format."""


def begins(*magics: bytes) -> Sign:
    """Known by its first bytes."""
    return lambda content: content.data.startswith(magics)


def holds(*members: str) -> Sign:
    """Known by a name in a zip, in any case."""
    return lambda content: any(name.lower() in members for name in content.members)


def declares(pattern: bytes) -> Sign:
    """Known by what a package in a zip says of itself: its content types, or its ``mimetype``."""
    wanted = re.compile(pattern)
    return lambda content: bool(wanted.search(content.types) or wanted.search(content.mimetype))


def has_root(*names: str) -> Sign:
    """Known by what stands at the root of an OLE container."""
    return lambda content: not content.roots.isdisjoint(names)


def says(*texts: bytes) -> Sign:
    """Known by a text near its beginning."""
    return lambda content: content.container is None and any(text in content.head for text in texts)


def either(*signs: Sign) -> Sign:
    """Known by one of several signs."""
    return lambda content: any(sign(content) for sign in signs)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read the beginning of a small member; nothing where it is not there."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as member:
        return member.read(_MEMBER)
