"""Reports in every format that archives hold: the same report, printed by the programs that are on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from types import MappingProxyType

from PIL import Image

from corpus import seen_ofd, seen_pdf, sources
from corpus.flavour import Flavour
from corpus.model import Truth
from corpus.sources import can_make, office, page_pdf, pdf
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_mhtml import to_mhtml
from corpus.to_ofd import STYLES, to_ofd
from corpus.to_pictured import Part, as_docx, as_html, as_xlsx, pieces
from corpus.to_scan import Scan, pages, png, scanned_ofd, scanned_pdf, tiff

_WAYS = 8  # a printed report takes up to two seconds to print, and a tenth of that to be changed and read
SCANS = {
    150: Scan(dpi=150, skew=0.4, blur=0.4, noise=4, quality=80, seal="signature", paper=248),
    200: Scan(dpi=200, skew=-0.7, blur=0.5, noise=6, quality=75, seal="signature", paper=244),
}
"""Resolution to how an office scanner sees a page."""


def _as_page(parts: list[Part]) -> bytes:
    return as_html(parts).encode()


_PICTURED: Mapping[str, Callable[[list[Part]], bytes]] = MappingProxyType(
    {"docx": as_docx, "html": _as_page, "xlsx": as_xlsx}
)
"""Files whose text is text, and whose tables are pictures."""


def formats() -> Iterator[Flavour]:
    """Yield each format that this machine can print."""
    for name, extension, maker, write in _born_digital():
        if maker is None or can_make(maker):
            yield Flavour(name, extension, partial(_plain, write), "born digital")
    if can_make("pdf"):
        for dpi in SCANS:
            yield Flavour(f"scan-{dpi}", ".pdf", partial(_scan, dpi), "pictures")
            for name, make in _PICTURED.items():
                yield Flavour(f"{name}-pictures-{dpi}", f".{name}", partial(_pictured, make, dpi), "pictures")
        yield Flavour("ofd-scan-200", ".ofd", _ofd_scan, "pictures")
        yield Flavour("tiff", ".tif", _tiff, "pictures")
        yield Flavour("png", ".png", _png, "pictures")


def _born_digital() -> Iterator[tuple[str, str, str | None, Callable[[Truth], bytes | None]]]:
    """Yield name, extension, what must be installed, and how it is written."""
    yield "docx", ".docx", None, to_docx
    for name in ("doc", "rtf", "odt"):
        yield name, f".{name}", "pdf", partial(office, target=name)
    yield "wps", ".wps", "pdf", partial(office, target="doc")
    yield "html", ".html", None, sources.page
    yield "mhtml", ".mhtml", None, _mhtml
    yield "pdf", ".pdf", "pdf", pdf
    yield "page-pdf", ".pdf", "page-pdf", page_pdf
    for style in STYLES:
        yield f"ofd-{style}", ".ofd", "pdf", partial(_ofd, style)


def shown_otherwise() -> Iterator[Flavour]:
    """Yield the formats of fixed pages in files that store other things than they show."""
    if can_make("pdf"):
        yield Flavour("pdf-shown", ".pdf", partial(_seen_pdf, pdf), "shown otherwise", _WAYS)
        yield Flavour("ofd-shown", ".ofd", _seen_ofd, "shown otherwise", _WAYS)
    if can_make("page-pdf"):
        yield Flavour("page-pdf-shown", ".pdf", partial(_seen_pdf, page_pdf), "shown otherwise", _WAYS)


def _seen_pdf(write: Callable[[Truth], bytes | None], truth: Truth, rng: Random) -> bytes | None:
    printed = write(truth)
    return seen_pdf.shown_otherwise(printed, rng) if printed else None


def _seen_ofd(truth: Truth, rng: Random) -> bytes | None:
    printed = pdf(truth)
    return seen_ofd.shown_otherwise(to_ofd(printed, STYLES["runs"]), rng) if printed else None


def _plain(write: Callable[[Truth], bytes | None], truth: Truth, _: Random) -> bytes | None:
    return write(truth)


def _mhtml(truth: Truth) -> bytes:
    return to_mhtml(to_html(truth))


def _ofd(style: str, truth: Truth) -> bytes | None:
    printed = pdf(truth)
    return to_ofd(printed, STYLES[style]) if printed else None


def _scan(dpi: int, truth: Truth, _: Random) -> bytes | None:
    printed = pdf(truth)
    return scanned_pdf(pages(printed, SCANS[dpi]), dpi) if printed else None


def _ofd_scan(truth: Truth, _: Random) -> bytes | None:
    printed = pdf(truth)
    return scanned_ofd(pages(printed, SCANS[200]), 200) if printed else None


def _pictured(make: Callable[[list[Part]], bytes], dpi: int, truth: Truth, _: Random) -> bytes | None:
    printed = pdf(truth)
    return make(list(pieces(printed, dpi))) if printed else None


def _tiff(truth: Truth, _: Random) -> bytes | None:
    printed = pdf(truth)
    return tiff(pages(printed, SCANS[200]), 200) if printed else None


def _png(truth: Truth, _: Random) -> bytes | None:
    """Print all pages below each other, as a web page saved as one picture."""
    printed = pdf(truth)
    if printed is None:
        return None
    sheets = pages(printed, Scan(dpi=150))
    whole = Image.new("RGB", (max(s.width for s in sheets), sum(s.height for s in sheets)), "white")
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    return png(whole)
