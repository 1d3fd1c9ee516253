"""What is answered about reports: plain, bounded, each figure with its verdict and its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec
import regex

from gongkai.bulk.many import extract_many
from gongkai.dataset.corrections import Correction, confirms
from gongkai.dataset.revise import dataset_forms, list_reports, load_report, shown_corrections
from gongkai.dataset.rows import Failure
from gongkai.errors import SourceError, UsageError
from gongkai.forms.load import packaged_forms
from gongkai.forms.model import Form
from gongkai.forms.variables import variables_of
from gongkai.report import Cell, Filed, Report, Table
from gongkai.verdict import verdicts_of

Answer = dict[str, object]
MOST = 200
"""Rows of one answer; a report of the form gio-2021 has 172 cells."""
_ID = regex.compile(r"[0-9a-f]{16}")
_LONGEST = 500  # characters of one text: a title or a remark is shorter, a section is not asked for here


def reports(folder: Path, agency: str | None, year: int | None, offset: int, limit: int) -> Answer:
    """List a dataset's reports, some of them where a part of the agency's name or a year is given. Raises UsageError."""
    found = (
        one
        for one in list_reports(folder)
        if (agency is None or agency in f"{one.name or ''} {one.agency or ''}") and year in {None, one.year}
    )
    return page("reports", map(_filed, found), offset, limit)


def cells(folder: Path, report_id: str, wanted: Mapping[str, str | None], offset: int, limit: int) -> Answer:
    """Give cells of a report of the dataset: those whose table, row, column, verdict are ``wanted``. Raises UsageError."""
    report, decided = load_report(folder, _known_id(report_id)), shown_corrections(folder).get(report_id, ())
    return page("cells", _chosen(cell_answers(report, dataset_forms(folder), decided), wanted), offset, limit)


def failing_sums(folder: Path, report_id: str, offset: int, limit: int) -> Answer:
    """Give the checks of a report that do not hold. Raises UsageError."""
    return page("failing_sums", _failing(load_report(folder, _known_id(report_id))), offset, limit)


def converted(
    root: Path,
    file: str,
    wanted: Mapping[str, str | None],
    offset: int,
    limit: int,
    forms: tuple[Form, ...] | None = None,
) -> Answer:
    """Read a file below ``root`` in a worker of its own and give what is in it; ``forms`` are those known, the packaged ones where None.

    Raises UsageError, SourceError.
    """
    known = packaged_forms() if forms is None else forms
    place = _below(root, file)
    (report,) = extract_many([place], jobs=1, forms=known)
    if isinstance(report, Failure):
        raise SourceError(f"{file}: {report.message}")
    head: Answer = {
        "report_id": report.report_id,
        "title": _short(report.title),
        "agency": _short(report.agency),
        "year": report.year,
        "published": report.published,
        "form": report.form.id,
        "status": report.status,
        "verification": msgspec.to_builtins(report.verification),
    }
    return head | page("cells", _chosen(cell_answers(report, known, ()), wanted), offset, limit) | {
        "failing_sums": list(islice(_failing(report), MOST)),
        "issues": [{"code": i.code, "message": _short(i.message)} for i in islice(report.issues, MOST)],
        "other_tables": [{"id": g.id, "caption": _short(g.caption)} for g in islice(report.grids, MOST)],
    }  # fmt: skip


def cell_answers(report: Report, forms: tuple[Form, ...], decided: Iterable[Correction]) -> Iterator[Answer]:
    """Yield each cell as printed; what a reviewer decided, and what sums prove of an open one, stand beside it, never in its place."""
    verdicts = verdicts_of(report.tables, report.checks)
    corrected = {one.cell: one for one in decided if not one.is_fact}
    for key, table in report.tables.items():
        labels = _labels(forms, table.form, key)
        bounds = _bounds(table)
        for cell in table.cells:
            which = (key, cell.row, cell.column)
            answer: Answer = {"table": key, "row": cell.row, "column": cell.column}
            answer |= {"label": labels.get(which[1:]), "value": cell.value, "unit": cell.unit, "status": cell.status}
            answer |= {"verdict": verdicts.get(which), "as_printed": _short(cell.raw), "note": _short(cell.note)}
            answer["place"] = _place(cell)
            answer |= bounds.get(which[1:], {})
            one = corrected.get(which)
            yield answer if one is None or confirms(one, cell) else answer | {"corrected_to": one.value}


def _bounds(table: Table) -> dict[tuple[str, str], Answer]:
    """Return what the sums of a table prove of its open cells: never a figure that was read."""
    return {
        (one.row, one.column): {"sums_prove": {"at_least": one.at_least, "at_most": one.at_most}}
        for one in table.proved or ()
    }


def page(name: str, rows: Iterable[Answer], offset: int, limit: int) -> Answer:
    """Give at most ``limit`` rows, how many there are, and where to go on (None at the end). Raises UsageError for wrong bounds."""
    if offset < 0 or not 1 <= limit <= MOST:
        raise UsageError(f"offset is 0 or more, limit 1 to {MOST}")
    whole = list(rows)
    end = offset + limit
    return {name: whole[offset:end], "total": len(whole), "next_offset": end if end < len(whole) else None}


def _filed(one: Filed) -> Answer:
    answer: Answer = {"report_id": one.report_id, "agency": _short(one.name or one.agency), "year": one.year}
    return answer | {"form": one.form, "path": _short(one.path)}


def _failing(report: Report) -> Iterator[Answer]:
    for check in report.checks:
        if check.status == "fail":
            told = {"id": check.id, "table": check.table, "kind": check.kind, "severity": check.severity}
            yield told | {"left": check.left, "right": check.right, "cells": check.cells, "message": check.message}


def _chosen(answers: Iterable[Answer], wanted: Mapping[str, str | None]) -> Iterator[Answer]:
    asked = {key: value for key, value in wanted.items() if value is not None}
    return (answer for answer in answers if all(answer[key] == value for key, value in asked.items()))


def _labels(forms: Iterable[Form], form: str, table: str) -> dict[tuple[str, str], str]:
    """Return the labels of a table's cells as the form prints them."""
    found = (one for known in forms if known.id == form for one in known.tables if one.key == table)
    return {(v.row.key, v.column.key): v.label_zh for one in found for v in variables_of(one)}


def _place(cell: Cell) -> object:
    place = msgspec.to_builtins(cell.source)
    return {name: value for name, value in place.items() if value is not None}


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _known_id(report_id: str) -> str:
    """Return the id; it becomes a file's name, and shall name no other file."""
    if _ID.fullmatch(report_id) is None:
        raise UsageError(f"{report_id!r} is no report_id; it has 16 of the digits 0-9 and a-f")
    return report_id


def _below(root: Path, file: str) -> Path:
    """Return the file's place. Raises UsageError for one that is not there or, links followed, not below ``root``."""
    try:
        top, place = root.resolve(strict=True), (root / file).resolve(strict=True)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: no such file") from error
    if not place.is_relative_to(top):
        raise UsageError(f"{file}: is not below the folder that this server reads")
    if not place.is_file():
        raise UsageError(f"{file}: is no file")
    return place
