"""A page with what a reading saw on it: lines and words of its text, cells of its grids, and the figures that were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from gongkai.document import BBox, Document, Paragraph, Place
from gongkai.report import Table
from gongkai.review.model import PageView

LAYERS = (
    ("line", "lines of text", "#2166ac"),
    ("word", "words whose place is known", "#4393c3"),
    ("grid", "cells of grids", "#1b7837"),
    ("figure", "figures that were read", "#b2182b"),
)
_MARGIN = 20.0  # points around a page without a size
_Shape = tuple[str, int, BBox, str]


def page_drawings(document: Document, tables: dict[str, Table], pages: Iterable[PageView]) -> Iterator[tuple[int, str]]:
    """Yield (page, SVG) for each page on which something was read, over its picture where there is one; ``pages`` are those."""
    shapes = [*_seen(document), *_read(tables)]
    views = {page.number: page for page in pages}
    for number in sorted({page for _, page, _, _ in shapes}):
        own = [(layer, box, text) for layer, page, box, text in shapes if page == number]
        yield number, _svg(own, views.get(number))


def _seen(document: Document) -> Iterator[_Shape]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _shape("line", block.place, block.text)
            for mark in block.marks:
                yield from _shape("word", mark.place, block.text[mark.start : mark.end])
        else:
            for cell in block.cells:
                yield from _shape("grid", cell.place, cell.text)


def _read(tables: dict[str, Table]) -> Iterator[_Shape]:
    for key, table in tables.items():
        for cell in table.cells:
            yield from _shape("figure", cell.source, f"{key} {cell.row} {cell.column}: {cell.raw or cell.status}")


def _shape(layer: str, place: Place, text: str) -> Iterator[_Shape]:
    if place.page is not None and place.bbox is not None:
        yield layer, place.page, place.bbox, text


def _svg(shapes: list[tuple[str, BBox, str]], view: PageView | None) -> str:
    width = view.width if view else max(box[2] for _, box, _ in shapes) + _MARGIN
    height = view.height if view else max(box[3] for _, box, _ in shapes) + _MARGIN
    picture = (
        f'<image href="{escape(view.picture)}" width="{width}" height="{height}" opacity="0.55"/>'
        if view and view.picture
        else ""
    )
    groups = "".join(
        f'<g fill="none" stroke="{colour}" stroke-width="0.6"><desc>{what}</desc>'
        f"{''.join(_rectangle(box, text) for name, box, text in shapes if name == layer)}</g>"
        for layer, what, colour in LAYERS
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width * 1.6:.0f}">'
        f'<rect width="100%" height="100%" fill="white"/>{picture}{groups}</svg>\n'
    )


def _rectangle(box: BBox, text: str) -> str:
    x0, y0, x1, y1 = box
    size = f'width="{max(0.5, x1 - x0):.1f}" height="{max(0.5, y1 - y0):.1f}"'
    clean = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    return f'<rect x="{x0:.1f}" y="{y0:.1f}" {size} pointer-events="all"><title>{escape(clean)}</title></rect>'
