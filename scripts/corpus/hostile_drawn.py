"""PDFs that draw the same over and over, each in another way: small files of which a library makes millions of things."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from corpus.hostile_pdfs import MB, pdf, stream

_CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
_ONE = "<< /Type /Pages /Count 1 /Kids [4 0 R] >>"
_HELVETICA = "/F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_WORD = b"BT /F 9 Tf 9 9 Td (x) Tj ET\n"
_CODES = bytes(code for code in range(32, 232) if code not in b"()\\")


def packed(commands: bytes, more: str = "") -> bytes:
    """Write a stream of drawing commands."""
    return stream(zlib.compress(commands, 9), "FlateDecode", more)


def form(commands: bytes, resources: str = "", more: str = "") -> bytes:
    """Write a form: commands that a page draws by a name."""
    fonts = f"/Font << {_HELVETICA} >>"
    return packed(
        commands,
        f"/Type /XObject /Subtype /Form /BBox [0 0 599 799] /Resources << {fonts} {resources} >> {more}",
    )


def page(resources: str = "", more: str = "", fonts: str = _HELVETICA) -> str:
    """Write a page of A4 that has object 3 for its commands."""
    box, own = "/MediaBox [0 0 599 799]", f"/Resources << /Font << {fonts} >> {resources} >>"
    return f"<< /Type /Page /Parent 2 0 R {box} /Contents 3 0 R {own} {more} >>"


def _much(size: int = MB) -> bytes:
    return _WORD * (size // len(_WORD))


def forms(times: int = 900, commands: bytes | None = None) -> bytes:
    """Draw a form so many times."""
    used = page("/XObject << /X 5 0 R >>")
    return pdf(_CATALOGUE, _ONE, packed(b"/X Do\n" * times), used, form(_much() if commands is None else commands))


def nested(levels: int = 7, each: int = 10) -> bytes:
    """Draw a form that draws a form, and so on, each of them some times."""
    first = packed(b"/X Do\n" * each), page("/XObject << /X 5 0 R >>")
    below = (form(b"/X Do\n" * each, f"/XObject << /X {number + 1} 0 R >>") for number in range(5, 5 + levels))
    return pdf(_CATALOGUE, _ONE, *first, *below, form(_WORD * 10))


def _circle() -> bytes:
    first = form(b"/X Do /X Do\n", "/XObject << /X 6 0 R >>")
    second = form(b"/X Do /X Do\n", "/XObject << /X 5 0 R >>")
    return pdf(_CATALOGUE, _ONE, packed(b"/X Do\n"), page("/XObject << /X 5 0 R >>"), first, second)


def _hidden_names() -> bytes:
    used = page("/XObject << /#58 5 0 R >>")
    drawn = form(_much()).replace(b"/Subtype /Form", b"/Subtype /F#6frm")
    return pdf(_CATALOGUE, _ONE, packed(b"/X%\nDo\n" * 900), used, drawn)


def _glyphs() -> bytes:
    procedures, names = " ".join(f"/g{c} 6 0 R" for c in _CODES), " ".join(f"{c} /g{c}" for c in _CODES)
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 32 /LastChar 231"
        f" /CharProcs << {procedures} >> /Encoding << /Differences [{names}] >> /Widths [{'500 ' * 200}]"
        f" /Resources << /Font << {_HELVETICA} >> >> >>"
    )
    text = packed(b"BT /T 9 Tf 9 99 Td (" + _CODES + b") Tj ET\n")
    return pdf(_CATALOGUE, _ONE, text, page(fonts=f"/T 5 0 R {_HELVETICA}"), font, packed(b"500 0 d0\n" + _much()))


def _looks() -> bytes:
    count = 5000
    own = (f"<< /Type /Annot /Subtype /Stamp /Rect [0 0 {9 + n % 500} 99] /AP << /N 5 0 R >> >>" for n in range(count))
    over = page(more=f"/Annots [{' '.join(f'{6 + n} 0 R' for n in range(count))}]")
    return pdf(_CATALOGUE, _ONE, packed(_WORD), over, form(_much()), *own)


def _tiles() -> bytes:
    tile = packed(
        _much(),
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 20 20] /XStep 20 /YStep 20"
        f" /Resources << /Font << {_HELVETICA} >> >>",
    )
    drawn = packed(_WORD + b"/Pattern cs /P scn 0 0 599 799 re f\n" * 2000)
    return pdf(_CATALOGUE, _ONE, drawn, page("/Pattern << /P 5 0 R >>"), tile)


def _masks() -> bytes:
    state = "/ExtGState << /S << /SMask << /S /Luminosity /G 5 0 R >> >> >>"
    mask = form(_much(), more="/Group << /S /Transparency /CS /DeviceGray >>")
    return pdf(_CATALOGUE, _ONE, packed(_WORD + b"/S gs 1 1 590 790 re f\n" * 3000), page(state), mask)


def marked(deep: int = 100_000) -> bytes:
    """Mark content inside marked content, so deep."""
    return pdf(_CATALOGUE, _ONE, packed(b"/A BMC " * deep + _WORD + b"EMC " * deep), page())


def _coded(body: bytes) -> bytes:
    font = (
        "/G << /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [<< /Type /Font"
        " /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (A) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    text = packed(b"BT /G 9 Tf 9 9 Td <00410041> Tj ET\n" * 20)
    return pdf(_CATALOGUE, _ONE, text, page(fonts=font), packed(b"begincmap\n" + body + b"endcmap"))


def _code_map() -> bytes:
    return _coded(b"1 beginbfchar\n<0041> <4e00>\nendbfchar\n" * 400_000)


def _code_ranges() -> bytes:
    return _coded(b"1 beginbfrange <0000> <ffff> <0000> endbfrange\n" * 3000)


def layers(count: int = 20_000, named: str = "OFF") -> bytes:
    """Draw on so many layers, half of them ``named`` to be shown or not."""
    own = [f"{6 + n} 0 R" for n in range(count)]
    shown = f"/OCProperties << /OCGs [{' '.join(own)}] /D << /{named} [{' '.join(own[::2])}] >> >>"
    text = b"".join(b"/OC /o%d BDC BT /F 9 Tf 9 9 Td (12) Tj ET EMC\n" % n for n in range(count))
    names = " ".join(f"/o{n} {one}" for n, one in enumerate(own))
    groups = (f"<< /Type /OCG /Name (a{n}) >>" for n in range(count))
    catalogue = f"<< /Type /Catalog /Pages 2 0 R {shown} >>"
    return pdf(catalogue, _ONE, packed(text), page("/Properties 5 0 R"), f"<< {names} >>", *groups)


def scattered(count: int = 100_000) -> bytes:
    """Print so many figures anywhere on one page, over each other."""
    anywhere = Random(1)
    figures = ((anywhere.randrange(599), anywhere.randrange(799), anywhere.randrange(1000)) for _ in range(count))
    return pdf(_CATALOGUE, _ONE, packed(b"".join(b"BT /F 9 Tf %d %d Td (%d) Tj ET\n" % one for one in figures)), page())


DRAWN: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "forms": forms,
        "forms in forms": nested,
        "forms in a circle": _circle,
        "forms by other names": _hidden_names,
        "glyphs": _glyphs,
        "annotations": _looks,
        "tiles": _tiles,
        "masks": _masks,
        "marks in marks": marked,
        "code map": _code_map,
        "code ranges": _code_ranges,
        "layers": layers,
        "scattered figures": scattered,
    }
)
"""By name, what makes the file."""
