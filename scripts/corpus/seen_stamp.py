"""A page of raw painting operators, with fonts that tell less or other than they draw, laid over a page of a printed PDF.

The fonts are written by hand: Helvetica whose map of characters lies, of which one code lies, or whose codes stand for letters; fonts of
drawn glyphs (Type 3) that name their digits rightly, wrongly or not at all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import closing
from ctypes import byref, c_float, c_int
from functools import lru_cache

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TURN = 3  # a font that lies shows the digit that is so much larger than the one it tells
LETTERS = "QRSTUVWXYZ"
SIGNS = "-o)|.,/+*%"
_EM = 1000.0
_FIRST_GLYPH = 17  # of the digits, in the standard fonts that come with pdfium
_WIDTH = 556
_LAYER = b"/Type/OCG/Name(figures)"


def lay_over(page: pdfium.PdfPage, operators: str) -> None:
    """Paint ``operators`` over all that is on a page; they may use the fonts, states and layers of ``_resources``."""
    left, bottom, right, top = page.get_mediabox()
    with closing(pdfium.PdfDocument(_document(operators, (left, bottom, right, top)))) as stamp:
        form = pdfium_c.FPDF_NewXObjectFromPage(page.pdf.raw, stamp.raw, 0)
        pdfium_c.FPDFPage_InsertObject(page.raw, pdfium_c.FPDF_NewFormObjectFromXObject(form))
        pdfium_c.FPDF_CloseXObject(form)


def switch_off(saved: bytes) -> bytes:
    """Add to a saved file that its layer is switched off, as an update at its end."""
    layers = [int(n) for n in re.findall(rb"(\d+) 0 obj\s*<<[^>]*/Type\s*/OCG", saved)]
    root = re.findall(rb"/Root (\d+) 0 R", saved)
    if not layers or not root:
        return saved
    own = re.search(rb"\n" + root[-1] + rb" 0 obj\s*<<(.*?)>>\s*endobj", saved, re.DOTALL)
    if own is None:
        return saved
    named = b" ".join(b"%d 0 R" % n for n in layers)
    body = own[1] + b"/OCProperties<</OCGs[%s]/D<</OFF[%s]>>>>" % (named, named)
    at = len(saved) + 1
    size = max(map(int, re.findall(rb"/Size (\d+)", saved)))
    before = int(re.findall(rb"startxref\s+(\d+)", saved)[-1])
    entry = b"%s 0 obj\n<<%s>>\nendobj\n" % (root[-1], body)
    table = b"xref\n%s 1\n%010d 00000 n \n" % (root[-1], at)
    trailer = b"trailer\n<</Size %d/Root %s 0 R/Prev %d>>\n" % (size, root[-1], before)
    return saved + b"\n" + entry + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(entry))


def _document(operators: str, box: Sequence[float]) -> bytes:
    """Write a document of one page."""
    fonts, objects = _fonts()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%f %f %f %f]/Contents 4 0 R/Resources<<" % tuple(box)
    page += b"/Font<<%s>>/ExtGState<</Clear<</ca 0/CA 0>>>>/Properties<</Off 5 0 R>>>>>>" % fonts
    content = operators.encode("latin-1")
    first = (
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R]/D<</ON[5 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        _stream(content),
        b"<<%s>>" % _LAYER,
    )
    return _written([*first, *objects])


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _written(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))
    return out.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> tuple[bytes, tuple[bytes, ...]]:
    """Return the entries of the fonts, and their objects; the first one is number 6."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return 5 + len(objects)

    plain = b"/Type/Font/Subtype/Type1/BaseFont/Helvetica"
    entries = [(b"Plain", b"<<%s>>" % plain), (b"Times", b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>")]
    lying = {48 + n: str((n - TURN) % 10) for n in range(10)}
    one = {48 + n: str(n if n != 7 else 1) for n in range(10)}
    letters = {48 + n: LETTERS[n] for n in range(10)}
    signs, two = {48 + n: SIGNS[n] for n in range(10)}, {48 + n: f"{n}{n}" for n in range(10)}
    for name, codes in (
        (b"Lying", lying),
        (b"OneLies", one),
        (b"Lettered", letters),
        (b"Signed", signs),
        (b"Twofold", two),
    ):
        entries.append((name, b"<<%s/ToUnicode %d 0 R>>" % (plain, add(_stream(_map(codes))))))
    second = b" ".join(b"/" + name.encode() for name in NAMES)
    both = {48 + n: str(n) for n in range(10)} | {65 + n: str((n - TURN) % 10) for n in range(10)}
    differences = b"/Encoding<</Type/Encoding/Differences[65 %s]>>" % second
    entries.append((b"Second", b"<<%s%s/ToUnicode %d 0 R>>" % (plain, differences, add(_stream(_map(both))))))
    procs = [add(_stream(_glyph(n))) for n in range(10)]
    for name, first, names in (
        (b"Drawn", 48, list(NAMES)),
        (b"DrawnLies", 48, [NAMES[(n - TURN) % 10] for n in range(10)]),
        (b"DrawnNameless", 1, [f"g{n}" for n in range(10)]),
        (b"DrawnLetters", 97, list("abcdefghij")),
    ):
        entries.append((name, _drawn(first, names, procs)))
    entries.append(
        (b"Blanks", _drawn(48, list(NAMES), [add(_stream(b"%d 0 0 -20 %d 740 d1" % (_WIDTH, _WIDTH)))] * 10))
    )
    numbers = [(name, add(body)) for name, body in entries]
    return b"".join(b"/%s %d 0 R" % pair for pair in numbers), tuple(objects)


def _map(codes: dict[int, str]) -> bytes:
    """Write a map of codes to characters."""
    lines = b"\n".join(b"<%02X> <%s>" % (code, char.encode("utf-16-be").hex().encode()) for code, char in codes.items())
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap end end"
        % (len(codes), lines)
    )


def _drawn(first: int, names: Sequence[str], procs: Sequence[int]) -> bytes:
    """Write a font whose glyphs are painted: code ``first + n`` paints the digit n, under ``names[n]``."""
    glyphs = b"".join(b"/%s %d 0 R" % (name.encode(), proc) for name, proc in zip(names, procs, strict=True))
    differences = b" ".join(b"/" + name.encode() for name in names)
    widths = b" ".join([b"%d" % _WIDTH] * 10)
    return (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 -200 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/Resources<<>>/FirstChar %d/LastChar %d"
        b"/Widths[%s]/Encoding<</Type/Encoding/Differences[%d %s]>>/CharProcs<<%s>>>>"
        % (first, first + 9, widths, first, differences, glyphs)
    )


def _glyph(digit: int) -> bytes:
    """Return the operators that paint a digit of Helvetica, a thousand units high."""
    with closing(pdfium.PdfDocument.new()) as pdf:
        font = pdfium_c.FPDFText_LoadStandardFont(pdf.raw, b"Helvetica")
        path = pdfium_c.FPDFFont_GetGlyphPath(font, _FIRST_GLYPH + digit, c_float(_EM))
        words = [f"{_WIDTH} 0 0 -20 {_WIDTH} 740 d1"]
        curve: list[str] = []
        x, y = c_float(), c_float()
        for i in range(pdfium_c.FPDFGlyphPath_CountGlyphSegments(path)):
            segment = pdfium_c.FPDFGlyphPath_GetGlyphPathSegment(path, i)
            pdfium_c.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = f"{x.value:.1f} {y.value:.1f}"
            kind = c_int(pdfium_c.FPDFPathSegment_GetType(segment)).value
            if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
                curve.append(point)
                if len(curve) == 3:
                    words.append(" ".join(curve) + " c")
                    curve.clear()
            else:
                words.append(point + (" m" if kind == pdfium_c.FPDF_SEGMENT_MOVETO else " l"))
        pdfium_c.FPDFFont_Close(font)
    return (" ".join(words) + " f").encode()
