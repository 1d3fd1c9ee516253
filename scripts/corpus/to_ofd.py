"""Prints a PDF's characters and rules as OFD (GB/T 33190-2016), as converters do: an object a line, a run or a character.

In practice OFD files come out of Word or a PDF through a converter, and converters differ in how they cut, order and name things.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from ctypes import byref, c_double
from itertools import groupby, pairwise
from math import sqrt
from types import MappingProxyType
from typing import Literal
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.readers.pdf.glyphs import Frame
from gongkai.readers.pdf.rules import rules

_MM = 25.4 / 72
_NAMESPACE = "http://www.ofdspec.org/2016"


class Style(Struct, frozen=True, kw_only=True):
    """One converter's habits: ``objects`` is how much goes into one text object, ``runs`` writes steps as ``g N V``.

    ``template``: the rules stand in a template page; ``bars``: they are filled; ``by_font``: figures and Latin letters come first;
    ``bold``: every character is printed twice; ``spaces``: those of the PDF are kept; ``ctm``: sizes are scaled by a matrix.
    """

    objects: Literal["line", "run", "char"] = "line"
    runs: bool = False
    template: bool = False
    bars: bool = False
    by_font: bool = False
    bold: bool = False
    spaces: bool = True
    ctm: bool = False
    prefix: str = "ofd:"
    paths: Literal["relative", "absolute", "backslash"] = "relative"


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "lines": Style(),
        "runs": Style(objects="run", runs=True, prefix="", paths="absolute"),
        "characters": Style(objects="char", bars=True, spaces=False),
        "template": Style(objects="run", template=True, bars=True, runs=True, paths="backslash", bold=True),
        "by-font": Style(objects="run", by_font=True, spaces=False, ctm=True, paths="absolute"),
    }
)


class Char(Struct, frozen=True):
    """A character: its origin on the baseline and its size, in millimetres from the page's top left."""

    text: str
    x: float
    y: float
    size: float


def to_ofd(pdf: bytes, style: Style = STYLES["lines"], title: str = "") -> bytes:
    """Print ``pdf`` anew; ``title`` goes into the package's description."""
    parts: dict[str, str] = {}
    with closing(pdfium.PdfDocument(pdf)) as source:
        boxes = [_add_page(source, at, style, parts) for at in range(len(source))]
    parts["Doc_0/Document.xml"] = _document(boxes, style)
    parts["Doc_0/PublicRes.xml"] = (
        "<Res BaseLoc='Res'><Fonts><Font ID='3' FontName='宋体' FamilyName='宋体'/></Fonts></Res>"
    )
    parts["OFD.xml"] = (
        f"<OFD Version='1.0' DocType='OFD'><DocBody><DocInfo><DocID>0</DocID><Title>{escape(title)}</Title></DocInfo>"
        f"<DocRoot>{_location('Doc_0/Document.xml', '', style)}</DocRoot></DocBody></OFD>"
    )
    return _zip(parts, style)


def _zip(parts: Mapping[str, str], style: Style) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, _named(content, style.prefix))
    return out.getvalue()


def _named(content: str, prefix: str) -> str:
    """Put the namespace's prefix before every element."""
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    prefixed = content.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
    head = prefixed.index(">")
    head -= prefixed[head - 1] == "/"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{prefixed[:head]} {declared}="{_NAMESPACE}"{prefixed[head:]}'


def _location(part: str, folder: str, style: Style) -> str:
    if style.paths == "absolute":
        return f"/{part}"
    relative = part.removeprefix(f"{folder}/")
    return relative.replace("/", "\\") if style.paths == "backslash" else relative


def _document(boxes: Sequence[str], style: Style) -> str:
    at = range(len(boxes))
    templates = [
        f"<TemplatePage ID='{100 + i}' BaseLoc='{_location(f'Doc_0/Tpls/Tpl_{i}/Content.xml', 'Doc_0', style)}'/>"
        for i in at
        if style.template
    ]
    pages = [
        f"<Page ID='{200 + i}' BaseLoc='{_location(f'Doc_0/Pages/Page_{i}/Content.xml', 'Doc_0', style)}'/>" for i in at
    ]
    return (
        f"<Document><CommonData><MaxUnitID>9999</MaxUnitID><PageArea><PhysicalBox>{boxes[0]}</PhysicalBox></PageArea>"
        f"<PublicRes>{_location('Doc_0/PublicRes.xml', 'Doc_0', style)}</PublicRes>{''.join(templates)}</CommonData>"
        f"<Pages>{''.join(pages)}</Pages></Document>"
    )


def _add_page(source: pdfium.PdfDocument, at: int, style: Style, parts: dict[str, str]) -> str:
    """Add the parts of a page; return its box."""
    with closing(source[at]) as page, closing(page.get_textpage()) as textpage:
        frame = Frame.of(page)
        box = f"0 0 {frame.size[0] * _MM:.2f} {frame.size[1] * _MM:.2f}"
        drawn = "".join(_paths(page, frame, style))
        printed = "".join(_texts(_chars(textpage, frame), style))
    area = f"<Area><PhysicalBox>{box}</PhysicalBox></Area>"
    if style.template:
        parts[f"Doc_0/Tpls/Tpl_{at}/Content.xml"] = _page(area, "", drawn)
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = _page(
            area, f"<Template TemplateID='{100 + at}' ZOrder='Background'/>", printed
        )
    else:
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = _page(area, "", drawn + printed)
    return box


def _page(area: str, template: str, objects: str) -> str:
    return f"<Page>{area}{template}<Content><Layer ID='1' Type='Body'>{objects}</Layer></Content></Page>"


def _paths(page: pdfium.PdfPage, frame: Frame, style: Style) -> Iterator[str]:
    across, down = rules(page, frame)
    places = [(r.start, r.at, r.end, r.at) for r in across] + [(r.at, r.start, r.at, r.end) for r in down]
    for number, place in enumerate(places):
        x0, y0, x1, y1 = (each * _MM for each in place)
        half = 0.1 if style.bars else 0.0
        left, top, width, height = x0 - half, y0 - half, x1 - x0 + 2 * half, y1 - y0 + 2 * half
        shape, drawn = f"M 0 0 L {width:.3f} {height:.3f}", "Stroke='true'"
        if style.bars:
            shape = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
            drawn = "Stroke='false' Fill='true'"
        yield (
            f"<PathObject ID='{5000 + number}' Boundary='{left:.3f} {top:.3f} {width:.3f} {height:.3f}' LineWidth='0.2' "
            f"{drawn}><AbbreviatedData>{shape}</AbbreviatedData></PathObject>"
        )


def _chars(textpage: pdfium.PdfTextPage, frame: Frame) -> Iterator[list[Char]]:
    """Yield the printed lines in pdfium's order; what pdfium adds of its own ends a line, or is left out."""
    line: list[Char] = []
    for i in range(textpage.count_chars()):
        char = chr(pdfium_c.FPDFText_GetUnicode(textpage.raw, i))
        char = "-" if char in "\x02\ufffe" else char
        if char in "\r\n" and line:
            yield line
            line = []
        if pdfium_c.FPDFText_IsGenerated(textpage.raw, i) == 1 or char < " ":
            continue
        placed = _char(textpage, frame, i, char)
        if line and abs(placed.y - line[-1].y) > 0.1 * placed.size:
            yield line
            line = []
        line.append(placed)
    if line:
        yield line


def _char(textpage: pdfium.PdfTextPage, frame: Frame, at: int, char: str) -> Char:
    x, y, matrix = c_double(), c_double(), pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetCharOrigin(textpage.raw, at, byref(x), byref(y))
    pdfium_c.FPDFText_GetMatrix(textpage.raw, at, byref(matrix))
    scale = sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
    size = pdfium_c.FPDFText_GetFontSize(textpage.raw, at) * scale
    left, top, _, _ = frame.display(x.value, y.value, x.value, y.value)
    return Char(char, left * _MM, top * _MM, size * _MM)


def _texts(lines: Iterable[list[Char]], style: Style) -> Iterator[str]:
    cut = [part for line in lines for part in _cut(line, style) if any(char.text.strip() for char in part)]
    if style.by_font:
        cut.sort(key=lambda part: part[0].text > "\x7f")
    for number, part in enumerate(cut):
        for shift in (0.0, 0.08) if style.bold else (0.0,):
            yield _object(part, number, shift, style)


def _cut(line: list[Char], style: Style) -> Iterator[list[Char]]:
    """Cut a line into what one object holds: a run ends at a gap, and where another font begins."""
    kept = [char for char in line if style.spaces or char.text.strip()]
    if style.objects == "char":
        yield from ([char] for char in kept)
        return
    if style.objects == "line":
        yield kept
        return
    for _, part in groupby(kept, key=lambda char: char.text > "\x7f"):
        run: list[Char] = []
        for char in part:
            if run and not -0.2 * char.size < char.x - run[-1].x < 1.4 * char.size:
                yield run
                run = []
            run.append(char)
        yield run


def _object(part: Sequence[Char], number: int, shift: float, style: Style) -> str:
    first, last = part[0], part[-1]
    scale = 2.0 if style.ctm else 1.0
    steps = [f"{(b.x - a.x) / scale:.3f}" for a, b in pairwise(part)]
    delta = f" DeltaX='{_packed(steps) if style.runs else ' '.join(steps)}'" if steps else ""
    left, top, width = first.x + shift, first.y - first.size, last.x - first.x + last.size
    matrix = f" CTM='{scale} 0 0 {scale} 0 0'" if style.ctm else ""
    return (
        f"<TextObject ID='{10000 + number}' Boundary='{left:.3f} {top:.3f} {width:.3f} {first.size * 1.2:.3f}' Font='3'"
        f"{matrix} Size='{first.size / scale:.3f}'><TextCode X='0' Y='{first.size / scale:.3f}'{delta}>"
        f"{escape(''.join(char.text for char in part))}</TextCode></TextObject>"
    )


def _packed(steps: Sequence[str]) -> str:
    groups = ((value, len(list(same))) for value, same in groupby(steps))
    return " ".join(f"g {count} {value}" if count > 1 else value for value, count in groups)
