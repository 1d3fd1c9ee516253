"""What the streams of a PDF are packed with beside zlib is unpacked, and bounded, as zlib is."""

from __future__ import annotations

import base64
import zlib
from contextlib import nullcontext

import pytest

from corpus.hostile_pdfs import PDFS, lzw_blanks, page, pdf, stream
from gongkai.errors import NotAReport
from gongkai.readers.pdf.filters import first_bytes, size_of, unpackers
from gongkai.readers.pdf.size import refuse_bombs

TEXT = b"BT (x) Tj ET\n" * 50 + b"\0\0\0\0end"
PACKED = {
    "ASCII85Decode": base64.a85encode(TEXT) + b"~>",
    "ASCIIHexDecode": TEXT.hex().encode() + b">",
    "ASCII85Decode FlateDecode": base64.a85encode(zlib.compress(TEXT), wrapcol=70) + b"~>",
    "FlateDecode RunLengthDecode": zlib.compress(b"".join(b"\0%c" % byte for byte in TEXT) + b"\x80"),
}


def unpacked(filters: str, packed: bytes) -> bytes:
    dictionary = f"<< /Filter [{' '.join(f'/{name}' for name in filters.split())}] >>"
    for step in unpackers(dictionary.encode()):
        packed = first_bytes(step(memoryview(packed)), 10**9)
    return packed


@pytest.mark.parametrize("filters", PACKED)
def test_packed_text_comes_back(filters: str):
    """Each step by the name that the dictionary gives it."""
    assert unpacked(filters, PACKED[filters]) == TEXT


def test_lzw_comes_back():
    """Codes of the standard's own example, and codes that grow to twelve bits."""
    example = bytes((0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01))
    assert unpacked("LZWDecode", example) == bytes((45, 45, 45, 45, 45, 65, 45, 45, 45, 66))
    assert set(unpacked("LZWDecode", lzw_blanks(10**6))) == {32}
    assert len(unpacked("LZWDecode", lzw_blanks(10**6))) > 10**6


@pytest.mark.parametrize("name", ["LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode", "FlateDecode A85"])
@pytest.mark.parametrize("packed", [b"", b"\xff" * 999, bytes(range(256)), b"x\x9c" * 50])
def test_what_is_no_such_packing_gives_something_or_nothing(name: str, packed: bytes):
    """It ends."""
    assert size_of(iter([unpacked(name, packed)]), 10**6) < 10**6


@pytest.mark.parametrize(
    "name",
    [
        "LZW",
        "LZW in Flate",
        "ASCII85",
        "hexadecimal",
        "run lengths",
        "one stream over and over",
        "one page over and over",
    ],
)
def test_what_inflates_without_end_is_refused(name: str):
    """Before pdfium is asked: some of these take gigabytes there."""
    with pytest.raises(NotAReport, match="of the PDF"):
        refuse_bombs(PDFS[name]())


@pytest.mark.parametrize("fits", [True, False])
def test_pages_that_share_a_stream_are_bounded_together(fits: bool):
    """A letterhead on each of some pages is nothing to refuse; a megabyte on each of a hundred is."""
    count = 20 if fits else 100
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + count))
    shared = stream(zlib.compress(b"0 0 m\n" * (2**20 // 6)), "FlateDecode")
    made = pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        shared,
        *[page()] * count,
    )
    with nullcontext() if fits else pytest.raises(NotAReport, match="what pages of the PDF draw again"):
        refuse_bombs(made)


def test_a_page_of_several_streams_is_nothing_to_refuse():
    """Nor one that names a stream twice, as long as they are small together."""
    made = pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        stream(zlib.compress(TEXT), "FlateDecode"),
        page("[3 0 R 5 0 R 3 0 R 99 0 R]"),
        stream(base64.a85encode(TEXT) + b"~>", "ASCII85Decode"),
    )
    refuse_bombs(made)
    with pytest.raises(NotAReport, match="what a page of the PDF draws"):
        refuse_bombs(made, content=3 * len(TEXT) - 1)
