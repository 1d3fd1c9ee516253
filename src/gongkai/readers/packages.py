"""Zip packages of documents, opened safely: parts by name within bounds, XML without what could reach outside or grow without end."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib

from lxml import etree
from msgspec import Struct

from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.bounds import FILE, TAGS, refuse_many
from gongkai.readers.wary import opened_package

Element = etree._Element
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)
"""What zipfile raises on archives that are cut short or tampered with."""


class Carrier(Struct, frozen=True, kw_only=True):
    """What a package is called in messages, what a person may do about a broken or a locked one, and how much of it may be unzipped.

    ``part_bytes`` bounds one part, ``all_bytes`` all that are read.
    """

    name: str
    advice: str
    locked: str
    part_bytes: int
    all_bytes: int | None = None


OPENDOCUMENT = Carrier(
    name="the OpenDocument file",
    advice="get a sound copy of it",
    locked="an OpenDocument file that opens only with a password; save a copy without one",
    part_bytes=FILE,
)
"""Texts and spreadsheets alike."""
_MANIFEST = "META-INF/manifest.xml"


class Parts:
    """The parts of a package by name. Names are compared without case and with either slash, as writers are careless with both."""

    def __init__(self, data: bytes, carrier: Carrier) -> None:
        """Open the archive. Raises DamagedSource where it is none, or is cut short; NotAReport where it has parts without end."""
        try:
            self._archive = opened_package(data)
        except ZIP_FAULTS as error:
            raise DamagedSource(f"{carrier.name} is cut short or broken ({error}); {carrier.advice}") from error
        self._carrier = carrier
        self._parts = {normal(info.filename): info for info in self._archive.infolist()}
        self._left = carrier.all_bytes

    def __contains__(self, name: str) -> bool:
        return normal(name) in self._parts

    def names(self) -> list[str]:
        """Return the names of all parts, in lower case."""
        return list(self._parts)

    @property
    def unpacked(self) -> int:
        """How many bytes all parts are said to unzip to."""
        return sum(info.file_size for info in self._parts.values())

    def read(self, name: str) -> bytes:
        """Unzip one part. Raises DamagedSource where it is not there, broken, or too large; EncryptedSource where it needs a password."""
        info, carrier = self._parts.get(normal(name)), self._carrier
        if info is None:
            raise DamagedSource(f"{carrier.name} lacks its part {name}; {carrier.advice}")
        if info.flag_bits & 1:
            raise EncryptedSource(carrier.locked)
        if self._left is not None:
            self._left -= info.file_size
        if info.file_size > carrier.part_bytes or (self._left is not None and self._left < 0):
            raise DamagedSource(f"the part {name} would unzip to {info.file_size} bytes; this is no report")
        try:
            # zipfile stops at the declared size, so that a false declaration cannot get past the limit.
            return self._archive.read(info)
        except ZIP_FAULTS as error:
            raise DamagedSource(f"the part {name} of {carrier.name} is broken ({error}); {carrier.advice}") from error


def refuse_locked(parts: Parts) -> None:
    """Raise EncryptedSource where the list of an OpenDocument file's parts says that they are locked."""
    if _MANIFEST in parts and b"encryption-data" in parts.read(_MANIFEST):
        raise EncryptedSource(OPENDOCUMENT.locked)


class Relation(Struct, frozen=True):
    """A pointer from one part of an Office package to another; ``kind`` is the last step of its type, ``target`` a normalised name."""

    id: str
    kind: str
    target: str


def relations_of(parts: Parts, source: str, carrier: Carrier) -> tuple[Relation, ...]:
    """Return what the part ``source`` points at inside its package; nothing where its list is absent or broken."""
    folder, base = posixpath.split(source)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    try:
        root = parse_xml(parts.read(name), name, carrier)
    except DamagedSource:
        return ()
    return tuple(
        Relation(
            item.get("Id", ""),
            item.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
        )
        for item in root
        if item.get("TargetMode") != "External"
    )


def parse_xml(data: bytes, part: str, carrier: Carrier) -> Element:
    """Parse one part. Raises DamagedSource where it is not well-formed, or nests beyond what a parser may be asked to take, NotAReport
    where it has tags without end.
    """
    refuse_many(data.count(b"<"), TAGS, f"tags in its part {part}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = getattr(error, "msg", None) or error
        raise DamagedSource(f"the part {part} of {carrier.name} is broken ({said}); {carrier.advice}") from error


def normal(name: str) -> str:
    """Return a part's name as names are compared."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
