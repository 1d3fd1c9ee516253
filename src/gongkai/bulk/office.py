"""Old Office files of a run, converted ahead: LibreOffice starts once for many, and what it gave waits for its source's turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from gongkai.bulk.sources import Opener, Source
from gongkai.errors import SourceError
from gongkai.readers import OFFICE
from gongkai.readers.office.convert import convert
from gongkai.readers.sniff import sniff

BATCH = 50
"""Files of one start: it takes as long as ten files, and what a crash spoils is done again."""
_BATCH_BYTES = 64 * 2**20
_WINDOW = 2000  # sources that one search for a batch looks at
_HEAD = 128
File = tuple[str, bytes]
_MAGICS = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"


class Prepared(Struct, frozen=True):
    """A source's own bytes, and what their conversion to docx gave."""

    data: bytes
    converted: bytes | SourceError


def converted_ahead(sources: Sequence[Source]) -> Iterator[tuple[Source, Prepared | None]]:
    """Yield every source in order, one that LibreOffice has to convert with what it gave; one batch is held at a time."""
    waiting: dict[int, Prepared] = {}
    looked = 0
    with Opener() as opener:
        for index, source in enumerate(sources):
            if index == looked:
                files, looked = _next_batch(sources, index, opener)
                waiting = prepare(files)
            yield source, waiting.pop(index, None)


def prepare(files: Mapping[int, File]) -> dict[int, Prepared]:
    """Convert files, given as kind and bytes by key, in one start of LibreOffice."""
    results = convert(list(files.values()))
    return {key: Prepared(data, result) for (key, (_, data)), result in zip(files.items(), results, strict=True)}


def _next_batch(sources: Sequence[Source], first: int, opener: Opener) -> tuple[dict[int, File], int]:
    """Read the files of the next batch, by their source's index; return the index behind the last that was looked at, too."""
    files: dict[int, File] = {}
    end = min(len(sources), first + _WINDOW)
    for index in range(first, end):
        file = _office_file(sources[index], opener)
        if file is not None:
            files[index] = file
        if len(files) == BATCH or sum(len(data) for _, data in files.values()) > _BATCH_BYTES:
            return files, index + 1
    return files, end


def _office_file(source: Source, opener: Opener) -> File | None:
    """Return kind and bytes of a file that LibreOffice has to convert; None for others and for what cannot be read."""
    if not _looks_old(opener.head(source, _HEAD)):
        return None
    try:
        data = opener.read(source)
        kind = sniff(data, source.name)
    except SourceError:
        return None
    return (kind, data) if kind in OFFICE else None


def _looks_old(head: bytes) -> bool:
    return head.lstrip().startswith(_MAGICS) or (head.startswith(b"PK") and _OPENDOCUMENT in head)
