"""Pages into one sequence of blocks: paragraphs, grids and pictures of each page from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from gongkai.document import BBox, Block, Footnote, Paragraph, Picture, Place
from gongkai.readers.pages.aside import Note, body_size, parted
from gongkai.readers.pages.cut import mended
from gongkai.readers.pages.flow import paragraphs, tidy
from gongkai.readers.pages.lattice import RuledTable
from gongkai.readers.pages.page import Page
from gongkai.text.shown import RAISED


class Assembly:
    """Collects the blocks of all pages; grids and pictures go before the first line that is printed below their top."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.footnotes: list[Footnote] = []
        self._tables = 0

    def marked(self, note: Note, start: int) -> int:
        """Return the block, of those from ``start`` on, that bears a note's mark; the last one where none does."""
        signs = {note.mark, note.mark.translate(RAISED) if note.mark.isdecimal() else note.mark}
        for at in range(start, len(self.blocks)):
            block = self.blocks[at]
            text = block.text if isinstance(block, Paragraph) else "\n".join(cell.text for cell in block.cells)
            if any(sign in text for sign in signs if not sign.isascii()):
                return at
        return max(0, len(self.blocks) - 1)

    def add_page(self, page: Page, text: Sequence[Paragraph]) -> None:
        """Add a page with its running text."""
        inserts: list[tuple[float, RuledTable | BBox]] = [(t.table.bbox[1], t) for t in page.tables]
        inserts += [(bbox[1], bbox) for bbox in page.pictures]
        inserts.sort(key=lambda pair: pair[0])
        for paragraph in text:
            while inserts and inserts[0][0] < _middle(paragraph):
                self._insert(page.sheet.number, inserts.pop(0)[1])
            self.blocks.append(paragraph)
        for _, insert in inserts:
            self._insert(page.sheet.number, insert)

    def _insert(self, number: int, item: RuledTable | BBox) -> None:
        if isinstance(item, tuple):
            self.pictures.append(Picture(block=len(self.blocks), place=Place(page=number, bbox=item)))
            return
        if self.blocks and isinstance(self.blocks[-1], Paragraph):
            self.blocks[-1] = structs.replace(self.blocks[-1], continues=False)
        self.blocks.append(item.grid(number, self._tables))
        self._tables += 1


def assemble(pages: Sequence[Page]) -> Assembly:
    """Put paragraphs, grids and pictures of each page in order from top to bottom, without page numbers and running heads."""
    sheets = tidy([page.sheet for page in pages])
    found = mended([structs.replace(page, sheet=sheet) for page, sheet in zip(pages, sheets, strict=True)])
    size = body_size([page.sheet for page in found])
    noted = [parted(page, size) for page in found]
    found = [page for page, _ in noted]
    text: dict[int, list[Paragraph]] = {}
    for number, paragraph in paragraphs([page.sheet for page in found]):
        text.setdefault(number, []).append(paragraph)
    assembly = Assembly()
    for page, notes in noted:
        start = len(assembly.blocks)
        assembly.add_page(page, text.get(page.sheet.number, []))
        assembly.footnotes += [
            Footnote(mark=each.mark, text=each.text, block=assembly.marked(each, start)) for each in notes
        ]
    return assembly


def _middle(paragraph: Paragraph) -> float:
    bbox = paragraph.place.bbox
    return (bbox[1] + bbox[3]) / 2 if bbox else 0.0
