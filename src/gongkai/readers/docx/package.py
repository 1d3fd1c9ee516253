"""The zip package of a Word file: its parts, and how they point at each other."""

from __future__ import annotations

import posixpath
from functools import cached_property

from msgspec import structs

from gongkai.errors import DamagedSource, EmptySource, EncryptedSource
from gongkai.readers.docx.xml import WORD, Element, parse
from gongkai.readers.packages import Parts, Relation, relations_of

MAX_PART_BYTES = WORD.part_bytes
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_NOT_OF_PARAGRAPHS = (
    (b'<w:style w:type="table"', b"</w:style>"),
    (b"<w:latentStyles ", b"</w:latentStyles>"),
)
_MAIN = "word/document.xml"
_SAVE_AGAIN = WORD.advice


class Package(Parts):
    """A Word file's parts by name."""

    def __init__(self, data: bytes) -> None:
        """Open the archive.

        :raises EmptySource: there are no bytes.
        :raises EncryptedSource: the file is encrypted.
        :raises DamagedSource: this is no zip archive, or one that is cut short.
        """
        _refuse_what_is_no_zip(data)
        super().__init__(data, structs.replace(WORD, part_bytes=MAX_PART_BYTES))

    def tree(self, name: str) -> Element:
        """Unzip and parse one part; errors as in :meth:`read`."""
        return parse(self.read(name), name)

    def relations(self, source: str = "") -> tuple[Relation, ...]:
        """Return what the part ``source`` points at inside the package; nothing where its list is absent or broken."""
        return relations_of(self, source, WORD)

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
        """Name of the main part's ``styles``, ``numbering``, ``comments`` or ``theme``, or None."""
        declared = [relation.target for relation in self.main_relations if relation.kind == kind]
        usual = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        return next((name for name in (*declared, usual) if name in self), None)

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


def trimmed(styles: bytes) -> bytes:
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
