"""How much a file may hold, known before the work on it begins: no file costs 20 seconds or a gigabyte before it is told to be no report.

Each bound is far beyond the longest report that was published, and was tuned on files made to cost (``tests/readers/test_bounds.py``).
What one file holds inside of all of these takes less than 20 seconds of a processor and a gigabyte.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from gongkai.errors import NotAReport

MB = 2**20  # bytes

FILE = 200 * MB
"""Bytes of any file; scans of some hundred pages have 100 MB."""
TEXT = 8 * MB
"""Bytes of plain text or a delimited table: fifty times the longest report, and twice that again in UTF-32."""
PAGE = 48 * MB
"""Bytes of a web page, whose pictures may stand in it as ``data:`` addresses; its text has the bound of plain text."""
XML_PART = 64 * MB
"""Bytes of one part of a package; the text of the longest reports has 8 MB of XML, with a history of edits in every run."""
TAGS = 2_000_000
"""Tags of one part: an element takes 200 bytes once parsed, and thirty thousand lines or cells have 60 tags each."""
MERGED = 2_000_000
"""Places under merged cells in a sheet: thirty whole columns that were merged by mistake."""
SHEETS = 150_000
"""Cells in all sheets of a workbook together, each of which has the bound of a text: a collection of four hundred reports, a sheet each."""
LETTERS = 8_000_000
"""Characters in the cells of one sheet, as of plain text: a text that a workbook keeps once may stand in every cell.
"""
PIXELS = 100_000_000
"""Pixels of a picture: A3 at 600 dpi has 70 million."""
DEEP_PIXELS = 40_000_000
"""Pixels of a picture that is see-through or has more than 8 bits a colour, which takes four times as much: long screenshots have 30
million.
"""
CONTENT = 16 * MB
"""Bytes that one stream of a PDF's drawing commands inflates to; a page of text has 50 KB, one with a map 5 MB."""
BINARY = 256 * MB
"""Bytes that any other stream of a PDF inflates to: a page of A3 at 600 dpi in colours has 210 MB."""
GLYPHS = 100_000
"""Characters on one page of a PDF; a newspaper's page has 20,000. A fifth of a million that lie over each other take half a minute."""
PDF_PAGES = 1000
"""Pages of a PDF; compilations of a province's reports have some hundred."""

INFLATES = 1040
"""Times its own size that a compressed stream inflates to, at most (RFC 1951)."""
_BITE = 1 << 16  # what is left of a bite is copied with each piece


def read_bounded(stream: BinaryIO, most: int = FILE) -> bytes:
    """Return all of a stream. Raises NotAReport where it has more than ``most`` bytes, which a device gives without end."""
    held, size = [], 0
    while piece := stream.read(MB):
        held.append(piece)
        size += len(piece)
        refuse_larger(size, most, "the file")
    return b"".join(held)


def refuse_larger(size: int, most: int, what: str) -> None:
    """Raise NotAReport where ``what`` is larger than any report's."""
    if size > most:
        raise NotAReport(
            f"{what} is larger than {most / MB:.0f} MB, and no annual report is so long; "
            "if it holds many reports, save each of them as a file of its own"
        )


def refuse_many(count: int, most: int, what: str) -> None:
    """Raise NotAReport where there are more of ``what`` than in any report."""
    if count > most:
        raise NotAReport(
            f"it has {count:,} {what}, and no annual report is so long; "
            "if it holds many reports, save each of them as a file of its own"
        )


def inflated(data: memoryview, most: int, piece: int = MB) -> Iterator[bytes]:
    """Yield what a zlib stream inflates to in pieces, until they are more than ``most`` bytes."""
    stream, size, at = zlib.decompressobj(), 0, 0
    try:
        while size <= most and not stream.eof:
            left = stream.unconsumed_tail or data[at : (at := at + _BITE)]
            found = stream.decompress(left, piece)
            if not found and at >= len(data) and not stream.unconsumed_tail:
                return
            size += len(found)
            yield found
    except zlib.error:
        return
