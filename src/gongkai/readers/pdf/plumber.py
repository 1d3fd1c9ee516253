"""A second opinion on where a page's tables are: pdfplumber's table finder (the rung ``pdf:plumber``).

It is asked only where our own lattice found no table in the whole file, since it is many times slower: it sees rules that are drawn as
pictures of lines, curves or filled shapes of other kinds. The text still comes from pdfium.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from gongkai.document import BBox
from gongkai.readers.pages.lattice import Table
from gongkai.readers.pages.page import Page
from gongkai.readers.pages.rules import TOLERANCE
from gongkai.readers.patient import TooLong, no_longer_than

_OBJECTS = 30_000  # drawn on all pages; a hundred dense ones. It takes a seventh of a millisecond for each
_SECONDS = 8.0  # of the processor: twice what so many objects take. Fonts, code maps and one text without end may be made to cost, too:
# of the last each second takes a hundred megabytes


def found_tables(data: bytes, pages: Sequence[Page] = ()) -> list[list[Table]]:
    """Return for each page the lattices of the tables that pdfplumber finds; nothing where it cannot open the file, or would take too
    long: ``pages`` say how much they draw.
    """
    if sum(page.drawn for page in pages) > _OBJECTS:
        return []
    try:
        with no_longer_than(_SECONDS), pdfplumber.open(io.BytesIO(data)) as pdf:
            return [[t for found in page.find_tables() for t in _lattice(found.cells)] for page in pdf.pages]
    except (MalformedPDFException, PdfminerException, PDFSyntaxError, ValueError, KeyError, TypeError, TooLong):
        return []


def _lattice(cells: list[BBox]) -> Iterator[Table]:
    """Yield the lattice of some cells' boxes, none of fewer than two lines either way."""
    xs, ys = _edges([x for c in cells for x in (c[0], c[2])]), _edges([y for c in cells for y in (c[1], c[3])])
    if len(xs) < 3 or len(ys) < 2:
        return
    fields: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for x0, top, x1, bottom in cells:
        row, column = _at(ys, top), _at(xs, x0)
        cell = (row, column, _at(ys, bottom) - row, _at(xs, x1) - column)
        fields |= {(r, c): cell for r in range(row, row + cell[2]) for c in range(column, column + cell[3])}
    yield Table(tuple(xs), tuple(ys), fields)


def _edges(values: list[float]) -> list[float]:
    """Return the distinct edges; those nearer to each other than the tolerance are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > TOLERANCE:
            edges.append(value)
    return edges


def _at(edges: list[float], value: float) -> int:
    return max(0, min(len(edges) - 1, bisect_left(edges, value - TOLERANCE)))
