"""OFD: the printed lines (``ofd:text``); then the ruled tables as grids (``ofd:geometry``); then pages that are pictures, read as such
(``ofd:ocr``). Boxes are points.

Annotations (stamps, watermarks), signatures and attachments are not the report's text and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, structs

from gongkai.document import BBox, Document, Issue, Place
from gongkai.errors import DamagedSource
from gongkai.readers.ofd.book import Book
from gongkai.readers.ofd.fonts import Fonts
from gongkai.readers.ofd.glyphs import OfdGlyphs
from gongkai.readers.ofd.page import Image, Print
from gongkai.readers.ofd.paths import rules
from gongkai.readers.ofd.pieces import lines, pieces
from gongkai.readers.ofd.seen import look
from gongkai.readers.pages.anew import NEEDS, can_read_pictures, to_look_at, with_seen
from gongkai.readers.pages.assembly import assemble
from gongkai.readers.pages.belief import Printed, covers, fonts_issue, is_unread, layer_issues
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lattice import RuledTable, fill, lattices_of
from gongkai.readers.pages.lines import Line, printed_lines
from gongkai.readers.pages.page import Page
from gongkai.readers.pages.written import unknown

_HAN = re.compile(r"[\u3400-\u9fff]")
_FILE_NAME = re.compile(r"\.(?:docx?|wps|et|pdf|ofd|html?|txt|rtf|odt)$|^Microsoft Word - ", re.IGNORECASE)
_MOST_PAGES = 2000  # as of PDF


class _Sheet(Struct, frozen=True):
    """One page before it is laid out; ``size`` is width and height in points."""

    number: int
    size: tuple[float, float]
    glyphs: OfdGlyphs
    bars: tuple[BBox, ...] = ()
    pictures: tuple[BBox, ...] = ()
    images: tuple[Image, ...] = ()
    issues: tuple[Issue, ...] = ()
    is_scan: bool = False
    second_hand: bool = False


Layout = Callable[[_Sheet], tuple[list[Line], list[RuledTable]]]


def read(data: bytes) -> Iterator[Document]:
    """Yield the document as lines of text, then (when asked for) with its ruled tables as grids, then with its pictures read, where the
    extra for that is installed.

    Raises EncryptedSource where a password is needed, DamagedSource where the package is broken or has no pages.
    """
    book = Book(data)
    sheets = list(_sheets(book))
    lines = [_page(sheet, lambda sheet: (printed_lines(sheet.glyphs), [])) for sheet in sheets]
    yield _document(book, sheets, "ofd:text", lines)
    ruled = [_page(sheet, lambda sheet: fill(lattices_of(*rules(sheet.bars)), sheet.glyphs)) for sheet in sheets]
    yield _document(book, sheets, "ofd:geometry", ruled)
    wanted = to_look_at(ruled)
    if wanted and can_read_pictures():
        from gongkai.readers.ofd.scans import scanned_page  # noqa: PLC0415  (needs the extra)

        found = (
            (sheet.number, scanned_page(sheet.images, sheet.size, sheet.number))
            for sheet in sheets
            if sheet.number in wanted
        )
        seen = {number: page for number, page in found if page is not None}
        yield _document(book, sheets, "ofd:ocr", with_seen(ruled, seen))


def _document(book: Book, sheets: Sequence[_Sheet], reader: str, pages: Sequence[Page]) -> Document:
    assembly = assemble(pages)
    loads = {Place(page=sheet.number, bbox=image.box): image.load for sheet in sheets for image in sheet.images}
    return Document(
        blocks=tuple(assembly.blocks),
        reader=reader,
        pictures=tuple(structs.replace(one, load=loads.get(one.place)) for one in assembly.pictures),
        footnotes=tuple(assembly.footnotes),
        pages=len(pages),
        unread=tuple(page.sheet.number for page in pages if _is_unread(page)),
        second_hand=any(page.second_hand for page in pages),
        placed=any(line.words for page in pages for line in page.sheet.lines),
        title=_title(book.title),
        issues=(*layer_issues(pages, NEEDS), *(issue for page in pages for issue in page.issues), *_others(book)),
    )


def _page(sheet: _Sheet, layout: Layout) -> Page:
    found, tables = layout(sheet)
    return Page(
        Sheet(sheet.number, sheet.size, tuple(found)),
        tuple(tables),
        sheet.pictures,
        sheet.issues,
        is_scan=sheet.is_scan,
        second_hand=sheet.second_hand,
    )


def _title(declared: str) -> str | None:
    title = " ".join(declared.split())
    return title if _HAN.search(title) and not _FILE_NAME.search(title) else None


def _sheets(book: Book) -> Iterator[_Sheet]:
    if len(book.pages) > _MOST_PAGES:
        raise DamagedSource(f"the OFD file has {len(book.pages)} pages; this is no report")
    fonts = Fonts(book)
    for at in range(len(book.pages)):
        try:
            page = Print(book, at, fonts)
        except DamagedSource as error:
            message = (
                f"the page cannot be read and was left out; what stands on it is missing from the result ({error})"
            )
            issue = Issue(code="page_unreadable", severity="error", message=message, location=f"page {at + 1}")
            yield _Sheet(at + 1, (0.0, 0.0), OfdGlyphs(()), issues=(issue,))
            continue
        yield _sheet(page, at + 1)


def _sheet(page: Print, number: int) -> _Sheet:
    width, height = page.size
    glyphs = OfdGlyphs(lines(list(pieces(page.runs, page.covers))))
    look(glyphs, page)
    covered = covers(page.pictures, page.size)
    printed = Printed(glyphs.text, len(glyphs.text), covered)
    is_scan = printed.is_scan(holds_anything=page.objects > 0)
    second_hand = printed.lies_on_picture and page.is_hidden
    issues = (*fonts_issue(printed, number), *_lost(page, number), *unknown(glyphs.text, number))
    return _Sheet(
        number,
        (width, height),
        glyphs,
        tuple(page.bars),
        tuple(page.pictures),
        tuple(page.images),
        issues,
        is_scan,
        second_hand,
    )


def _lost(page: Print, number: int) -> Iterator[Issue]:
    if page.lost:
        message = f"a part of the page is missing from the file and so from the result ({page.lost[0]})"
        yield Issue(code="page_unreadable", severity="warning", message=message, location=f"page {number}")


def _is_unread(page: Page) -> bool:
    """Whether the page's text is not there, cannot be believed or cannot be used."""
    return is_unread(page) or any(issue.severity == "error" for issue in page.issues)


def _others(book: Book) -> Iterator[Issue]:
    if book.others:
        message = f"the file holds {book.others} more documents beside this one, which are not read"
        yield Issue(code="other_documents", severity="warning", message=message)
