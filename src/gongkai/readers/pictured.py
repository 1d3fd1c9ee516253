"""Pictures that stand in the text of a document: what is printed on them, put at their places.

Only what may be a table or a page of text is looked at; needs the extra ``gongkai[ocr]``, whose rules hold for every figure.
"""

from __future__ import annotations

import binascii
import io
import warnings
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote_to_bytes

import msgspec
from msgspec import UNSET
from PIL import Image

from gongkai.document import Block, Document, Grid, Issue, Paragraph, Picture, Place, Rungs, with_blocks
from gongkai.errors import EmptySource, PictureWithoutText, SourceError, UnsupportedFormat
from gongkai.readers.ocr import available
from gongkai.readers.ocr.reader import INSTALL
from gongkai.readers.picture_faults import PICTURE_FAULTS

_SIDE, _AREA = 60, 30_000  # pixels: three rows of a small table, as they are pasted from a screen, have more
_PAGE = 800  # pixels of the longer side of a page, at 70 dpi; on coarser ones nothing can be read
_MOST = 60  # pictures of one document
_LEVELS, _PAPER = (
    16,
    0.5,
)  # of a picture: paper and ink are most of a page or a table; photographs have a fifth to a third
_FAULTS = (*PICTURE_FAULTS, Image.DecompressionBombError)
_NO_TEXT = "no text, only pictures, and nothing could be read on them"


Beside = Callable[[str], bytes | None]
"""Gives the bytes of a file that was saved beside a page, by the address that the page has for it."""


def with_pictures(documents: Rungs, beside: Beside | None = None) -> Rungs:
    """Yield the documents; then, when asked for, the first of them with its pictures read.

    A document that is nothing but pictures comes in its second form alone. Raises EmptySource where no reading found anything, and
    UnsupportedFormat, which says what to install, where nothing here reads pictures.
    """
    first: Document | None = None
    anything = False
    for document in (_counted(document, beside) for document in documents):
        first = first or document
        if document.blocks:
            anything = True
            yield document
    if first is None or (anything and not any(picture.is_loose for picture in first.pictures)):
        return
    if available() is None:
        if not anything:
            raise UnsupportedFormat(f"it holds only pictures, and what reads pictures is not installed: {INSTALL}")
        return
    seen = _seen(first)
    if seen is not None:
        yield seen
    elif not anything:
        raise EmptySource(f"the document holds {_NO_TEXT}")


def of_picture(data: bytes, documents: Rungs) -> Rungs:
    """Yield the documents of a picture file. Raises PictureWithoutText where it gives none and can be no page of a report."""
    try:
        yield from documents
    except SourceError as error:
        if _may_be_page(data, read=isinstance(error, EmptySource)):
            raise
        raise PictureWithoutText("a picture that can be no page of a report: no text stands on it") from error


def _may_be_page(data: bytes, *, read: bool) -> bool:
    """Whether a picture that gave nothing may be a page all the same: one that is blurred, or that nobody ``read``."""
    size = _size(data)
    if size is None:
        return True
    if not read:
        return min(size) >= _SIDE and size[0] * size[1] >= _AREA
    return max(size) >= _PAGE and _is_paper(data)


def _size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a picture; None where it is broken, or has many pages."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                image.load()
                return None if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1 else image.size
    except (*_FAULTS, MemoryError):
        return None


def can_read() -> bool:
    """Whether pictures can be read here."""
    return available() is not None


def _counted(document: Document, beside: Beside | None) -> Document:
    """Find the files of pictures, and leave out what is too small to count."""
    if not any(picture.load or picture.address for picture in document.pictures):
        return document
    pictures = (_found(picture, beside) for picture in document.pictures)
    return msgspec.structs.replace(document, pictures=tuple(filter(_may_count, pictures)))


def _found(picture: Picture, beside: Beside | None) -> Picture:
    address = picture.address
    if picture.load is not None or not address:
        return picture
    if address.startswith("data:"):
        return msgspec.structs.replace(picture, load=partial(inside, address))
    return picture if beside is None else msgspec.structs.replace(picture, load=partial(beside, address))


def inside(address: str) -> bytes | None:
    """Return what a ``data:`` address holds."""
    head, comma, body = address.partition(",")
    raw = unquote_to_bytes(body)
    try:
        return (b64decode(raw) if head.rstrip().endswith(";base64") else raw) if comma else None
    except binascii.Error:
        return None


def _may_count(picture: Picture) -> bool:
    """Whether a picture is as large as a small table; one whose bytes are not to be had may be."""
    data = picture.load() if picture.load else None
    if data is None:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
    except _FAULTS:
        return True
    return min(width, height) >= _SIDE and width * height >= _AREA


@dataclass
class _Insertion:
    """The blocks of all pictures so far, by the block before which they go; ``tables`` counts on from those of the document."""

    blocks: dict[int, list[Block]]
    tables: int


def _seen(document: Document) -> Document | None:
    """Return the document with what stands on its pictures; None where nothing does."""
    tables = [b.place.table for b in document.blocks if isinstance(b, Grid) and b.place.table is not None]
    found = _Insertion({}, max(tables, default=-1) + 1)
    pictures: list[Picture] = []
    for at, picture in enumerate(document.pictures):
        blocks = list(_read(picture, found)) if at < _MOST and picture.is_loose else []
        if blocks:
            found.blocks.setdefault(picture.block, []).extend(blocks)
        pictures.append(msgspec.structs.replace(picture, seen=bool(blocks)))
    return _inserted(document, found.blocks, tuple(pictures)) if found.blocks else None


def _inserted(document: Document, new: dict[int, list[Block]], pictures: tuple[Picture, ...]) -> Document:
    blocks: list[Block] = []
    moved: list[int] = []
    for at in range(len(document.blocks) + 1):
        blocks += new.get(at, [])
        moved.append(len(blocks))
        blocks += document.blocks[at : at + 1]
    format_name = document.reader.partition(":")[0]
    issues = (_note(at, moved[at] - len(new[at]), blocks) for at in sorted(new))
    rest = msgspec.structs.replace(
        document, reader=f"{format_name}:ocr", pictures=pictures, issues=(*document.issues, *issues)
    )
    return with_blocks(rest, blocks, moved)


def _note(_at: int, start: int, blocks: list[Block]) -> Issue:
    before = next((b.text for b in reversed(blocks[:start]) if isinstance(b, Paragraph)), "")
    where = f"after “{before[:30]}”" if before else "at the beginning"
    message = f"a picture that stands {where} was read as one; what could not be read for certain is shown as 〓"
    return Issue(code="read_from_picture", severity="info", message=message)


def _read(picture: Picture, found: _Insertion) -> Iterator[Block]:
    """Yield the tables of one picture, and its text where that is running text: words on charts are none of the report's."""
    data = picture.load() if picture.load else None
    if data is None or not _is_paper(data):
        return
    blocks = _blocks(data)
    text = [block for block in blocks if isinstance(block, Paragraph)]
    sentences = sum(len(p.text) for p in text if "。" in p.text)
    told = 2 * sentences > sum(len(p.text) for p in text)
    for block in blocks:
        if isinstance(block, Grid):
            yield _grid(block, picture.place, found.tables)
            found.tables += 1
        elif told or len(blocks) > len(text):
            yield msgspec.structs.replace(block, place=picture.place, marks=())


def _blocks(data: bytes) -> tuple[Block, ...]:
    from gongkai.readers.ocr import read  # noqa: PLC0415  (needs the extra)

    try:
        return next(read(data)).blocks
    except SourceError:
        return ()


def _is_paper(data: bytes) -> bool:
    """Whether two shades make up most of a picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                gray = image.convert("RGBA")
    except (*_FAULTS, MemoryError):
        return False
    gray.thumbnail((400, 400), Image.Resampling.NEAREST)
    flat = Image.alpha_composite(Image.new("RGBA", gray.size, "white"), gray).convert("L")
    counts = flat.histogram()
    levels = sorted(sum(counts[i : i + _LEVELS]) for i in range(0, 256, _LEVELS))
    return sum(levels[-2:]) >= _PAPER * sum(counts)


def _grid(grid: Grid, place: Place, number: int) -> Grid:
    """Let a table of a picture count on from the document's; where it lies on the picture says nothing of the document's pages."""
    replace = msgspec.structs.replace

    def put(own: Place) -> Place:
        sure = own.confidence if own.confidence is not UNSET else UNSET
        return Place(page=place.page, table=number, cell=own.cell, confidence=sure, address=place.address)

    return replace(grid, place=put(grid.place), cells=tuple(replace(c, place=put(c.place)) for c in grid.cells))
