"""The zip package of an OFD file: its parts by name, how much of it may be unzipped, whether it is encrypted."""

from __future__ import annotations

import io
import posixpath
import zipfile

from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.ofd.xml import Element, name_of, parse
from gongkai.readers.packages import ZIP_FAULTS

MAX_PART_BYTES = 20_000_000
MAX_BYTES = 80_000_000
ENTRY = "OFD.xml"
NEEDS_PASSWORD = (
    "the OFD file is encrypted; open it in an OFD reader with its password, save a copy without one, try again"
)
_GET_ANOTHER = "get a sound copy of it, or the Word or PDF file"


class Package:
    """An OFD file's parts by name; names are compared without case and with either slash."""

    def __init__(self, data: bytes) -> None:
        """Open the archive. Raises DamagedSource where it is none, or is cut short."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS as error:
            raise DamagedSource(f"the OFD file is cut short or broken ({error}); {_GET_ANOTHER}") from error
        self._archive = archive
        self._parts = {_normal(info.filename): info for info in archive.infolist()}
        self._trees: dict[str, Element] = {}
        self._left = MAX_BYTES

    def names(self) -> list[str]:
        """Return the names of all parts, in lower case."""
        return list(self._parts)

    def resolve(self, source: str, location: str) -> str:
        """Return the part that ``location`` means in the part ``source``: from the root, from its folder, or else from the root.

        Some writers leave the first slash of an absolute location away; the name need not be that of a part.
        """
        location = location.strip().replace("\\", "/")
        relative = _normal(posixpath.join("/", posixpath.dirname(source), location))
        absolute = _normal(location)
        return absolute if relative not in self._parts and absolute in self._parts else relative

    def tree(self, name: str) -> Element:
        """Unzip and parse one part, once.

        :raises DamagedSource: it is not there, broken, or larger than a report's can be.
        :raises EncryptedSource: the archive needs a password.
        """
        key = _normal(name)
        if key not in self._trees:
            self._trees[key] = parse(self._read(key), name)
        return self._trees[key]

    def _read(self, key: str) -> bytes:
        info = self._parts.get(key)
        if info is None:
            raise DamagedSource(f"the OFD file lacks its part {key}; {_GET_ANOTHER}")
        if info.flag_bits & 1:
            raise EncryptedSource(NEEDS_PASSWORD)
        self._left -= info.file_size
        if info.file_size > MAX_PART_BYTES or self._left < 0:
            raise DamagedSource(f"the part {key} would unzip to {info.file_size} bytes; this is no report")
        try:
            # zipfile stops at the declared size, so that a false declaration cannot get past the limit.
            return self._archive.read(info)
        except ZIP_FAULTS as error:
            raise DamagedSource(f"the part {key} of the OFD file is broken ({error}); {_GET_ANOTHER}") from error

    def is_encrypted(self) -> bool:
        """Whether the package says that parts of it are encrypted (GM/T 0099: ``Encryptions`` in or beside OFD.xml)."""
        if any(posixpath.basename(name) == "encryptions.xml" for name in self._parts):
            return True
        return any(name_of(each) == "Encryptions" for each in self.tree(ENTRY).iter())


def _normal(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
