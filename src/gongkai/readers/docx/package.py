"""The zip package of a Word file: its parts, and how they point at each other."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from functools import cached_property

from msgspec import Struct

from gongkai.errors import DamagedSource, EmptySource, EncryptedSource
from gongkai.readers.docx.xml import Element, parse
from gongkai.readers.packages import ZIP_FAULTS

MAX_PART_BYTES = 200_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_NOT_OF_PARAGRAPHS = (
    (b'<w:style w:type="table"', b"</w:style>"),
    (b"<w:latentStyles ", b"</w:latentStyles>"),
)
_TABLE_STYLES = re.compile(rb'<w:style w:type="table"[^>]*?w:styleId="([^"]+)".*?</w:style>', re.DOTALL)
_PAINTED = re.compile(rb'w:fill="(?!auto|FFFFFF)|w:themeFill=')
_MAIN = "word/document.xml"
_SAVE_AGAIN = "open it in Word or LibreOffice and save it again as .docx"


class Relation(Struct, frozen=True):
    """A pointer from one part to another; ``kind`` is the last step of its type, ``target`` a normalised part name."""

    id: str
    kind: str
    target: str


class Package:
    """A Word file's parts by name. Names are compared without case, as Windows wrote them."""

    def __init__(self, data: bytes) -> None:
        """Open the archive.

        :raises EmptySource: there are no bytes.
        :raises EncryptedSource: the file is encrypted.
        :raises DamagedSource: this is no zip archive, or one that is cut short.
        """
        _refuse_what_is_no_zip(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS as error:
            raise DamagedSource(f"the Word file is cut short or broken ({error}); {_SAVE_AGAIN}") from error
        self._parts = {_normal(info.filename): info for info in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._parts

    def read(self, name: str) -> bytes:
        """Unzip one part.

        :raises DamagedSource: it is not there, broken, or larger than ``MAX_PART_BYTES``.
        :raises EncryptedSource: it needs a password.
        """
        info = self._parts.get(_normal(name))
        if info is None:
            raise DamagedSource(f"the Word file lacks its part {name}; {_SAVE_AGAIN}")
        if info.flag_bits & 1:
            raise EncryptedSource("the Word file needs a password; save it without one")
        if info.file_size > MAX_PART_BYTES:
            raise DamagedSource(f"the part {name} would unzip to {info.file_size} bytes; this is no report")
        try:
            # zipfile stops at the declared size, so that a false declaration cannot get past the limit.
            return self._archive.read(info)
        except ZIP_FAULTS as error:
            raise DamagedSource(f"the part {name} of the Word file is broken ({error}); {_SAVE_AGAIN}") from error

    def tree(self, name: str) -> Element:
        """Unzip and parse one part; errors as in :meth:`read`."""
        return parse(self.read(name), name)

    def styles_tree(self, name: str) -> Element:
        """Do the same for the styles, without what concerns no paragraph."""
        return parse(_trimmed(self.read(name)), name)

    def relations(self, source: str = "") -> tuple[Relation, ...]:
        """Return what the part ``source`` points at inside the package; nothing where its list is absent or broken."""
        folder, base = posixpath.split(source)
        try:
            root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
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

    @cached_property
    def main(self) -> str:
        """Name of the part that holds the text.

        :raises DamagedSource: there is none.
        """
        declared = [relation.target for relation in self.relations() if relation.kind == "officeDocument"]
        for name in (*declared, _MAIN):
            if name in self:
                return name
        raise DamagedSource(f"the archive holds no Word text ({_MAIN} is not there); {_SAVE_AGAIN}")

    @cached_property
    def main_relations(self) -> tuple[Relation, ...]:
        """What the main part points at."""
        return self.relations(self.main)

    def beside_main(self, kind: str) -> str | None:
        """Name of the main part's ``styles``, ``numbering`` or ``comments``, or None."""
        declared = [relation.target for relation in self.main_relations if relation.kind == kind]
        usual = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        return next((name for name in (*declared, usual) if name in self), None)

    def filled_table_styles(self) -> frozenset[str]:
        """Ids of the table styles that paint cells; asked for only where text may be of its ground's colour."""
        name = self.beside_main("styles")
        try:
            styles = b"" if name is None else self.read(name)
        except (DamagedSource, EncryptedSource):
            return frozenset()
        found = _TABLE_STYLES.finditer(styles)
        return frozenset(style[1].decode() for style in found if _PAINTED.search(style[0]))

    def core_properties(self) -> str | None:
        """Name of the part that holds the file's title, or None."""
        declared = [relation.target for relation in self.relations() if relation.kind == "core-properties"]
        return next((name for name in (*declared, "docProps/core.xml") if name in self), None)


def _refuse_what_is_no_zip(data: bytes) -> None:
    if not data:
        raise EmptySource("the file is empty")
    if not data.startswith(_OLE):
        return
    if _ENCRYPTED_STREAM in data:
        raise EncryptedSource("the Word file needs a password; open it in Word and save it without one")
    raise DamagedSource(f"the file is of the older Word format (.doc), not .docx; {_SAVE_AGAIN}")


def _trimmed(styles: bytes) -> bytes:
    """Cut out what is nine tenths of some files, costs as much as the text to parse, and says nothing of paragraphs.

    Files that write these elements in another way are merely parsed whole.
    """
    for opening, closing in _NOT_OF_PARAGRAPHS:
        kept, position = [], 0
        while (start := styles.find(opening, position)) >= 0 and (end := styles.find(closing, start)) >= 0:
            kept.append(styles[position:start])
            position = end + len(closing)
        styles = b"".join((*kept, styles[position:]))
    return styles


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
