"""What other people's packages take to convert files, in CPU milliseconds: ``PYTHON scripts/bench_others.py FILE...``.

It is run in the Python that has them and prints a line for each package, its name and the median over the files, parted by a tab.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

Convert = Callable[[str], object]


def main(files: list[str]) -> None:
    """Time each package that is installed and reads such files; one that fails is left out, and says so on standard error."""
    logging.disable(logging.WARNING)
    for name, load in _packages(Path(files[0]).suffix):
        try:
            convert = load()
            convert(files[0])
            print(f"{name}\t{median(min(_ms(convert, file) for _ in range(2)) for file in files):.2f}", flush=True)
        except Exception as error:  # whatever a package that nobody here knows may raise
            print(f"{name}: left out: {error}", file=sys.stderr)


def _ms(convert: Convert, file: str) -> float:
    start = process_time()
    convert(file)
    return 1000 * (process_time() - start)


def _packages(ending: str) -> Iterator[tuple[str, Callable[[], Convert]]]:
    yield "kreuzberg", _kreuzberg
    yield "markitdown", _markitdown
    if ending == ".pdf":
        yield "pdfplumber tables", _plumber
        yield "pymupdf4llm", _mupdf
    else:
        yield "docling", lambda: _docling(ending)


def _kreuzberg() -> Convert:
    import kreuzberg

    return kreuzberg.extract_file_sync


def _markitdown() -> Convert:
    from markitdown import MarkItDown

    return MarkItDown().convert


def _plumber() -> Convert:
    import pdfplumber

    def convert(file: str) -> None:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_tables()

    return convert


def _mupdf() -> Convert:
    import pymupdf4llm

    return pymupdf4llm.to_markdown


def _docling(ending: str) -> Convert:
    from docling.datamodel.base_models import InputFormat
    from docling.document_converter import DocumentConverter

    kind = InputFormat.DOCX if ending == ".docx" else InputFormat.HTML
    return DocumentConverter(allowed_formats=[kind]).convert


if __name__ == "__main__":
    main(sys.argv[1:])
