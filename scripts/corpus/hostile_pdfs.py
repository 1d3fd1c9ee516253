"""PDFs made to cost: small files that inflate, repeat, nest or go round in circles, each by one trick."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

MB = 2**20
_CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
_ONE = "<< /Type /Pages /Count 1 /Kids [4 0 R] >>"
_FONT = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_WORD = b"BT /F 9 Tf 9 9 Td (x) Tj ET\n"
_CODES = 4093  # after so many a table of LZW is begun anew


def pdf(*objects: str | bytes, more: str = "") -> bytes:
    """Write a PDF from its objects, the first being the catalogue."""
    body, offsets = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one.encode() if isinstance(one, str) else one)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {more}>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + tail.encode()


def stream(data: bytes, filters: str = "", more: str = "") -> bytes:
    """Write a stream; ``filters`` are the names of what it is packed with, blanks between."""
    named = f"/Filter [{' '.join(f'/{name}' for name in filters.split())}]" if filters else ""
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (len(data), named.encode(), more.encode(), data)


def page(contents: str = "3 0 R") -> str:
    """Write a page of A4."""
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 599 799] /Contents {contents} /Resources << {_FONT} >> >>"


def lzw_blanks(size: int) -> bytes:
    """Pack about ``size`` blanks in LZW: each code stands for one more than the code before it."""
    packed, held, bits = bytearray(), 0, 0

    def put(code: int, width: int) -> None:
        nonlocal held, bits
        held, bits = held << width | code, bits + width
        while bits >= 8:
            bits -= 8
            packed.append(held >> bits & 255)
            held &= (1 << bits) - 1

    put(256, 9)
    total = 0
    while total < size:
        put(32, 9)
        width, code, length = 9, 258, 1
        while code < _CODES:
            put(code, width)
            length, code = length + 1, code + 1
            total += length
            width += code + 1 >= 1 << width and width < 12
        put(256, 12)
    put(257, 9)
    put(0, 8)
    return bytes(packed)


def _words(size: int) -> bytes:
    return zlib.compress(_WORD * (size // len(_WORD)), 9)


def _lzw() -> bytes:
    return pdf(_CATALOGUE, _ONE, stream(lzw_blanks(200 * MB), "LZWDecode"), page())


def _lzw_in_flate() -> bytes:
    return pdf(_CATALOGUE, _ONE, stream(zlib.compress(lzw_blanks(900 * MB)), "FlateDecode LZWDecode"), page())


def _ascii85() -> bytes:
    return pdf(
        _CATALOGUE, _ONE, stream(base64.a85encode(_words(100 * MB)) + b"~>", "ASCII85Decode FlateDecode"), page()
    )


def _hex() -> bytes:
    return pdf(_CATALOGUE, _ONE, stream(_words(100 * MB).hex().encode() + b">", "ASCIIHexDecode FlateDecode"), page())


def _run_lengths() -> bytes:
    return pdf(
        _CATALOGUE, _ONE, stream(zlib.compress(b"\x81 " * (6 * MB) + b"\x80"), "FlateDecode RunLengthDecode"), page()
    )


def _repeated() -> bytes:
    return pdf(_CATALOGUE, _ONE, stream(_words(12 * MB), "FlateDecode"), page(f"[{'3 0 R ' * 2000}]"))


def _repeated_pages() -> bytes:
    kids = f"<< /Type /Pages /Count 900 /Kids [{'4 0 R ' * 900}] >>"
    return pdf(_CATALOGUE, kids, stream(_words(MB), "FlateDecode"), page())


def _words_of_one_page() -> bytes:
    return pdf(_CATALOGUE, _ONE, stream(_words(15 * MB), "FlateDecode"), page())


def _rectangles() -> bytes:
    return pdf(_CATALOGUE, _ONE, stream(zlib.compress(b"1 1 9 9 re S\n" * (15 * MB // 13)), "FlateDecode"), page())


def _one_text() -> bytes:
    text = b"BT /F 9 Tf 9 9 Td (" + b"1" * (15 * MB) + b") Tj ET\n"
    return pdf(_CATALOGUE, _ONE, stream(zlib.compress(text), "FlateDecode"), page())


def _deep_tree() -> bytes:
    below = (f"<< /Type /Pages /Count 1 /Kids [{number + 1} 0 R] >>" for number in range(2, 20_000))
    return pdf(_CATALOGUE, *below, page())


def _tree_in_a_circle() -> bytes:
    first = f"<< /Type /Pages /Count 1000 /Kids [{'3 0 R ' * 1000}] >>"
    return pdf(_CATALOGUE, first, first.replace("3 0 R", "2 0 R"))


def _tables_in_a_circle() -> bytes:
    found = pdf(_CATALOGUE, _ONE, stream(_WORD), page(), more="/Prev 0000000000 ")
    return found.replace(b"/Prev 0000000000", b"/Prev %010d" % found.rindex(b"xref\n0"))


def _object_stream() -> bytes:
    numbers = b" ".join(b"%d %d" % (number, number * 3) for number in range(10, 2_000_000))
    packed = zlib.compress(numbers + b" " + b"<>" * 3_000_000)
    more = f"/Type /ObjStm /N 1999990 /First {len(numbers) + 1}"
    return pdf(_CATALOGUE, _ONE, stream(_WORD), page(), stream(packed, "FlateDecode", more))


PDFS: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "LZW": _lzw,
        "LZW in Flate": _lzw_in_flate,
        "ASCII85": _ascii85,
        "hexadecimal": _hex,
        "run lengths": _run_lengths,
        "one stream over and over": _repeated,
        "one page over and over": _repeated_pages,
        "words of one page": _words_of_one_page,
        "rectangles": _rectangles,
        "one text": _one_text,
        "deep tree": _deep_tree,
        "tree in a circle": _tree_in_a_circle,
        "tables in a circle": _tables_in_a_circle,
        "object stream": _object_stream,
    }
)
"""By name, what makes the file."""
