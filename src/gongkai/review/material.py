"""What is at hand of a report's source. The caller opens it: this room reads no formats but pages and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from PIL import Image

from gongkai.document import Document
from gongkai.report import Report


class Pdf(Struct, frozen=True):
    """The bytes of a PDF."""

    data: bytes


class Sheet(Struct, frozen=True):
    """A picture of a page; ``unit`` is the number of its pixels in a point."""

    picture: Image.Image
    unit: float


class Sheets(Struct, frozen=True):
    """Pictures of pages, made when they are asked for; faults of the file come to light then, as SourceError."""

    frames: Callable[[], Iterator[Sheet]]


class Lines(Struct, frozen=True):
    """A text as it stands in the file, one string a line."""

    lines: tuple[str, ...]


Seen = Callable[[str], object]
"""Tells a source's file from another in its place, by its path and without reading it; None where there is none."""
Material = Pdf | Sheets | Lines | Document
Open = Callable[[Report], Material | None]
"""Opens a report's source; None where it is not here, or not the file that was read. Raises SourceError where it cannot be read."""


class Sources(Struct, frozen=True):
    """The sources of a dataset's reports: how one is opened, and how it is told that it is no longer the same file."""

    open: Open
    seen: Seen | None = None
