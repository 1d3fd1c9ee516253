"""Other people's converters, as far as they are installed: what analysts have run over a report before it reaches us.

Each takes a Word file, a page or a PDF of a report to text. A converter that is not installed is left out; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from corpus.apart import apart
from corpus.browser import browser_text
from corpus.flavour import Flavour
from corpus.model import Truth
from corpus.packages import packages
from corpus.programs import programs
from corpus.sources import office, page_pdf, pdf, rtf_to_text
from corpus.to_pdf import find_printer


def converters() -> Iterator[Flavour]:
    """Yield the converters that this machine has."""
    yield from programs()
    if find_printer("libreoffice"):
        yield Flavour("pdf-libreoffice", ".pdf", _pdf, "blanks kept")
        yield Flavour("libreoffice-txt", ".txt", partial(_office, "txt:Text (encoded):UTF8"), "blanks kept")
        yield Flavour("libreoffice-html", ".html", partial(_office, "html"), "blanks kept")
        yield Flavour("libreoffice-rtf-txt", ".txt", _rtf_to_text, "blanks kept")
    if find_printer("chromium"):
        yield Flavour("pdf-chromium", ".pdf", _page_pdf, "blanks kept")
        for how in ("innertext", "selection"):
            yield Flavour(f"browser-{how}", ".txt", partial(_browser, how, False), "blanks kept")
            yield Flavour(f"browser-{how}-p", ".txt", partial(_browser, how, True), "blanks kept")
    yield from packages()
    yield from apart()


def _pdf(truth: Truth, _: Random) -> bytes | None:
    return pdf(truth)


def _page_pdf(truth: Truth, _: Random) -> bytes | None:
    return page_pdf(truth)


def _office(target: str, truth: Truth, _: Random) -> bytes | None:
    return office(truth, target)


def _rtf_to_text(truth: Truth, _: Random) -> bytes | None:
    return rtf_to_text(truth)


def _browser(how: str, paragraphs: bool, truth: Truth, _: Random) -> bytes | None:
    return browser_text(how, paragraphs, truth)
