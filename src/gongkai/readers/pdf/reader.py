"""PDF: the text as pdfium gives it, line by line (``pdf:text``); its ruled tables as grids (``pdf:geometry``); pages that are
pictures, read as such (``pdf:ocr``).

pdfium is not safe with threads: read PDFs in processes. Everything it hands out is closed before a document is yielded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing

import pypdfium2 as pdfium
from msgspec import Struct

from gongkai.document import Document, Issue
from gongkai.readers.pages.anew import NEEDS, can_read_pictures, to_look_at, with_seen
from gongkai.readers.pages.assembly import assemble
from gongkai.readers.pages.belief import is_unusable, layer_issues, unread
from gongkai.readers.pages.lattice import RuledTable, fill, lattices_of
from gongkai.readers.pages.lines import Line, printed_lines
from gongkai.readers.pages.page import Page
from gongkai.readers.pdf.fonts import Fonts
from gongkai.readers.pdf.glyphs import PdfGlyphs
from gongkai.readers.pdf.opening import open_pdf, title_of
from gongkai.readers.pdf.page import Contents, Layout, read_page
from gongkai.readers.pdf.rules import rules
from gongkai.readers.pdf.size import refuse_bombs
from gongkai.readers.pdf.turned import as_shown

_LAYER = re.compile(rb"/OCG|/ObjStm")  # or where one may be packed

_TABULAR = 2  # lines


class _Book(Struct, frozen=True):
    title: str | None
    pages: tuple[Page, ...]


def read(data: bytes) -> Iterator[Document]:
    """Yield the document as lines of text (where no mark stands beside a figure), then (when asked for) with its ruled tables as grids,
    in pdfplumber's opinion if no rules were found, then with the pages read that are pictures, where the extra for that is installed.

    Raises EncryptedSource where a password is needed, DamagedSource where pdfium finds no pages.
    """
    refuse_bombs(data)
    book = _book(data, _lines)
    marked = any(page.is_marked for page in book.pages)
    text = _document(data, "pdf:text", book)
    if not marked:  # else cells tell best what belongs to a figure
        yield text
    if not all(page.is_scan for page in book.pages):
        book = _book(data, lambda _, page, glyphs: _ruled(page, glyphs), book.pages, keep_unruled=True)
        yield _document(data, "pdf:geometry", book)
        if marked:
            yield text
        if not any(page.tables for page in book.pages):
            yield from _second_opinion(data, book.pages)
    wanted = to_look_at(book.pages)
    if wanted and can_read_pictures():
        from gongkai.readers.pdf.scans import scanned_pages  # noqa: PLC0415  (needs the extra)

        seen = scanned_pages(data, wanted)
        yield _document(data, "pdf:ocr", _Book(book.title, with_seen(book.pages, seen)))


def _lines(_at: int, _page: pdfium.PdfPage, glyphs: PdfGlyphs) -> tuple[list[Line], list[RuledTable]]:
    return printed_lines(glyphs), []


def _second_opinion(data: bytes, before: Sequence[Page]) -> Iterator[Document]:
    from gongkai.readers.pdf.plumber import found_tables  # noqa: PLC0415  (rarely needed, slow to import)

    tables = found_tables(data, before)
    if any(tables):
        yield _document(data, "pdf:plumber", _book(data, lambda at, _, glyphs: fill(tables[at], glyphs), before))


def _ruled(page: pdfium.PdfPage, glyphs: PdfGlyphs) -> tuple[list[Line], list[RuledTable]]:
    return fill(lattices_of(*rules(page, glyphs.frame)), glyphs)


def _book(data: bytes, layout: Layout, before: Sequence[Page] = (), *, keep_unruled: bool = False) -> _Book:
    """Read all pages, or those again of which another layout may make something else: without a rule, lines stay lines."""
    with closing(open_pdf(data)) as pdf, closing(Fonts(pdf)) as fonts:
        contents = Contents(_LAYER.search(data) is not None, fonts)
        earlier: Sequence[Page | None] = before or [None] * len(pdf)
        pages = tuple(
            page
            if page is not None and keep_unruled and not page.may_be_ruled and not _may_be_tabular(page)
            else read_page(pdf, at, layout, contents, page)
            for at, page in enumerate(earlier)
        )
        return _Book(title_of(pdf), pages)


def _may_be_tabular(page: Page) -> bool:
    """Whether figures stand apart in lines of the page: of those the places of all words are of use."""
    return sum(line.tabular and bool(line.figures) for line in page.sheet.lines) >= _TABULAR


def _document(data: bytes, reader: str, book: _Book) -> Document:
    assembly = assemble(book.pages)
    return Document(
        blocks=as_shown(assembly.blocks, book.pages),
        reader=reader,
        pictures=tuple(assembly.pictures),
        footnotes=tuple(assembly.footnotes),
        pages=len(book.pages),
        unread=unread(book.pages),
        second_hand=any(page.second_hand or is_unusable(page) for page in book.pages),
        placed=any(line.words for page in book.pages for line in page.sheet.lines),
        title=book.title,
        issues=(
            *layer_issues(book.pages, NEEDS),
            *(issue for page in book.pages for issue in page.issues),
            *_end_mark(data),
        ),
    )


def _end_mark(data: bytes) -> Iterator[Issue]:
    if b"%%EOF" not in data[-4096:]:
        message = "the file has no end mark: it may be cut short, and pages or parts of them may be missing"
        yield Issue(code="incomplete_file", severity="warning", message=message)
