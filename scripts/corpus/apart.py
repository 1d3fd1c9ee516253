"""Converters whose packages do not go with ours: run by a Python of their own, which ``GONGKAI_CONVERTERS`` names.

python3 -m venv CONVERTERS && CONVERTERS/bin/pip install "markitdown[pdf,docx]" pymupdf4llm pdf-oxide kreuzberg unstructured
GONGKAI_CONVERTERS=CONVERTERS/bin/python scripts/evaluate.py --foreign --reports 2
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from random import Random

from corpus.flavour import Flavour, Kind
from corpus.model import Truth
from corpus.sources import SOURCES, can_make

_SECONDS = 120
# name, module, expression of the text of the file ``f``, sources, kind
_SNIPPETS: tuple[tuple[str, str, str, tuple[str, ...], Kind], ...] = (
    (
        "now-markitdown",
        "markitdown",
        "m.MarkItDown().convert(f).text_content",
        ("pdf", "page-pdf", "docx"),
        "blanks kept",
    ),
    ("now-pymupdf4llm", "pymupdf4llm", "m.to_markdown(f)", ("pdf", "page-pdf"), "blanks kept"),
    ("now-oxide", "pdf_oxide", "m.PdfDocument(f).to_markdown_all()", ("pdf", "page-pdf"), "blanks kept"),
    ("now-oxide-text", "pdf_oxide", "m.PdfDocument(f).to_plain_text_all()", ("pdf",), "blanks dropped"),
    (
        "now-kreuzberg",
        "kreuzberg",
        "m.extract_file_sync(f).content",
        ("pdf", "page-pdf", "docx", "html"),
        "blanks dropped",
    ),
)


def apart() -> Iterator[Flavour]:
    """Yield the converters that the named Python has."""
    python = os.environ.get("GONGKAI_CONVERTERS")
    if not python:
        return
    for name, module, expression, sources, kind in _SNIPPETS:
        if _has(python, module):
            code = f"import sys, {module} as m; f = sys.argv[1]; open(sys.argv[2], 'w').write({expression})"
            for source in filter(can_make, sources):
                yield Flavour(f"{name}-{source}", ".txt", partial(_run, python, code, source), kind)


@lru_cache(maxsize=32)
def _has(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def _run(python: str, code: str, source: str, truth: Truth, _: Random) -> bytes | None:
    suffix, make = SOURCES[source]
    data = make(truth)
    if data is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / f"report{suffix}", Path(folder) / "report.txt"
        file.write_bytes(data)
        command = [python, "-X", "utf8", "-c", code, str(file), str(out)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
        return out.read_bytes() if done.returncode == 0 and out.exists() else None
