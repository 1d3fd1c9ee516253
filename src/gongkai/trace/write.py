"""Writes the stages of one document into a folder, a subfolder for each reading that was made of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import regex

from gongkai.dataset import rows
from gongkai.dataset.columns import CELLS, CHECKS
from gongkai.dataset.packed import csv_text, report_bytes
from gongkai.dataset.rows import Row
from gongkai.errors import UsageError
from gongkai.forms.model import Form
from gongkai.messages.catalogue import said, say
from gongkai.messages.language import Language
from gongkai.report import Report
from gongkai.review.model import PageView
from gongkai.steps import Interpretation
from gongkai.trace import stages
from gongkai.trace.drawing import LAYERS, page_drawings

INDEX = "index.html"
REPORT = "report.json"
PICTURES = "pages"
_MARKER = ".gongkai-trace"
_OURS = regex.compile(r"\d+-[\w.-]+")
_STAGES = {
    "blocks": "what the reader saw, in reading order",
    "outline": "the sections of the running text",
    "facts": "title, agency, year, form and why",
    "alignment": "every piece of text, what it is taken for in each table, and the table that it was given to",
    "readings": "every printed row beside the form's line that it was aligned with",
    "cells": "the form's cells as this reading gives them",
    "checks": "the sums held against these cells",
}


def prepare(folder: Path) -> None:
    """Make an empty folder, clearing away an earlier trace. Raises UsageError where anything else is in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / _MARKER).is_file():
            raise UsageError(f"{folder}: holds something else; name a new or an empty folder for the trace")
        (folder / _MARKER).touch()  # a trace that was stopped is one, too
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink() and (path.name == PICTURES or _is_reading(path)):
                shutil.rmtree(path)
        for name in (REPORT, INDEX):
            (folder / name).unlink(missing_ok=True)
        (folder / PICTURES).mkdir()
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written to ({error.strerror})") from error


def _is_reading(folder: Path) -> bool:
    """Whether a subfolder is a reading's, and no notes of somebody's own: what is written first is there, or nothing is."""
    begun = (folder / f"{next(iter(_STAGES))}.csv").is_file() or next(folder.iterdir(), None) is None
    return begun and _OURS.fullmatch(folder.name) is not None


def write_trace(
    folder: Path,
    report: Report,
    found: list[Interpretation],
    forms: tuple[Form, ...],
    pages: tuple[PageView, ...],
    language: Language = "en",
) -> None:
    """Write every stage of every reading, the report itself, and a page in a language that links to all. Raises UsageError."""
    try:
        names = [_write_reading(folder, number, each, forms, pages) for number, each in enumerate(found, 1)]
        (folder / REPORT).write_bytes(report_bytes(report))
        (folder / INDEX).write_text(_index(report, names, language), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written to ({error.strerror})") from error


def _write_reading(
    folder: Path, number: int, found: Interpretation, forms: tuple[Form, ...], pages: tuple[PageView, ...]
) -> tuple[str, list[str]]:
    """Write one reading; return the name of its folder and those of its files."""
    own = folder / f"{number}-{found.document.reader.replace(':', '-')}"
    own.mkdir(exist_ok=True)
    for name, table in _tables(found, forms):
        (own / f"{name}.csv").write_text(csv_text(table), encoding="utf-8-sig", newline="")
    drawn = []
    for page, svg in page_drawings(found.document, found.tables, pages):
        (own / f"page-{page}.svg").write_text(svg, encoding="utf-8")
        drawn.append(f"page-{page}.svg")
    return own.name, drawn


def _tables(found: Interpretation, forms: tuple[Form, ...]) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "blocks", stages.block_rows(found)
    yield "outline", [("level", "key", "heading", "letters", "text"), *stages.section_rows(found.outline.sections)]
    yield "facts", stages.fact_rows(found)
    yield "alignment", stages.alignment_rows(found, forms)
    yield "readings", stages.reading_rows(found, forms)
    cells = (
        (key, c.row, c.column, c.value, c.status, c.raw, c.note, c.unit, c.anchor, stages.place_text(c.source))
        for key, table in found.tables.items()
        for c in table.cells
    )
    yield "cells", [(*(c.name for c in CELLS.columns[1:10]), "place"), *cells]
    checks = (rows.check_row("", check)[1:] for check in found.checks)
    yield "checks", [tuple(c.name for c in CHECKS.columns[1:]), *checks]


def _index(report: Report, readings: list[tuple[str, list[str]]], language: Language) -> str:
    title = escape(report.title or report.source.name)
    layers = "".join(f'<li style="color:{colour}">{escape(said(what, language))}</li>' for _, what, colour in LAYERS)
    parts = "".join(_part(name, drawn, language) for name, drawn in readings)
    form = report.form.id or said("no form fits", language)
    state = say(f"list.{report.status}").in_(language)
    return (
        f'<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'\">"
        "<style>body{font:15px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;max-width:60em;margin:2em auto;padding:0 1em}</style>"
        f"<h1>{title}</h1><p>{escape(report.source.name)} · {escape(form)} · {escape(state)} · "
        f'<a href="{REPORT}">{REPORT}</a></p>{parts}<h2>{said("On the pages", language)}</h2><ul>{layers}</ul></html>\n'
    )


def _part(name: str, drawn: list[str], language: Language) -> str:
    files = "".join(
        f'<li><a href="{escape(name)}/{stage}.csv">{stage}.csv</a>{": " if language == "en" else "："}{escape(said(what, language))}</li>'
        for stage, what in _STAGES.items()
    )
    pages = " ".join(f'<a href="{escape(name)}/{page}">{page}</a>' for page in drawn)
    return f"<h2>{escape(name)}</h2><ul>{files}</ul><p>{pages}</p>"
