"""A report as the files that other people's converters start from: Word, web page, PDF, and LibreOffice's other formats.

What a program makes of the same bytes is kept for a while: many converters start from one PDF.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from corpus.model import Truth
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_pdf import find_printer, to_pdf

_SECONDS = 120


def page(truth: Truth) -> bytes:
    """Print ``truth`` as a web page."""
    return to_html(truth).encode()


def pdf(truth: Truth) -> bytes | None:
    """Print ``truth`` with LibreOffice."""
    return _office(to_docx(truth), ".docx", "pdf")


def page_pdf(truth: Truth) -> bytes | None:
    """Print the web page of ``truth`` with Chromium."""
    return _chromium_pdf(page(truth))


def office(truth: Truth, target: str) -> bytes | None:
    """Convert the Word file of ``truth`` with LibreOffice; ``target`` is an extension, with a filter behind a colon."""
    return _office(to_docx(truth), ".docx", target)


def converted(data: bytes, suffix: str, target: str) -> bytes | None:
    """Convert a file with LibreOffice; ``suffix`` is its own extension, ``target`` as for ``office``."""
    return _office(data, suffix, target)


def rtf_to_text(truth: Truth) -> bytes | None:
    """Convert the RTF file of ``truth`` to text with LibreOffice."""
    rtf = office(truth, "rtf")
    return _office(rtf, ".rtf", "txt:Text (encoded):UTF8") if rtf else None


@lru_cache(maxsize=4)
def _chromium_pdf(data: bytes) -> bytes | None:
    return to_pdf(data, ".html", "chromium")


@lru_cache(maxsize=16)
def _office(data: bytes, suffix: str, target: str) -> bytes | None:
    program = find_printer("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"report{suffix}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        words = [program, profile, "--headless", "--norestore", "--convert-to", target, "--outdir", folder, str(source)]
        return written(words, Path(folder) / f"report.{target.split(':', maxsplit=1)[0]}")


def written(words: list[str], out: Path | None) -> bytes | None:
    """Run a program and return what it wrote to ``out``, or to standard output; None where that is nothing."""
    try:
        done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    if out is None:
        return done.stdout or None
    return out.read_bytes() or None if out.exists() else None


def _office_file(target: str) -> Callable[[Truth], bytes | None]:
    return lambda truth: office(truth, target)


SOURCES: Mapping[str, tuple[str, Callable[[Truth], bytes | None]]] = MappingProxyType(
    {
        "docx": (".docx", to_docx),
        "html": (".html", page),
        "pdf": (".pdf", pdf),
        "page-pdf": (".pdf", page_pdf),
        "doc": (".doc", _office_file("doc")),
        "rtf": (".rtf", _office_file("rtf")),
        "odt": (".odt", _office_file("odt")),
    }
)
"""Name to the file's extension and what makes it."""
_MAKERS = {"docx": None, "html": None, "page-pdf": "chromium"}


def can_make(source: str) -> bool:
    """Whether this machine has the program that makes files of that kind."""
    maker = _MAKERS.get(source, "soffice")
    return (
        maker is None or shutil.which(maker) is not None or (maker == "soffice" and bool(find_printer("libreoffice")))
    )
