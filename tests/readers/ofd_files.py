"""Writes small OFD packages by hand, so that every coordinate is known; millimetres, as the format has them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 210, 297
NAMESPACE = "http://www.ofdspec.org/2016"
POINTS = 72 / 25.4


def text(x: float, y: float, *codes: str, size: float = 4, more: str = "", inner: str = "") -> str:
    """Print text codes in one object whose baseline begins at (x, y); a code is text, or ``<TextCode …>`` as it stands."""
    written = "".join(
        code if code.startswith("<") else f"<TextCode X='0' Y='{size}'{steps(code, size)}>{escape(code)}</TextCode>"
        for code in codes
    )
    place = "" if "Boundary" in more else f"Boundary='{x} {y - size} 150 {size * 1.2}'"
    return f"<TextObject ID='9' Font='3' Size='{size}' {place} {more}>{inner}{written}</TextObject>"


def steps(code: str, size: float) -> str:
    widths = [size if char > "\u2e7f" else size / 2 for char in code[:-1]]
    return f" DeltaX='{' '.join(map(str, widths))}'" if widths else ""


def rule(x0: float, y0: float, x1: float, y1: float, more: str = "", inner: str = "") -> str:
    """Draw a stroke."""
    return (
        f"<PathObject ID='8' Boundary='{x0} {y0} {x1 - x0} {y1 - y0}' {more}>{inner}"
        f"<AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</AbbreviatedData></PathObject>"
    )


def table(xs: list[float], ys: list[float]) -> str:
    """Draw a full lattice."""
    return "".join(rule(xs[0], y, xs[-1], y) for y in ys) + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def page(*objects: str, before: str = "", box: str = "") -> str:
    area = f"<Area><PhysicalBox>{box}</PhysicalBox></Area>" if box else ""
    return f"<Page>{area}{before}<Content><Layer ID='1'>{''.join(objects)}</Layer></Content></Page>"


def ofd(*pages: str, common: str = "", parts: Mapping[str, str | bytes] | None = None, **names: str) -> bytes:
    """Write a package; ``parts`` are added, or replace others; ``title``, ``bodies``, ``namespace`` and ``location`` as named."""
    location = names.get("location", "Pages/Page_{}/Content.xml")
    listed = "".join(f"<Page ID='{i}' BaseLoc='{location.format(i)}'/>" for i in range(len(pages)))
    body = f"<DocBody><DocInfo><Title>{names.get('title', '')}</Title></DocInfo><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>"
    held: dict[str, str | bytes] = {
        "OFD.xml": f"<OFD>{body}{names.get('bodies', '')}</OFD>",
        "Doc_0/Document.xml": f"<Document><CommonData><PageArea><PhysicalBox>0 0 {WIDTH} {HEIGHT}</PhysicalBox></PageArea>"
        f"{common}</CommonData><Pages>{listed}</Pages></Document>",
        **{f"Doc_0/Pages/Page_{i}/Content.xml": content for i, content in enumerate(pages)},
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, _declared(content, names.get("namespace", NAMESPACE)))
    return out.getvalue()


def _declared(content: str | bytes, namespace: str) -> bytes:
    if isinstance(content, bytes) or not content.startswith("<"):
        return content if isinstance(content, bytes) else content.encode()
    end = content.index(">") - (content[content.index(">") - 1] == "/")
    return f"{content[:end]} xmlns='{namespace}'{content[end:]}".encode() if namespace else content.encode()
