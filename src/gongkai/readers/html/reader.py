"""Web pages as a Document: the content in printed order, tables as grids, the site around it left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from msgspec import structs
from selectolax.lexbor import LexborHTMLParser

from gongkai.document import Block, Document, Footnote, Grid, Paragraph, Picture, Remark
from gongkai.errors import EmptySource
from gongkai.readers.bounds import TEXT, refuse_larger
from gongkai.readers.decode import declared_encoding, decode
from gongkai.readers.html.content import content_of, iso_date
from gongkai.readers.html.flow import Flow, Item, SetAside
from gongkai.readers.html.marked import page_of
from gongkai.readers.html.nests import refuse_nests
from gongkai.readers.html.page import NO_SHEETS, Sheets, events_of, sheet_rules
from gongkai.readers.html.placed import placed_sheets
from gongkai.readers.pages.assembly import assemble
from gongkai.readers.pages.page import Page
from gongkai.readers.pictured import can_read
from gongkai.readers.text.leftovers import set_aside
from gongkai.readers.text.limits import long_lines, parts_of, refuse_endless
from gongkai.readers.text.reader import read_lines

_TITLES = ("articletitle", "og:title")
_DATES = (
    *("pubdate", "publishdate", "publish_date", "publicationdate", "pubtime", "publishtime"),
    "article:published_time",
)
_SIGNS = 8  # tags a line or a cell, so many that no page of a word processor has as many throughout
_PICTURE = re.compile(r"data:image/[^\s\"'>)]{500,}")
_PLACEHOLDER = re.compile(r"\{\{|\$\{|<%|\{%")


def read(data: bytes, sheets: Sheets = NO_SHEETS, told: str | None = None) -> Iterator[Document]:
    """Yield the one reading of a web page, ``html:tables``; ``sheets`` are style sheets that the file holds beside it.

    ``told`` is the charset that its server named.

    Raises EmptySource where the page prints no text, DamagedSource where no encoding fits.
    """
    decoded = decode(data, declared_encoding(data, told))
    held = _PICTURE.findall(decoded.text)
    numbers = count()
    text = _PICTURE.sub(lambda _: f"data:,{next(numbers)}", decoded.text) if held else decoded.text
    refuse_larger(len(text), TEXT, "its text")
    refuse_endless(text.count("<") // _SIGNS)
    source = page_of(text.replace("\f", " "))
    refuse_nests(source)
    parser = LexborHTMLParser(source)
    meta = _metadata(parser)
    if "absolute" in source and (pages := placed_sheets(parser, sheet_rules(parser, source, sheets))):
        assembly = assemble([Page(sheet) for sheet in pages])
        yield Document(
            blocks=tuple(assembly.blocks),
            reader="html:placed",
            footnotes=tuple(assembly.footnotes),
            encoding=decoded.encoding,
            title=_title(parser, meta),
            published=_declared_date(meta),
            issues=decoded.issues,
        )
        return
    events = events_of(parser, source, sheets)
    flow = Flow(events)
    items, published = content_of(flow.run(), events)
    refuse_endless(sum(map(_parts, items)))
    blocks, remarks, pictures, starts = _blocks(items)
    if not blocks and not (any(picture.address for picture in pictures) and can_read()):
        raise EmptySource("the page prints no text; a report may stand in it as a picture, or be fetched by a script")
    yield Document(
        blocks=tuple(blocks),
        reader="html:tables",
        remarks=tuple(remarks),
        footnotes=tuple(_footnotes(flow.notes, starts)),
        pictures=tuple(_whole(picture, held) for picture in pictures),
        encoding=decoded.encoding,
        title=_title(parser, meta),
        published=_declared_date(meta) or published,
        issues=(*decoded.issues, *long_lines(blocks)),
    )


def _whole(picture: Picture, held: list[str]) -> Picture:
    """Put a long ``data:`` address back in the place of its number."""
    number = (picture.address or "").removeprefix("data:,")
    if number == picture.address or not number.isdecimal() or int(number) >= len(held):
        return picture
    return structs.replace(picture, address=held[int(number)])


def _parts(item: Item) -> int:
    if item.lines is not None:
        return parts_of(item.lines.split("\n"))
    return 1 if item.table is None else len(item.table.cells)


def _footnotes(notes: list[SetAside], starts: list[tuple[int, int]]) -> Iterator[Footnote]:
    """Hang each note on the block in which its mark stands; ``starts`` are (event, block) of all blocks in order."""
    for note in notes:
        block = next((block for event, block in reversed(starts) if event <= note.at), 0)
        yield Footnote(mark=note.mark, text=note.text, block=block)


def _blocks(items: list[Item]) -> tuple[list[Block], list[Remark], list[Picture], list[tuple[int, int]]]:
    blocks: list[Block] = []
    starts: list[tuple[int, int]] = []
    remarks: list[Remark] = []
    pictures: list[Picture] = []
    tables = 0
    for item in items:
        starts.append((item.start, len(blocks)))
        if item.picture is not None:
            pictures.append(Picture(block=len(blocks), address=item.picture or None))
        elif item.table is not None:
            blocks.append(item.table.grid(tables))
            tables += 1
        elif item.lines is not None:
            more, found = read_lines(item.lines.split("\n"), {}, first_table=tables, numbered=False)
            remarks += [Remark(author=r.author, text=r.text, block=r.block + len(blocks)) for r in found]
            blocks += more
            tables += sum(isinstance(block, Grid) for block in more)
        else:
            text, comments = set_aside(item.text)
            blocks += [Paragraph(text=text.strip(), level=item.level)] if text.strip() else []
            remarks += [Remark(author=a, text=t, block=max(0, len(blocks) - 1)) for a, t in comments]
    return blocks, remarks, pictures, starts


def _metadata(parser: LexborHTMLParser) -> dict[str, str]:
    """Return the contents of the page's ``<meta>`` elements by their names in lower case."""
    found: dict[str, str] = {}
    for node in parser.css("meta"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        content = " ".join((attributes.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _title(parser: LexborHTMLParser, meta: dict[str, str]) -> str | None:
    """Return the title that the page declares; one that a template left unfilled is none."""
    node = parser.css_first("title")
    declared = [meta.get(name, "") for name in _TITLES] + [" ".join((node.text() if node else "").split())]
    return next((title for title in declared if title and not _PLACEHOLDER.search(title)), None)


def _declared_date(meta: dict[str, str]) -> str | None:
    return next((found for name in _DATES if (found := iso_date(meta.get(name, "")))), None)
