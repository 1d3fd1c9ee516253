"""What must hold before LibreOffice sees a file, for it makes a document of anything: of random bytes, of half a file."""

from __future__ import annotations

from gongkai.errors import DamagedSource, EncryptedSource, SourceError
from gongkai.readers.bounds import FILE
from gongkai.readers.ole import MAGIC, Container
from gongkai.readers.packages import OPENDOCUMENT, Parts, refuse_locked

_LOCKED = "opens only with a password"
_FIRST_WITH_TABLE = 0xC1  # nFib of Word 97
# The first two bytes of WordDocument ([MS-DOC] 2.5.2, and Word 6 and 95 before it).
_WORD_97, _WORD_6 = 0xA5EC, 0xA5DC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200


def suffix_of(kind: str, data: bytes) -> str:
    """Return the file name suffix by which LibreOffice takes the content for what it is."""
    if kind == "odt":
        return "odt" if data.startswith(b"PK") else "fodt"
    return "rtf" if kind == "rtf" else "doc"


def problem_of(kind: str, data: bytes) -> SourceError | None:
    """Return why a file of that kind cannot be converted; None where nothing speaks against it."""
    try:
        if data.startswith(MAGIC):
            _check_word(data)
        elif kind == "odt" and data.startswith(b"PK"):
            _check_opendocument(data)
    except SourceError as error:
        return error
    return None


def _check_word(data: bytes) -> None:
    with Container(data) as container:
        text = container.read("WordDocument")
        ident, version = (int.from_bytes(text[at : at + 2], "little") for at in (0, 2))
        flags = int.from_bytes(text[10:12], "little")
        if ident not in (_WORD_97, _WORD_6):
            raise DamagedSource("an old Word file whose text is broken from its first bytes on; get a sound copy of it")
        if flags & _ENCRYPTED:
            raise EncryptedSource(
                f"an old Word file that {_LOCKED}; give it with --password, or save a copy without one"
            )
        if ident == _WORD_97 and version >= _FIRST_WITH_TABLE:
            container.read("1Table" if flags & _TABLE_1 else "0Table")


def _check_opendocument(data: bytes) -> None:
    parts = Parts(data, OPENDOCUMENT)
    if parts.unpacked > FILE:
        raise DamagedSource(f"an OpenDocument file that would unpack to {parts.unpacked} bytes; this is no report")
    refuse_locked(parts)
    for name in ("META-INF/manifest.xml", "content.xml"):
        if name not in parts:
            raise DamagedSource(f"an OpenDocument file that lacks a part of it ({name})")
