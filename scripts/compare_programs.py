"""The tables that other people's programs find in files, for ``scripts/compare.py``: ``PYTHON compare_programs.py FILE...``.

It is run in the Python that has these programs. It prints a JSON object a line for each program and file: the program, the file, CPU
seconds (least of two runs, the program loaded before), and its tables as ``[heads, rows]``: the texts of all rows, and how many of them
the program says are heads. A program that is not installed, or does not read such a file, is left out with a word on standard error.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docling_core.types.doc import TableData
    from pandas import DataFrame

Table = tuple[int, list[list[str]]]
Read = Callable[[str], list[Table]]
_RULER = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def main(files: list[str]) -> None:
    """Read all files with each program that is installed."""
    logging.disable(logging.WARNING)
    for name, load, endings in (
        ("pandas.read_html", _pandas, (".html",)),
        ("markitdown", _markitdown, (".html", ".docx", ".xlsx", ".pdf", ".md")),
        ("docling", _docling, (".html", ".docx", ".xlsx", ".md")),
    ):
        try:
            read = load()
        except ImportError as error:
            print(f"{name}: left out: {error}", file=sys.stderr)
            continue
        for file in (f for f in files if Path(f).suffix in endings):
            try:
                read(file)  # whatever it loads when it is first used is not counted
                seconds, tables = min((_timed(read, file) for _ in range(2)), key=lambda timed: timed[0])
            except Exception as error:  # whatever a program that nobody here knows may raise: it has found nothing
                print(f"{name}: {Path(file).name}: {error}", file=sys.stderr)
                seconds, tables = 0.0, []
            print(json.dumps([name, file, seconds, tables]), flush=True)


def _timed(read: Read, file: str) -> tuple[float, list[Table]]:
    start = process_time()
    tables = read(file)
    return process_time() - start, tables


def _pandas() -> Read:
    import pandas

    def read(file: str) -> list[Table]:
        try:
            frames = pandas.read_html(io.StringIO(Path(file).read_text("utf-8")), keep_default_na=False, thousands=None)
        except ValueError:  # it has no table
            return []
        return [_of_frame(frame) for frame in frames]

    return read


def _of_frame(frame: DataFrame) -> Table:
    levels = frame.columns.nlevels
    named = not all(isinstance(label, int) for label in frame.columns)
    heads = (
        [[str(frame.columns.get_level_values(n)[c]) for c in range(frame.shape[1])] for n in range(levels)]
        if named
        else []
    )
    return len(heads), [*heads, *([str(v) for v in row] for row in frame.to_numpy().tolist())]


def _markitdown() -> Read:
    from markitdown import MarkItDown

    program = MarkItDown()

    def read(file: str) -> list[Table]:
        return list(_of_markdown(program.convert(file).text_content))

    return read


def _of_markdown(text: str) -> Iterator[Table]:
    rows: list[list[str]] = []
    heads = 0
    for line in [*text.split("\n"), ""]:
        folded = line.strip()
        if _RULER.fullmatch(folded):
            heads = len(rows)
        elif folded.startswith("|"):
            rows.append([cell.strip().replace("\\", "") for cell in folded.strip("|").split("|")])
        elif rows:
            empty = not any(rows[0])  # of a table without heads of its own
            yield heads - empty, rows[empty:]
            rows, heads = [], 0


def _docling() -> Read:
    """Its readers of these formats, without the models for pictures that its converter loads for PDFs."""
    from docling.backend.html_backend import HTMLDocumentBackend
    from docling.backend.md_backend import MarkdownDocumentBackend
    from docling.backend.msexcel_backend import MsExcelDocumentBackend
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    kinds = {
        ".html": (InputFormat.HTML, HTMLDocumentBackend),
        ".docx": (InputFormat.DOCX, MsWordDocumentBackend),
        ".xlsx": (InputFormat.XLSX, MsExcelDocumentBackend),
        ".md": (InputFormat.MD, MarkdownDocumentBackend),
    }

    def read(file: str) -> list[Table]:
        kind, backend = kinds[Path(file).suffix]
        opened = InputDocument(path_or_stream=Path(file), format=kind, backend=backend)
        return [_of_docling(table.data) for table in opened._backend.convert().tables]

    return read


def _of_docling(data: TableData) -> Table:
    rows = [[cell.text for cell in row] for row in data.grid]
    heads = 0
    while heads < len(rows) and all(cell.column_header for cell in data.grid[heads]):
        heads += 1
    return heads, rows


if __name__ == "__main__":
    main(sys.argv[1:])
