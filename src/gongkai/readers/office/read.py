"""A file of an office kind as a Document. What Word itself writes as XML is read without LibreOffice, which loses half of it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gongkai.document import Document
from gongkai.errors import SourceError
from gongkai.readers.docx import read as read_docx
from gongkai.readers.office.convert import convert
from gongkai.readers.office.word_xml import as_docx


def read(kind: str, data: bytes) -> Iterator[Document]:
    """Yield the one reading of a file of ``kind``: ``doc:libreoffice``, or ``doc:xml`` for Word's own XML.

    Raises SourceError: MissingProgram without LibreOffice, EncryptedSource, DamagedSource.
    """
    own = as_docx(data)
    if own is not None:
        yield from _named(read_docx(own), f"{kind}:xml")
        return
    (converted,) = convert([(kind, data)])
    yield from read_converted(kind, converted)


def read_converted(kind: str, converted: bytes | SourceError) -> Iterator[Document]:
    """Yield the reading of a file that was converted before; raises what its conversion ended in."""
    if isinstance(converted, SourceError):
        raise converted
    yield from _named(read_docx(converted), f"{kind}:libreoffice")


def _named(documents: Iterator[Document], reader: str) -> Iterator[Document]:
    return (msgspec.structs.replace(document, reader=reader) for document in documents)
