"""Files that stand in the place of text (``w:altChunk``): read as the documents that they are, at their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from gongkai.document import Block, Document, Footnote, Grid, Issue, Picture, Place, Remark
from gongkai.errors import DamagedSource, NotAReport, SourceError
from gongkai.readers import reader_for
from gongkai.readers.docx.package import Package
from gongkai.readers.docx.xml import RELATION_ID, Element
from gongkai.readers.sniff import sniff
from gongkai.readers.text.limits import refuse_endless

_READ = frozenset({"html", "mhtml", "docx", "txt", "rtf", "doc", "odt"})
_MOST = 50  # more of them are no report
_NO_TEXT = 10  # of which one that is no text of a report counts for so many: each of them may take a second to be known for one
_DEEPEST = 2  # files in files in files


class Chunk(Struct, frozen=True):
    """What one embedded file gave; ``tables`` counts the tables in it."""

    document: Document
    tables: int


class Chunks:
    """Reads the files that a text names; ``issues`` says which could not be read."""

    def __init__(self, package: Package, depth: int, read_docx: Callable[[bytes, int], Iterator[Document]]) -> None:
        self.issues: list[Issue] = []
        self._package, self._depth, self._read_docx = package, depth, read_docx
        self._count = self._parts = 0

    def read(self, element: Element) -> Chunk | None:
        """Read the file that ``element`` stands for; None where it cannot be, which an issue tells. Raises NotAReport where all of
        them hold more than any report.
        """
        self._count += 1
        targets = {relation.id: relation.target for relation in self._package.main_relations}
        name = targets.get(element.get(RELATION_ID, ""))
        try:
            document = self._document(name)
        except SourceError as error:
            self._count += _NO_TEXT if isinstance(error, NotAReport) else 0
            message = f"another file is embedded in the text at this place; its content was not read: {error}"
            self.issues.append(Issue(code="embedded_part_ignored", severity="warning", message=message, location=name))
            return None
        self._parts += sum(len(block.cells) if isinstance(block, Grid) else 1 for block in document.blocks)
        refuse_endless(self._parts)
        tables = {block.place.table for block in document.blocks if isinstance(block, Grid)}
        return Chunk(document, 1 + max((table for table in tables if table is not None), default=-1))

    def picture(self, relation: str) -> bytes | None:
        """Return the file of a picture; None where the package does not hold it."""
        name = next((r.target for r in self._package.main_relations if r.id == relation), None)
        try:
            return None if name is None or name not in self._package else self._package.read(name)
        except SourceError:
            return None

    def _document(self, name: str | None) -> Document:
        if name is None:
            raise DamagedSource("the text does not say which file it is")
        if self._count > _MOST or self._depth >= _DEEPEST:
            raise DamagedSource("there are too many such files, or too many within each other")
        data = self._package.read(name)
        kind = sniff(data, name)
        if kind not in _READ:
            raise DamagedSource(f"it is of a kind ({kind}) that Word shows as no text")
        return next(self._read_docx(data, self._depth + 1) if kind == "docx" else reader_for(kind)(data))


class Moved(Struct, frozen=True):
    """An embedded document whose blocks and tables count on from those before it."""

    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...]
    footnotes: tuple[Footnote, ...]
    pictures: tuple[Picture, ...]
    issues: tuple[Issue, ...]


def moved(document: Document, blocks: int, tables: int) -> Moved:
    """Let the blocks of ``document`` count from ``blocks``, its tables from ``tables``."""
    return Moved(
        tuple(_block(block, tables) for block in document.blocks),
        tuple(msgspec.structs.replace(item, block=item.block + blocks) for item in document.remarks),
        tuple(msgspec.structs.replace(item, block=item.block + blocks) for item in document.footnotes),
        tuple(msgspec.structs.replace(item, block=item.block + blocks) for item in document.pictures),
        document.issues,
    )


def _block(block: Block, tables: int) -> Block:
    moved_block = msgspec.structs.replace(block, place=_place(block.place, tables))
    if isinstance(moved_block, Grid):
        cells = tuple(msgspec.structs.replace(c, place=_place(c.place, tables)) for c in moved_block.cells)
        return msgspec.structs.replace(moved_block, cells=cells)
    return moved_block


def _place(place: Place, tables: int) -> Place:
    """Keep of a place what holds in the file that embeds it: its lines and pages are another's."""
    return Place(table=None if place.table is None else place.table + tables, cell=place.cell)
