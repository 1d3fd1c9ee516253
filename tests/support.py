"""Makes Reports by hand: a form with given figures, no file behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from gongkai.agencies import identify
from gongkai.document import Issue, Place
from gongkai.forms.load import load_forms
from gongkai.forms.model import Form, TableForm
from gongkai.report import (
    Cell,
    Check,
    Comment,
    Contact,
    FormMatch,
    Period,
    Report,
    Section,
    Source,
    Table,
    Verification,
)
from gongkai.table_rows import ExtraRow

Figures = Mapping[tuple[str, str, str], int | float | str | None]
"""(table, row, column) to a number, to a printed string that is none (``/``, ``''``), or to None for a missing cell."""


def form_named(form_id: str = "gio-2021") -> Form:
    """Return a packaged form."""
    return next(form for form in load_forms() if form.id == form_id)


def make_report(  # noqa: PLR0913
    figures: Figures | None = None,
    *,
    form: Form | None = None,
    path: str = "reports/one.txt",
    content: bytes | None = None,
    rest: int | None = 0,
    agency: str | None = "青石县档案局",
    checks: tuple[Check, ...] = (),
    issues: tuple[Issue, ...] = (),
    comments: tuple[Comment, ...] = (),
    sections: tuple[Section, ...] | None = None,
    extra: tuple[ExtraRow, ...] = (),
    known: bool = True,
) -> Report:
    """Make a report; cells that ``figures`` does not name hold ``rest``; no form fits it where ``known`` is False."""
    form = form or form_named()
    data = path.encode() if content is None else content
    tables = {t.key: make_table(t, figures or {}, rest, extra) for t in form.tables} if known else {}
    cells = [cell for table in tables.values() for cell in table.cells]
    reported = sum(cell.status == "reported" for cell in cells)
    report = Report(
        source=Source(
            path=path,
            name=path.rpartition("/")[2],
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            format="txt",
            reader="txt:cells",
            encoding="utf-8",
        ),
        form=FormMatch(form.id, 1.0, ("labels",)) if known else FormMatch(None, 0.1, ()),
        title=f"{agency or ''}2024年政府信息公开工作年度报告",
        agency=agency,
        year=2024,
        period=Period("2024-01-01", "2024-12-31"),
        published="2025-01-10",
        contact=Contact(phone="000-1234567"),
        processing_fee=None,
        sections=(Section(key="overview", heading="一、总体情况", level=1, text="甲段。\n乙段。"),)
        if sections is None
        else sections,
        tables=tables,
        checks=checks,
        verification=Verification(cells=len(cells), reported=reported, verified=0, contradicted=0, unchecked=reported),
        comments=comments,
        issues=issues,
    )
    return msgspec.structs.replace(report, identity=identify(report))


def make_table(table: TableForm, figures: Figures, rest: int | None, extra: tuple[ExtraRow, ...] = ()) -> Table:
    """Make one table with every cell of the form."""
    cells = tuple(
        make_cell(slot.row, slot.column, figures.get((table.key, slot.row, slot.column), rest), slot.unit)
        for slot in table.slots
    )
    return Table(form=table.form, cells=cells, extra=extra)


def make_cell(row: str, column: str, value: float | str | None, unit: str | None) -> Cell:
    """Make a cell from a number, from what is printed, or from nothing; ``?`` stands for an ambiguous one."""
    if value is None:
        return Cell(row=row, column=column, unit=unit)
    if isinstance(value, str):
        statuses = {"": "blank", "/": "not_applicable", "-": "not_applicable", "?": "ambiguous"}
        status = statuses.get(value, "unreadable")
        return Cell(row=row, column=column, raw=value, unit=unit, status=status, anchor="label")  # type: ignore[arg-type]
    place = Place(line=1)
    return Cell(
        row=row, column=column, value=value, raw=str(value), unit=unit, anchor="label", status="reported", source=place
    )
