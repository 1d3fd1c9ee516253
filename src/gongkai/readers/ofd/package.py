"""The zip package of an OFD file: its parts by name, how much of it may be unzipped, whether it is encrypted."""

from __future__ import annotations

import posixpath

from msgspec import structs

from gongkai.readers.ofd.xml import OFD, Element, name_of, parse
from gongkai.readers.packages import Parts, normal

MAX_PART_BYTES = OFD.part_bytes
MAX_BYTES = OFD.all_bytes
ENTRY = "OFD.xml"


class Package(Parts):
    """An OFD file's parts by name."""

    def __init__(self, data: bytes) -> None:
        """Open the archive. Raises DamagedSource where it is none, or is cut short."""
        super().__init__(data, structs.replace(OFD, part_bytes=MAX_PART_BYTES, all_bytes=MAX_BYTES))
        self._trees: dict[str, Element] = {}

    def resolve(self, source: str, location: str) -> str:
        """Return the part that ``location`` means in the part ``source``: from the root, from its folder, or else from the root.

        Some writers leave the first slash of an absolute location away; the name need not be that of a part.
        """
        location = location.strip().replace("\\", "/")
        relative = normal(posixpath.join("/", posixpath.dirname(source), location))
        absolute = normal(location)
        return absolute if relative not in self._parts and absolute in self._parts else relative

    def tree(self, name: str) -> Element:
        """Unzip and parse one part, once.

        :raises DamagedSource: it is not there, broken, or larger than a report's can be.
        :raises EncryptedSource: the archive needs a password.
        """
        key = normal(name)
        if key not in self._trees:
            self._trees[key] = parse(self.read(key), name)
        return self._trees[key]

    def is_encrypted(self) -> bool:
        """Whether the package says that parts of it are encrypted (GM/T 0099: ``Encryptions`` in or beside OFD.xml)."""
        if any(posixpath.basename(name) == "encryptions.xml" for name in self._parts):
            return True
        return any(name_of(each) == "Encryptions" for each in self.tree(ENTRY).iter())
