"""A workbook as a Document: its sheets one after the other, in the order of their tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.document import Block, Document, Grid, Issue, Paragraph, Picture, Place, Remark
from gongkai.errors import EmptySource
from gongkai.readers.bounds import SHEETS, refuse_many
from gongkai.readers.pictured import can_read
from gongkai.readers.workbook.blocks import blocks_of
from gongkai.readers.workbook.sheet import Sheet, address
from gongkai.readers.workbook.stored import stored_issue

_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
"""Names that programs give to sheets by themselves."""
_ROW = re.compile(r"\d+$")


def document_of(found: Iterable[Sheet | Issue], reader: str, encoding: str | None = None) -> Document:
    """Make a document of sheets and issues. Raises EmptySource where nothing is shown."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    pictures: list[Picture] = []
    issues: list[Issue] = []
    sheets: list[Sheet] = []
    tables = cells = 0
    for one in found:
        if isinstance(one, Issue):
            issues.append(one)
        elif one.cells or one.floating or one.pictures:
            cells += len(one.cells)
            refuse_many(cells, SHEETS, "cells in its sheets")
            sheets.append(one)
    for sheet in sheets:
        if len(sheets) > 1 and not _UNNAMED.fullmatch(sheet.name.strip()):
            blocks.append(Paragraph(text=sheet.name.strip()))
        begin = len(blocks)
        blocks += blocks_of(sheet, tables)
        tables += sum(isinstance(block, Grid) for block in blocks[begin:])
        remarks += _remarks(sheet, blocks, begin)
        pictures += _pictures(sheet, blocks, begin)
        issues += _issues(sheet)
    if not blocks and not (can_read() and any(picture.load and picture.load() for picture in pictures)):
        pictured = f", only {len(pictures)} picture(s)" if pictures else ""
        raise EmptySource(f"the workbook shows nothing{pictured}")
    return Document(
        blocks=tuple(blocks), reader=reader, remarks=tuple(remarks), pictures=tuple(pictures), encoding=encoding,
        issues=tuple(issues),
    )  # fmt: skip


def _pictures(sheet: Sheet, blocks: list[Block], begin: int) -> Iterator[Picture]:
    """Put each picture before the first block of its sheet that begins below its upper edge."""
    for picture in sorted(sheet.pictures, key=lambda one: (one.row, one.column)):
        below = (at for at, block in enumerate(blocks[begin:], begin) if _first_row(block) > picture.row)
        place = Place(address=address(sheet.name, picture.row, picture.column))
        yield Picture(block=next(below, len(blocks)), place=place, load=picture.load)


def _first_row(block: Block) -> int:
    """Return the row, from 0, in which a block begins; -1 for a text box, which has none."""
    places = [block.place] if isinstance(block, Paragraph) else [cell.place for cell in block.cells]
    rows = (_ROW.search(place.address) for place in places if isinstance(place.address, str))
    return next((int(row[0]) - 1 for row in rows if row), -1)


def _issues(sheet: Sheet) -> Iterator[Issue]:
    otherwise = stored_issue(sheet)
    if otherwise is not None:
        yield otherwise
    rows, columns = (
        {cell.row for cell in sheet.cells} & sheet.hidden_rows,
        {cell.column for cell in sheet.cells} & sheet.hidden_columns,
    )
    if rows or columns:
        message = f"{len(rows)} row(s) and {len(columns)} column(s) of the sheet are hidden; they were not read"
        yield Issue(code="hidden_cells", severity="info", message=message, location=sheet.name)


def _remarks(sheet: Sheet, blocks: list[Block], begin: int) -> Iterator[Remark]:
    """Hang each comment on the block in which its cell stands, else on the sheet's last."""
    held = {
        place.address: index
        for index, block in enumerate(blocks[begin:], begin)
        for place in ([block.place] if isinstance(block, Paragraph) else [cell.place for cell in block.cells])
    }
    for comment in sheet.comments:
        block = held.get(address(sheet.name, comment.row, comment.column), max(0, len(blocks) - 1))
        yield Remark(author=comment.author, text=comment.text, block=block)
