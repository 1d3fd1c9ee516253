"""Opens the sources of a dataset's reports again, for `gongkai review` to show; only those that are still what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct
from PIL import Image

from gongkai.bulk.corrected import rechecked
from gongkai.bulk.naming import located, printable
from gongkai.bulk.near import pictures_of
from gongkai.bulk.sources import Opener, Source, find_sources
from gongkai.dataset.corrections import Correction, overlay
from gongkai.document import Document
from gongkai.errors import SourceError, UsageError
from gongkai.forms.model import Form
from gongkai.processes.limits import Limits, bounded_memory, settle_in
from gongkai.readers import Origin, open_bytes
from gongkai.readers.beside import beside
from gongkai.readers.decode import declared_encoding, decode
from gongkai.readers.wrapped import unwrapped
from gongkai.report import Report
from gongkai.review.material import Lines, Material, Pdf, Sheet, Sheets


class SourceOpener(Struct, frozen=True):
    """Looks for a report's source at the path that the report names, seen from each of ``folders`` in turn."""

    folders: tuple[Path, ...]

    def __call__(self, report: Report) -> Material | None:
        """Return the source ready to be shown; None where it is gone or another. Raises SourceError where it cannot be read."""
        found = next((found for folder in self.folders if (found := _bytes(folder, report)) is not None), None)
        return None if found is None else _material(report, *found)

    def seen(self, path: str) -> tuple[int, int] | None:
        """Tell a source's file by its size and its time, of a member of an archive the archive's; None where it is not here."""
        for folder in self.folders:
            try:
                file = located(folder, path) or located(folder, path.partition("!")[0])
                if file:
                    found = file.stat()
                    return found.st_size, found.st_mtime_ns
            except (OSError, ValueError):  # a path that no file can have
                continue
        return None


def overlaid(report: Report, corrections: tuple[Correction, ...], forms: tuple[Form, ...]) -> Report:
    """Lay a reviewer's decisions over a report, and hold its sums against them."""
    return rechecked(overlay(report, corrections), forms)


def settle() -> None:
    """Prepare a process that opens and draws sources: mute, bounded, ended with the one that started it."""
    settle_in(threads=1)
    ExitStack().enter_context(bounded_memory(Limits().memory))


def _bytes(folder: Path, report: Report) -> tuple[bytes, Origin] | None:
    """Return the bytes of the very file that was read, and where it lies."""
    path, part = report.source.path, report.source.part
    source = _source(folder, path.removesuffix(f"#{part}") if part else path)
    if source is None:
        return None
    try:
        data = _opener().read(source)
    except SourceError:
        return None
    near = pictures_of(source, data, _opener().read).get if source.members else partial(beside, source.file)
    origin = Origin(near, source.charset)
    return (data, origin) if hashlib.sha256(data).hexdigest() == report.source.sha256 else None


def _source(folder: Path, path: str) -> Source | None:
    """Find a file, or a member of an archive (``archive.zip!member``) or of a web archive (``crawl.warc.gz#address``)."""
    try:
        if file := located(folder, path):
            return Source(path, file)
        for at in (at for at, sign in enumerate(path) if sign in "!#"):
            if archive := located(folder, path[:at]):
                return _members(archive).get(path[at + 1 :])
    except (OSError, ValueError):  # a path that no file can have
        return None
    return None


@lru_cache(maxsize=2)
def _members(archive: Path) -> dict[str, Source]:
    """Return the sources in an archive by their names in it."""
    try:
        found = find_sources([archive])
    except UsageError:
        return {}
    start = len(printable(archive)) + 1
    return {source.path[start:]: source for source in found if source.members}


@lru_cache(maxsize=1)
def _opener() -> Opener:
    return Opener()


def _material(report: Report, data: bytes, origin: Origin) -> Material | None:
    """Make a source ready: pages as they are, text line by line, anything else as its reader sees it."""
    match report.source.format:
        case "pdf":
            return Pdf(unwrapped(data))
        case "image":
            return Sheets(lambda: _sheets(unwrapped(data)))
        case "txt":
            content = unwrapped(data)
            return Lines(tuple(decode(content, declared_encoding(content)).text.split("\n")))
        case _:
            return _document(report, data, origin)


def _sheets(data: bytes) -> Iterator[Sheet]:
    from gongkai.readers.ocr.reader import INSTALL, available  # noqa: PLC0415

    if available() is None:
        raise SourceError(f"it is a picture, and what reads pictures is not installed: {INSTALL}")
    from gongkai.readers.ocr.frames import frames_of  # noqa: PLC0415  (needs the extra)

    for frame in frames_of(data):
        yield Sheet(Image.fromarray(frame.picture), frame.unit)


def _document(report: Report, data: bytes, origin: Origin) -> Document | None:
    """Return the reading that the report's places are of, else the first."""
    first: Document | None = None
    for document in open_bytes(data, report.source.name, origin=origin).documents:
        first = first or document
        if document.reader == report.source.reader:
            return document
    return first
