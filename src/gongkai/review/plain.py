"""Text, Word files, workbooks and web pages as plain rendering: what stands there, in its order, with the figures marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import regex

from gongkai.document import Block, Document, Grid, GridCell, Paragraph, Picture
from gongkai.review.model import BlockView, CellView, GridCellView, Piece, SourceView
from gongkai.review.pages import Save, encoded_picture
from gongkai.review.places import Places, piece_of

MOST_BLOCKS = 20_000  # more is no report, and no browser shows it well
_LONGEST = 200_000  # characters of a block
_WIDEST = 200  # columns or rows that a cell is let span
_FIGURE = regex.compile(r"[^\s|\t]+")
_MOST_PICTURES = 60  # of one document, as many as are read
_CUT = ("来源很长，只显示开头部分。", "The source is long; only its beginning is shown.")


def document_view(document: Document, places: Places, save: Save | None = None) -> SourceView:
    """Render a document block by block, with its pictures between them where ``save`` keeps these."""
    blocks = document.blocks[:MOST_BLOCKS]
    pictures = _pictures(document.pictures, save) if save else {}
    views: list[BlockView] = []
    for at, block in enumerate(blocks):
        views += (*pictures.pop(at, ()), _block(block, places))
    views += (view for at in sorted(pictures) for view in pictures[at])
    return SourceView(blocks=tuple(views), notes=(_CUT,) if len(blocks) < len(document.blocks) else ())


def _pictures(pictures: Iterable[Picture], save: Save) -> dict[int, list[BlockView]]:
    """Keep the pictures that can be drawn, and return their views by the block before which each stands."""
    views: dict[int, list[BlockView]] = {}
    loaded = (picture for picture in pictures if picture.load is not None)
    for number, picture in enumerate(islice(loaded, _MOST_PICTURES), 1):
        data = picture.load() if picture.load else None
        drawn = None if data is None else encoded_picture(data)
        if drawn is not None:
            views.setdefault(picture.block, []).append(BlockView(picture=save(number, drawn)))
    return views


def lines_view(lines: tuple[str, ...], places: Places) -> SourceView:
    """Render a text line by line, with the numbers of the lines."""
    shown = lines[:MOST_BLOCKS]
    views = tuple(
        BlockView(pieces=_line(text[:_LONGEST], places.on_line(number)), line=number)
        for number, text in enumerate(shown, 1)
    )
    return SourceView(blocks=views, numbered=True, notes=(_CUT,) if len(shown) < len(lines) else ())


def _line(text: str, cells: tuple[CellView, ...]) -> tuple[Piece, ...]:
    """Mark the figures of a line where its last words are exactly the cells' own characters, else the line as a whole.

    A finer guess could point at the wrong one of two equal figures.
    """
    words = list(_FIGURE.finditer(text))
    printed = [view.cell.raw for view in cells]
    tail = words[len(words) - len(cells) :] if len(words) > len(cells) else []
    lone = len(cells) == 1 and sum(word.group() == printed[0] for word in words) > 1
    if not cells or lone or [word.group() for word in tail] != printed:
        return (piece_of(text, cells),)
    pieces: list[Piece] = []
    end = 0
    for word, view in zip(tail, cells, strict=True):
        pieces += [Piece(text[end : word.start()]), piece_of(word.group(), (view,))]
        end = word.end()
    return (*pieces, Piece(text[end:]))


def _block(block: Block, places: Places) -> BlockView:
    if isinstance(block, Paragraph):
        return BlockView(pieces=tuple(_paragraph(block, places)), level=block.level)
    return BlockView(rows=tuple(_grid_rows(block, places)))


def _paragraph(block: Paragraph, places: Places) -> Iterator[Piece]:
    """Yield the pieces of a paragraph: its marks, where the source knows places more finely, and what lies between them."""
    text = block.text[:_LONGEST]
    end = 0
    for mark in sorted(block.marks, key=lambda mark: mark.start):
        cells = places.at(mark.place)
        if cells and end <= mark.start < mark.end <= len(text):
            yield Piece(text[end : mark.start])
            yield piece_of(text[mark.start : mark.end], cells)
            end = mark.end
    yield piece_of(text[end:], () if end else places.at(block.place))


def _grid_rows(grid: Grid, places: Places) -> Iterator[tuple[GridCellView, ...]]:
    for row in grid.rows():
        yield tuple(_cells(row, places))


def _cells(row: Iterable[GridCell], places: Places) -> Iterator[GridCellView]:
    for cell in row:
        piece = piece_of(cell.text[:_LONGEST], places.at(cell.place))
        yield GridCellView(piece, min(cell.row_span, _WIDEST), min(cell.column_span, _WIDEST))
