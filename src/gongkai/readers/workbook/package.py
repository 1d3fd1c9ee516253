"""The zip package of a workbook: parts read within bounds, XML parsed without what could reach outside."""

from __future__ import annotations

from lxml import etree

from gongkai.errors import DamagedSource
from gongkai.readers.bounds import XML_PART
from gongkai.readers.packages import Carrier, Parts, Relation, parse_xml, relations_of

Element = etree._Element
WORKBOOK = Carrier(
    name="the workbook",
    advice="open it in a spreadsheet program and save it again as .xlsx",
    locked="the workbook needs a password; save it without one",
    part_bytes=XML_PART,
)


class Package(Parts):
    """A workbook's parts by name."""

    def __init__(self, data: bytes) -> None:
        """Open the archive. Raises DamagedSource."""
        super().__init__(data, WORKBOOK)

    def tree(self, name: str) -> Element:
        """Unzip and parse one part. Raises DamagedSource, EncryptedSource."""
        return parse_xml(self.read(name), name, WORKBOOK)

    def optional(self, name: str | None) -> Element | None:
        """Unzip and parse a part that the figures can be read without; None where it is absent or broken."""
        try:
            return None if name is None or name not in self else self.tree(name)
        except DamagedSource:
            return None

    def relations(self, source: str = "") -> dict[str, Relation]:
        """Return what a part points at, by id; nothing where its list is absent or broken."""
        return {one.id: one for one in relations_of(self, source, WORKBOOK)}


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
