"""Other people's converters, as far as they are installed: what analysts have run over a report before it reaches us.

Each takes a Word file, a page or a PDF of a report to text. A converter that is not installed is left out; nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from corpus.flavour import Flavour, Write
from corpus.model import Truth
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_pdf import find_printer, to_pdf

_SECONDS = 60
# name: command with {in} and {out} (standard output where there is none), extension of its input, of its output, keeps blanks
_COMMANDS: Mapping[str, tuple[str, str, str, bool]] = {
    "pandoc-plain": ("pandoc -f docx -t plain --wrap=none {in}", ".docx", ".txt", True),
    "pandoc-plain-wrapped": ("pandoc -f docx -t plain {in}", ".docx", ".txt", True),
    "pandoc-gfm": ("pandoc -f docx -t gfm --wrap=none {in}", ".docx", ".txt", True),
    "pandoc-markdown-html": ("pandoc -f html -t markdown --wrap=none {in}", ".html", ".txt", True),
    "pandoc-html": ("pandoc -f docx -t html {in}", ".docx", ".html", True),
    "pandoc-rst": ("pandoc -f docx -t rst --wrap=none {in}", ".docx", ".txt", True),
    "w3m": ("w3m -dump -T text/html -I UTF-8 -O UTF-8 -cols 120 {in}", ".html", ".txt", False),
    "lynx": ("lynx -dump -nolist -assume_charset=utf-8 -display_charset=utf-8 -width=120 {in}", ".html", ".txt", False),
    "html2text-deb": ("html2text -utf8 {in}", ".html", ".txt", False),
    "pdftotext": ("pdftotext {in} -", ".pdf", ".txt", False),
    "pdftotext-layout": ("pdftotext -layout {in} -", ".pdf", ".txt", False),
    "pdftotext-raw": ("pdftotext -raw {in} -", ".pdf", ".txt", False),
    "pdftohtml": ("pdftohtml -s -i -noframes -stdout {in}", ".pdf", ".html", False),
}


def converters() -> Iterator[Flavour]:
    """Yield the converters that this machine has."""
    for name, (command, source, extension, keeps) in _COMMANDS.items():
        if shutil.which(command.split()[0]) and (source != ".pdf" or find_printer("libreoffice")):
            yield Flavour(name, extension, _command(command, source), keeps)
    if find_printer("libreoffice"):
        yield Flavour("pdf-libreoffice", ".pdf", lambda truth, _: _pdf(truth), True)
        yield Flavour("libreoffice-txt", ".txt", lambda truth, _: _office(truth, "txt:Text (encoded):UTF8"), False)
        yield Flavour("libreoffice-html", ".html", lambda truth, _: _office(truth, "html"), True)
    if find_printer("chromium"):
        yield Flavour("pdf-chromium", ".pdf", lambda truth, _: to_pdf(_page(truth), ".html", "chromium"), True)
    yield from (c for c in _packages() if importlib.util.find_spec(c.name.split("-")[0]))


def _packages() -> Iterator[Flavour]:
    """Yield the converters that are Python packages; their names begin with the package's."""
    yield Flavour("docx2txt", ".txt", lambda truth, _: _docx2txt(truth), False)
    yield Flavour("markitdown-docx", ".txt", lambda truth, _: _markitdown(to_docx(truth), ".docx"), True)
    yield Flavour("markitdown-html", ".txt", lambda truth, _: _markitdown(_page(truth), ".html"), True)
    yield Flavour("trafilatura", ".txt", lambda truth, _: _trafilatura(truth), False)
    yield Flavour("html2text", ".txt", lambda truth, _: _html2text(truth), True)
    yield Flavour("inscriptis", ".txt", lambda truth, _: _inscriptis(truth), False)
    yield Flavour("mammoth", ".html", lambda truth, _: _mammoth(truth), True)


def _page(truth: Truth) -> bytes:
    return to_html(truth).encode()


def _pdf(truth: Truth) -> bytes | None:
    return to_pdf(to_docx(truth), ".docx", "libreoffice")


def _command(command: str, source: str) -> Write:
    def convert(truth: Truth, _: Random) -> bytes | None:
        data = {".docx": to_docx, ".html": _page, ".pdf": _pdf}[source](truth)
        if data is None:
            return None
        with tempfile.NamedTemporaryFile(suffix=source) as file:
            file.write(data)
            file.flush()
            words = [word.replace("{in}", file.name) for word in command.split()]
            done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)
        return done.stdout or None

    return convert


def _office(truth: Truth, target: str) -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(to_docx(truth))
        program = shutil.which("soffice") or "libreoffice"
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        words = [program, profile, "--headless", "--convert-to", target, "--outdir", folder, str(source)]
        subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)
        written = next(Path(folder).glob(f"report.{target.split(':', maxsplit=1)[0]}"), None)
        return written.read_bytes() if written else None


def _docx2txt(truth: Truth) -> bytes:
    import docx2txt

    text: str = docx2txt.process(io.BytesIO(to_docx(truth)))
    return text.encode()


def _markitdown(data: bytes, extension: str) -> bytes:
    from markitdown import MarkItDown

    text: str = MarkItDown().convert_stream(io.BytesIO(data), file_extension=extension).text_content
    return text.encode()


def _trafilatura(truth: Truth) -> bytes | None:
    import trafilatura

    text: str | None = trafilatura.extract(to_html(truth), include_tables=True)
    return text.encode() if text else None


def _html2text(truth: Truth) -> bytes:
    import html2text

    writer = html2text.HTML2Text()
    writer.body_width = 0
    text: str = writer.handle(to_html(truth))
    return text.encode()


def _inscriptis(truth: Truth) -> bytes:
    import inscriptis

    text: str = inscriptis.get_text(to_html(truth))
    return text.encode()


def _mammoth(truth: Truth) -> bytes:
    import mammoth

    text: str = mammoth.convert_to_html(io.BytesIO(to_docx(truth))).value
    return text.encode()
