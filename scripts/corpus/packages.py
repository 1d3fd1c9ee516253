"""Converters that are Python packages: one short function each. The name of a flavour begins with its package's module."""

from __future__ import annotations

import importlib
import importlib.util
import io
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from corpus.flavour import Flavour, Kind
from corpus.model import Truth
from corpus.sources import SOURCES, can_make

KEPT: Kind = "blanks kept"
DROPPED: Kind = "blanks dropped"
Convert = Callable[[bytes], str | None]


def packages() -> Iterator[Flavour]:
    """Yield the packages that are installed, together with what makes the files that they read."""
    for name, convert, source, extension, kind in _all():
        if importlib.util.find_spec(name.split("-")[0]) and can_make(source):
            yield Flavour(name, extension, partial(_run, convert, source), kind)


def _run(convert: Convert, source: str, truth: Truth, _: Random) -> bytes | None:
    data = SOURCES[source][1](truth)
    text = convert(data) if data else None
    return text.encode(errors="replace") if text else None


def _all() -> Iterator[tuple[str, Convert, str, str, Kind]]:
    """Yield name, function, source, extension of the result, kind."""
    yield "docx-tab", partial(_docx, "\t", False), "docx", ".txt", KEPT
    yield "docx-newline", partial(_docx, "\n", False), "docx", ".txt", KEPT
    yield "docx-once-tab", partial(_docx, "\t", True), "docx", ".txt", KEPT
    yield "docx-once-newline", partial(_docx, "\n", True), "docx", ".txt", KEPT
    yield "docx2txt", _docx2txt, "docx", ".txt", KEPT
    yield "docx2python", _docx2python, "docx", ".txt", KEPT
    yield "striprtf", _striprtf, "rtf", ".txt", KEPT
    yield "mammoth", _mammoth, "docx", ".html", KEPT
    yield "markitdown-docx", partial(_markitdown, ".docx"), "docx", ".txt", KEPT
    yield "markitdown-html", partial(_markitdown, ".html"), "html", ".txt", KEPT
    yield "markitdown-pdf", partial(_markitdown, ".pdf"), "pdf", ".txt", KEPT
    yield "markdownify", _markdownify, "html", ".txt", KEPT
    yield "trafilatura", _trafilatura, "html", ".txt", KEPT
    yield "html2text", _html2text, "html", ".txt", KEPT
    yield "inscriptis", _inscriptis, "html", ".txt", KEPT
    yield "readability", _readability, "html", ".html", KEPT
    yield "html_text", _html_text, "html", ".txt", DROPPED
    yield "justext", _justext, "html", ".txt", DROPPED
    yield "boilerpy3", _boilerpy3, "html", ".txt", DROPPED
    yield "bs4-newline", partial(_soup, "\n", True), "html", ".txt", DROPPED
    yield "bs4-space", partial(_soup, " ", True), "html", ".txt", DROPPED
    yield "bs4-bare", partial(_soup, "", False), "html", ".txt", "figures harmed"
    for source, printer in (("pdf", ""), ("page-pdf", "-page")):
        yield f"pdfminer{printer}", _pdfminer, source, ".txt", "order scrambled"
        yield f"pdfplumber{printer}", _pdfplumber, source, ".txt", DROPPED
        yield f"pypdfium2{printer}", _pypdfium2, source, ".txt", DROPPED
        yield f"pypdf{printer}", _pypdf, source, ".txt", DROPPED


def _use(module: str) -> Any:  # noqa: ANN401  (packages that are not among the project's own)
    return importlib.import_module(module)


def _docx(between: str, once: bool, data: bytes) -> str:
    """Print a Word file as many a script does: a row a line, or a cell a line; merged cells each time they are met, or once."""
    docx, table = _use("docx"), _use("docx.table").Table
    parts = docx.Document(io.BytesIO(data)).iter_inner_content()
    lines = (_docx_rows(p, between, once) if isinstance(p, table) else [p.text] for p in parts)
    return "\n".join(line for part in lines for line in part)


def _docx_rows(table: Any, between: str, once: bool) -> Iterator[str]:  # noqa: ANN401  (python-docx, as fakes have it)
    seen: set[Any] = set()
    for row in table.rows:
        cells = [cell for cell in row.cells if not once or cell._tc not in seen]
        cells = [cell for i, cell in enumerate(cells) if not once or cell._tc not in [c._tc for c in cells[:i]]]
        seen.update(cell._tc for cell in cells)
        yield between.join(cell.text for cell in cells)


def _docx2txt(data: bytes) -> str:
    docx2txt = _use("docx2txt")
    return str(docx2txt.process(io.BytesIO(data)))


def _docx2python(data: bytes) -> str:
    docx2python = _use("docx2python").docx2python
    with docx2python(io.BytesIO(data)) as content:
        return str(content.text)


def _striprtf(data: bytes) -> str:
    rtf_to_text = _use("striprtf.striprtf").rtf_to_text
    return str(rtf_to_text(data.decode("latin-1"), errors="replace"))


def _mammoth(data: bytes) -> str:
    mammoth = _use("mammoth")
    return str(mammoth.convert_to_html(io.BytesIO(data)).value)


def _markitdown(extension: str, data: bytes) -> str:
    converter = _use("markitdown").MarkItDown()
    return str(converter.convert_stream(io.BytesIO(data), file_extension=extension).text_content)


def _markdownify(data: bytes) -> str:
    markdownify = _use("markdownify").markdownify
    return str(markdownify(data.decode()))


def _trafilatura(data: bytes) -> str | None:
    trafilatura = _use("trafilatura")
    text: str | None = trafilatura.extract(data.decode(), include_tables=True)
    return text


def _html2text(data: bytes) -> str:
    html2text = _use("html2text")
    writer = html2text.HTML2Text()
    writer.body_width = 0
    return str(writer.handle(data.decode()))


def _inscriptis(data: bytes) -> str:
    inscriptis = _use("inscriptis")
    return str(inscriptis.get_text(data.decode()))


def _readability(data: bytes) -> str:
    document = _use("readability").Document
    return str(document(data.decode()).summary())


def _html_text(data: bytes) -> str:
    html_text = _use("html_text")
    return str(html_text.extract_text(data.decode()))


def _justext(data: bytes) -> str:
    justext = _use("justext")
    return "\n".join(paragraph.text for paragraph in justext.justext(data, frozenset()))


def _boilerpy3(data: bytes) -> str:
    extractor = _use("boilerpy3.extractors").KeepEverythingExtractor()
    return str(extractor.get_content(data.decode()))


def _soup(between: str, strip: bool, data: bytes) -> str:
    soup = _use("bs4").BeautifulSoup(data, "html.parser")
    return str(soup.body.get_text(between, strip=strip))


def _pdfminer(data: bytes) -> str:
    extract_text = _use("pdfminer.high_level").extract_text
    return str(extract_text(io.BytesIO(data)))


def _pdfplumber(data: bytes) -> str:
    pdfplumber = _use("pdfplumber")
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "\n".join(page.extract_text() for page in file.pages)


def _pypdfium2(data: bytes) -> str:
    pypdfium2 = _use("pypdfium2")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(data)
        with pypdfium2.PdfDocument(path) as file:
            return "\n".join(page.get_textpage().get_text_range() for page in file)


def _pypdf(data: bytes) -> str:
    pypdf = _use("pypdf")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
