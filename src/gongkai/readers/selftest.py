"""Tries every reader on a small file of its format: what works on this machine, and what is wanting where one does not."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from msgspec import Struct, structs

from gongkai.document import Document, Paragraph
from gongkai.errors import GongkaiError
from gongkai.readers import formats, reader_for
from gongkai.readers.formats import Format
from gongkai.readers.ocr import reader as ocr
from gongkai.readers.office import soffice
from gongkai.readers.samples import TEXT

State = Literal["works", "installed", "missing", "broken"]
"""*installed*: there, but not tried, for it takes long to load or no program writes a small sample."""


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
    for one in _read_by("gongkai"):
        found = finding_of((one.kind,), one.name, _fault(one), one.library)
        untried = one.sample is None and found.state == "works"
        yield structs.replace(found, state="installed", optional=True) if untried else found
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


def _read_by(reader: str) -> tuple[Format, ...]:
    return tuple(one for one in formats.FORMATS if one.by == reader)


def _fault(tried: Format) -> str | None:
    """Read the sample, or only load the reader where there is none; return what went wrong."""
    try:
        read = reader_for(tried.kind)
        if tried.sample is None:
            return None
        first = next(iter(read(tried.sample())), None)
    except (GongkaiError, ImportError, OSError) as error:
        return str(error) or type(error).__name__
    return None if first is not None and _prints(first) else "the sample was read without its text"


def _prints(document: Document) -> bool:
    return any(TEXT in block.text for block in document.blocks if isinstance(block, Paragraph))


def _pictures() -> Iterator[Finding]:
    there = ocr.available()
    pictures = [((one.kind,), one.name, "pictures of pages") for one in _read_by("ocr")]
    for kinds, name, lost in ((("pdf",), "PDF pages that are pictures (scans)", "scanned PDFs"), *pictures):
        yield Finding(
            formats=kinds,
            name=name,
            state="installed" if there else "missing",
            optional=True,
            program=there,
            needs=None if there else ocr.INSTALL,
            lost=None if there else lost,
        )


def _office() -> Finding:
    path = soffice.find_program()
    old = _read_by("libreoffice")
    names = [one.name for one in old]
    fault = _fault(next(one for one in old if one.sample is not None)) if path else None
    lost = None if path and not fault else f"{', '.join(names[:-1])} and {names[-1]} files"
    return Finding(
        formats=tuple(one.kind for one in old),
        name=", ".join(names),
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
