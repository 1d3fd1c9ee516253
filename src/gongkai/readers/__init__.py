"""Bytes to a Document, one reader a format. A reader knows nothing of forms."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from msgspec import Struct

from gongkai.document import Reader, Rungs
from gongkai.errors import SourceError, UnsupportedFormat
from gongkai.readers.disguise import remark
from gongkai.readers.sniff import sniff
from gongkai.readers.visible import visible
from gongkai.readers.wrapped import unwrapped

OFFICE = frozenset({"doc", "wps", "rtf", "odt"})
"""The kinds that LibreOffice converts, many in one start; see ``readers.office``."""
_READERS = {"txt": "text", "docx": "docx", "html": "html", "mhtml": "mhtml", "pdf": "pdf", "ofd": "ofd", "image": "ocr"}
_FORMATS = {"mhtml": "html"}
_ADVICE = {
    "zip": "it is an archive: name it to `gongkai extract`, which looks inside; one within another has to be unpacked first",
}
RAISED = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
LOWERED = str.maketrans("0123456789０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉" * 2)
"""For ``str.translate``: raised and lowered digits are marks of notes or units, never digits of the figure before."""
_OTHER = "this version does not read {kind}; save it as .docx, .pdf, .html or .txt"


class Opened(Struct, frozen=True):
    """A file whose format is known: ``format`` is the one that reports name, ``remark`` says where the name promises another."""

    format: str
    documents: Rungs
    remark: str


def open_bytes(data: bytes, name: str, converted: bytes | SourceError | None = None) -> Opened:
    """Tell a file's format by its content and begin to read it; nothing is read before the first document is asked for.

    ``converted`` is what a conversion made before gave for a file of an OFFICE kind. Raises SourceError.
    """
    content = unwrapped(data)
    kind = sniff(content, name)
    return Opened(_FORMATS.get(kind, kind), map(visible, reader_for(kind, converted)(content)), remark(kind, name))


def reader_for(kind: str, converted: bytes | SourceError | None = None) -> Reader:
    """Return the reader for a format that ``sniff`` named. Raises UnsupportedFormat, saying what to do."""
    if kind in OFFICE:
        office = import_module("gongkai.readers.office")
        return partial(office.read, kind) if converted is None else lambda _: office.read_converted(kind, converted)
    module = _READERS.get(kind)
    if module is None:
        raise UnsupportedFormat(_ADVICE.get(kind) or _OTHER.format(kind=kind))
    read: Reader = import_module(f"gongkai.readers.{module}").read
    return read
