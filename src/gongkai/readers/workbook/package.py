"""The zip package of a workbook: parts read within bounds, XML parsed without what could reach outside."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree
from msgspec import Struct

from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.packages import ZIP_FAULTS

Element = etree._Element
_MAX_PART = 100_000_000
_SAVE_AGAIN = "open it in a spreadsheet program and save it again as .xlsx"


class Relation(Struct, frozen=True):
    """A pointer to another part; ``kind`` is the last step of its type, ``target`` a normalised name."""

    kind: str
    target: str


class Package:
    """A workbook's parts by name, compared without case."""

    def __init__(self, data: bytes) -> None:
        """Open the archive. Raises DamagedSource."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS as error:
            raise DamagedSource(f"the workbook is cut short or broken ({error}); {_SAVE_AGAIN}") from error
        self._parts = {_normal(info.filename): info for info in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._parts

    def tree(self, name: str) -> Element:
        """Unzip and parse one part. Raises DamagedSource, EncryptedSource."""
        info = self._parts.get(_normal(name))
        if info is None:
            raise DamagedSource(f"the workbook lacks its part {name}; {_SAVE_AGAIN}")
        if info.flag_bits & 1:
            raise EncryptedSource("the workbook needs a password; save it without one")
        if info.file_size > _MAX_PART:
            raise DamagedSource(f"the part {name} would unzip to {info.file_size} bytes; this is no report")
        try:
            return parsed(self._archive.read(info), name)
        except ZIP_FAULTS as error:
            raise DamagedSource(f"the part {name} of the workbook is broken ({error}); {_SAVE_AGAIN}") from error

    def optional(self, name: str | None) -> Element | None:
        """Unzip and parse a part that the figures can be read without; None where it is absent or broken."""
        try:
            return None if name is None or name not in self else self.tree(name)
        except DamagedSource:
            return None

    def relations(self, source: str = "") -> dict[str, Relation]:
        """Return what a part points at, by id; nothing where its list is absent or broken."""
        folder, base = posixpath.split(source)
        root = self.optional(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for item in () if root is None else root:
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
                found[item.get("Id", "")] = Relation(item.get("Type", "").rpartition("/")[2], target)
        return found


def parsed(data: bytes, name: str) -> Element:
    """Parse one part. Raises DamagedSource where it is not well-formed, or nests beyond what a parser may be asked to take."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedSource(f"the part {name} of the workbook is broken ({error.msg}); {_SAVE_AGAIN}") from error


def local(element: Element) -> str:
    """Return an element's name without its namespace, which differs between transitional and strict files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(parent: Element | None, name: str) -> Element | None:
    """Return the first child of that name in any namespace."""
    return None if parent is None else next((one for one in parent if local(one) == name), None)


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name in any namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
