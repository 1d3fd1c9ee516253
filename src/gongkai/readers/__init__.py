"""Bytes to a Document, one reader a format. A reader knows nothing of forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import PurePath
from typing import cast

from msgspec import Struct

from gongkai.document import Reader, Rungs
from gongkai.errors import SourceError, UnsupportedFormat
from gongkai.readers.formats import format_of, remark
from gongkai.readers.locked import unlocked
from gongkai.readers.parted import certain
from gongkai.readers.pictured import Beside, of_picture, with_pictures
from gongkai.readers.pronounced import without_pronunciation
from gongkai.readers.sniff import sniff
from gongkai.readers.visible import visible
from gongkai.readers.wrapped import unwrapped

RAISED = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
LOWERED = str.maketrans("0123456789０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉" * 2)
"""For ``str.translate``: raised and lowered digits are marks of notes or units, never digits of the figure before."""
_SAVE_AS = "save it as .docx, .pdf, .html or .txt"


class Origin(Struct, frozen=True):
    """What is known of where a file came from: ``beside`` gives the files of a page's pictures, ``charset`` is what its server named,
    ``passwords`` are tried on what is locked.
    """

    beside: Beside | None = None
    charset: str | None = None
    passwords: tuple[str, ...] = ()


NOWHERE = Origin()


class Opened(Struct, frozen=True):
    """A file whose format is known: ``format`` is the one that reports name, ``remark`` says where the name promises another."""

    format: str
    documents: Rungs
    remark: str


def open_bytes(
    data: bytes,
    name: str,
    converted: bytes | SourceError | None = None,
    origin: Origin = NOWHERE,
) -> Opened:
    """Tell a file's format by its content and begin to read it; nothing is read before the first document is asked for.

    ``converted`` is what a conversion made before gave for a file that LibreOffice has to convert; ``origin`` is
    where the file came from. Raises SourceError.
    """
    content = unlocked(unwrapped(data), origin.passwords)
    kind = sniff(content, name)
    reported = format_of(kind).reported or kind
    read = reader_for(kind, converted)
    if origin.charset is not None and format_of(kind).told:
        read = partial(cast(Callable[..., Rungs], read), told=origin.charset)
    found = with_pictures(read(content), origin.beside)
    seen = map(visible, of_picture(content, found) if kind == "image" else found)
    documents = map(certain, map(without_pronunciation, seen))
    return Opened(reported, documents, remark(kind, PurePath(name).suffix.lower()))


def reader_for(kind: str, converted: bytes | SourceError | None = None) -> Reader:
    """Return the reader for a format that ``sniff`` named. Raises UnsupportedFormat, saying what to do."""
    declared = format_of(kind)
    if declared.by == "libreoffice":
        office = import_module("gongkai.readers.office")
        return partial(office.read, kind) if converted is None else lambda _: office.read_converted(kind, converted)
    if declared.module is None:
        raise UnsupportedFormat(declared.advice or f"this version does not read {kind}; {_SAVE_AS}")
    read: Reader = import_module(declared.module).read
    return read
