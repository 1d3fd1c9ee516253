"""Tries every reader on a small file of its format: what works on this machine, and what is wanting where one does not."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from msgspec import Struct

from gongkai.document import Document, Paragraph
from gongkai.errors import GongkaiError
from gongkai.readers import reader_for
from gongkai.readers.ocr import reader as ocr
from gongkai.readers.office import soffice
from gongkai.readers.samples import SAMPLES, TEXT

State = Literal["works", "installed", "missing", "broken"]
"""*installed*: there, but not tried, for it takes long to load."""
_LIBRARIES = (
    ("docx", "Word files (.docx, .docm)", "lxml"),
    ("html", "web pages", "selectolax"),
    ("mhtml", "saved web pages (.mht, .mhtml)", "selectolax"),
    ("txt", "plain text", "charset-normalizer"),
    ("pdf", "PDF with a text layer", "pypdfium2"),
    ("ofd", "OFD", "lxml"),
)


class Finding(Struct, frozen=True, kw_only=True):
    """How one format fares. ``needs`` says what to install, ``lost`` what cannot be read without it; both where it does not work."""

    formats: tuple[str, ...]
    name: str
    state: State
    optional: bool = False
    program: str | None = None
    version: str | None = None
    needs: str | None = None
    lost: str | None = None
    message: str | None = None


def findings() -> Iterator[Finding]:
    """Yield what works, format by format; LibreOffice is started once."""
    for kind, name, library in _LIBRARIES:
        yield finding_of((kind,), name, _fault(kind), library)
    yield from _pictures()
    yield _office()


def finding_of(formats: tuple[str, ...], name: str, fault: str | None, library: str | None = None) -> Finding:
    """Say how a reader that comes with gongkai fared: ``fault`` is what went wrong, None where nothing did."""
    return Finding(
        formats=formats,
        name=name,
        state="broken" if fault else "works",
        program=library,
        version=_version(library) if library else None,
        needs="pip install --force-reinstall gongkai" if fault else None,
        lost=name if fault else None,
        message=fault,
    )


def _fault(kind: str) -> str | None:
    """Read the sample; return what went wrong."""
    try:
        first = next(iter(reader_for(kind)(SAMPLES[kind])), None)
    except (GongkaiError, ImportError, OSError) as error:
        return str(error) or type(error).__name__
    return None if first is not None and _prints(first) else "the sample was read without its text"


def _prints(document: Document) -> bool:
    return any(TEXT in block.text for block in document.blocks if isinstance(block, Paragraph))


def _pictures() -> Iterator[Finding]:
    there = ocr.available()
    for formats, name, lost in (
        (("pdf",), "PDF pages that are pictures (scans)", "scanned PDFs"),
        (("image",), "pictures (.png, .jpg, .tif)", "pictures of pages"),
    ):
        yield Finding(
            formats=formats,
            name=name,
            state="installed" if there else "missing",
            optional=True,
            program=there,
            needs=None if there else ocr.INSTALL,
            lost=None if there else lost,
        )


def _office() -> Finding:
    path = soffice.find_program()
    fault = _fault("rtf") if path else None
    lost = None if path and not fault else "old Word, WPS, RTF and OpenDocument files"
    return Finding(
        formats=("doc", "wps", "rtf", "odt"),
        name="old Word, WPS, RTF, OpenDocument",
        state="broken" if fault else "works" if path else "missing",
        optional=True,
        program=path or "LibreOffice",
        version=soffice.version(path) if path else None,
        needs=f"apt-get install {soffice.PACKAGE}" if lost else None,
        lost=lost,
        message=fault,
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
